import assert from "node:assert/strict";
import { test } from "node:test";
import { categoryName, factValue, inWords, languageName, lookupWords, percent, runWords, shortValue, sourceWords } from "./words.ts";

const run = { workflow: "order-status", mode: "auto", state: "done" as const, outcome: { kind: "answered" as const } };

test("the line under a message names the workflow and what became of it", () => {
  assert.equal(runWords(run), "Order status · answered automatically");
  assert.equal(runWords({ ...run, outcome: { kind: "handed_over", team: "shipping" } }), "Order status · handed to Shipping");
  assert.equal(runWords({ ...run, workflow: null, outcome: { kind: "handed_over" } }), "No workflow · handed to a person");
});

test("a workflow that only watches never reads as if it had answered", () => {
  assert.equal(runWords({ ...run, mode: "shadow" }), "Order status · watching only: would have answered");
});

test("a draft is called waiting only while it waits", () => {
  const drafted = { ...run, mode: "draft", outcome: { kind: "drafted" as const } };
  assert.equal(runWords(drafted, "pending"), "Order status · draft waiting for you");
  assert.equal(runWords(drafted, "edited"), "Order status · draft edited and sent");
  assert.equal(runWords(drafted), "Order status · wrote a draft");
});

test("a run without outcome says that it waits", () => {
  assert.equal(runWords({ ...run, outcome: null, state: "waiting" }), "Order status · waiting");
});

test("identifiers read as words", () => {
  assert.equal(inWords("damaged_or_wrong_item"), "Damaged or wrong item");
  assert.equal(inWords("order.tracking_number"), "Order tracking number");
  assert.equal(inWords("shipment.shippedAt"), "Shipment shipped at");
  assert.equal(inWords(""), "");
});

test("languages have their names, and an unknown code stays as it is", () => {
  assert.equal(languageName("de"), "German");
  assert.equal(languageName("!"), "!");
});

test("shares are whole percents and long values are cut", () => {
  assert.equal(percent(0.937), "94 %");
  assert.equal(percent("a lot"), "");
  assert.equal(shortValue({ a: 1 }), '{"a":1}');
  assert.equal(shortValue("x".repeat(999)).length, 301);
});

test("categories, sources and what was looked up have names that people use", () => {
  assert.equal(categoryName("refund_return"), "Refund or return");
  assert.equal(categoryName("my_own_category"), "My own category");
  assert.equal(sourceWords("customer"), "What we know of the customer");
  assert.equal(sourceWords("demo-carrier"), "Demo carrier");
  assert.equal(lookupWords("orders:demo-shop:number:1042"), "orders, demo shop, number 1042");
  assert.equal(lookupWords("track:demo-carrier:HT002"), "parcel, demo carrier, HT002");
});

test("a moment among the facts is a day and a time, other facts stay as they are", () => {
  assert.match(factValue("2020-11-24T13:00:00.000Z"), /^Nov 2[45], 2020, \d\d:\d\d$/);
  assert.equal(factValue("#1042"), "#1042");
});
