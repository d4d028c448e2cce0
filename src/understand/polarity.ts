/** Finds words with a feeling by their beginnings, which is how inflected languages have them. */
import { addHash, createHashIndex, findHash, type HashIndex } from "./hash-index.ts";
import { pictures, polarityWords } from "./polarity-words.ts";
import { createWords, mix, splitWords, type Words } from "./text.ts";

export type Feel = "good" | "bad" | "angry" | "more";
type Entry = { feel: Feel; length: number };
export type PolarityTable = { index: HashIndex; entries: Entry[] };

/** Beyond it nothing is decided. */
const maxLetters = 16;
const stemSeed = 0x811c9dc5,
  wordSeed = 0x2545f491;

export function createPolarity(): Map<string, PolarityTable> {
  return new Map(Object.entries(polarityWords).map(([language, lists]) => [language, tableOf(lists)]));
}

function tableOf(lists: Record<Feel, string>): PolarityTable {
  const table: PolarityTable = { index: createHashIndex(), entries: [] };
  const words = createWords();
  // The strongest reading of a beginning that stands in several lists is the last one added.
  for (const feel of ["more", "good", "bad", "angry"] as const) {
    for (const written of lists[feel].split(" ")) {
      const isStem = written.endsWith("*");
      splitWords(isStem ? written.slice(0, -1) : written, words);
      if (words.count !== 1) continue;
      const start = words.start[0]!,
        end = Math.min(words.end[0]!, start + maxLetters);
      let hash = isStem ? stemSeed : wordSeed;
      for (let i = start; i < end; i++) hash = Math.imul(hash ^ words.folded[i]!, 0x01000193);
      table.entries[addHash(table.index, mix(hash))] = { feel, length: end - start };
    }
  }
  return table;
}

/** The feeling of one word by its longest known beginning; a whole word counts before any beginning. */
export function feelOf({ index, entries }: PolarityTable, { folded, start, end }: Words, nth: number): Feel | null {
  let stem = stemSeed,
    whole = wordSeed,
    found: Feel | null = null;
  const from = start[nth]!,
    stop = Math.min(end[nth]!, from + maxLetters);
  for (let i = from; i < stop; i++) {
    stem = Math.imul(stem ^ folded[i]!, 0x01000193);
    whole = Math.imul(whole ^ folded[i]!, 0x01000193);
    if (i - from < 1) continue;
    const place = findHash(index, mix(stem));
    if (place >= 0) found = entries[place]!.feel;
  }
  if (stop === end[nth]!) {
    const place = findHash(index, mix(whole));
    if (place >= 0) found = entries[place]!.feel;
  }
  return found;
}

const pictureFeel = new Map<string, Feel>(
  Object.entries(pictures).flatMap(([feel, list]) => [...list].map((picture): [string, Feel] => [picture, feel as Feel])),
);
const maxPictures = 20;

/** Calls `found` for each picture with a feeling, and for faces made of signs. */
export function findPictures(text: string, found: (feel: Feel) => void): void {
  let count = 0;
  for (const [sign] of text.slice(0, 4_000).matchAll(/[\u2600-\u27bf\u26b0]|[\ud83c-\ud83e][\udc00-\udfff]|[:;=8]-?[)(DPp/|]|<3|:'\(/g)) {
    if (count++ === maxPictures) return;
    const feel = pictureFeel.get(sign) ?? faces[sign.replace("-", "")];
    if (feel) found(feel);
  }
}

const faces: Record<string, Feel> = {
  ":)": "good",
  ";)": "good",
  "=)": "good",
  "8)": "good",
  ":D": "good",
  ";D": "good",
  "=D": "good",
  ":P": "good",
  ":p": "good",
  "<3": "good",
  ":(": "bad",
  "=(": "bad",
  ";(": "bad",
  ":'(": "bad",
  ":/": "bad",
  ":|": "bad",
};
