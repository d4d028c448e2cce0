import { findConcepts } from "./concepts.ts";
import { joinHashes, maxChars, mix, run, type Words } from "./text.ts";

/** Which n-grams a model reads. Stored in its file, since a model only fits the features it was trained on. */
export type FeatureKind = "category" | "language";

/** The views a text is seen in: words, letters, meanings. A model of languages has one. */
export const viewsOf = (kind: FeatureKind): number => (kind === "category" ? 3 : 1);

/** How much each view counts: the length its features are scaled to. Letters know most of a text in a language with few labels. */
export function lengthOf(view: number, concepts: number): number {
  return view === 2 ? concepts : view === 1 ? 1.3 : 1;
}

/** Hashes of the features of one text, repeats included, view after view: view v ends at `ends[v]`. The buffer is reused. */
export type Grams = { hashes: Uint32Array; count: number; ends: Int32Array };

export function createGrams(): Grams {
  return { hashes: new Uint32Array(maxChars * 8 + 4096), count: 0, ends: new Int32Array(3) };
}

/**
 * Category: words, pairs of words that are neighbours or have one word between them; 3- and 4-grams inside words, accents folded;
 * concepts and pairs of concepts. Language: words and 1-4-grams, accents kept. Runs of scripts without spaces give 1-3-grams.
 * Numbers count as a word, never as characters.
 */
export function readGrams(words: Words, kind: FeatureKind, grams: Grams, withConcepts = true): void {
  grams.count = 0;
  if (kind === "language") return readLanguageGrams(words, grams);
  addWordGrams(words, grams);
  grams.ends[0] = grams.count;
  for (let index = 0; index < words.count; index++) {
    if (words.kind[index] === run) addRunGrams(words.folded, words.start[index]!, words.end[index]!, grams);
    else if (words.kind[index] === 1) addCharGrams(words.folded, words.start[index]!, words.end[index]!, 3, 4, grams);
  }
  grams.ends[1] = grams.count;
  if (withConcepts) addConceptGrams(words, grams);
  grams.ends[2] = grams.count;
}

function addWordGrams(words: Words, grams: Grams): void {
  let previous = 0,
    before = 0;
  for (let index = 0; index < words.count; index++) {
    if (words.kind[index] === run) {
      previous = before = 0;
      continue;
    }
    const word = words.hash[index]!;
    grams.hashes[grams.count++] = mix(word ^ 0x3c6ef372);
    grams.hashes[grams.count++] = joinHashes(previous, word);
    if (before !== 0) grams.hashes[grams.count++] = joinHashes(before ^ 0x1234567, word);
    before = previous;
    previous = word;
  }
}

function readLanguageGrams(words: Words, grams: Grams): void {
  for (let index = 0; index < words.count; index++) {
    if (words.kind[index] === run) addRunGrams(words.raw, words.start[index]!, words.end[index]!, grams);
    else if (words.kind[index] === 1) {
      grams.hashes[grams.count++] = mix(words.hash[index]! ^ 0x3c6ef372);
      addCharGrams(words.raw, words.start[index]!, words.end[index]!, 1, 4, grams);
    }
  }
  grams.ends[0] = grams.count;
}

/** Two concepts that are at most this many words apart belong together: "change my delivery address". */
const reach = 8;
/** Concepts of one text that are looked at. A story names a few dozen; the pairs of more would cost more than they tell. */
const maxConcepts = 256;
const concepts = new Int32Array(maxConcepts),
  places = new Int32Array(maxConcepts);

function addConceptGrams(words: Words, grams: Grams): void {
  let count = 0,
    at = 0;
  const note = (concept: number) => {
    if (count === maxConcepts) return;
    concepts[count] = concept;
    places[count++] = at;
  };
  for (; at < words.count && count < maxConcepts; at++) findConcepts(words, at, note);
  const limit = grams.hashes.length - 1;
  for (let i = 0; i < count; i++) {
    const left = concepts[i]!;
    if (grams.count < limit) grams.hashes[grams.count++] = mix(Math.imul(left + 1, 0x9e3779b1) ^ 0x77);
    for (let j = i + 1; j < count && places[j]! - places[i]! <= reach && grams.count < limit; j++) {
      const right = concepts[j]!;
      if (left !== right) grams.hashes[grams.count++] = joinHashes(Math.min(left, right) + 991, Math.max(left, right) * 31 + 7);
    }
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
