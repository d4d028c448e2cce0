import { createGrams, readGrams, type FeatureKind, type Grams } from "./features.ts";
import { findHash, type HashIndex } from "./hash-index.ts";
import type { Words } from "./text.ts";

/** The label of training texts that belong nowhere: a class of its own that is never given as an answer. */
export const outOfScope = "__out_of_scope__";

/** What training measured on texts it held back. Risks are shares of wrong answers. */
export type ModelMetrics = { accuracy: number; ece: number; knownShare: number };

export type Model = {
  kind: FeatureKind;
  labels: string[];
  /** Texts it was trained on. */
  trainedOn: number;
  /** Hash of the training data and options: the same data gives the same model. */
  dataHash: string;
  index: HashIndex;
  idf: Float32Array;
  /** `weights[feature * labels + label]`, the idf not multiplied in. */
  weights: Float32Array;
  bias: Float32Array;
  temperature: number;
  /** Below this confidence, or below this share of known n-grams, the model abstains. */
  threshold: number;
  minKnown: number;
  metrics: ModelMetrics;
};

/** One reading: `margins` and `shares` (probabilities, sum 1) per label; reused from call to call. */
export type Scores = {
  margins: Float64Array;
  shares: Float64Array;
  best: number;
  confidence: number;
  known: number;
  grams: Grams;
  touched: Int32Array;
  counts: Uint16Array;
};

export function createScores(model: Model): Scores {
  const grams = createGrams();
  return {
    margins: new Float64Array(model.labels.length),
    shares: new Float64Array(model.labels.length),
    best: 0,
    confidence: 0,
    known: 0,
    grams,
    touched: new Int32Array(grams.hashes.length),
    counts: new Uint16Array(model.idf.length),
  };
}

const logs = Float64Array.from({ length: 256 }, (_, count) => 1 + Math.log(Math.max(count, 1)));

/** Scores every label for one text. No allocation; the work is linear in the number of n-grams. */
export function score(model: Model, words: Words, scores: Scores): void {
  const { grams, margins } = scores;
  readGrams(words, model.kind, grams);
  const distinct = countKnown(model.index, scores);
  const classes = margins.length,
    { weights, idf, bias } = model;
  margins.fill(0);
  let squares = 0;
  for (let i = 0; i < distinct; i++) {
    const feature = scores.touched[i]!;
    const value = logs[Math.min(scores.counts[feature]!, 255)]! * idf[feature]!;
    scores.counts[feature] = 0;
    squares += value * value;
    const from = feature * classes;
    for (let k = 0; k < classes; k++) margins[k]! += value * weights[from + k]!;
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let k = 0; k < classes; k++) margins[k] = margins[k]! * scale + bias[k]!;
  toShares(margins, model.temperature, scores.shares);
  chooseBest(model, scores);
}

function countKnown(index: HashIndex, scores: Scores): number {
  const { hashes, count } = scores.grams,
    { touched, counts } = scores;
  let distinct = 0,
    found = 0;
  for (let i = 0; i < count; i++) {
    const feature = findHash(index, hashes[i]!);
    if (feature < 0) continue;
    found++;
    if (counts[feature] === 0) touched[distinct++] = feature;
    if (counts[feature]! < 65_535) counts[feature]!++;
  }
  scores.known = count > 0 ? found / count : 0;
  return distinct;
}

/** Softmax of margins / temperature. */
export function toShares(margins: Float64Array, temperature: number, shares: Float64Array): void {
  let largest = -Infinity,
    sum = 0;
  for (let k = 0; k < margins.length; k++) if (margins[k]! > largest) largest = margins[k]!;
  for (let k = 0; k < margins.length; k++) sum += shares[k] = Math.exp((margins[k]! - largest) / temperature);
  for (let k = 0; k < margins.length; k++) shares[k]! /= sum;
}

function chooseBest(model: Model, scores: Scores): void {
  let best = -1;
  for (let k = 0; k < scores.shares.length; k++) {
    if (model.labels[k] === outOfScope) continue;
    if (best < 0 || scores.shares[k]! > scores.shares[best]!) best = k;
  }
  scores.best = best;
  scores.confidence = scores.shares[best]!;
}

/** Not sure enough to act on the best label. */
export function isUnsure(model: Model, scores: Scores): boolean {
  return scores.confidence < model.threshold || scores.known < model.minKnown;
}
