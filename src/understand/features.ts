import { joinHashes, maxChars, mix, run, type Words } from "./text.ts";

/** Which n-grams a model reads. Stored in its file, since a model only fits the features it was trained on. */
export type FeatureKind = "category" | "language";

/** Hashes of the n-grams of one text, repeats included; the buffer is reused. */
export type Grams = { hashes: Uint32Array; count: number };

export function createGrams(): Grams {
  return { hashes: new Uint32Array(maxChars * 5 + 64), count: 0 };
}

/**
 * Category: words, pairs of words and 3-5-grams inside words, accents folded. Language: words and 1-4-grams, accents kept.
 * Runs of scripts without spaces give 1-3-grams. Numbers count as a word, never as characters.
 */
export function readGrams(words: Words, kind: FeatureKind, grams: Grams): void {
  grams.count = 0;
  const isLanguage = kind === "language";
  const codes = isLanguage ? words.raw : words.folded;
  let previous = 0;
  for (let index = 0; index < words.count; index++) {
    const start = words.start[index]!,
      end = words.end[index]!,
      type = words.kind[index]!;
    if (type === run) {
      addRunGrams(codes, start, end, grams);
      previous = 0;
      continue;
    }
    if (isLanguage && type !== 1) continue;
    const word = words.hash[index]!;
    grams.hashes[grams.count++] = mix(word ^ 0x3c6ef372);
    if (!isLanguage) {
      grams.hashes[grams.count++] = joinHashes(previous, word);
      previous = word;
    }
    if (type === 1) addCharGrams(codes, start, end, isLanguage ? 1 : 3, isLanguage ? 4 : 5, grams);
  }
}

/** n-grams of " word ", the spaces standing for the edges of the word. */
function addCharGrams(codes: Uint16Array, start: number, end: number, min: number, max: number, grams: Grams): void {
  const { hashes } = grams;
  let count = grams.count;
  const last = Math.min(end, start + 40);
  for (let from = start - 1; from <= last - min + 1; from++) {
    let hash = 0x811c9dc5;
    const stop = Math.min(from + max, last + 1);
    for (let i = from; i < stop; i++) {
      hash = Math.imul(hash ^ (i < start || i >= last ? 32 : codes[i]!), 0x01000193);
      const length = i - from + 1;
      if (length >= min && (length > 1 || (i >= start && i < last))) hashes[count++] = mix(hash ^ 0x1b873593);
    }
  }
  grams.count = count;
}

function addRunGrams(codes: Uint16Array, start: number, end: number, grams: Grams): void {
  for (let from = start; from < end; from++) {
    let hash = 0x811c9dc5;
    const stop = Math.min(from + 3, end);
    for (let i = from; i < stop; i++) {
      hash = Math.imul(hash ^ codes[i]!, 0x01000193);
      grams.hashes[grams.count++] = mix(hash ^ 0x5bd1e995);
    }
  }
}
