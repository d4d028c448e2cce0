import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { groundReply } from "../../src/answer/grounding/ground-reply.ts";
import { now } from "../../src/workflow/test-desk.ts";
import { evaluateReplies, type ReplyLine } from "./reply-check.ts";
import { starterReplies, type StarterReply } from "./starter-replies.ts";
import { wrongWords } from "./wrong-words.ts";

const languages = ["en", "de", "fr", "es"];

const pieces = (reply: StarterReply, text = reply.text) =>
  groundReply(text, reply.language, reply.facts, {}, { timeZone: "UTC", now }).unsourced;

describe("a reply with one wrong fact does not leave by itself", () => {
  test("replies of the starter workflows: one figure, status or negation changed in each", async (t) => {
    const replies = await starterReplies(languages, 1_600);
    const alarms = replies.filter((reply) => pieces(reply).length > 0);
    const tally: Record<string, [caught: number, all: number]> = {};
    const missed: string[] = [];
    for (const [seed, reply] of replies.entries())
      for (const { kind, text } of mutants(reply, seed)) {
        const isCaught = pieces(reply, text).length > 0;
        const [caught, all] = (tally[kind] ??= [0, 0]);
        tally[kind] = [caught + Number(isCaught), all + 1];
        if (!isCaught) missed.push(`${kind} ${reply.template}.${reply.language}: ${text.replaceAll("\n", " ")}`);
      }
    const [caught, all] = Object.values(tally).reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
    const kinds = Object.entries(tally).map(([kind, [some, every]]) => `${kind} ${some}/${every}`);
    t.diagnostic(
      `${replies.length} replies in ${languages.join(" ")}: ${alarms.length} false alarms; ${caught} of ${all} wrong ones caught (${kinds.join(", ")})`,
    );
    for (const one of missed.slice(0, 10)) t.diagnostic(`missed: ${one}`);
    assert.ok(replies.length >= 1_000 && all >= 1_000);
    assert.ok(alarms.length / replies.length <= 0.01, `${alarms.length} false alarms, the first: ${alarms[0]?.text}`);
    assert.ok(caught / all >= 0.99, missed.slice(0, 3).join("\n"));
  });

  for (const language of languages)
    test(`replies in anybody's own words (${language})`, (t) => {
      const lines = readFileSync(join(import.meta.dirname, "replies", `${language}.jsonl`), "utf8")
        .trim()
        .split("\n")
        .map((line): ReplyLine => JSON.parse(line));
      // Every second line was looked at while the words of the checker were written; the others were not.
      const { sum } = evaluateReplies(
        lines.filter((_line, index) => index % 2 === 1),
        language,
      );
      const kinds = Object.entries(sum.kinds).map(([kind, share]) => `${kind} ${share}`);
      t.diagnostic(`${language}: ${sum.alarms} of ${sum.replies} correct replies stopped; caught ${kinds.join(", ")}`);
      const values = ["amount", "date", "number"].map((kind) => sum.kinds[kind]!.split("/").map(Number));
      const [caught, all] = values.reduce(([a, b], [c, d]) => [a! + c!, b! + d!], [0, 0]) as [number, number];
      assert.ok(caught / all >= 0.97, "amounts, dates and numbers");
    });
});

type Mutant = { kind: string; text: string };

/** One figure of the evidence changed, and each wrong way to say it that the language has for this text. */
function* mutants(reply: StarterReply, seed: number): Generator<Mutant> {
  const figures = reply.evidence.filter(({ text }) => /\d/.test(text));
  const fact = figures[seed % Math.max(1, figures.length)];
  if (fact) {
    const digits = [...fact.text.matchAll(/\d/g)].map(({ index }) => fact.start + index);
    const at = digits[seed % digits.length]!;
    const digit = (Number(reply.text[at]) + 1 + (seed % 8)) % 10;
    yield { kind: kindOf(fact.field), text: `${reply.text.slice(0, at)}${digit}${reply.text.slice(at + 1)}` };
  }
  const ways = wrongWords[reply.language]!.filter(({ from }) => reply.text.includes(from));
  const way = ways[seed % Math.max(1, ways.length)];
  if (way) yield { kind: way.kind, text: reply.text.replace(way.from, way.to) };
}

function kindOf(field: string): string {
  if (/(?:_at|_by)$/.test(field)) return "date";
  return /(?:total|refunded|amount|price)$/.test(field) ? "amount" : "number";
}
