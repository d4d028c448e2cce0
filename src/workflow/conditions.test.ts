import assert from "node:assert/strict";
import { test } from "node:test";
import { factGroups, listItems } from "../domain/fact-catalog.ts";
import { compileCondition, holds } from "./conditions.ts";
import { ana, input, inDays, lamp, now, order, rug, shipment } from "./test-desk.ts";
import { startFacts, firstName } from "./facts.ts";
import { orderFacts, orderSummary } from "./order-facts.ts";
import { availabilityFacts, choiceFacts, comparisonFacts, productFacts, productSummary } from "./product-facts.ts";
import { parcelFact, parcelThatMatters, shipmentFacts } from "./shipment-facts.ts";

const parcel = { fulfillment: order().fulfillments[0]!, shipment: shipment("in_transit"), source: "post" };
const facts = {
  ...startFacts(input(), "Blue Harbour"),
  order: orderFacts(order(), now),
  shipment: shipmentFacts(parcel, order(), now),
  orders: [orderSummary(order(), now)],
  shipments: [parcelFact(parcel)],
  product: productFacts(lamp),
  products: [productSummary(lamp)],
  availability: availabilityFacts(lamp, lamp.variants[0]!),
  choice: choiceFacts(lamp, { fits: lamp.variants, isNamed: false, isOffered: true }),
  comparison: comparisonFacts(lamp, { ...rug, attributes: lamp.attributes }),
};
/** Made by steps and jobs; their tests hold them against the catalog. */
const elsewhere = ["action", "approval", "article", "event", "conversation", "question", "feature"];

test("the facts of a run are exactly those of the catalog", () => {
  for (const [name, group] of Object.entries(factGroups)) {
    if (elsewhere.includes(name)) continue;
    assert.deepEqual(Object.keys((facts as Record<string, object>)[name]!).sort(), Object.keys(group.fields).sort(), name);
  }
  assert.deepEqual(Object.keys(facts.orders[0]!).sort(), Object.keys(listItems["order_summary"]!).sort());
  assert.deepEqual(Object.keys(facts.shipments[0]!).sort(), Object.keys(listItems["parcel"]!).sort());
  assert.deepEqual(Object.keys(facts.order.lines[0]!).sort(), Object.keys(listItems["line"]!).sort());
  assert.deepEqual(Object.keys(facts.product.variants[0]!).sort(), Object.keys(listItems["variant"]!).sort());
  assert.deepEqual(Object.keys(facts.product.attributes[0]!).sort(), Object.keys(listItems["attribute"]!).sort());
  assert.deepEqual(Object.keys(facts.comparison.rows[0]!).sort(), Object.keys(listItems["comparison_row"]!).sort());
  assert.deepEqual(Object.keys(facts.products[0]!).sort(), Object.keys(listItems["product_summary"]!).sort());
});

test("conditions compare numbers, texts, times, lists and amounts", () => {
  const yes = [
    'order.status == "open"',
    "shipment.days_in_transit == 2",
    "shipment.days_in_transit + 1 > 2",
    "order.total.value >= 64",
    'order.total.currency == "EUR"',
    "order.promised_by > now",
    "order.refunded == null",
    "order.promised_by != null",
    'order.lines.exists(l, l.title == "Socks")',
    "size(orders) == 1",
    'understanding.sentiment in ["neutral", "positive"]',
    "!customer.vip && customer.verified",
    "days_between(order.placed_at, now) > 3",
    'message.text.matchesRe("(?i)WHERE is")',
    'orders.all(o, o.number != "")',
    "understanding.confidence > 0.9",
    "!signals.asks_for_human",
  ];
  for (const source of yes) assert.equal(holds(source, facts), true, source);
});

test("a condition on a fact that is not known cannot be decided, and says so", () => {
  assert.throws(() => holds("order.cancelled_at < now", facts), { code: "fact_missing", message: /order\.cancelled_at < now/ });
  assert.throws(() => holds('order.status == "open"', startFacts(input(), null)), { code: "fact_missing" });
});

test("conditions cannot reach beyond the facts", () => {
  for (const source of [
    "constructor",
    "order.constructor == 1",
    'order["__proto__"] == null',
    "process.env",
    "globalThis",
    "order.toString()",
    "x".repeat(2_000),
    "(".repeat(500),
    `${"!".repeat(900)}true`,
  ]) {
    const compiled = compileCondition(source);
    if ("fault" in compiled) continue;
    assert.throws(() => compiled.test(facts), { code: "fact_missing" }, source);
  }
});

test("a pattern meets hostile text without stalling", () => {
  const hostile = { ...facts, message: { ...(facts as unknown as { message: object }).message, text: `${"a".repeat(100_000)}!` } };
  assert.equal(holds('message.text.matchesRe("(a+)+$")', hostile), true, "only the beginning of a long text is read");
  assert.equal(holds('message.text.matchesRe("^(a|aa)+b")', hostile), false);
});

test("days late are whole calendar days past the promise, and none once delivered or on time", () => {
  const late = (promisedAt: string | null, changes = {}) =>
    shipmentFacts({ ...parcel, shipment: shipment("in_transit", { promisedAt, ...changes }) }, order({ promisedBy: null }), now).days_late;
  assert.equal(late("2026-03-11T23:59:00.000Z"), 1);
  assert.equal(late("2026-03-12T00:01:00.000Z"), 0, "the promised day itself is not late");
  assert.equal(late("2026-03-11T23:30:00-02:00"), 0, "zones count: this is 01:30 of the 12th");
  assert.equal(late(inDays(5)), 0);
  assert.equal(late(null), 0);
  assert.equal(shipmentFacts({ ...parcel, shipment: shipment("delivered", { promisedAt: inDays(-5) }) }, order(), now).days_late, 0);
  assert.equal(
    shipmentFacts(undefined, order({ promisedBy: inDays(-5) }), now).days_late,
    0,
    "what was never shipped is the order's lateness",
  );
});

test("the parcel that matters is the newest one not delivered, else the newest", () => {
  const at = (status: "delivered" | "in_transit", source: string) => ({ ...parcel, shipment: shipment(status), source });
  assert.equal(parcelThatMatters([at("delivered", "a"), at("in_transit", "b"), at("in_transit", "c")])?.source, "b");
  assert.equal(parcelThatMatters([at("delivered", "a"), at("delivered", "b")])?.source, "a");
  assert.equal(parcelThatMatters([]), undefined);
});

test("a sender's name is used only when it looks like one", () => {
  assert.equal(firstName("Ana Silva"), "Ana");
  assert.equal(firstName("Jean-Luc O’Neill"), "Jean-Luc");
  assert.equal(firstName("李 小龍"), "李");
  for (const name of [null, "", "Win 1000 EUR", "visit evil.com", "<b>Bo</b>", "a".repeat(60), "{{ order.number }}", "order#1042"])
    assert.equal(firstName(name), null, String(name));
  assert.deepEqual(ana.length, 1);
});
