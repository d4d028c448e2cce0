import { z } from "zod";
import { actionKind, strayDetail, wishInWords, type ActionDetails } from "../../../domain/action.ts";
import type { ActionWish } from "../../../domain/hold.ts";
import { minorUnits } from "../../../domain/money.ts";
import type { Order } from "../../../domain/order.ts";
import { amountOf } from "../../../policy/amounts.ts";
import { addressIn } from "../../../understand/address-parts.ts";
import { after } from "../../duration.ts";
import { handover } from "../../engine/interpreter.ts";
import { nestedSteps, stepsOf } from "../../nested.ts";
import { moneyFact } from "../../order-facts.ts";
import { ownershipProof } from "../../ownership.ts";
import { templateName } from "../../schema.ts";
import type { StepContext, StepDefinition, StepResult } from "../../step.ts";
import type { FoundOrder } from "../find/find-order.ts";
import { confirm, confirmedDetails } from "./confirm.ts";

const sum = z.strictObject({ value: z.number().positive(), currency: z.string().regex(/^[A-Z]{3}$/) });
const settings = z.strictObject({
  act: actionKind.meta({ description: "What to do in the shop." }),
  amount: z
    .union([z.literal("rest"), sum])
    .optional()
    .meta({
      description:
        "refund: `rest` (as without amount, lines and shipping) or a value in major units with its currency; discount_code: its value.",
    }),
  lines: z.enum(["all", "sent", "unsent"]).optional().meta({ description: "Which lines of the order." }),
  shipping: z.literal(true).optional().meta({ description: "refund: also what is left of the shipping costs." }),
  percent: z.int().min(1).max(100).optional().meta({ description: "discount_code: percent off." }),
  valid_days: z.int().min(1).max(3_650).optional().meta({ description: "discount_code: days until it expires." }),
  returns: z.boolean().optional().meta({ description: "reship: the first articles come back (an exchange)." }),
  tags: z.array(z.string().min(1).max(100)).min(1).max(20).optional().meta({ description: "tag: tags to add." }),
  reason: z.string().min(1).max(300).meta({ description: "Why, for the shop's records and the policy's `reasons`." }),
  confirm: templateName.optional().meta({ description: "Template that asks the customer for a yes to exactly this before." }),
  else: nestedSteps.optional().meta({
    description: "When the policy, the shop, a person or the customer says no. Without it a person takes over.",
  }),
});
type Settings = z.infer<typeof settings>;

/** Longest wait before a person looks: for the shop, retries included, and for a person who has to say yes first. */
const patience = { shop: "1 hours", person: "2 days" };

/**
 * A write to the shop. The run stops, the policy decides on the order as it is then, and the run goes on with what became of
 * it: a reply that speaks of a refund is written after the refund. In draft mode a person says yes first.
 */
export const act: StepDefinition<typeof settings> = {
  id: "act",
  summary: "Writes to the shop within the policy, then goes on.",
  settings,
  needs: () => [{ fact: "order!", mend: 'Put "- find: order" and "- verify: identity" before it: a sender address is easy to forge.' }],
  provides: () => ["action"],
  templates: ({ confirm: name }) => (name ? [{ name, at: ["confirm"], extra: ["wish"] }] : []),
  branches: ({ else: no }) => (no ? [{ name: "else", at: ["else"], when: "fallback", steps: stepsOf(no, ["else"]) }] : []),
  check(own) {
    const stray = strayDetail(own.act, detailsOf(own, sample.lines, sample.address));
    return stray
      ? [{ at: ["act"], message: stray.split(". ")[0]!, mend: stray.split(". ").slice(1).join(". ") || "See the reference." }]
      : [];
  },
  run(own, context) {
    const { input, desk, result } = context;
    const found = ownOrder(context);
    if (!found) {
      const none = "There is no order that is proven to be the writer's, so nothing is done to it.";
      return { go: "end", why: none, outcome: handover(input, desk, none) };
    }
    const { order, source } = found;
    // What the customer has confirmed is what is done, not what their yes could be read as.
    const details = confirmedDetails(context) ?? detailsOf(own, order.lines, takesAddress(own) ? newAddress(context, order) : undefined);
    const what = wishInWords(own.act, details, order.number);
    if (result) return goOn(own, context, what, source);
    const stray = strayDetail(own.act, details);
    if (stray) return no(own, context, `There is not enough to ${what}: ${stray}`);
    const answer = own.confirm
      ? confirm(own.confirm, context, { what, details, amount: amountOf(own.act, details, order) })
      : ({ says: "yes", messageId: null } as const);
    if ("step" in answer) return answer.step;
    if (answer.says !== "yes") return no(own, context, answer.says === "no" ? `The customer does not want us to ${what}.` : answer.why);
    const wish: ActionWish = {
      kind: own.act,
      connectionId: source,
      orderId: order.id,
      orderNumber: order.number,
      details,
      reason: own.reason,
      confirmedBy: answer.messageId,
    };
    const expiresAt = after(input.now, context.workflow.mode === "auto" ? patience.shop : patience.person);
    return {
      go: "wait",
      again: true,
      why: `${answer.messageId ? "The customer said yes. " : ""}Asks the shop to ${what}.`,
      wait: { until: expiresAt, forMessage: false, hold: { kind: "action", action: wish, expiresAt } },
    };
  },
};

function goOn(own: Settings, context: StepContext, what: string, source: string): StepResult {
  const result = context.result!;
  if (result.state === "done") {
    const { made = {} } = result;
    return {
      go: "on",
      why: `The shop did it: ${what}.${result.by ? ` ${result.by} had approved.` : ""}`,
      facts: {
        action: {
          kind: own.act,
          amount: result.amount ? moneyFact(result.amount) : null,
          code: made.code ?? null,
          url: made.url ?? null,
          new_order: made.order ?? null,
          by: result.by,
        },
      },
      sources: { action: { source, at: context.input.now } },
    };
  }
  const why = refusals[result.state]?.(what, result.note) ?? `Nothing is known of it: ${what}.`;
  // What nobody knows must not be told as a refusal: a person finds out.
  if (result.state === "unknown" || result.state === "expired") return handOver(context, why);
  return no(own, context, why);
}

const refusals: Record<string, (what: string, note: string | null) => string> = {
  denied: (what, note) => `The policy does not allow to ${what}. ${note ?? ""}`.trim(),
  refused: (what, note) => `A person said no to it: ${what}. ${note ?? ""}`.trim(),
  failed: (what, note) => `The shop refused to ${what}. ${note ?? ""}`.trim(),
  unknown: (what) => `The shop has not said what became of it: ${what}.`,
  expired: (what) => `It was not settled in time: ${what}.`,
};

function no(own: Settings, context: StepContext, why: string): StepResult {
  return own.else ? { go: "into", branch: "else", why } : handOver(context, why);
}

function handOver({ input, desk }: StepContext, why: string): StepResult {
  return { go: "end", why, outcome: handover(input, desk, why, undefined, "high") };
}

/** The loader sees to it that `verify: identity` comes first; this holds for files it never saw. */
function ownOrder(context: StepContext): { order: Order; source: string } | null {
  const { order, source } = (context.pending["order"] ?? { order: null, source: null }) as FoundOrder;
  if (!order || !source || context.facts["order"] === undefined || ownershipProof(order, context.input) !== "proven") return null;
  return { order, source };
}

const takesAddress = ({ act: kind }: Settings): boolean => kind === "change_address" || kind === "change_profile";

/** From what the customer wrote; the name stays the one on the order unless they gave another. */
function newAddress({ input }: StepContext, order: Order): ActionDetails["address"] {
  const text = input.messages.map((message) => message.text).join("\n");
  const known = { name: order.shippingAddress?.name ?? order.customer.name, country: order.shippingAddress?.country ?? null };
  return addressIn(text, input.understanding.entities.address ?? [], known) ?? undefined;
}

const sample = {
  lines: [{ id: "line", quantity: 1, fulfilledQuantity: 1, refundedQuantity: 0 }],
  address: { name: "A", line1: "B 1", line2: null, postalCode: "1", city: "C", region: null, country: "DE" },
};

type Pieces = { id: string; quantity: number; fulfilledQuantity: number; refundedQuantity: number };

function detailsOf(own: Settings, lines: readonly Pieces[], address: ActionDetails["address"]): ActionDetails {
  const { amount, percent, valid_days, returns, tags, shipping } = own;
  const wanted = own.lines === undefined ? [] : linesOf(own.lines, lines);
  return {
    ...(amount !== undefined && amount !== "rest" ? { amount: minorUnits(amount.value, amount.currency) } : {}),
    ...(wanted.length > 0 ? { lines: wanted } : {}),
    ...(shipping ? { shipping } : {}),
    ...(percent === undefined ? {} : { percent }),
    ...(valid_days === undefined ? {} : { valid_days }),
    ...(returns === undefined ? {} : { returns }),
    ...(tags === undefined ? {} : { tags }),
    ...(address && takesAddress(own) ? { address } : {}),
  };
}

/** What was given back already cannot be given back, sent again or returned once more. */
function linesOf(which: NonNullable<Settings["lines"]>, lines: readonly Pieces[]): NonNullable<ActionDetails["lines"]> {
  return lines.flatMap(({ id, quantity, fulfilledQuantity, refundedQuantity }) => {
    const part = which === "all" ? quantity : which === "sent" ? fulfilledQuantity : quantity - fulfilledQuantity;
    const left = Math.min(part, quantity - refundedQuantity);
    return left > 0 ? [{ line: id, quantity: left }] : [];
  });
}
