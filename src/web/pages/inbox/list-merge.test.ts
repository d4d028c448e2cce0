import assert from "node:assert/strict";
import { test } from "node:test";
import { belongsTo, mergeFresh, neighbour, rangeOf, rowsOf, withoutRow } from "./list-merge.ts";

const row = (id: string, preview = "old") => ({ id, preview });
const pages = [
  { items: [row("a"), row("b")], next_cursor: "1" },
  { items: [row("b"), row("c")], next_cursor: null },
];

test("a conversation that came on two pages is shown once", () => {
  assert.deepEqual(
    rowsOf(pages).map((one) => one.id),
    ["a", "b", "c"],
  );
});

test("news change rows where they stand and never push them; arrivals are counted", () => {
  const merged = mergeFresh(pages, [row("new1"), row("c", "fresh"), row("new2")]);
  assert.deepEqual(
    rowsOf(merged.pages).map((one) => `${one.id} ${one.preview}`),
    ["a old", "b old", "c fresh"],
  );
  assert.equal(merged.arrivals, 2);
});

test("a closed conversation leaves every page", () => {
  assert.deepEqual(
    rowsOf(withoutRow(pages, "b")).map((one) => one.id),
    ["a", "c"],
  );
});

test("j and k go to the neighbours and stop at the ends", () => {
  assert.equal(neighbour(["a", "b"], "a", 1), "b");
  assert.equal(neighbour(["a", "b"], "b", 1), null);
  assert.equal(neighbour(["a", "b"], undefined, 1), "a");
  assert.equal(neighbour(["a", "b"], "gone", -1), "b");
  assert.equal(neighbour([], undefined, 1), null);
});

test("after an action the conversation leaves the views it no longer belongs to", () => {
  const open = { status: "open", assignee: null, has_draft: true };
  assert.equal(belongsTo("open", open, "me"), true);
  assert.equal(belongsTo("drafts", { ...open, has_draft: false }, "me"), false);
  assert.equal(belongsTo("mine", { ...open, assignee: { id: "other" } }, "me"), false);
  assert.equal(belongsTo("unassigned", { ...open, assignee: { id: "me" } }, "me"), false);
  assert.equal(belongsTo("open", { ...open, status: "closed" }, "me"), false);
  assert.equal(belongsTo("closed", { ...open, status: "closed" }, "me"), true);
  assert.equal(belongsTo("all", { ...open, status: "closed" }, "me"), true);
  assert.equal(belongsTo("mine", { ...open, status: "waiting", assignee: { id: "me" } }, "me"), true);
});

test("a range goes from one row to another in either direction", () => {
  assert.deepEqual(rangeOf(["a", "b", "c", "d"], "d", "b"), ["b", "c", "d"]);
  assert.deepEqual(rangeOf(["a", "b"], "b", "b"), ["b"]);
  assert.deepEqual(rangeOf(["a", "b"], "gone", "b"), ["b"]);
});
