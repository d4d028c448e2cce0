import { createGrams, readGrams, type FeatureKind } from "./features.ts";
import { addHash, createHashIndex, type HashIndex } from "./hash-index.ts";
import { createWords, splitWords } from "./text.ts";

/** Texts as rows of (feature, how often), one after another; row r is `offsets[r]` to `offsets[r + 1]`. */
export type Rows = {
  offsets: Int32Array;
  features: Int32Array;
  counts: Float32Array;
  total: number;
};

/** The same rows weighed: tf-idf, length 1. `known` is the share of a row's n-grams that the dictionary has. */
export type WeighedRows = {
  offsets: Int32Array;
  features: Int32Array;
  values: Float32Array;
  known: Float32Array;
};

export function countRows(texts: string[], kind: FeatureKind): { rows: Rows; index: HashIndex } {
  const index = createHashIndex(65_536);
  const words = createWords(),
    grams = createGrams();
  const offsets = new Int32Array(texts.length + 1);
  let features = new Int32Array(1 << 16),
    counts = new Float32Array(1 << 16);
  let place = new Int32Array(1 << 16).fill(-1);
  let at = 0;
  texts.forEach((text, row) => {
    splitWords(text, words);
    readGrams(words, kind, grams);
    if (at + grams.count > features.length) {
      features = enlarge(features, Int32Array, at + grams.count);
      counts = enlarge(counts, Float32Array, at + grams.count);
    }
    const begin = at;
    for (let i = 0; i < grams.count; i++) {
      const id = addHash(index, grams.hashes[i]!);
      if (id >= place.length) {
        const old = place.length;
        place = enlarge(place, Int32Array, id + 1);
        place.fill(-1, old);
      }
      if (place[id]! < begin) {
        place[id] = at;
        features[at] = id;
        counts[at++] = 1;
      } else counts[place[id]!]!++;
    }
    offsets[row + 1] = at;
  });
  return { rows: { offsets, features, counts, total: texts.length }, index };
}

/** In how many of the chosen rows each feature occurs. */
export function documentFrequency(rows: Rows, size: number, isChosen: (row: number) => boolean): Int32Array {
  const frequency = new Int32Array(size);
  for (let row = 0; row < rows.total; row++) {
    if (!isChosen(row)) continue;
    for (let i = rows.offsets[row]!; i < rows.offsets[row + 1]!; i++) frequency[rows.features[i]!]!++;
  }
  return frequency;
}

/** Smoothed inverse document frequency; 0 drops a feature that fewer than `min` texts have. */
export function inverseFrequency(frequency: Int32Array, texts: number, min: number): Float32Array {
  return Float32Array.from(frequency, (count) => (count < min ? 0 : Math.log((1 + texts) / (1 + count)) + 1));
}

export function weighRows(rows: Rows, idf: Float32Array): WeighedRows {
  const offsets = new Int32Array(rows.total + 1);
  const features = new Int32Array(rows.features.length),
    values = new Float32Array(rows.features.length);
  const known = new Float32Array(rows.total);
  let at = 0;
  for (let row = 0; row < rows.total; row++) {
    const begin = at;
    let squares = 0,
      all = 0,
      found = 0;
    for (let i = rows.offsets[row]!; i < rows.offsets[row + 1]!; i++) {
      const weight = idf[rows.features[i]!]!,
        count = rows.counts[i]!;
      all += count;
      if (weight === 0) continue;
      found += count;
      const value = (1 + Math.log(count)) * weight;
      squares += value * value;
      features[at] = rows.features[i]!;
      values[at++] = value;
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let i = begin; i < at; i++) values[i]! *= scale;
    known[row] = all > 0 ? found / all : 0;
    offsets[row + 1] = at;
  }
  return { offsets, features: features.subarray(0, at), values: values.subarray(0, at), known };
}

function enlarge<T extends Int32Array | Float32Array>(array: T, Type: { new (length: number): T }, needed: number): T {
  const bigger = new Type(Math.max(needed, array.length * 2));
  bigger.set(array);
  return bigger;
}
