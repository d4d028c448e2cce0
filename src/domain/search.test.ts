import assert from "node:assert/strict";
import { test } from "node:test";
import { dateOf, parseSearch, withFilter, writeSearch } from "./search.ts";

const short = (text: string): string[] =>
  parseSearch(text).map(
    (term) => `${term.not ? "not " : ""}${term.kind === "filter" ? `${term.name}=${term.value}` : `${term.kind} ${term.text}`}`,
  );

test("words, phrases and filters are told apart, and a minus says not", () => {
  assert.deepEqual(
    short('refund from:ana -tag:vip "late parcel" -broken before:2026-01-31'),
    ["words refund", "filter", "not filter", "phrase late parcel", "not words broken", "filter"].map(
      (one, nth) => ["from=ana", "not tag=vip", "before=2026-01-31"][[1, 2, 5].indexOf(nth)] ?? one,
    ),
  );
  assert.deepEqual(short('tag:"christmas 2026" von:Ana ist:offen'), ["tag=christmas 2026", "from=Ana", "is=offen"]);
});

test("what is no filter is words, whatever signs it has", () => {
  assert.deepEqual(short("https://shop.example/x note:this #1042 - ''"), [
    "words https://shop.example/x",
    "words note:this",
    "words #1042",
    "words -",
    "words ''",
  ]);
  assert.deepEqual(short(""), []);
  assert.deepEqual(short("tag:"), []);
  assert.deepEqual(short('"never closed'), ["phrase never closed"]);
});

test("a search is written as it was read", () => {
  for (const text of ['refund -tag:"christmas 2026" from:ana "late parcel"', "is:open", ""])
    assert.equal(writeSearch(parseSearch(text)), text);
  assert.equal(withFilter("refund tag:vip", "tag", "new one"), 'refund tag:"new one"');
  assert.equal(withFilter("refund tag:vip", "tag", ""), "refund");
});

test("days are read as people in Germany and programs write them", () => {
  assert.deepEqual(["2026-01-31", "31.1.2026", "2026-02", "2026", "2026-02-31", "soon"].map(dateOf), [
    "2026-01-31T00:00:00.000Z",
    "2026-01-31T00:00:00.000Z",
    "2026-02-01T00:00:00.000Z",
    "2026-01-01T00:00:00.000Z",
    null,
    null,
  ]);
});
