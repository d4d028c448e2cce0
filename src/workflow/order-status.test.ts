import assert from "node:assert/strict";
import { test } from "node:test";
import type { Order, Shipment } from "../domain/order.ts";
import type { OutcomeKind } from "../domain/run.ts";
import type { Understanding } from "../domain/understanding.ts";
import { decide, inDays, input, line, naming, order, replyOf, shipment, sources, understood, unshipped, workflows } from "./test-desk.ts";

type Case = {
  orders?: Order[];
  parcels?: Shipment[];
  read?: Partial<Understanding>;
  outcome: OutcomeKind;
  template: string | null;
  says?: (string | RegExp)[];
  team?: string;
};

const refund = { id: "r1", at: inDays(-1), amount: { amount: 6_460, currency: "EUR" }, shipping: null, reason: null };
const named = naming("1042");
const second = { id: "f2", at: inDays(-1), lines: [], carrier: "Parcel Post", trackingNumber: "PP987654321", trackingUrl: null };

const cases: Record<string, Case> = {
  "an order that waits in the warehouse in time is being prepared": {
    orders: [unshipped()],
    outcome: "answered",
    template: "order-being-prepared",
    says: ["2 × Blue shirt and Socks", "tomorrow at the latest"],
  },
  "an order that should have left the warehouse goes to shipping": {
    orders: [unshipped({ shipsBy: inDays(-2) })],
    outcome: "handed_over",
    template: "order-delayed",
    team: "shipping",
  },
  "an order past its promise and not shipped goes to shipping": {
    orders: [unshipped({ shipsBy: null, promisedBy: inDays(-1) })],
    outcome: "handed_over",
    template: "order-delayed",
    team: "shipping",
  },
  "an unpaid order goes to a person without a reply": {
    orders: [unshipped({ payment: "pending" })],
    outcome: "handed_over",
    template: null,
    team: "support",
  },
  "a partly shipped order names both parts": {
    orders: [order({ fulfillment: "partial", lines: [line("Blue shirt", 2, 2), line("Socks", 1, 0)] })],
    parcels: [shipment("in_transit")],
    outcome: "answered",
    template: "order-partly-shipped",
    says: ["Already shipped: 2 × Blue shirt.", "Still with us: Socks."],
  },
  "a parcel on its way tells carrier, day and link": {
    parcels: [shipment("in_transit")],
    outcome: "answered",
    template: "order-on-its-way",
    says: ["with Parcel Post", "should arrive tomorrow", "https://parcel.example/track/PP123456789"],
  },
  "a parcel just accepted is on its way": { parcels: [shipment("accepted")], outcome: "answered", template: "order-on-its-way" },
  "without an estimate no day is promised": {
    parcels: [shipment("in_transit", { expectedAt: null })],
    outcome: "answered",
    template: "order-on-its-way",
    says: [/with Parcel Post\.\n/],
  },
  "an estimate that has passed is not repeated": {
    parcels: [shipment("in_transit", { expectedAt: inDays(-1) })],
    outcome: "answered",
    template: "order-on-its-way",
    says: [/with Parcel Post\.\n/],
  },
  "a parcel two days late is answered with an apology": {
    parcels: [shipment("in_transit", { promisedAt: inDays(-2) })],
    outcome: "answered",
    template: "order-slightly-late",
    says: ["2 days later than promised"],
  },
  "a parcel one day late says day, not days": {
    parcels: [shipment("in_transit", { promisedAt: inDays(-1) })],
    outcome: "answered",
    template: "order-slightly-late",
    says: ["1 day later"],
  },
  "a parcel three days late is still answered": {
    parcels: [shipment("in_transit", { promisedAt: inDays(-3) })],
    outcome: "answered",
    template: "order-slightly-late",
  },
  "a parcel four days late goes to shipping with an apology": {
    parcels: [shipment("in_transit", { promisedAt: inDays(-4) })],
    outcome: "handed_over",
    template: "late-apology",
    team: "shipping",
    says: ["today at the latest"],
  },
  "lateness counts from the promise, not from the slipping estimate": {
    parcels: [shipment("in_transit", { promisedAt: inDays(-5), expectedAt: inDays(2) })],
    outcome: "handed_over",
    template: "late-apology",
  },
  "a parcel without a scan for six days is stuck": {
    parcels: [shipment("in_transit", { events: [{ at: inDays(-6), status: "in_transit", description: "Departed", location: null }] })],
    outcome: "handed_over",
    template: "shipment-stuck",
    team: "shipping",
    says: ["has not moved since 6 March 2026"],
  },
  "a label nobody picks up for six days is stuck": {
    parcels: [shipment("label_created", { events: [{ at: inDays(-6), status: "label_created", description: "Label", location: null }] })],
    outcome: "handed_over",
    template: "shipment-stuck",
  },
  "a fresh label waits for the carrier": { parcels: [shipment("label_created")], outcome: "answered", template: "order-label-created" },
  "a parcel out for delivery says so": { parcels: [shipment("out_for_delivery")], outcome: "answered", template: "order-out-for-delivery" },
  "a parcel at the pickup point names the place": {
    parcels: [shipment("available_for_pickup")],
    outcome: "answered",
    template: "order-ready-for-pickup",
    says: ["Lisbon"],
  },
  "an exception goes to shipping": {
    parcels: [shipment("exception")],
    outcome: "handed_over",
    template: "shipment-problem",
    team: "shipping",
  },
  "a lost parcel goes to shipping": { parcels: [shipment("lost")], outcome: "handed_over", template: "shipment-problem" },
  "a returned parcel goes to shipping": { parcels: [shipment("returned")], outcome: "handed_over", template: "shipment-problem" },
  "a delivered parcel says when and by whom signed": {
    parcels: [shipment("delivered", { signedBy: "A. Silva" })],
    outcome: "answered",
    template: "order-delivered",
    says: ["on 11 March 2026", "signed by A. Silva"],
  },
  "delivered but not received goes to shipping": {
    parcels: [shipment("delivered")],
    read: { category: "missing_delivery" },
    outcome: "handed_over",
    template: "delivered-not-received",
    team: "shipping",
  },
  "missing and still on its way is answered with where it is": {
    parcels: [shipment("in_transit")],
    read: { category: "missing_delivery" },
    outcome: "answered",
    template: "order-on-its-way",
  },
  "a number no carrier knows yet is no reason to worry at once": {
    orders: [order()],
    outcome: "answered",
    template: "order-shipped-no-scan",
    says: ["on 10 March 2026", "PP123456789"],
  },
  "a number no carrier knows after six days goes to shipping": {
    orders: [order({ fulfillments: [{ ...second, at: inDays(-6) }], promisedBy: null })],
    outcome: "handed_over",
    template: null,
    team: "shipping",
  },
  "a parcel without a tracking number is told as handed over": {
    orders: [order({ fulfillments: [{ ...second, trackingNumber: null }] })],
    outcome: "answered",
    template: "order-shipped-no-scan",
  },
  "of two parcels the one still on its way matters": {
    orders: [order({ fulfillments: [second, { ...second, id: "f1", at: inDays(-2), trackingNumber: "PP123456789" }] })],
    parcels: [shipment("in_transit"), shipment("delivered", { trackingNumber: "PP987654321" })],
    outcome: "answered",
    template: "order-on-its-way",
    says: ["PP123456789"],
  },
  "a cancelled order says so, with the refund": {
    orders: [order({ status: "cancelled", cancelledAt: inDays(-1), refunds: [refund] })],
    outcome: "answered",
    template: "order-cancelled",
    says: ["on 11 March 2026", "€64.60"],
  },
  "a cancelled order without a refund promises none": {
    orders: [order({ status: "cancelled", cancelledAt: null })],
    outcome: "answered",
    template: "order-cancelled",
    says: [/was cancelled, so nothing will be sent\.\n/],
  },
  "a refunded order names the amount": {
    orders: [order({ payment: "refunded", refunds: [refund] })],
    outcome: "answered",
    template: "order-refunded",
    says: ["€64.60 on 11 March 2026"],
  },
  "a partly refunded order is answered like any other": {
    orders: [order({ payment: "partially_refunded", refunds: [{ ...refund, amount: { amount: 500, currency: "EUR" } }] })],
    parcels: [shipment("in_transit")],
    outcome: "answered",
    template: "order-on-its-way",
  },
  "an order number nobody has is asked for again": { read: naming("9999"), outcome: "asked", template: "which-order" },
  "no number and one open order is enough": {
    parcels: [shipment("in_transit")],
    read: { entities: {} },
    outcome: "answered",
    template: "order-on-its-way",
  },
  "no number and several open orders is asked back, with the list": {
    orders: [order(), unshipped({ id: "o2", number: "1043", placedAt: inDays(-1) })],
    read: { entities: {} },
    outcome: "asked",
    template: "which-of-your-orders",
    says: [/#1043.*\n- #1042/s],
  },
  "no number and no orders is asked back": { orders: [], read: { entities: {} }, outcome: "asked", template: "which-order" },
  "a completed order is found when none is open": {
    orders: [order({ status: "completed" })],
    parcels: [shipment("delivered")],
    read: { entities: {} },
    outcome: "answered",
    template: "order-delivered",
  },
  "somebody else's order is like no order": {
    orders: [order({ customer: { id: "c2", name: "Bo", email: "bo@example.com", phone: null } })],
    outcome: "asked",
    template: "which-order",
  },
};

for (const [name, expected] of Object.entries(cases)) {
  test(name, async () => {
    const read = understood({ ...named, ...expected.read });
    const decision = await decide(input({ understanding: read }), sources(expected.orders ?? [order()], expected.parcels ?? []));
    const reply = replyOf(decision);
    assert.deepEqual(
      [decision.workflow?.name, decision.outcome.kind, reply?.template ?? null],
      ["order-status", expected.outcome, expected.template],
      JSON.stringify(decision.trace.steps.map((step) => step.why)),
    );
    if (expected.team) assert.equal(decision.outcome.team, expected.team);
    if (expected.outcome === "handed_over") assert.ok(decision.outcome.due_at! > decision.trace.now && decision.outcome.reason);
    for (const words of expected.says ?? [])
      assert.match(reply!.text, typeof words === "string" ? new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")) : words);
    if (reply) assert.deepEqual(reply.unsourced, [], reply.text);
  });

  test(`${name} (in German, every fact with its exact place)`, async () => {
    const read = understood({ ...named, ...expected.read, language: "de" });
    const decision = await decide(input({ understanding: read }), sources(expected.orders ?? [order()], expected.parcels ?? []));
    const reply = replyOf(decision);
    assert.equal(reply?.template ?? null, expected.template);
    if (!reply) return;
    assert.equal(reply.language, "de");
    assert.deepEqual(reply.unsourced, [], reply.text);
    for (const fact of reply.evidence) assert.equal(reply.text.slice(fact.start, fact.end), fact.text, fact.field);
    assert.doesNotMatch(reply.text, /\n\n\n|undefined|null|\[object|NaN| {2}/);
  });
}

test("where no carrier is connected, what the shop itself says of the parcel is told", async () => {
  const [parcel] = order().fulfillments;
  const told = async (progress: NonNullable<typeof parcel>["progress"]) => {
    const facts = { ...sources([order({ fulfillments: [{ ...parcel!, progress: progress ?? null }] })], []), carriers: [] };
    return replyOf(await decide(input({ understanding: understood(named) }), facts))?.template;
  };
  const at = inDays(-1);
  assert.equal(await told({ status: "out_for_delivery", at, expectedAt: null, deliveredAt: null }), "order-out-for-delivery");
  assert.equal(await told({ status: "available_for_pickup", at, expectedAt: null, deliveredAt: null }), "order-ready-for-pickup");
  assert.notEqual(await told(null), "order-out-for-delivery");
});

test("a VIP, an angry customer and whoever asks for a person are not answered by the machine", async () => {
  const facts = sources([order()], [shipment("in_transit")]);
  const vip = input({ customer: { id: null, name: "Ana", isVip: true, language: null, contacts30d: 0 }, understanding: understood(named) });
  const angry = input({ understanding: understood({ ...named, sentiment: { label: "angry", score: -0.9 } }) });
  const human = input({ understanding: understood({ ...named, signals: { asks_for_human: true } }) });
  for (const from of [vip, angry, human]) {
    const decision = await decide(from, facts);
    assert.deepEqual([decision.workflow?.name, decision.outcome.kind], ["everything-else", "handed_over"]);
    assert.match(decision.trace.steps[0]!.why, from === human ? /asks for a person/ : /does not take it, because/);
  }
});

test("complaints get a first word and a person, spam of strangers and thanks are closed, a hello is asked back", async () => {
  const facts = sources([], []);
  const outcomeOf = async (changes: Partial<Understanding>, from = {}) => {
    const decision = await decide(
      input({ understanding: understood({ intents: [changes.category ?? "other"], ...changes }), ...from }),
      facts,
    );
    return [decision.outcome.kind, replyOf(decision)?.template ?? null];
  };
  assert.deepEqual(await outcomeOf({ category: "complaint" }), ["handed_over", "complaint-received"]);
  assert.deepEqual(await outcomeOf({ category: "spam_or_solicitation" }, { proven: [] }), ["closed", null]);
  assert.deepEqual(
    await outcomeOf({ category: "spam_or_solicitation" }),
    ["handed_over", null],
    "a known customer is never closed as spam",
  );
  assert.deepEqual(await outcomeOf({ category: "spam_or_solicitation", confidence: 0.6 }, { proven: [] }), ["handed_over", null]);
  const thanks = {
    messages: [
      {
        id: "m",
        text: "Thank you!",
        subject: null,
        sender: { kind: "email" as const, value: "a@example.com", proof: "none" as const },
        at: inDays(0),
      },
    ],
  };
  assert.deepEqual(await outcomeOf({ category: "feedback_thanks", sentiment: { label: "positive", score: 1 } }, thanks), ["closed", null]);
  assert.deepEqual(await outcomeOf({ category: "feedback_thanks" }), ["handed_over", null], "thanks with a question is more than thanks");
  assert.deepEqual(await outcomeOf({ needs_more: true }), ["asked", "how-can-we-help"]);
  assert.deepEqual(await outcomeOf({ abstain: true }), ["handed_over", "passed-to-a-colleague"]);
  assert.deepEqual(await outcomeOf({ category: "other" }), ["handed_over", "passed-to-a-colleague"]);
});

test("every reply the workflow can give is reached by a case here", () => {
  const used = new Set(Object.values(cases).map((one) => one.template));
  const { source } = workflows.find(({ name }) => name === "order-status")!;
  const named_ = [...source.matchAll(/(?:reply|ask): ([a-z-]+)/g)].map((match) => match[1]!);
  assert.deepEqual(
    named_.filter((name) => !used.has(name)),
    [],
  );
});
