import { z } from "zod";
import { minorUnits } from "../../../domain/money.ts";
import { actionKinds } from "../../../domain/policy.ts";
import { after } from "../../duration.ts";
import type { ActionWish } from "../../../domain/hold.ts";
import { handover } from "../../engine/interpreter.ts";
import { nestedSteps, stepsOf } from "../../nested.ts";
import { moneyFact } from "../../order-facts.ts";
import { ownershipProof } from "../../ownership.ts";
import type { StepContext, StepDefinition } from "../../step.ts";
import type { FoundOrder } from "../find/find-order.ts";

const settings = z.strictObject({
  act: z.enum(actionKinds).meta({ description: "What to do in the shop." }),
  amount: z
    .union([z.literal("rest"), z.strictObject({ value: z.number().positive(), currency: z.string().regex(/^[A-Z]{3}$/) })])
    .default("rest")
    .meta({ description: "Of a refund: `rest` for all that is left, or a value in major units with its currency." }),
  reason: z.string().min(1).max(300).meta({ description: "Why, for the shop's records." }),
  else: nestedSteps.optional().meta({ description: "When the policy or the shop refuses. Without it a person takes over." }),
});

/** Longest wait before a person looks: for the shop, retries included, and for a person who has to say yes first. */
const patience = { shop: "1 hours", person: "2 days" };

/**
 * A write to the shop. The run stops, the policy decides on the order as it is then, and the run goes on with what became of
 * it: a reply that speaks of a refund is written after the refund. In draft mode a person says yes first.
 */
export const act: StepDefinition<typeof settings> = {
  id: "act",
  summary: "Refunds or cancels within the policy, then goes on.",
  settings,
  needs: () => [{ fact: "order!", mend: 'Put "- find: order" and "- verify: identity" before it: a sender address is easy to forge.' }],
  provides: () => ["action"],
  branches: ({ else: no }) => (no ? [{ name: "else", at: ["else"], when: "fallback", steps: stepsOf(no, ["else"]) }] : []),
  run(own, context) {
    const { input, desk, result } = context;
    const action = wishOf(own, context);
    if (!action) {
      const none = "There is no order that is proven to be the writer's, so nothing is done to it.";
      return { go: "end", why: none, outcome: handover(input, desk, none) };
    }
    const what = `${action.kind} of order #${action.orderNumber}`;
    if (!result) {
      const expiresAt = after(input.now, context.workflow.mode === "auto" ? patience.shop : patience.person);
      return {
        go: "wait",
        again: true,
        why: `Asks the shop for the ${what}.`,
        wait: { until: expiresAt, forMessage: false, hold: { kind: "action", action, expiresAt } },
      };
    }
    if (result.state === "done")
      return {
        go: "on",
        why: `The shop did it: ${what}.${result.by ? ` ${result.by} had approved.` : ""}`,
        facts: { action: { kind: action.kind, amount: result.amount ? moneyFact(result.amount) : null, by: result.by } },
        sources: { action: { source: action.connectionId, at: input.now } },
      };
    const why = refusals[result.state]?.(what, result.note) ?? `Nothing is known of the ${what}.`;
    // What nobody knows must not be told as a refusal: a person finds out.
    if (own.else && result.state !== "unknown" && result.state !== "expired") return { go: "into", branch: "else", why };
    return { go: "end", why, outcome: handover(input, desk, why, undefined, "high") };
  },
};

const refusals: Record<string, (what: string, note: string | null) => string> = {
  denied: (what, note) => `The policy does not allow the ${what}. ${note ?? ""}`.trim(),
  refused: (what, note) => `A person said no to the ${what}. ${note ?? ""}`.trim(),
  failed: (what, note) => `The shop refused the ${what}. ${note ?? ""}`.trim(),
  unknown: (what) => `The shop has not said what became of the ${what}.`,
  expired: (what) => `The ${what} was not settled in time.`,
};

function wishOf({ act: kind, amount, reason }: z.infer<typeof settings>, context: StepContext): ActionWish | null {
  const { order, source } = (context.pending["order"] ?? { order: null, source: null }) as FoundOrder;
  // The loader sees to it that `verify: identity` comes first; this holds for files it never saw.
  if (!order || !source || context.facts["order"] === undefined || ownershipProof(order, context.input) !== "proven") return null;
  return {
    kind,
    connectionId: source,
    orderId: order.id,
    orderNumber: order.number,
    amount: kind === "refund" && amount !== "rest" ? minorUnits(amount.value, amount.currency) : null,
    reason,
  };
}
