import { addHash, createHashIndex, findHash, type HashIndex } from "./hash-index.ts";
import { createWords, hashCodes, isNoSpaceScript, splitWords, type Words } from "./text.ts";

/**
 * Phrases with room in them, found in one pass over the words of a text. In a phrase `kill*` is any word that begins so,
 * `my/our` one word or the other, and `~` up to four words between. Accents and apostrophes do not matter. In scripts without
 * spaces a phrase is a plain part of the text, and `~` up to fifteen characters.
 */
export type Patterns<Meaning> = {
  first: HashIndex;
  /** Per first word or beginning of one. */
  entries: Entry<Meaning>[][];
  /** Lengths of the beginnings that a first word may have. */
  lengths: number[];
  parts: { pattern: RegExp; meaning: Meaning; phrase: string }[];
};
type Entry<Meaning> = { rest: Token[]; meaning: Meaning; phrase: string };
/** `stem`: length of the beginning, 0 for a whole word. `gap`: words that may stand before it. */
type Token = { hash: number; stem: number; gap: number };

const maxGap = 4;
const maxVariants = 400;

export function createPatterns<Meaning>(list: Iterable<readonly [phrase: string, meaning: Meaning]>): Patterns<Meaning> {
  const patterns: Patterns<Meaning> = { first: createHashIndex(), entries: [], lengths: [], parts: [] };
  const lengths = new Set<number>();
  const words = createWords();
  for (const [phrase, meaning] of list) {
    if ([...phrase].some((char) => isNoSpaceScript(char.charCodeAt(0)))) {
      patterns.parts.push({ pattern: partOf(phrase), meaning, phrase });
      continue;
    }
    for (const variant of variantsOf(phrase)) {
      const [first, ...rest] = tokensOf(variant, words);
      if (!first) continue;
      if (first.stem > 0) lengths.add(first.stem);
      (patterns.entries[addHash(patterns.first, first.hash)] ??= []).push({ rest, meaning, phrase: variant });
    }
  }
  patterns.lengths = [...lengths].sort((a, b) => a - b);
  return patterns;
}

/** "a/b c" is "a c" and "b c". */
function variantsOf(phrase: string): string[] {
  let variants = [""];
  for (const token of phrase.split(" ")) {
    variants = variants.flatMap((before) => token.split("/").map((one) => (before === "" ? one : `${before} ${one}`)));
    if (variants.length > maxVariants) throw new TypeError(`Too many ways to say “${phrase}”`);
  }
  return variants;
}

function tokensOf(variant: string, words: Words): Token[] {
  let gap = 0;
  const tokens: Token[] = [];
  for (const part of variant.split(" ")) {
    if (part === "~") {
      gap = maxGap;
      continue;
    }
    // To the words of a text all figures are alike, so a figure in a phrase would mean any other.
    if (/\p{Nd}/u.test(part)) throw new TypeError(`A phrase has no figures: “${variant}”`);
    splitWords(part, words);
    for (let at = 0; at < words.count; at++) {
      const isStem = part.endsWith("*") && at === words.count - 1;
      tokens.push({ hash: words.hash[at]!, stem: isStem ? words.end[at]! - words.start[at]! : 0, gap });
      gap = 0;
    }
  }
  return tokens;
}

function partOf(phrase: string): RegExp {
  const plain = phrase.normalize("NFKC").toLowerCase();
  return new RegExp(
    plain
      .split("~")
      .map((part) =>
        part
          .trim()
          .replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")
          .replaceAll("/", "|"),
      )
      .map(group)
      .join("[^。\\n]{0,15}?"),
    "u",
  );
}
const group = (part: string): string => (part.includes("|") ? `(?:${part})` : part);

/** Calls `found` with what is in the text; `phrase` is the variant as it is written in the list. */
export function findPatterns<Meaning>(
  patterns: Patterns<Meaning>,
  words: Words,
  text: string,
  found: (meaning: Meaning, phrase: string) => void,
): void {
  let hasRuns = false;
  for (let at = 0; at < words.count; at++) {
    if (words.kind[at] === 2) {
      hasRuns = true;
      continue;
    }
    begin(patterns, words, at, words.hash[at]!, 0, found);
    const length = words.end[at]! - words.start[at]!;
    for (const stem of patterns.lengths) {
      if (stem > length) break;
      begin(patterns, words, at, hashCodes(words.folded, words.start[at]!, words.start[at]! + stem), stem, found);
    }
  }
  if (!hasRuns || patterns.parts.length === 0) return;
  const plain = text.slice(0, 20_000).normalize("NFKC").toLowerCase();
  for (const { pattern, meaning, phrase } of patterns.parts) if (pattern.test(plain)) found(meaning, phrase);
}

function begin<Meaning>(
  { first, entries }: Patterns<Meaning>,
  words: Words,
  at: number,
  hash: number,
  stem: number,
  found: (meaning: Meaning, phrase: string) => void,
): void {
  const place = findHash(first, hash);
  if (place < 0) return;
  for (const { rest, meaning, phrase } of entries[place]!) {
    // A whole word and the same letters as a beginning have one hash.
    if (phrase.split(" ", 1)[0]!.endsWith("*") !== stem > 0) continue;
    if (fits(rest, 0, words, at + 1)) found(meaning, phrase);
  }
}

/** At most four places per gap and few gaps: bounded by the phrase, not by the text. */
function fits(rest: readonly Token[], nth: number, words: Words, at: number): boolean {
  const token = rest[nth];
  if (!token) return true;
  for (let place = at; place <= at + token.gap && place < words.count; place++)
    if (isToken(token, words, place) && fits(rest, nth + 1, words, place + 1)) return true;
  return false;
}

function isToken({ hash, stem }: Token, words: Words, at: number): boolean {
  if (stem === 0) return words.hash[at] === hash;
  const start = words.start[at]!;
  return words.end[at]! - start >= stem && hashCodes(words.folded, start, start + stem) === hash;
}
