import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTextId, textId, textLabel } from "./text-id.ts";

test("a text of a template is called by its language and its tone", () => {
  assert.equal(textLabel("order-on-its-way.de"), "German");
  assert.equal(textLabel("order-on-its-way.fr.casual"), "French, casual");
  assert.deepEqual(parseTextId("order-on-its-way.de.casual"), { name: "order-on-its-way", language: "de", tone: "casual" });
  assert.equal(textId({ name: "which-order", language: "nl", tone: null }), "which-order.nl");
});

test("an address somebody mistyped is no text", () => {
  for (const id of ["order-on-its-way", "Order.de", "order.de.rude", "order.de.casual.x", ""]) assert.equal(parseTextId(id), null, id);
});
