/** Text from nowhere: whatever comes is answered, soon, and without an exception. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { loadReader } from "./load-reader.ts";
import { createRandom } from "./svm.ts";

const root = join(import.meta.dirname, "../..");
const reader = loadReader({
  labelsDir: join(root, "starter/labels"),
  shippedDir: join(root, "starter/models"),
  cacheDir: join(root, "node_modules/.cache/handrail"),
});

/** Pieces that patterns, tokenisers and decoders stumble over. */
const pieces = [
  "where is my order ",
  "#1042 ",
  "a@b.co ",
  "+49 170 1234567 ",
  "1Z999AA10123456784 ",
  "€ 12,50 ",
  "2026-11-27 ",
  "\u200b",
  "\u202e",
  "\ufeff",
  "\0",
  "\ud83d",
  "\ude00",
  "😀",
  "👩‍👩‍👧",
  "e\u0301",
  "ﷺ",
  "注文はどこですか",
  "где заказ ",
  "طلبي",
  "<div onclick='x'>",
  "&amp;",
  "aGVsbG8gd29ybGQ=",
  "!!!!",
  "((((",
  "????",
  "\n\n",
  "....",
  "and ",
  "'''",
  "-----",
  "@@@@",
];

test("mixtures of everything are answered with a category, a language and a number between 0 and 1", async () => {
  const { read } = await reader;
  const random = createRandom(11);
  for (let round = 0; round < 400; round++) {
    const count = 1 + Math.floor(random() * 40);
    const text = Array.from({ length: count }, () => pieces[Math.floor(random() * pieces.length)]!).join("");
    const { category, confidence, language, intents } = read({ text, subject: text.slice(0, 30) });
    assert.equal(typeof category, "string", JSON.stringify(text));
    assert.ok(confidence >= 0 && confidence <= 1, JSON.stringify(text));
    assert.match(language, /^[a-z]{2}$/);
    assert.ok(intents.length <= 3);
  }
});

test("what says nothing in any language is never acted on", async () => {
  const { read } = await reader;
  const random = createRandom(13);
  const letters = (count: number) => Array.from({ length: count }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join("");
  for (const text of ["", " \n\t ", "\u200b\u200b", "😀😀😀", "....", "<div><span></span></div>"]) {
    assert.equal(read({ text }).abstain, true, JSON.stringify(text));
  }
  let acted = 0;
  for (let round = 0; round < 100; round++) if (!read({ text: `${letters(9)} ${letters(7)} ${letters(11)}` }).abstain) acted++;
  assert.ok(acted <= 2, `${acted} of 100 strings of random letters`);
});

test("a megabyte of one piece over and over is answered too", async () => {
  const { read } = await reader;
  for (const piece of pieces) {
    const result = read({ text: piece.repeat(Math.ceil(1_000_000 / piece.length)) });
    assert.ok(result.confidence >= 0 && result.confidence <= 1, JSON.stringify(piece));
  }
});
