/** The words of a message as the parts that read products compare them. */
import { createPhrases, findPhrases, splitList, type Phrases } from "./phrases.ts";
import { createWords, splitWords } from "./text.ts";

/** Offsets are UTF-16 into the text. `word`: lower case, without accents and plural "s". */
export type Token = { word: string; start: number; end: number };

const maxChars = 4_000;
const token = /[\p{L}\p{M}\p{N}]{1,60}/gu;

export function tokensOf(text: string): Token[] {
  return Array.from(text.slice(0, maxChars).matchAll(token), ({ 0: found, index }) => ({
    word: plainWord(found),
    start: index,
    end: index + found.length,
  }));
}

function plainWord(found: string): string {
  const word = found
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .replace(/ø/g, "o")
    .replace(/ł/g, "l")
    .replace(/ı/g, "i")
    .replace(/æ/g, "ae");
  return word.length > 3 && word.endsWith("s") ? word.slice(0, -1) : word;
}

/**
 * The text without the product's name, so that the 22 of a "Day 22 Backpack" is no size and a "Battery Pack" is no question about
 * batteries. Single short words stay: an "L" alone is not the "L" of "Dry Bag 13 L".
 */
export function withoutTitle(text: string, title: string): string {
  const own = new Set(tokensOf(title).map(({ word }) => word));
  let rest = text;
  let run: Token[] = [];
  const blank = (): void => {
    if (run.length > 1 || (run[0] && run[0].word.length > 2)) {
      const [start, end] = [run[0]!.start, run.at(-1)!.end];
      rest = rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end);
    }
    run = [];
  };
  for (const one of tokensOf(text)) {
    if (own.has(one.word)) run.push(one);
    else blank();
  }
  blank();
  return rest;
}

export type Lexicon<Meaning extends string> = Phrases<{ meaning: Meaning; language: string | undefined }>;

/** `onlyIn`: words that count in one language only. */
export function createLexicon<Meaning extends string>(
  lists: Readonly<Record<Meaning, readonly string[]>>,
  onlyIn: Readonly<Record<string, string>> = {},
): Lexicon<Meaning> {
  const entries = Object.entries(lists) as [Meaning, readonly string[]][];
  return createPhrases(
    entries.flatMap(([meaning, lines]) =>
      lines.flatMap(splitList).map((phrase) => [phrase, { meaning, language: onlyIn[phrase] }] as const),
    ),
  );
}

const words = createWords();

/** What is meant somewhere in the text. Of phrases one inside the other the longer counts: "dark blue" is not blue. */
export function meanings<Meaning extends string>(lexicon: Lexicon<Meaning>, text: string, language?: string): Set<Meaning> {
  const read = text.slice(0, maxChars);
  splitWords(read, words);
  const found: { meaning: Meaning; at: number; length: number }[] = [];
  findPhrases(lexicon, words, read, ({ meaning, language: only }, at, phrase, length) => {
    if (only === undefined || language === undefined || only === language)
      found.push({ meaning, at, length: at < 0 ? phrase.length : length });
  });
  const isInside = (one: (typeof found)[number]): boolean =>
    one.at >= 0 &&
    found.some(
      (other) => other.length > one.length && other.at >= 0 && other.at <= one.at && one.at + one.length <= other.at + other.length,
    );
  return new Set(found.filter((one) => !isInside(one)).map(({ meaning }) => meaning));
}
