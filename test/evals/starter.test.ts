import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadReader } from "../../src/understand/load-reader.ts";
import { abcdCategories } from "./abcd-mapping.ts";

const root = join(import.meta.dirname, "../..");
const data = join(root, "../shared/data");
const lines = (file: string) =>
  readFileSync(join(data, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, string>);
const absent = existsSync(data) ? false : "the evaluation data is not beside the project (../shared/data)";
const reader = loadReader({
  labelsDir: join(root, "starter/labels"),
  shippedDir: join(root, "starter/models"),
  cacheDir: join(root, "node_modules/.cache/handrail"),
});

test("the starter model names what shop customers it has never seen want", { skip: absent }, async (t) => {
  const { read } = await reader;
  for (const [field, name, least] of [
    ["text", "first sentence", 0.8],
    ["context", "all the customer said", 0.86],
  ] as const) {
    let right = 0,
      clear = 0,
      answered = 0,
      wrong = 0;
    for (const line of lines("classify/abcd-dev.jsonl")) {
      const expected = abcdCategories[line.sub!];
      assert.ok(expected, `sub-flow ${line.sub!} is in the mapping`);
      const { category, abstain, needs_more } = read({ text: line[field]! });
      const isRight = expected.includes(category);
      if (isRight) right++;
      if (!needs_more) clear++;
      if (!abstain) answered++;
      if (!abstain && !isRight) wrong++;
    }
    const total = lines("classify/abcd-dev.jsonl").length;
    t.diagnostic(
      `ABCD dev, ${name}: ${percent(right / total)} right of ${total} (${total - clear} say nothing yet); acts on ${percent(answered / total)}, of which wrong ${percent(wrong / answered)}`,
    );
    assert.ok(right / total > least, `${name}: ${percent(right / total)}`);
  }
});

test("the language of sentences and of two words is told apart", { skip: absent }, async (t) => {
  const { read } = await reader;
  const shares: number[] = [];
  for (const language of ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "tr", "ja"]) {
    const share = (kind: string) => {
      const examples = lines(`language/${language}-${kind}.jsonl`);
      return examples.filter(({ text }) => read({ text: text! }).language === language).length / examples.length;
    };
    const sentences = share("sentences"),
      pairs = share("word-pairs");
    shares.push(sentences);
    t.diagnostic(`${language}: sentences ${percent(sentences)}, two words ${percent(pairs)}`);
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  t.diagnostic(`sentences, mean of 12: ${percent(mean)}`);
  assert.ok(mean > 0.9, percent(mean));
});

test("the mood of tweets, far from what shops hear, is still read better than by chance", { skip: absent }, async (t) => {
  const { read } = await reader;
  const scores = ["en", "de", "fr", "es", "it", "pt"].map((language) => {
    const pairs = lines(`sentiment/umsab-${language}-val.jsonl`).map(({ text, label }) => {
      const guess = read({ text: text!, language }).sentiment.label;
      return { label: label!, guess: guess === "angry" ? "negative" : guess };
    });
    const f1 = macroF1(pairs);
    t.diagnostic(`${language}: macro F1 ${percent(f1)}`);
    return f1;
  });
  const mean = scores.reduce((sum, f1) => sum + f1, 0) / scores.length;
  t.diagnostic(`mean of 6: ${percent(mean)}`);
  assert.ok(mean > 0.52, percent(mean));
});

/** Written for the project, apart from the training texts and by people who had not looked at them; never trained on. */
function own(folder: string): { language: string; lines: Record<string, string>[] }[] {
  const dir = join(import.meta.dirname, folder);
  return readdirSync(dir)
    .filter((file) => file.endsWith(".jsonl"))
    .sort()
    .map((file) => ({
      language: file.slice(0, 2),
      lines: readFileSync(join(dir, file), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, string>),
    }));
}

/** What the starter reads right, per language, a little below what was measured: 0.84 where nothing is said. */
const floors: Record<string, number> = { en: 0.89, pt: 0.88, it: 0.86, nl: 0.82, da: 0.78, pl: 0.78 };

test("in every language texts of customers nobody has trained on are read as what they are", async (t) => {
  const { read } = await reader;
  for (const { language, lines: texts } of own("texts")) {
    const readings = texts.map(({ text, category }) => ({ reading: read({ text: text! }), category }));
    const right = readings.filter(({ reading, category }) => reading.category === category).length;
    const acted = readings.filter(({ reading }) => !reading.abstain);
    const wrong = acted.filter(({ reading, category }) => reading.category !== category).length;
    const chats = readings.filter((_, nth) => between(texts[nth]!.text!.split(/\s+/).length, 4, 12));
    const told = chats.filter(({ reading }) => reading.language === language).length;
    t.diagnostic(
      `${language}: ${percent(right / texts.length)} right of ${texts.length}; acts on ${percent(acted.length / texts.length)}, of which wrong ${percent(wrong / acted.length)}; language of ${chats.length} chats of 4 to 12 words ${percent(told / chats.length)}`,
    );
    assert.ok(right / texts.length > (floors[language] ?? 0.84), `${language}: ${percent(right / texts.length)}`);
    assert.ok(told / chats.length > 0.9, `${language}: language ${percent(told / chats.length)}`);
  }
});

test("anger, sarcasm, worry and praise of customers nobody has trained on are told apart", async (t) => {
  const { read } = await reader;
  for (const { language, lines: texts } of own("moods")) {
    const pairs = texts.map(({ text, mood }) => ({ label: mood!, guess: read({ text: text!, language }).sentiment.label as string }));
    const f1 = macroF1(pairs);
    const angry = pairs.filter(({ label }) => label === "angry");
    const noticed = angry.filter(({ guess }) => guess === "angry" || guess === "negative").length;
    t.diagnostic(
      `${language}: macro F1 of four moods ${percent(f1)}; of the angry ${percent(noticed / angry.length)} read as angry or negative`,
    );
    // Japanese is the weakest: its angry are polite, and the words of the lists are few.
    assert.ok(f1 > (language === "ja" ? 0.35 : 0.4), `${language}: ${percent(f1)}`);
  }
});

function between(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

/** Over the labels there are. */
function macroF1(pairs: { label: string; guess: string }[]): number {
  const labels = [...new Set(pairs.map(({ label }) => label))];
  const scores = labels.map((label) => {
    const right = pairs.filter((pair) => pair.label === label && pair.guess === label).length;
    const all = pairs.filter((pair) => pair.label === label).length + pairs.filter((pair) => pair.guess === label).length;
    return all > 0 ? (2 * right) / all : 0;
  });
  return scores.reduce((sum, f1) => sum + f1, 0) / labels.length;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
