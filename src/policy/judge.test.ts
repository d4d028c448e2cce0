import assert from "node:assert/strict";
import { test } from "node:test";
import { amountOf, refundable, shippingLeft } from "./amounts.ts";
import type { ActionCase } from "./facts.ts";
import { aCase, anOrder, policiesOf } from "./fixture-policy.ts";
import { judgeAction, judgeBudget } from "./judge.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });
const refund = (more: string) => policiesOf(`  refund: { allowed_by: { roles: [agent] }, max_amount: { EUR: 100 }, ${more} }`);

test("each limit refuses by name and says what would be allowed", () => {
  const cases: [more: string, asked: Partial<ActionCase>, rule: string, instead: RegExp | null][] = [
    ["", { by: { kind: "user", role: "admin" } }, "allowed_by", /role agent may/],
    ["", { by: { kind: "key" } }, "allowed_by", null],
    ["identity: always", { isProven: false }, "identity", /address on the order or a one-time code/],
    ["orders: { status: [completed] }", {}, "order_state", /status "completed"/],
    ["orders: { fulfillment: [unfulfilled, partial] }", {}, "order_state", /"unfulfilled" or "partial"/],
    ["", { history: { orderKinds: [], customerCount: 0, chargeback: true } }, "not_after", /bank decides/],
    ["", { order: anOrder({ hasChargeback: true }) }, "not_after", null],
    ["not_after: [cancel]", { history: { orderKinds: ["cancel"], customerCount: 0, chargeback: true } }, "not_after", null],
    ["within: { days: 6 }", {}, "within", /Within 6 days after it was placed/],
    ["within: { days: 4, of: shipped }", {}, "within", /after it was shipped/],
    ["within: { days: 30, of: shipped }", { order: anOrder({ fulfillments: [] }) }, "within", /30 days/],
    ["", { history: { orderKinds: ["refund"], customerCount: 0, chargeback: false } }, "per_order", null],
    ["times: { per_customer: 2 }", { history: { orderKinds: [], customerCount: 2, chargeback: false } }, "per_customer", null],
    ["reasons: [Broken, Lost]", {}, "reasons", /Broken; Lost/],
    ["", { details: { tags: ["x"] } }, "details", null],
    ["", { details: { lines: [{ line: "Hat", quantity: 1 }] } }, "lines", null],
    ["", { details: { lines: [{ line: "Socks", quantity: 4 }] } }, "lines", /Up to 3/],
    ["", { details: { amount: { amount: 10, currency: "USD" } } }, "currency", /EUR/],
    ["", { details: { amount: eur(5_486) } }, "paid_amount", /Up to 54\.85 EUR/],
    ["", { order: anOrder({ payment: "pending" }) }, "paid_amount", null],
    ["max_amount: { EUR: 20 }", {}, "max_amount", /Up to 20\.00 EUR/],
    ["max_amount: { USD: 20 }", {}, "max_amount", /Nothing more/],
    ["max_share: 50%", { details: { amount: eur(3_000) } }, "max_share", /Up to 27\.42 EUR/],
    ["rules: [{ rule: only-small, require: size(order.lines) < 2, why: Too many., instead: One line. }]", {}, "only-small", /One line/],
    ["rules: [{ rule: known, require: order.promised_by > now, why: Unknown. }]", {}, "known", null],
    ["confirmation: always", {}, "confirmation", /After the customer/],
    ["two_people: always", {}, "two_people", null],
    ["two_people: { above: { EUR: 54 } }", {}, "two_people", null],
  ];
  for (const [more, asked, rule, instead] of cases) {
    const text = `  refund: { allowed_by: { roles: [agent] }, ${more.includes("max_amount") ? "" : "max_amount: { EUR: 100 },"} ${more} }`;
    const verdict = judgeAction(policiesOf(text), aCase(asked));
    assert.deepEqual([verdict.allowed, verdict.rule], [false, rule], more || JSON.stringify(asked));
    assert.match(verdict.instead ?? "", instead ?? /^/, rule);
  }
});

test("what is within every limit is allowed, with the amount worked out", () => {
  const all = refund(
    "identity: always, within: { days: 7 }, times: { per_order: 2, per_customer: 3 }, reasons: [late], max_share: 100%, two_people: { above: { EUR: 55 } }, confirmation: automation",
  );
  const verdict = judgeAction(all, aCase({ history: { orderKinds: ["refund"], customerCount: 1, chargeback: false } }));
  assert.deepEqual([verdict.allowed, verdict.amount], [true, eur(5_485)]);
  assert.equal(judgeAction(refund("two_people: always"), aCase({ people: 2 })).allowed, true);
  assert.equal(judgeAction(refund(""), aCase({ isProven: false })).allowed, true, "an agent is trusted to have checked");
});

test("without an entry nothing is allowed, and a cancelled or sent order is not cancelled whatever the file says", () => {
  assert.equal(judgeAction({}, aCase()).rule, "no_policy");
  const cancel = policiesOf("  cancel: { allowed_by: { roles: [agent] } }");
  assert.equal(judgeAction(cancel, aCase({ kind: "cancel" })).rule, "order_state");
  assert.equal(judgeAction(cancel, aCase({ kind: "cancel", order: anOrder({ fulfillment: "unfulfilled" }) })).allowed, true);
  assert.equal(
    judgeAction(cancel, aCase({ kind: "cancel", order: anOrder({ fulfillment: "unfulfilled", status: "cancelled" }) })).rule,
    "order_state",
  );
});

test("a workflow acts only if it is named, or all are, and only for a proven owner", () => {
  const by = { kind: "automation", workflow: "returns" } as const;
  const allowed = (automation: string, more: Partial<ActionCase> = {}) =>
    judgeAction(
      policiesOf(`  tag: { allowed_by: { automation: ${automation} } }`),
      aCase({ kind: "tag", details: { tags: ["x"] }, by, people: 0, ...more }),
    );
  assert.equal(allowed("true").allowed, true);
  assert.equal(allowed("[returns]").allowed, true);
  assert.equal(allowed("[other]").rule, "allowed_by");
  assert.equal(allowed("false").rule, "allowed_by");
  assert.equal(allowed("true", { isProven: false }).rule, "identity");
});

test("budgets bear what is left of them and not a cent more", () => {
  const policy = refund("budget: { day: { EUR: 50 }, workflow: { EUR: 30 }, order: { EUR: 20 } }").refund!;
  const spent = { day: 3_000, workflow: 1_500, order: 500 };
  assert.equal(judgeBudget(policy, eur(1_500), spent), null);
  assert.equal(judgeBudget(policy, eur(1_501), spent)!.rule, "budget_order");
  assert.equal(judgeBudget(policy, eur(1_501), { ...spent, order: 0 })!.rule, "budget_workflow");
  assert.equal(judgeBudget(policy, eur(2_001), { day: 3_000, workflow: 0, order: 0 })!.rule, "budget_order");
  assert.equal(judgeBudget(policy, eur(1), { day: 5_000, workflow: 0, order: 0 })!.rule, "budget_day");
  assert.equal(judgeBudget(policy, { amount: 1, currency: "USD" }, { day: 0, workflow: 0, order: 0 })!.rule, "budget_order");
});

test("lines, pieces and shipping always add up to the whole, whatever was discounted and in whatever order they go back", () => {
  const random = mulberry(7);
  for (let round = 0; round < 2_000; round++) {
    const whole = (most: number) => Math.floor(random() * most);
    const lines = Array.from({ length: 1 + whole(5) }, (_, index) => {
      const quantity = 1 + whole(4),
        price = 1 + whole(20_000);
      return { ...anOrder().lines[0]!, id: `l${index}`, quantity, unitPrice: eur(price), total: eur(price * quantity) };
    });
    const subtotal = lines.reduce((sum, { total }) => sum + total.amount, 0);
    const discount = whole(subtotal),
      shipping = whole(2) * whole(2_000),
      tax = whole(3_000);
    const total = subtotal - discount + shipping + tax;
    const order = anOrder({
      lines,
      subtotal: eur(subtotal),
      discount: eur(discount),
      shipping: eur(shipping),
      tax: eur(tax),
      total: eur(total),
    });
    const parts = lines.flatMap(({ id, quantity }) => Array.from({ length: quantity }, () => id as string | null));
    if (shipping > 0) parts.push(null);
    let back = 0;
    for (const part of parts.sort(() => random() - 0.5)) {
      const details = part === null ? { shipping: true } : { lines: [{ line: part, quantity: 1 }] };
      const amount = amountOf("refund", details, order)!;
      assert.ok(
        amount.amount >= 0 && amount.amount <= refundable(order).amount,
        `round ${round}: ${amount.amount} of ${refundable(order).amount}`,
      );
      back += amount.amount;
      const line = order.lines.find(({ id }) => id === part);
      if (line) line.refundedQuantity++;
      order.refunds.push({ id: "r", at: order.placedAt, amount, shipping: part === null ? amount : null, reason: null });
    }
    assert.equal(back, total, `round ${round}`);
    assert.equal(shippingLeft(order).amount, 0);
  }
});

/** A small seeded generator, so that a failure can be repeated. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
