import { addHash, createHashIndex, findHash, type HashIndex } from "./hash-index.ts";
import { createWords, isNoSpaceScript, splitWords, type Words } from "./text.ts";

/**
 * Finds many phrases in one pass over the words of a text: the hash of a word leads to the phrases that begin with it.
 * Accents and apostrophes do not matter. Phrases in scripts without spaces are looked for as plain parts of the text.
 */
export type Phrases<Meaning> = {
  first: HashIndex;
  /** Per first word: the rest of each phrase and what it means. */
  entries: { rest: number[]; meaning: Meaning; phrase: string }[][];
  parts: { part: string; meaning: Meaning }[];
};

export function createPhrases<Meaning>(list: Iterable<readonly [phrase: string, meaning: Meaning]>): Phrases<Meaning> {
  const phrases: Phrases<Meaning> = { first: createHashIndex(), entries: [], parts: [] };
  const words = createWords();
  for (const [phrase, meaning] of list) {
    if ([...phrase].some((char) => isNoSpaceScript(char.charCodeAt(0)))) {
      phrases.parts.push({ part: phrase.normalize("NFKC").toLowerCase(), meaning });
      continue;
    }
    splitWords(phrase, words);
    if (words.count === 0) continue;
    const place = addHash(phrases.first, words.hash[0]!);
    (phrases.entries[place] ??= []).push({
      rest: [...words.hash.subarray(1, words.count)],
      meaning,
      phrase,
    });
  }
  return phrases;
}

/** Calls `found` for each phrase in the text, with the number of the word it starts at (-1 for parts of runs) and its length in words. */
export function findPhrases<Meaning>(
  phrases: Phrases<Meaning>,
  words: Words,
  text: string,
  found: (meaning: Meaning, at: number, phrase: string, length: number) => void,
): void {
  let hasRuns = false;
  for (let at = 0; at < words.count; at++) {
    if (words.kind[at] === 2) {
      hasRuns = true;
      continue;
    }
    const place = findHash(phrases.first, words.hash[at]!);
    if (place < 0) continue;
    for (const entry of phrases.entries[place]!) {
      let i = 0;
      while (i < entry.rest.length && at + 1 + i < words.count && words.hash[at + 1 + i] === entry.rest[i]) i++;
      if (i === entry.rest.length) found(entry.meaning, at, entry.phrase, i + 1);
    }
  }
  if (!hasRuns || phrases.parts.length === 0) return;
  const plain = text.slice(0, 20_000).normalize("NFKC").toLowerCase();
  for (const { part, meaning } of phrases.parts) if (plain.includes(part)) found(meaning, -1, part, 0);
}

/** "a | b | c" -> ["a", "b", "c"]: word lists stay readable as one line per language. */
export function splitList(list: string): string[] {
  return list
    .split("|")
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== "");
}
