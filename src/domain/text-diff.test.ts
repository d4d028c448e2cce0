import assert from "node:assert/strict";
import { test } from "node:test";
import { diffLines, diffWords } from "./text-diff.ts";

const marks = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: " ", gone: "-", new: "+" }[kind]}${text}`);

test("what stays, goes and comes is told line by line", () => {
  assert.deepEqual(marks("a\nb\nc\nd", "a\nx\nc\nd\ne"), [" a", "-b", "+x", " c", " d", "+e"]);
  assert.deepEqual(marks("a", "a"), [" a"]);
  assert.deepEqual(marks("", "a\nb"), ["-", "+a", "+b"]);
  assert.deepEqual(marks("a\nb\na\nb", "b\na"), ["-a", " b", " a", "-b"]);
});

test("both texts can be put together again from the difference", () => {
  let seed = 7;
  const next = () => (seed = (seed * 48_271) % 2_147_483_647);
  for (let round = 0; round < 200; round++) {
    const make = () => Array.from({ length: next() % 12 }, () => "abc"[next() % 3]).join("\n");
    const before = make(),
      after = make();
    const lines = diffLines(before, after);
    assert.equal(
      lines
        .filter(({ kind }) => kind !== "new")
        .map(({ text }) => text)
        .join("\n"),
      before,
    );
    assert.equal(
      lines
        .filter(({ kind }) => kind !== "gone")
        .map(({ text }) => text)
        .join("\n"),
      after,
    );
  }
});

test("word by word, with the blanks, both texts can be put together again", () => {
  const [before, after] = ["Dear Ana,\n\nwe  refund 5 EUR.", "Hi Ana,\nwe refund 5 EUR today."];
  const parts = diffWords(before, after);
  const without = (kind: string) =>
    parts
      .filter((one) => one.kind !== kind)
      .map(({ text }) => text)
      .join("");
  assert.deepEqual([without("new"), without("gone")], [before, after]);
  assert.ok(parts.some(({ kind, text }) => kind === "same" && text === "refund"));
});
