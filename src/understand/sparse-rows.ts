import { createGrams, lengthOf, readGrams, viewsOf, type FeatureKind } from "./features.ts";
import { addHash, createHashIndex, type HashIndex } from "./hash-index.ts";
import { createWords, splitWords } from "./text.ts";

/** Texts as rows of (feature, how often). View v of row r is `offsets[r * views + v]` to `offsets[r * views + v + 1]`. */
export type Rows = {
  views: number;
  offsets: Int32Array;
  features: Int32Array;
  counts: Uint16Array;
  total: number;
  size: number;
  /** The language of each row, as a number: how common a word is depends on it. */
  languages: Uint8Array;
};

/** The same rows weighed: tf-idf, each view of its length, then the whole of length 1. `known` is the share of words and letters the dictionary has. */
export type WeighedRows = {
  offsets: Int32Array;
  features: Int32Array;
  values: Float32Array;
  known: Float32Array;
  /** How many features of words and letters each row has, repeats included. */
  seen: Int32Array;
};

/** Counted into shared memory, so that several threads can train on the same rows. `languages` may be left out where there is one. */
export function countRows(
  texts: string[],
  kind: FeatureKind,
  languages = shared(Uint8Array, texts.length),
): { rows: Rows; index: HashIndex } {
  const index = createHashIndex(65_536);
  const words = createWords(),
    grams = createGrams(),
    views = viewsOf(kind);
  const offsets = shared(Int32Array, texts.length * views + 1);
  let features = new Int32Array(1 << 16),
    counts = new Uint16Array(1 << 16);
  let place = new Int32Array(1 << 16).fill(-1);
  let at = 0;
  texts.forEach((text, row) => {
    splitWords(text, words);
    readGrams(words, kind, grams);
    features = roomFor(features, at + grams.count);
    counts = roomFor(counts, at + grams.count);
    let next = 0;
    for (let view = 0; view < views; view++) {
      const begin = at;
      for (; next < grams.ends[view]!; next++) {
        const id = addHash(index, grams.hashes[next]!);
        if (id >= place.length) place = roomFor(place, id + 1, -1);
        if (place[id]! < begin) {
          place[id] = at;
          features[at] = id;
          counts[at++] = 1;
        } else if (counts[place[id]!]! < 65_535) counts[place[id]!]!++;
      }
      offsets[row * views + view + 1] = at;
    }
  });
  const rows = { views, offsets, features: share(features.subarray(0, at)), counts: share(counts.subarray(0, at)) };
  return { rows: { ...rows, total: texts.length, size: index.size, languages }, index };
}

/**
 * A feature is kept when at least `minimum` texts have it, and when it is among the `most` that most texts have. `concepts` is the
 * length of the view of concepts, words having 1; 0 leaves it out.
 */
export type Keep = { minimum: number; most?: number; concepts: number };

/** Texts added to each language, so that a share of a handful is not taken at its word. */
const prior = 20;

/**
 * How much a feature tells: the mean of its inverse document frequency among all chosen rows and of that in the language where it is
 * commonest. By the first alone, the small words of a language with few texts would pass for rare ones. 0 drops a feature.
 */
export function inverseFrequency(rows: Rows, chosen: Int32Array, { minimum, most = Infinity, concepts }: Keep): Float32Array {
  const { views, offsets, features, languages, size } = rows;
  const frequency = new Int32Array(size),
    largest = new Float32Array(size);
  for (const own of byLanguage(chosen, languages)) {
    const within = new Int32Array(size);
    for (const row of own) {
      const end = offsets[row * views + (concepts > 0 ? views : Math.min(views, 2))]!;
      for (let i = offsets[row * views]!; i < end; i++) within[features[i]!]!++;
    }
    for (let feature = 0; feature < size; feature++) {
      frequency[feature]! += within[feature]!;
      largest[feature] = Math.max(largest[feature]!, within[feature]! / (own.length + prior));
    }
  }
  let least = minimum;
  while (frequency.reduce((kept, count) => kept + (count >= least ? 1 : 0), 0) > most) least++;
  return Float32Array.from(frequency, (count, feature) => {
    if (count < least) return 0;
    const everywhere = Math.log((1 + chosen.length) / (1 + count)),
      atHome = -Math.log(largest[feature]!);
    return (everywhere + atHome) / 2 + 1;
  });
}

function byLanguage(rows: Int32Array, languages: Uint8Array): number[][] {
  const groups: number[][] = [];
  for (const row of rows) (groups[languages[row]!] ??= []).push(row);
  return groups.filter((group) => group !== undefined);
}

export function weighRows(rows: Rows, idf: Float32Array, { concepts }: Keep): WeighedRows {
  const offsets = new Int32Array(rows.total + 1);
  const features = new Int32Array(rows.features.length),
    values = new Float32Array(rows.features.length);
  const known = new Float32Array(rows.total),
    seen = new Int32Array(rows.total);
  let at = 0;
  for (let row = 0; row < rows.total; row++) {
    const begin = at;
    let all = 0,
      found = 0,
      full = 0;
    for (let view = 0; view < rows.views; view++) {
      const start = at;
      let squares = 0;
      for (let i = rows.offsets[row * rows.views + view]!; i < rows.offsets[row * rows.views + view + 1]!; i++) {
        const weight = idf[rows.features[i]!]!,
          count = rows.counts[i]!;
        if (view < 2) all += count;
        if (weight === 0) continue;
        if (view < 2) found += count;
        const value = (1 + Math.log(count)) * weight;
        squares += value * value;
        features[at] = rows.features[i]!;
        values[at++] = value;
      }
      const length = lengthOf(view, concepts);
      if (squares > 0) full += length ** 2;
      const scale = squares > 0 ? length / Math.sqrt(squares) : 0;
      for (let i = start; i < at; i++) values[i]! *= scale;
    }
    const scale = full > 0 ? 1 / Math.sqrt(full) : 0;
    for (let i = begin; i < at; i++) values[i]! *= scale;
    known[row] = all > 0 ? found / all : 0;
    seen[row] = all;
    offsets[row + 1] = at;
  }
  return { offsets, features: features.subarray(0, at), values: values.subarray(0, at), known, seen };
}

type Numbers = Int32Array | Uint16Array | Float32Array | Uint8Array;
type Kind<T> = { new (buffer: SharedArrayBuffer): T; BYTES_PER_ELEMENT: number };

export function shared<T extends Numbers>(Type: Kind<T>, length: number): T {
  return new Type(new SharedArrayBuffer(length * Type.BYTES_PER_ELEMENT));
}

export function share<T extends Numbers>(array: T): T {
  const copy = shared(array.constructor as unknown as Kind<T>, array.length);
  copy.set(array);
  return copy;
}

function roomFor<T extends Numbers>(array: T, needed: number, filler = 0): T {
  if (needed <= array.length) return array;
  const bigger = new (array.constructor as { new (length: number): T })(Math.max(needed, array.length * 2));
  bigger.set(array);
  if (filler !== 0) bigger.fill(filler, array.length);
  return bigger;
}
