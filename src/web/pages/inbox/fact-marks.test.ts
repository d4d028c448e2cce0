import assert from "node:assert/strict";
import { test } from "node:test";
import { markedDiff } from "./fact-marks.ts";

test("a rewritten reply shows what changed, and marks the facts among it", () => {
  const before = "We refund 12.50 EUR to you, for order 1042.";
  const after = "Order 1042: we refund 15.50 EUR.";
  const at = (text: string, part: string) => ({ text: part, start: text.indexOf(part), end: text.indexOf(part) + part.length });
  const pieces = markedDiff(before, after, { lost: [at(before, "12.50 EUR")], added: [at(after, "15.50 EUR")] });
  const put = (kind: string) =>
    pieces
      .filter((one) => one.kind !== kind)
      .map(({ text }) => text)
      .join("");
  assert.deepEqual([put("new"), put("gone")], [before, after]);
  const facts = pieces.filter(({ isFact }) => isFact).map(({ kind, text }) => [kind, text]);
  assert.ok(facts.some(([kind, text]) => kind === "gone" && text!.includes("12.50")));
  assert.ok(facts.some(([kind, text]) => kind === "new" && text!.includes("15.50")));
  assert.ok(facts.every(([, text]) => !/1042|refund/.test(text!)));
  assert.deepEqual(markedDiff("same", "same", { lost: [], added: [] }), [{ kind: "same", text: "same", isFact: false }]);
});
