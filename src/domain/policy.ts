/**
 * The typed limits on writes to a shop. Everything is refused that no policy allows; what decides is this code and never
 * a model. Amounts are integer minor units of their currency, as in Money.
 */
import { z } from "zod";
import { currencyDigits, sumMoney, type Money } from "./money.ts";
import type { Order } from "./order.ts";

export const actionKinds = ["refund", "cancel"] as const;
export type ActionKind = (typeof actionKinds)[number];

const allowedBy = z.strictObject({
  roles: z
    .array(z.enum(["admin", "agent"]))
    .default([])
    .meta({ description: "People with these roles." }),
  keys: z.boolean().default(false).meta({ description: "Programs with an API key." }),
  automation: z.boolean().default(false).meta({ description: "Workflows, without a person." }),
});

export const actionPolicy = z.strictObject({
  allowed_by: allowedBy.prefault({}),
  window_days: z.int().min(1).max(3_650).meta({ description: "Days since the order was placed." }),
  once_per_order: z.boolean().default(true),
  max_amount: z
    .record(z.string().regex(/^[A-Z]{3}$/), z.int().min(0))
    .default({})
    .meta({ description: "Largest amount per currency in minor units; a currency that is not named is refused." }),
});
export const policies = z.strictObject({ refund: actionPolicy.optional(), cancel: actionPolicy.optional() });
export type Policies = z.infer<typeof policies>;

/** What is asked for, and the facts it is judged on. Times are ISO 8601. */
export type ActionCase = {
  kind: ActionKind;
  order: Order;
  /** For a refund: null means all that is left. */
  amount: Money | null;
  by: { kind: "user"; role: "admin" | "agent" } | { kind: "key" } | { kind: "automation" };
  /** How many actions of this kind were done on this order before. */
  doneBefore: number;
  now: string;
};
/** `rule` names what decided, `explanation` says it to people; `amount` is what a refund comes to. */
export type Verdict = { allowed: boolean; rule: string; explanation: string; amount?: Money };

const dayMs = 86_400_000;

export function judgeAction(rules: Policies, asked: ActionCase): Verdict {
  const policy = rules[asked.kind];
  if (!policy) return refuse("no_policy", `No policy allows to ${asked.kind} an order. An admin can write one.`);
  const { allowed_by } = policy;
  const { by, order } = asked;
  const may = by.kind === "user" ? allowed_by.roles.includes(by.role) : by.kind === "key" ? allowed_by.keys : allowed_by.automation;
  if (!may)
    return refuse(
      "allowed_by",
      `The policy does not let ${by.kind === "user" ? `the role ${by.role}` : by.kind === "key" ? "API keys" : "automation"} ${asked.kind} an order.`,
    );
  const ageDays = (Date.parse(asked.now) - Date.parse(order.placedAt)) / dayMs;
  if (!(ageDays <= policy.window_days))
    return refuse("window_days", `Order ${order.number} was placed more than ${policy.window_days} days ago.`);
  if (policy.once_per_order && asked.doneBefore > 0)
    return refuse("once_per_order", `This was done on order ${order.number} before, and the policy allows it once.`);
  return asked.kind === "refund" ? judgeRefund(policy, asked) : judgeCancel(order);
}

function judgeRefund(policy: z.infer<typeof actionPolicy>, { order, amount }: ActionCase): Verdict {
  const left = refundable(order);
  const wanted = amount ?? left;
  if (wanted.currency !== order.currency)
    return refuse("currency", `Order ${order.number} was paid in ${order.currency}, not ${wanted.currency}.`);
  if (!Number.isSafeInteger(wanted.amount) || wanted.amount <= 0 || wanted.amount > left.amount)
    return refuse("paid_amount", `Order ${order.number} has ${plain(left)} left to refund.`);
  const limit = Object.hasOwn(policy.max_amount, wanted.currency) ? policy.max_amount[wanted.currency]! : 0;
  if (wanted.amount > limit)
    return refuse(
      "max_amount",
      `${plain(wanted)} is more than the ${plain({ amount: limit, currency: wanted.currency })} the policy allows.`,
    );
  return { allowed: true, rule: "refund", explanation: `${plain(wanted)} of ${plain(left)} left, within the policy.`, amount: wanted };
}

function judgeCancel(order: Order): Verdict {
  if (order.status === "cancelled") return refuse("order_state", `Order ${order.number} is already cancelled.`);
  if (order.fulfillment !== "unfulfilled") return refuse("order_state", `Order ${order.number} was already shipped, at least in part.`);
  return { allowed: true, rule: "cancel", explanation: `Nothing of order ${order.number} was shipped, and the policy allows it.` };
}

/** What was paid and not yet given back. */
export function refundable(order: Order): Money {
  const isPaid = order.payment === "paid" || order.payment === "partially_refunded";
  const back = sumMoney(
    order.refunds.map((refund) => refund.amount),
    order.currency,
  ).amount;
  return { amount: isPaid ? Math.max(0, order.total.amount - back) : 0, currency: order.currency };
}

function refuse(rule: string, explanation: string): Verdict {
  return { allowed: false, rule, explanation };
}

function plain({ amount, currency }: Money): string {
  const digits = currencyDigits(currency);
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}
