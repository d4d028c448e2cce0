import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "../domain/run.ts";
import { unsourcedPieces } from "./check.ts";

const pieces = (text: string, evidence: Evidence[] = [], language = "en") =>
  unsourcedPieces(text, evidence, language).map((piece) => piece.text);
const fact = (text: string, piece: string, field = "order.number"): Evidence => {
  const start = text.indexOf(piece);
  return { text: piece, start, end: start + piece.length, source: "shop", field, value: piece, at: "2026-03-12T10:00:00.000Z" };
};

test("amounts, dates, numbers, links, addresses and days without a source are found", () => {
  assert.deepEqual(pieces("You get €20.50 within 3 days, on 12.03.2026 at the latest."), ["20.50", "3", "12.03.2026"]);
  assert.deepEqual(pieces("See https://shop.example/a?b=1, www.shop.example or shop.example."), [
    "https://shop.example/a?b=1",
    "www.shop.example",
    "shop.example",
  ]);
  assert.deepEqual(pieces("Write to help@shop.example!"), ["help@shop.example"]);
  assert.deepEqual(pieces("It comes tomorrow or on Friday."), ["tomorrow", "Friday"]);
  assert.deepEqual(pieces("Sie kommt morgen oder am Freitag.", [], "de"), ["morgen", "Freitag"]);
  assert.deepEqual(pieces("Order ١٢٣٤"), ["١٢٣٤"]);
});

test("ordinary sentences raise nothing", () => {
  assert.deepEqual(
    pieces(
      "Hi Ana,\n\nthank you for your patience. A colleague looks into it, e.g. with the carrier; z.B. so. We are sorry.\n\nKind regards",
    ),
    [],
  );
  assert.deepEqual(pieces("Freitags und übermorgens schreiben wir nicht.", [], "de"), [], "only whole words count");
});

test("a piece is covered only when the whole of it is a fact", () => {
  const text = "Order 1042 costs 10425.";
  assert.deepEqual(pieces(text, [fact(text, "1042")]), ["10425"]);
  assert.deepEqual(pieces("Order 51042", [{ ...fact("Order 51042", "1042") }]), ["51042"], "a digit in front makes another number");
});

test("the customer's own words are no source, and a link is a fact only where a link was looked up", () => {
  const text = "You wrote: pay 500 EUR";
  assert.deepEqual(pieces(text, [fact(text, "pay 500 EUR", "message.text")]), ["500"]);
  const link = "Buy at http://evil.example now";
  assert.deepEqual(pieces(link, [fact(link, "Buy at http://evil.example now", "order.lines[0].title")]), ["http://evil.example"]);
  assert.deepEqual(pieces(link, [fact(link, "http://evil.example", "shipment.url")]), []);
});

test("hostile text is read in linear time, and what is too long to read is never covered", () => {
  for (const text of [
    "a".repeat(20_000),
    "a.".repeat(10_000),
    "1.".repeat(10_000),
    `1${".".repeat(19_000)}1`,
    "@".repeat(20_000),
    "a@".repeat(10_000),
    "http://".repeat(2_800),
    "-".repeat(20_000),
    "tomorrow".repeat(2_500),
  ]) {
    assert.ok(Array.isArray(pieces(text)));
  }
  assert.ok(pieces("a ".repeat(20_000)).length > 0);
});
