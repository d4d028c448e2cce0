/** Writes to a shop: their kinds, what is wished for, and what a policy says to it. */
import { z } from "zod";
import { formatMoney, type Money } from "./money.ts";

/** Every kind with what it does, for the reference. */
export const actionKinds = {
  refund: "gives money back: a sum, lines, shipping costs, or all that is left",
  cancel: "cancels the order",
  change_address: "changes where the order goes",
  change_items: "changes articles of the order for others",
  reship: "sends articles again, or others for them (an exchange)",
  return_label: "makes a label with which articles come back",
  discount_code: "makes a discount code for the customer of the order",
  tag: "tags the order",
  change_profile: "changes the address in the customer's account",
} as const;
export type ActionKind = keyof typeof actionKinds;
export const actionKind = z.enum(Object.keys(actionKinds) as [ActionKind, ...ActionKind[]]);

const text = (max: number) => z.string().trim().min(1).max(max);
export const moneyInput = z.strictObject({ amount: z.int().min(1), currency: z.string().regex(/^[A-Z]{3}$/) }).meta({
  description: "Integer minor units (cents; yen have none) and ISO 4217 currency.",
});
const address = z.strictObject({
  name: text(200),
  line1: text(200),
  line2: text(200).nullable().default(null),
  postalCode: text(20),
  city: text(100),
  region: text(100).nullable().default(null),
  country: z.string().regex(/^[A-Z]{2}$/, "an ISO 3166 country of two capital letters"),
});

/** What is wished for beside kind and order. What a kind does not use must not be there: see `strayDetail`. */
export const actionDetails = z.strictObject({
  amount: moneyInput.optional().meta({ description: "refund: this sum. Without amount, lines and shipping: all that is left." }),
  lines: z
    .array(
      z.strictObject({
        line: text(200).meta({ description: "The store's id of the line." }),
        quantity: z.int().min(1).max(10_000),
        sku: text(200).optional().meta({ description: "change_items and reship: the article wanted instead." }),
      }),
    )
    .min(1)
    .max(200)
    .optional(),
  shipping: z.boolean().optional().meta({ description: "refund: also what is left of the shipping costs." }),
  method: text(200).optional().meta({ description: "The store's id of the payment method that pays or is paid." }),
  address: address.optional(),
  percent: z.int().min(1).max(100).optional().meta({ description: "discount_code: percent off." }),
  valid_days: z.int().min(1).max(3_650).optional().meta({ description: "discount_code: days until it expires." }),
  returns: z.boolean().optional().meta({ description: "reship: the first article comes back (an exchange)." }),
  tags: z.array(text(100)).min(1).max(20).optional(),
});
export type ActionDetails = z.infer<typeof actionDetails>;

const uses: Record<ActionKind, { needs: (keyof ActionDetails)[]; may: (keyof ActionDetails)[] }> = {
  refund: { needs: [], may: ["amount", "lines", "shipping", "method"] },
  cancel: { needs: [], may: [] },
  change_address: { needs: ["address"], may: [] },
  change_items: { needs: ["lines"], may: ["method"] },
  reship: { needs: ["lines"], may: ["method", "returns", "address"] },
  return_label: { needs: ["lines"], may: ["method"] },
  discount_code: { needs: ["valid_days"], may: ["percent", "amount"] },
  tag: { needs: ["tags"], may: [] },
  change_profile: { needs: ["address"], may: [] },
};

/** What is wrong with the details of a wish of this kind; null when nothing is. */
export function strayDetail(kind: ActionKind, details: ActionDetails): string | null {
  const { needs, may } = uses[kind];
  const given = (Object.keys(details) as (keyof ActionDetails)[]).filter((name) => details[name] !== undefined);
  const stray = given.find((name) => !needs.includes(name) && !may.includes(name));
  if (stray) return `${kind} has no "${stray}". It takes: ${[...needs, ...may].join(", ") || "nothing beside the order"}.`;
  const missing = needs.find((name) => !given.includes(name));
  if (missing) return `${kind} needs "${missing}".`;
  if (kind === "refund" && details.amount && (details.lines || details.shipping))
    return "A refund is a sum, or lines and shipping, not both.";
  if (kind === "discount_code" && (details.percent === undefined) === (details.amount === undefined))
    return "A discount code has either percent or amount.";
  const wanted = details.lines?.filter(({ sku }) => sku !== undefined).length ?? 0;
  if (kind === "change_items" && wanted < details.lines!.length) return "change_items needs a sku for every line.";
  if (wanted > 0 && kind !== "change_items" && kind !== "reship") return `${kind} takes lines as they are, without sku.`;
  return null;
}

/** What is wished for as the end of a sentence: "refund €10.00 of order #1042". */
export function wishInWords(kind: ActionKind, details: ActionDetails, orderNumber: string): string {
  const order = `order #${orderNumber}`;
  const count = details.lines?.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0;
  const pieces = count === 1 ? "1 piece" : `${count} pieces`;
  switch (kind) {
    case "refund": {
      const parts = [
        details.amount && formatMoney(details.amount, "en-GB"),
        details.lines && pieces,
        details.shipping && "the shipping costs",
      ].filter((part) => typeof part === "string");
      return `refund ${parts.length > 0 ? parts.join(" and ") : "all that is left"} of ${order}`;
    }
    case "cancel":
      return `cancel ${order}`;
    case "change_address":
      return `send ${order} to another address`;
    case "change_items":
      return `change ${pieces} of ${order} for other articles`;
    case "reship":
      return details.returns ? `exchange ${pieces} of ${order}` : `send ${pieces} of ${order} again`;
    case "return_label":
      return `make a return label for ${pieces} of ${order}`;
    case "discount_code": {
      const off = details.amount ? formatMoney(details.amount, "en-GB") : `${details.percent ?? 0} %`;
      return `give the customer of ${order} a discount code of ${off}`;
    }
    case "tag":
      return `tag ${order} ${(details.tags ?? []).map((tag) => `"${tag}"`).join(", ")}`;
    case "change_profile":
      return `change the address of the customer of ${order}`;
  }
}

/** `rule` names what decided, `explanation` says it to people, `instead` what would be allowed; `amount` is what it comes to. */
export type Verdict = {
  allowed: boolean;
  rule: string;
  explanation: string;
  instead?: string;
  amount?: Money;
  /** Refused only because one more person has to agree. */
  needsPeople?: number;
};
