import { thingWords } from "./concept-things.ts";
import { conceptWords } from "./concept-words.ts";
import { addHash, createHashIndex, findHash } from "./hash-index.ts";
import { createWords, isNoSpaceScript, mix, run, splitWords, type Words } from "./text.ts";

/** Stems longer than this are cut: beyond it nothing is decided. */
const maxStem = 14;
/** A run has no spaces to start from, so every place in it is tried; no entry is longer. */
const maxPart = 6;
/** Inside a compound: the first part has at least `minFirst` letters, and what is found behind it at least `minInside`. */
const minFirst = 3,
  minInside = 5,
  maxCompound = 40;

/** Concepts are numbered by their place in the list. A stem and a whole word differ in the seed of their hash. */
const stems = createHashIndex(16_384);
const meanings: number[][] = [];
const stemSeed = 0x811c9dc5,
  wordSeed = 0x2545f491,
  partSeed = 0x6c8e9cf5;
fillTable();

/** Calls `found` with each concept a word stands for. Linear in the text: a word of a language has few letters that count. */
export function findConcepts(words: Words, index: number, found: (concept: number) => void): void {
  const { folded } = words,
    start = words.start[index]!,
    end = words.end[index]!;
  if (words.kind[index] === run) return findInRun(folded, start, end, found);
  let hash = stemSeed,
    whole = wordSeed;
  const stop = Math.min(end, start + maxStem);
  for (let i = start; i < stop; i++) {
    hash = Math.imul(hash ^ folded[i]!, 0x01000193);
    whole = Math.imul(whole ^ folded[i]!, 0x01000193);
    if (i > start) report(mix(hash), found);
  }
  if (stop === end) report(mix(whole), found);
  if (end - start <= maxCompound) findInside(folded, start + minFirst, end, found);
}

/** German, Dutch and the Nordic languages write several words as one: "Rücksendeetikett", "hemleverans". */
function findInside(codes: Uint16Array, first: number, end: number, found: (concept: number) => void): void {
  for (let from = first; from <= end - minInside; from++) {
    let hash = stemSeed,
      whole = wordSeed;
    const stop = Math.min(end, from + maxStem);
    for (let i = from; i < stop; i++) {
      hash = Math.imul(hash ^ codes[i]!, 0x01000193);
      whole = Math.imul(whole ^ codes[i]!, 0x01000193);
      if (i - from + 1 >= minInside) report(mix(hash), found);
    }
    if (stop === end) report(mix(whole), found);
  }
}

function findInRun(codes: Uint16Array, start: number, end: number, found: (concept: number) => void): void {
  for (let from = start; from < end; from++) {
    let hash = partSeed;
    const stop = Math.min(from + maxPart, end);
    for (let i = from; i < stop; i++) {
      hash = Math.imul(hash ^ codes[i]!, 0x01000193);
      report(mix(hash), found);
    }
  }
}

function report(hash: number, found: (concept: number) => void): void {
  const place = findHash(stems, hash);
  if (place < 0) return;
  for (const concept of meanings[place]!) found(concept);
}

function fillTable(): void {
  const words = createWords();
  [...Object.values(conceptWords), ...Object.values(thingWords)].forEach((list, concept) => {
    for (const entry of list.split(" ")) {
      const isStem = entry.endsWith("*");
      splitWords(isStem ? entry.slice(0, -1) : entry, words);
      for (let index = 0; index < words.count; index++) addEntry(words, index, isStem, concept);
    }
  });
}

function addEntry(words: Words, index: number, isStem: boolean, concept: number): void {
  const start = words.start[index]!,
    isPart = isNoSpaceScript(words.folded[start]!);
  let hash = isPart ? partSeed : isStem ? stemSeed : wordSeed;
  const end = Math.min(words.end[index]!, start + (isPart ? maxPart : maxStem));
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ words.folded[i]!, 0x01000193);
  const place = addHash(stems, mix(hash));
  const concepts = (meanings[place] ??= []);
  if (!concepts.includes(concept)) concepts.push(concept);
}
