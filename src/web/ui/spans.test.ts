import assert from "node:assert/strict";
import { test } from "node:test";
import { cutBySpans } from "./spans.ts";

const text = "Order 1042 arrives on Friday.";
const order = { start: 6, end: 10, name: "order" };
const day = { start: 22, end: 28, name: "day" };

test("each fact of a reply becomes a piece of its own and no word is lost", () => {
  const pieces = cutBySpans(text, [day, order]);
  assert.deepEqual(
    pieces.map((piece) => [piece.text, piece.mark?.name ?? null]),
    [
      ["Order ", null],
      ["1042", "order"],
      [" arrives on ", null],
      ["Friday", "day"],
      [".", null],
    ],
  );
  assert.equal(pieces.map((piece) => piece.text).join(""), text);
});

test("a fact that overlaps an earlier one is not drawn twice", () => {
  const pieces = cutBySpans(text, [order, { start: 8, end: 14, name: "overlap" }]);
  assert.deepEqual(
    pieces.filter((piece) => piece.mark).map((piece) => piece.mark?.name),
    ["order"],
  );
  assert.equal(pieces.map((piece) => piece.text).join(""), text);
});

test("offsets outside the text, or backwards, are left out", () => {
  const pieces = cutBySpans(text, [
    { start: -1, end: 3 },
    { start: 5, end: 5 },
    { start: 20, end: 99 },
  ]);
  assert.deepEqual(pieces, [{ text, mark: null }]);
});

test("a text without facts is one piece, and an empty text none", () => {
  assert.equal(cutBySpans(text, []).length, 1);
  assert.deepEqual(cutBySpans("", []), []);
});
