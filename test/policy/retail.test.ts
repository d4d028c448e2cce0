/**
 * A policy somebody else wrote, in Handrail's policy language: what its gold solutions do is allowed, step by step, and each
 * of more than a thousand changes to them is refused by the very rule it breaks.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { ActionKind } from "../../src/domain/action.ts";
import type { Order } from "../../src/domain/order.ts";
import { actionFacts, type ActionCase } from "../../src/policy/facts.ts";
import { judgeAction } from "../../src/policy/judge.ts";
import { loadPolicies } from "../../src/policy/load.ts";
import { caseOf, loadRetailWorld, type RetailWorld } from "./retail-world.ts";

const folder = join(import.meta.dirname, "../../../shared/data/policy");
const absent = existsSync(folder) ? false : "the tau-bench data is not beside the project (../shared/data)";
const loaded = loadPolicies(readFileSync(join(import.meta.dirname, "retail.yaml"), "utf8"), "retail.yaml");
assert.ok("policies" in loaded, JSON.stringify(loaded));
const { policies } = loaded;

/** The cases of all gold writes; each sees what the writes before it in its task have done. */
function goldCases(world: RetailWorld): ActionCase[] {
  return world.tasks.flatMap((wishes) => {
    const done = new Map<string, ActionKind[]>();
    const paid = new Map<string, number>();
    return wishes.map((wish) => {
      const asked = caseOf(wish, world);
      const key = `${wish.order.id}`;
      asked.history = { ...asked.history, orderKinds: [...(done.get(key) ?? [])] };
      asked.customer = {
        ...wish.customer,
        paymentMethods: wish.customer.paymentMethods.map((method) =>
          method.balance
            ? { ...method, balance: { ...method.balance, amount: method.balance.amount - (paid.get(method.id) ?? 0) } }
            : method,
        ),
      };
      const { difference, method } = actionFacts(asked, null).action;
      if (method && difference) paid.set(method, (paid.get(method) ?? 0) + difference.amount);
      done.set(key, [...(done.get(key) ?? []), wish.kind]);
      return asked;
    });
  });
}

/** The one gold write that its own policy forbids: two kettles are exchanged for 21.10 more, on a gift card that holds 17.00. */
const overdrawn = "W4316152";

test("every write of the gold solutions is allowed, applied in order, but for one that overdraws a gift card", { skip: absent }, (t) => {
  const cases = goldCases(loadRetailWorld(folder));
  for (const asked of cases) {
    const verdict = judgeAction(policies, asked);
    const isOverdrawn = asked.order.number === overdrawn;
    assert.equal(verdict.allowed, !isOverdrawn, `${asked.kind} of ${asked.order.number}: ${verdict.rule}, ${verdict.explanation}`);
    if (!isOverdrawn) continue;
    const { difference, method_balance: balance } = actionFacts(asked, null).action;
    assert.deepEqual([verdict.rule, difference?.amount, balance?.amount], ["enough-balance", 2_110, 1_700]);
  }
  t.diagnostic(`${cases.length - 1} of ${cases.length} writes allowed`);
  assert.ok(cases.length >= 100);
});

type Mutation = { name: string; rule: string; change(asked: ActionCase, world: RetailWorld): Partial<ActionCase> | null };

const states: Record<string, Partial<Order>> = {
  pending: { status: "open", fulfillment: "unfulfilled" },
  processed: { status: "open", fulfillment: "fulfilled" },
  delivered: { status: "completed", fulfillment: "fulfilled" },
  cancelled: { status: "cancelled", fulfillment: "unfulfilled" },
};
const isExchange = ({ kind }: ActionCase) => kind === "change_items" || kind === "reship";
const only =
  (kinds: ActionKind[], change: Mutation["change"]): Mutation["change"] =>
  (asked, world) =>
    kinds.includes(asked.kind) ? change(asked, world) : null;
const withHistory = (...orderKinds: ActionKind[]) => ({ history: { orderKinds, customerCount: 0, chargeback: false } });
const firstLine = (
  asked: ActionCase,
  change: (line: { line: string; quantity: number; sku?: string | undefined }) => object,
): Partial<ActionCase> => ({
  details: { ...asked.details, lines: asked.details.lines!.map((line, index) => (index === 0 ? { ...line, ...change(line) } : line)) },
});
const otherMethod = { id: "paypal_of_the_customer", kind: "paypal" as const, balance: null };

const mutations: Mutation[] = [
  { name: "somebody else's order", rule: "identity", change: () => ({ isProven: false }) },
  { name: "without the customer's yes", rule: "confirmation", change: () => ({ isConfirmed: false }) },
  { name: "by another workflow", rule: "allowed_by", change: () => ({ by: { kind: "automation", workflow: "newsletter" } }) },
  { name: "by a program", rule: "allowed_by", change: () => ({ by: { kind: "key" } }) },
  { name: "a refund instead", rule: "no_policy", change: () => ({ kind: "refund", details: {} }) },
  { name: "a discount instead", rule: "no_policy", change: () => ({ kind: "discount_code", details: { percent: 10, valid_days: 30 } }) },
  ...Object.entries(states).map(([name, state]): Mutation => ({
    name: `an order that is ${name}`,
    rule: "order_state",
    change: ({ kind, order }) => {
      const right = kind === "return_label" || kind === "reship" ? "delivered" : "pending";
      return kind === "change_profile" || name === right ? null : { order: { ...order, ...state } };
    },
  })),
  {
    name: "a second time",
    rule: "per_order",
    change: ({ kind, history }) =>
      kind === "change_profile"
        ? null
        : { history: { ...history, orderKinds: [...history.orderKinds.filter((one) => one !== "change_items"), kind] } },
  },
  { name: "after articles were changed", rule: "not_after", change: only(["cancel", "change_address"], () => withHistory("change_items")) },
  { name: "a return after an exchange", rule: "not_after", change: only(["return_label"], () => withHistory("reship")) },
  { name: "an exchange after a return", rule: "not_after", change: only(["reship"], () => withHistory("return_label")) },
  ...["changed my mind", "found it cheaper", "too expensive", ""].map((reason): Mutation => ({
    name: `cancelled because "${reason}"`,
    rule: "reasons",
    change: only(["cancel"], () => ({ reason })),
  })),
  {
    name: "an article of another order",
    rule: "lines",
    change: (asked, world) => (asked.details.lines ? firstLine(asked, () => ({ line: strangeSku(asked, world) })) : null),
  },
  {
    name: "more pieces than were ordered",
    rule: "lines",
    change: (asked) => (asked.details.lines ? firstLine(asked, () => ({ quantity: 9 })) : null),
  },
  {
    name: "another product type",
    rule: "same-product",
    change: (asked, world) => (isExchange(asked) ? firstLine(asked, () => ({ sku: strangeSku(asked, world) })) : null),
  },
  {
    name: "the article that was ordered",
    rule: "another-version",
    change: (asked) => (isExchange(asked) ? firstLine(asked, ({ line }) => ({ sku: line })) : null),
  },
  {
    name: "an article that does not exist",
    rule: "same-product",
    change: (asked) => (isExchange(asked) ? firstLine(asked, () => ({ sku: "0000000000" })) : null),
  },
  {
    name: "a version that is sold out",
    rule: "available",
    change: (asked, { products }) =>
      isExchange(asked)
        ? {
            products: products.map((product) => ({
              ...product,
              variants: product.variants.map((variant) =>
                variant.sku === asked.details.lines![0]!.sku ? { ...variant, stock: 0 } : variant,
              ),
            })),
          }
        : null,
  },
  {
    name: "a stranger's payment method",
    rule: "own-method",
    change: (asked, { customers }) =>
      isExchange(asked)
        ? { details: { ...asked.details, method: customers.find(({ id }) => id !== asked.customer!.id)!.paymentMethods[0]!.id } }
        : null,
  },
  {
    name: "no payment method",
    rule: "own-method",
    change: (asked) => (isExchange(asked) ? { details: { ...asked.details, method: undefined } } : null),
  },
  {
    name: "a gift card with a cent too little",
    rule: "enough-balance",
    change(asked) {
      const { difference } = actionFacts(asked, null).action;
      if (!isExchange(asked) || !difference || difference.amount <= 0) return null;
      const card = { id: "gift_card_0", kind: "gift_card" as const, balance: { amount: difference.amount - 1, currency: "USD" } };
      return { customer: { ...asked.customer!, paymentMethods: [card] }, details: { ...asked.details, method: card.id } };
    },
  },
  {
    name: "money back another way than it was paid",
    rule: "original-or-gift-card",
    change: only(["return_label"], (asked) => ({
      customer: { ...asked.customer!, paymentMethods: [...asked.customer!.paymentMethods, otherMethod] },
      details: { ...asked.details, method: otherMethod.id },
    })),
  },
  {
    name: "money back to a stranger",
    rule: "original-or-gift-card",
    change: only(["return_label"], (asked, { customers }) => ({
      details: { ...asked.details, method: customers.find(({ id }) => id !== asked.customer!.id)!.paymentMethods[0]!.id },
    })),
  },
  {
    name: "without an address",
    rule: "details",
    change: only(["change_address", "change_profile"], () => ({ details: {} })),
  },
  {
    name: "with lines where there are none",
    rule: "details",
    change: only(["cancel"], () => ({ details: { lines: [{ line: "x", quantity: 1 }] } })),
  },
  {
    name: "for lines nobody named",
    rule: "details",
    change: only(["change_items", "reship", "return_label"], ({ details }) => ({ details: { ...details, lines: undefined } })),
  },
];

/** An article of a product that is not on the order. */
function strangeSku({ order }: ActionCase, { products }: RetailWorld): string {
  return products.find(({ id }) => order.lines.every(({ productId }) => productId !== id))!.variants[0]!.sku;
}

test("more than a thousand changes to them are refused, each by the rule it breaks", { skip: absent }, (t) => {
  const world = loadRetailWorld(folder);
  const counts = new Map<string, number>();
  for (const asked of goldCases(world).filter(({ order }) => order.number !== overdrawn)) {
    for (const { name, rule, change } of mutations) {
      const changed = change(asked, world);
      if (changed === null) continue;
      const verdict = judgeAction(policies, { ...asked, ...changed } as ActionCase);
      assert.deepEqual(
        [verdict.allowed, verdict.rule],
        [false, rule],
        `${asked.kind} of ${asked.order.number}, ${name}: ${verdict.explanation}`,
      );
      assert.ok(verdict.explanation.length > 10);
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
    }
  }
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  t.diagnostic(`${total} changes refused: ${[...counts].map(([rule, n]) => `${rule} ${n}`).join(", ")}`);
  assert.ok(total >= 1_000);
  assert.equal(counts.size, new Set(mutations.map(({ rule }) => rule)).size, "every rule has refused something");
});
