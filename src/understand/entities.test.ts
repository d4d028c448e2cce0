import assert from "node:assert/strict";
import { test } from "node:test";
import { findEntities } from "./entities.ts";

/** Text, language, and the values that must be found in it: nothing else may be. */
const table: [text: string, language: string, values: Record<string, string[]>][] = [
  ["Where is my order #1042?", "en", { order_number: ["1042"] }],
  ["order 1042", "en", { order_number: ["1042"] }],
  ["my order number is 1042, thanks", "en", { order_number: ["1042"] }],
  ["Bestellung Nr. 1042 ist nicht da", "de", { order_number: ["1042"] }],
  ["Bestellnummer: 20391", "de", { order_number: ["20391"] }],
  ["commande n° 20391", "fr", { order_number: ["20391"] }],
  ["mi pedido 4471 no llega", "es", { order_number: ["4471"] }],
  ["zamówienie 20391", "pl", { order_number: ["20391"] }],
  ["3312 numaralı siparişim", "tr", {}],
  ["sipariş 20391", "tr", { order_number: ["20391"] }],
  ["注文番号1042の荷物", "ja", { order_number: ["1042"] }],
  ["SO-2024-00123 please", "en", { order_number: ["SO-2024-00123"] }],
  ["it is 100000123.", "en", { order_number: ["100000123"] }],
  ["1042", "en", { order_number: ["1042"] }],
  ["#1042", "en", { order_number: ["1042"] }],
  ["R512338 hasn't arrived", "en", { order_number: ["R512338"] }],
  ["orders #1042 and #1043", "en", { order_number: ["1042", "1043"] }],
  ["I ordered it in 2023 and paid 1042 dollars", "en", { amount: ["1042 USD"] }],
  ["I want 2 of the 5 items", "en", {}],
  ["we need 1000 pieces", "en", {}],
  ["do you deliver to 560034", "en", {}],
  ["ship to 90210 please", "en", {}],
  ["write to Ana.B+shop@Example.com.", "en", { email: ["ana.b+shop@example.com"] }],
  ["not@an address, nor @handle", "en", {}],
  ["call me on +49 170 1234567", "de", { phone: ["+491701234567"] }],
  ["my number is (212) 555-0123 ok", "en", { phone: ["+12125550123"] }],
  ["phone 212-736-5000", "en", { phone: ["+12127365000"] }],
  ["Tel. 030 901820", "de", { phone: ["+4930901820"] }],
  ["I paid 49,90 € on 12.05.2024", "de", { amount: ["49.90 EUR"], date: ["2024-05-12"] }],
  ["$1,299.00 was charged on 2024-11-02", "en", { amount: ["1299.00 USD"], date: ["2024-11-02"] }],
  ["since 03/04/2024", "en", { date: ["2024-03-04"] }],
  ["depuis le 03/04/2024", "fr", { date: ["2024-04-03"] }],
  ["99.99.2024 is no day", "en", {}],
  ["1Z999AA10123456784", "en", { tracking_number: ["1Z999AA10123456784"] }],
  ["RR473124829DE is stuck", "en", { tracking_number: ["RR473124829DE"] }],
  ["tracking number 00340434161094042557", "en", { tracking_number: ["00340434161094042557"] }],
  ["Sendungsnummer 123456789012", "de", { tracking_number: ["123456789012"] }],
  ["item number KT-200 please", "en", { sku: ["KT-200"] }],
  ["see https://shop.example/orders/123456?x=1042 now", "en", {}],
  ["I'm 5'9 and 160 lbs, open 9am-5pm, 50% off", "en", {}],
];

test("order numbers, addresses, phones, amounts, dates and tracking numbers are found with their values", () => {
  for (const [text, language, expected] of table) {
    const found = findEntities(text, language);
    const values = Object.fromEntries(Object.entries(found).map(([kind, list]) => [kind, list.map(({ value }) => value)]));
    assert.deepEqual(values, expected, text);
  }
});

test("each value says exactly where it stands in the message, emoji and accents included", () => {
  for (const text of ["👋🏽 héllo, order #1042 😀 and ana@example.com", "注文番号1042と+49 170 1234567"]) {
    for (const list of Object.values(findEntities(text, "de"))) {
      for (const { text: written, start, end } of list) assert.equal(text.slice(start, end), written);
    }
  }
});

test("a wall of digits, dashes or at-signs is read in bounded work", () => {
  for (const unit of ["1", "1-", "@", "a@", "1.", "#1", "+1 ", "(1", "1Z", "order 1 ", "http://", "0 0"]) {
    const found = findEntities(unit.repeat(500_000), "en");
    const count = Object.values(found).reduce((sum, list) => sum + list.length, 0);
    assert.ok(count <= 200, `${unit}: ${count}`);
  }
});
