/**
 * May this be done? The typed limits in a fixed order, then the shop's own rules. Deterministic: the same case gives the same
 * verdict. What a refusal says is what a person can act on: which rule, why, and what would be allowed.
 */
import { strayDetail, wishInWords, type ActionKind, type Verdict } from "../domain/action.ts";
import { AppError } from "../domain/errors.ts";
import { currencyDigits, type Money } from "../domain/money.ts";
import { elapsedDays, utc } from "../workflow/calendar.ts";
import { amountOf, refundable } from "./amounts.ts";
import { policyConditions } from "./conditions.ts";
import { actionFacts, type ActionCase } from "./facts.ts";
import type { Amounts, Policies, Policy } from "./policy.ts";

type Check = (policy: Policy, asked: ActionCase, amount: Money | null) => Verdict | null;

/** Budgets are not looked at here: they are counted where the call is allowed (checkpoint/actions.ts). */
export function judgeAction(policies: Policies, asked: ActionCase): Verdict {
  const policy = policies[asked.kind];
  if (!policy) return refuse("no_policy", `No policy allows to ${what(asked)}.`, "An admin can write one (Settings, Policies).");
  const amount = amountOf(asked.kind, asked.details, asked.order);
  for (const check of checks) {
    const refusal = check(policy, asked, amount);
    if (refusal) return { ...refusal, ...(amount ? { amount } : {}) };
  }
  const sum = amount ? `${plain(amount)}, ` : "";
  return {
    allowed: true,
    rule: asked.kind,
    explanation: `${capital(sum)}within the policy for ${asked.kind}.`,
    ...(amount ? { amount } : {}),
  };
}

const checks: Check[] = [
  mayAsk,
  isProven,
  detailsFit,
  fitsOrder,
  notAfter,
  inWindow,
  oftenEnough,
  forAReason,
  linesFit,
  amountFits,
  percentFits,
  rulesHold,
  isConfirmed,
  byTwo,
];

function mayAsk({ allowed_by }: Policy, asked: ActionCase): Verdict | null {
  const { by } = asked;
  const isAllowed =
    by.kind === "user"
      ? allowed_by.roles.includes(by.role)
      : by.kind === "key"
        ? allowed_by.keys
        : allowed_by.automation === true || (allowed_by.automation !== false && allowed_by.automation.includes(by.workflow));
  if (isAllowed) return null;
  const who = by.kind === "user" ? `the role ${by.role}` : by.kind === "key" ? "API keys" : `the workflow ${by.workflow}`;
  const roles = allowed_by.roles.length > 0 ? `Somebody with the role ${allowed_by.roles.join(" or ")} may.` : undefined;
  return refuse("allowed_by", `The policy does not let ${who} ${what(asked)}.`, roles);
}

function isProven({ identity }: Policy, asked: ActionCase): Verdict | null {
  if (asked.isProven || (asked.by.kind === "user" && identity === "automation")) return null;
  return refuse(
    "identity",
    `It is not proven that whoever writes owns order ${asked.order.number}.`,
    "Once they have proven it, by an address on the order or a one-time code.",
  );
}

/** What a policy that names no states means: what is possible at all. */
const possible: Partial<Record<ActionKind, Policy["orders"]>> = {
  cancel: { status: ["open"], fulfillment: ["unfulfilled"] },
  change_address: { status: ["open"], fulfillment: ["unfulfilled"] },
  change_items: { status: ["open"], fulfillment: ["unfulfilled"] },
  return_label: { fulfillment: ["partial", "fulfilled"] },
};

function fitsOrder({ orders }: Policy, { kind, order }: ActionCase): Verdict | null {
  for (const name of ["status", "payment", "fulfillment"] as const) {
    const allowed = (orders[name] ?? possible[kind]?.[name]) as readonly string[] | undefined;
    if (allowed && !allowed.includes(order[name]))
      return refuse(
        "order_state",
        `Order ${order.number} has the ${name} "${order[name]}".`,
        `With the ${name} ${allowed.map((one) => `"${one}"`).join(" or ")}.`,
      );
  }
  return null;
}

function notAfter({ not_after }: Policy, { order, history }: ActionCase): Verdict | null {
  if (not_after.includes("chargeback") && (order.hasChargeback === true || history.chargeback))
    return refuse("not_after", `A payment dispute was opened or announced for order ${order.number}.`, "The bank decides now.");
  const done = history.orderKinds.find((kind) => not_after.includes(kind));
  return done ? refuse("not_after", `After "${done}" this is not possible any more for order ${order.number}.`) : null;
}

function inWindow({ within }: Policy, { order, now }: ActionCase): Verdict | null {
  if (!within) return null;
  const from = within.of === "placed" ? order.placedAt : (order.fulfillments.at(-1)?.at ?? null);
  const limit = `Within ${within.days} days after it was ${within.of}.`;
  if (from === null) return refuse("within", `Order ${order.number} was not shipped yet.`, limit);
  const from_ = utc(from);
  if (from_ === null || elapsedDays(from_, now) > within.days)
    return refuse("within", `Order ${order.number} was ${within.of} more than ${within.days} days ago.`, limit);
  return null;
}

function oftenEnough({ times }: Policy, asked: ActionCase): Verdict | null {
  const done = asked.history.orderKinds.filter((kind) => kind === asked.kind).length;
  if (times.per_order !== null && done >= times.per_order)
    return refuse("per_order", `This was done to order ${asked.order.number} before, and the policy allows it ${often(times.per_order)}.`);
  if (times.per_customer !== undefined && asked.history.customerCount >= times.per_customer)
    return refuse(
      "per_customer",
      `This customer had it ${often(times.per_customer)} in ${times.days} days, and the policy allows no more.`,
    );
  return null;
}

function forAReason({ reasons }: Policy, { reason }: ActionCase): Verdict | null {
  const written = reason.trim().toLowerCase();
  if (!reasons || reasons.some((one) => one.toLowerCase() === written)) return null;
  return refuse("reasons", "The policy does not know this reason.", `One of: ${reasons.join("; ")}.`);
}

function detailsFit(_policy: Policy, { kind, details }: ActionCase): Verdict | null {
  const stray = strayDetail(kind, details);
  return stray === null ? null : refuse("details", stray);
}

function linesFit(_policy: Policy, asked: ActionCase): Verdict | null {
  const seen = new Map<string, number>();
  for (const { line: id, quantity } of asked.details.lines ?? []) {
    const line = asked.order.lines.find((one) => one.id === id);
    if (!line) return refuse("lines", `Order ${asked.order.number} has no line "${id}".`);
    const wanted = (seen.get(id) ?? 0) + quantity;
    seen.set(id, wanted);
    const left = line.quantity - line.refundedQuantity;
    if (wanted > left) return refuse("lines", `Of "${line.title}" ${wanted} are wanted and ${left} are left.`, `Up to ${left}.`);
  }
  return null;
}

function amountFits(policy: Policy, asked: ActionCase, amount: Money | null): Verdict | null {
  const { kind, order } = asked;
  if (amount === null || (kind !== "refund" && kind !== "discount_code" && !policy.maxAmount)) return null;
  if (amount.currency !== order.currency)
    return refuse(
      "currency",
      `Order ${order.number} was paid in ${order.currency}, not ${amount.currency}.`,
      `An amount in ${order.currency}.`,
    );
  if (kind === "refund") {
    const left = refundable(order);
    if (!Number.isSafeInteger(amount.amount) || amount.amount <= 0 || amount.amount > left.amount)
      return refuse(
        "paid_amount",
        `Order ${order.number} has ${plain(left)} left to refund.`,
        left.amount > 0 ? `Up to ${plain(left)}.` : undefined,
      );
  }
  const limit = limitOf(policy.maxAmount, amount.currency);
  if (policy.maxAmount && amount.amount > limit)
    return refuse("max_amount", `${plain(amount)} is more than the policy allows at once.`, upTo(limit, amount.currency));
  if (kind === "refund" && policy.maxShare !== null) {
    const most = Math.floor(order.total.amount * policy.maxShare);
    const after = order.total.amount - refundable(order).amount + amount.amount;
    if (after > most)
      return refuse(
        "max_share",
        `All refunds of order ${order.number} together would be more than ${percent(policy.maxShare)} of it.`,
        upTo(most - (after - amount.amount), amount.currency),
      );
  }
  return null;
}

function percentFits(policy: Policy, { details }: ActionCase): Verdict | null {
  if (details.percent === undefined || details.percent <= (policy.max_percent ?? 0)) return null;
  return refuse("max_percent", `${details.percent} % is more than the policy allows.`, `Up to ${policy.max_percent ?? 0} %.`);
}

function rulesHold(policy: Policy, asked: ActionCase, amount: Money | null): Verdict | null {
  if (policy.rules.length === 0) return null;
  const facts = actionFacts(asked, amount);
  for (const { rule, require, why, instead } of policy.rules) {
    let holds: boolean;
    try {
      holds = policyConditions.holds(require, facts);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // What a rule asks about is not known: not known is not allowed.
      holds = false;
    }
    if (!holds) return refuse(rule, why, instead ?? undefined);
  }
  return null;
}

function isConfirmed({ confirmation }: Policy, asked: ActionCase): Verdict | null {
  const isNeeded = confirmation === "always" || (confirmation === "automation" && asked.by.kind !== "user");
  if (!isNeeded || asked.isConfirmed) return null;
  return refuse("confirmation", "The customer has not said yes to this.", "After the customer has confirmed it.");
}

function byTwo({ twoPeople }: Policy, asked: ActionCase, amount: Money | null): Verdict | null {
  if (twoPeople === null || asked.people >= 2) return null;
  if (twoPeople !== "always" && (amount === null || amount.amount <= limitOf(twoPeople.above, amount.currency))) return null;
  const missing = asked.people === 0 ? "two people have" : "one more person has";
  return { ...refuse("two_people", `The policy wants two people to agree to this; ${missing} to.`), needsPeople: 2 };
}

/** A currency that is not named has the limit 0. */
export function limitOf(amounts: Amounts | null, currency: string): number {
  return amounts && Object.hasOwn(amounts, currency) ? amounts[currency]! : 0;
}

/** Whether the budgets bear it. `spent` in minor units of the amount's currency. */
export function judgeBudget(policy: Policy, amount: Money, spent: { day: number; workflow: number; order: number }): Verdict | null {
  const names = { day: "today", workflow: "today by this workflow", order: "for this order" } as const;
  for (const scope of ["order", "workflow", "day"] as const) {
    const budget = policy.budget[scope];
    if (!budget) continue;
    const limit = limitOf(budget, amount.currency);
    if (spent[scope] + amount.amount > limit)
      return refuse(
        `budget_${scope}`,
        `${plain(amount)} more would be over the budget of ${plain({ amount: limit, currency: amount.currency })} ${names[scope]}.`,
        upTo(limit - spent[scope], amount.currency),
      );
  }
  return null;
}

function refuse(rule: string, explanation: string, instead?: string): Verdict {
  return { allowed: false, rule, explanation, ...(instead === undefined ? {} : { instead }) };
}

const what = ({ kind, details, order }: ActionCase): string => wishInWords(kind, details, order.number);
const often = (times: number): string => (times === 1 ? "once" : `${times} times`);
const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const upTo = (amount: number, currency: string): string =>
  amount > 0 ? `Up to ${plain({ amount, currency })}.` : "Nothing more at present.";

export function plain({ amount, currency }: Money): string {
  const digits = currencyDigits(currency);
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}
