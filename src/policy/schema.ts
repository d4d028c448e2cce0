/**
 * The policy file as one zod object: one entry per kind of action. Typed limits for what every shop wants, rules in CEL for
 * what only this one wants. Amounts in the file are major units (49.90), after loading integer minor units.
 */
import { z } from "zod";
import { actionKind, actionKinds, type ActionKind } from "../domain/action.ts";
import { conditionText, nameForm } from "../workflow/schema.ts";

const amounts = z
  .record(z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 currency like EUR"), z.number().min(0))
  .meta({ description: "Amount per currency in major units; a currency that is not named is refused." });
const share = z.union([z.number().min(0).max(1), z.string().regex(/^\d{1,3}(?:\.\d{1,4})?\s?%$/, "a share like 50%")]);
const sentence = z.string().min(1).max(300);

export const orderStates = {
  status: z.array(z.enum(["open", "completed", "cancelled"])).min(1),
  payment: z.array(z.enum(["pending", "authorized", "paid", "partially_refunded", "refunded", "voided"])).min(1),
  fulfillment: z.array(z.enum(["unfulfilled", "partial", "fulfilled"])).min(1),
};

const entry = z.strictObject({
  allowed_by: z
    .strictObject({
      roles: z
        .array(z.enum(["admin", "agent"]))
        .default([])
        .meta({ description: "People with these roles." }),
      keys: z.boolean().default(false).meta({ description: "Programs with an API key." }),
      automation: z
        .union([z.boolean(), z.array(z.string().regex(nameForm, "the name of a workflow")).min(1)])
        .default(false)
        .meta({ description: "Workflows without a person: all, none, or these." }),
    })
    .prefault({})
    .meta({ description: "Who may." }),
  identity: z.enum(["automation", "always"]).default("automation").meta({
    description:
      "That the customer owns the order has to be proven: to workflows and API keys, or always. Without `always` a person is trusted to have checked.",
  }),
  confirmation: z.enum(["never", "automation", "always"]).default("never").meta({
    description: "The customer has to say yes to exactly this before: when a workflow does it, or always.",
  }),
  orders: z
    .strictObject({
      status: orderStates.status.optional(),
      payment: orderStates.payment.optional(),
      fulfillment: orderStates.fulfillment.optional(),
    })
    .default({})
    .meta({ description: "States of the order it is possible in." }),
  within: z
    .strictObject({ days: z.int().min(1).max(3_650), of: z.enum(["placed", "shipped"]).default("placed") })
    .optional()
    .meta({ description: "Days since the order was placed, or since its last parcel was handed over." }),
  times: z
    .strictObject({
      per_order: z.int().min(1).max(1_000).nullable().default(1),
      per_customer: z.int().min(1).max(1_000).optional(),
      days: z.int().min(1).max(3_650).default(365).meta({ description: "What per_customer counts back." }),
    })
    .prefault({})
    .meta({ description: "How often; `per_order: null` for any number." }),
  not_after: z
    .array(z.union([actionKind, z.literal("chargeback")]))
    .default(["chargeback"])
    .meta({ description: "Never once one of these was done to the order, or a payment dispute was opened." }),
  reasons: z.array(sentence).min(1).optional().meta({ description: "Only for one of these reasons, in these words." }),
  max_amount: amounts.optional().meta({ description: "Largest amount at once. A refund or a discount in money without it is refused." }),
  max_percent: z.int().min(1).max(100).optional().meta({ description: "discount_code: largest percent." }),
  max_share: share.optional().meta({ description: "Largest share of what was paid, all refunds of the order together." }),
  budget: z
    .strictObject({
      day: amounts.optional().meta({ description: "All of this kind since midnight UTC." }),
      workflow: amounts.optional().meta({ description: "Each workflow since midnight UTC." }),
      order: amounts.optional().meta({ description: "One order ever." }),
    })
    .default({}),
  two_people: z
    .union([z.literal("always"), z.strictObject({ above: amounts })])
    .optional()
    .meta({ description: "Two different people have to agree: always, or above an amount." }),
  rules: z
    .array(
      z.strictObject({
        rule: z.string().max(80).regex(nameForm, "lower-case words with hyphens, e.g. same-product"),
        require: conditionText.meta({ description: "CEL condition that has to hold." }),
        why: sentence.meta({ description: "What people read when it does not." }),
        instead: sentence.optional().meta({ description: "What would be allowed." }),
      }),
    )
    .max(50)
    .default([]),
});

const entries = Object.fromEntries(Object.keys(actionKinds).map((kind) => [kind, entry.optional()])) as Record<
  ActionKind,
  z.ZodOptional<typeof entry>
>;
export const policyFile = z.strictObject({ policies: z.strictObject(entries) });
export type PolicyEntry = z.infer<typeof entry>;

/** JSON Schema of the file, for editors. */
export function policyJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(policyFile, { io: "input", unrepresentable: "any" }) as Record<string, unknown>;
}

/** Keys a mistyped one may have meant. */
export const policyKeys = [
  "policies",
  ...Object.keys(actionKinds),
  ...Object.keys(entry.shape),
  "roles",
  "keys",
  "automation",
  "status",
  "payment",
  "fulfillment",
  "days",
  "of",
  "per_order",
  "per_customer",
  "day",
  "workflow",
  "order",
  "above",
  "rule",
  "require",
  "why",
  "instead",
];
