import assert from "node:assert/strict";
import { test } from "node:test";
import { insertAt, matching, theirLanguageFirst, triggerAt } from "./suggest.ts";

const at = (text: string, kind: "reply" | "note" = "reply") => triggerAt(text, text.length, kind);

test("a slash at the beginning of a word asks for snippets, one inside of a word or an address does not", () => {
  assert.deepEqual(at("/where"), { sign: "/", query: "where", start: 0, end: 6 });
  assert.deepEqual(at("Hello\n/where is"), { sign: "/", query: "where is", start: 6, end: 15 });
  for (const text of ["and/or", "https://shop.example/a", "/ ", "/one\ntwo", `/${"x".repeat(50)}`, "1/2"])
    assert.equal(at(text), null, text);
});

test("an @ asks for colleagues in a note and for nothing in a reply", () => {
  assert.deepEqual(at("Ask @Mir", "note"), { sign: "@", query: "Mir", start: 4, end: 8 });
  assert.equal(at("Ask @Mir"), null);
  assert.equal(at("mira@example", "note"), null);
});

test("the sign is looked for before the cursor, not at the end of the text", () => {
  assert.deepEqual(triggerAt("/sn and more", 3, "reply"), { sign: "/", query: "sn", start: 0, end: 3 });
});

test("names are found by any of their words, those that begin so first", () => {
  const names = ["Is it refunded", "Refund is on its way", "Which order"];
  assert.deepEqual(
    matching(names, (name) => name, "fund"),
    ["Is it refunded", "Refund is on its way"],
  );
  assert.deepEqual(
    matching(names, (name) => name, "refund way"),
    ["Refund is on its way"],
  );
  assert.deepEqual(
    matching(names, (name) => name, "REFUND"),
    ["Is it refunded", "Refund is on its way"],
  );
  assert.deepEqual(
    matching(["superfund", "fund"], (name) => name, "fund"),
    ["fund", "superfund"],
  );
});

test("snippets in the customer's language come first", () => {
  const items = [{ texts: { en: "a" } }, { texts: { en: "b", de: "b" } }];
  assert.deepEqual(theirLanguageFirst(items, "de-CH"), [items[1], items[0]]);
  assert.deepEqual(theirLanguageFirst(items, null), items);
});

test("what is chosen stands in the place of what was typed, and the cursor behind it", () => {
  assert.deepEqual(insertAt("Dear /gre, bye", { start: 5, end: 9 }, "Ana"), { text: "Dear Ana, bye", cursor: 8 });
});
