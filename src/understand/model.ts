import { createGrams, lengthOf, readGrams, viewsOf, type FeatureKind, type Grams } from "./features.ts";
import { findHash, type HashIndex } from "./hash-index.ts";
import { judge, readSignals, signalCount, type Judge, type Opinions } from "./judge.ts";
import type { Table } from "./pack.ts";
import type { Words } from "./text.ts";

/** The label of training texts that belong nowhere: a class of its own that is never given as an answer. */
export const outOfScope = "__out_of_scope__";

/** What training measured on texts it held back. Risks and coverages are shares of texts. */
export type ModelMetrics = { accuracy: number; ece: number; knownShare: number };
/** From `threshold` on, at most `risk` of the answers are wrong; `coverage` of the held-back texts reached it. */
export type RiskThreshold = { risk: number; threshold: number; coverage: number };

export type Model = {
  kind: FeatureKind;
  labels: string[];
  /** Texts it was trained on. */
  trainedOn: number;
  /** Hash of the training data and options: the same data gives the same model. */
  dataHash: string;
  /** Length of the view of concepts beside words, which have 1; 0 without it. */
  concepts: number;
  index: HashIndex;
  table: Table;
  bias: Float32Array;
  temperature: number;
  net: ModelNet | null;
  /** Without one, confidence is the best label's share. */
  judge: Judge | null;
  thresholds: RiskThreshold[];
  /** Below this confidence, or below this share of known words and letters, the model abstains. */
  threshold: number;
  minKnown: number;
  metrics: ModelMetrics;
};

/** What the net has beside its vectors, which are in the table. */
export type ModelNet = {
  dim: number;
  hiddenBias: Float32Array;
  output: Float32Array;
  outputBias: Float32Array;
  temperature: number;
};

/** One reading: `shares` are probabilities, sum 1, per label. Reused from call to call. */
export type Scores = Opinions & {
  shares: Float64Array;
  marginShares: Float64Array;
  logitShares: Float64Array;
  confidence: number;
  grams: Grams;
  touched: Int32Array;
  /** Of each touched feature: its tf-idf value, the whole text having length 1. */
  values: Float64Array;
  counts: Uint16Array;
  hidden: Float64Array;
  signals: Float64Array;
};

export function createScores(model: Model): Scores {
  const grams = createGrams(),
    perLabel = () => new Float64Array(model.labels.length);
  return {
    margins: perLabel(),
    logits: perLabel(),
    marginShares: perLabel(),
    logitShares: perLabel(),
    shares: perLabel(),
    best: 0,
    confidence: 0,
    known: 0,
    seen: 0,
    grams,
    touched: new Int32Array(grams.hashes.length),
    values: new Float64Array(grams.hashes.length),
    counts: new Uint16Array(model.index.size),
    hidden: new Float64Array(model.net?.dim ?? 0),
    signals: new Float64Array(signalCount),
  };
}

const logs = Float64Array.from({ length: 256 }, (_, count) => 1 + Math.log(Math.max(count, 1)));

/** Scores every label for one text. No allocation; the work is linear in the number of features. */
export function score(model: Model, words: Words, scores: Scores): void {
  readGrams(words, model.kind, scores.grams, model.concepts > 0);
  const distinct = weigh(model, scores);
  addRows(model, distinct, scores);
  toShares(scores.margins, model.temperature, scores.marginShares);
  if (model.net) {
    scoreNet(model.net, scores);
    toShares(scores.logits, model.net.temperature, scores.logitShares);
    for (let k = 0; k < scores.shares.length; k++) scores.shares[k] = (scores.marginShares[k]! + scores.logitShares[k]!) / 2;
  } else scores.shares.set(scores.marginShares);
  scores.best = bestOf(scores.shares, model.labels.indexOf(outOfScope));
  scores.confidence = sureness(model, scores);
}

/** Fills `touched` and `values` as training did: tf-idf, each view of length 1, then the whole. */
function weigh(model: Model, scores: Scores): number {
  const { grams, touched, values, counts } = scores,
    { index } = model,
    { factors } = model.table,
    views = viewsOf(model.kind);
  let distinct = 0,
    found = 0,
    full = 0,
    next = 0;
  for (let view = 0; view < views; view++) {
    const begin = distinct;
    for (const end = grams.ends[view]!; next < end; next++) {
      const feature = findHash(index, grams.hashes[next]!);
      if (feature < 0) continue;
      if (view < 2) found++;
      if (counts[feature] === 0) touched[distinct++] = feature;
      if (counts[feature]! < 65_535) counts[feature]!++;
    }
    let squares = 0;
    for (let i = begin; i < distinct; i++) {
      const feature = touched[i]!,
        value = logs[Math.min(counts[feature]!, 255)]! * factors[feature * 3]!;
      counts[feature] = 0;
      values[i] = value;
      squares += value * value;
    }
    if (squares === 0) continue;
    const length = lengthOf(view, model.concepts);
    full += length ** 2;
    const scale = length / Math.sqrt(squares);
    for (let i = begin; i < distinct; i++) values[i]! *= scale;
  }
  const scale = full > 0 ? 1 / Math.sqrt(full) : 0;
  for (let i = 0; i < distinct; i++) values[i]! *= scale;
  scores.seen = grams.ends[Math.min(views - 1, 1)]!;
  scores.known = scores.seen > 0 ? found / scores.seen : 0;
  return distinct;
}

/** The margins of the linear member, and what arrives at the hidden places of the net. */
function addRows({ table, bias, net }: Model, distinct: number, scores: Scores): void {
  const { margins, hidden, touched, values } = scores,
    { rows, width, factors } = table,
    classes = margins.length,
    dim = hidden.length;
  margins.set(bias);
  if (net) hidden.set(net.hiddenBias);
  for (let i = 0; i < distinct; i++) {
    const feature = touched[i]!,
      from = feature * width,
      weight = values[i]! * factors[feature * 3 + 1]!;
    for (let k = 0; k < classes; k++) margins[k]! += weight * rows[from + k]!;
    if (dim === 0) continue;
    const share = values[i]! * factors[feature * 3 + 2]!,
      start = from + classes;
    for (let d = 0; d < dim; d++) hidden[d]! += share * rows[start + d]!;
  }
}

function scoreNet({ output, outputBias, dim }: ModelNet, { hidden, logits }: Scores): void {
  for (let d = 0; d < dim; d++) if (hidden[d]! < 0) hidden[d] = 0;
  for (let k = 0; k < logits.length; k++) {
    let value = outputBias[k]!;
    for (let d = 0, at = k * dim; d < dim; d++) value += output[at + d]! * hidden[d]!;
    logits[k] = value;
  }
}

/** Softmax of margins / temperature. */
export function toShares(margins: Float64Array, temperature: number, shares: Float64Array): void {
  let largest = -Infinity,
    sum = 0;
  for (let k = 0; k < margins.length; k++) if (margins[k]! > largest) largest = margins[k]!;
  for (let k = 0; k < margins.length; k++) sum += shares[k] = Math.exp((margins[k]! - largest) / temperature);
  for (let k = 0; k < margins.length; k++) shares[k]! /= sum;
}

/** The label with the largest share, the one of texts that belong nowhere left aside. */
export function bestOf(shares: Float64Array, outside: number): number {
  let best = -1;
  for (let k = 0; k < shares.length; k++) if (k !== outside && (best < 0 || shares[k]! > shares[best]!)) best = k;
  return best;
}

function sureness(model: Model, scores: Scores): number {
  if (!model.judge) return scores.shares[scores.best]!;
  readSignals(scores, scores.signals);
  const sure = judge(model.judge, scores.signals);
  // Of a text in another tongue, or in none, the judge has seen nothing like it.
  return scores.known < model.minKnown ? (sure * scores.known) / model.minKnown : sure;
}

/** Not sure enough to act on the best label. */
export function isUnsure(model: Model, scores: Scores): boolean {
  return scores.confidence < model.threshold || scores.known < model.minKnown;
}
