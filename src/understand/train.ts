import { createHash } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import { calibrationError, chooseThreshold, fitTemperature, type HeldBack, type Judged } from "./calibration.ts";
import type { FeatureKind } from "./features.ts";
import { addHash, createHashIndex, hashesInOrder } from "./hash-index.ts";
import { outOfScope, toShares, type Model } from "./model.ts";
import { countRows, documentFrequency, inverseFrequency, weighRows, type Rows, type WeighedRows } from "./sparse-rows.ts";
import { createRandom, trainSvm } from "./svm.ts";

export type Example = { text: string; label: string };

export type TrainOptions = {
  kind?: FeatureKind;
  /** Same data, same seed, same bytes. */
  seed?: number;
  /** How hard the SVM tries to fit each text; less for noisy labels. */
  c?: number;
  /** Share of wrong answers to stay under when the model does not abstain. */
  risk?: number;
  folds?: number;
  onProgress?: (done: number, total: number) => void;
};

type Fit = { weights: Float32Array; bias: Float32Array; idf: Float32Array };

/**
 * Trains on all examples; temperature and thresholds come from texts held back in turn, so nobody has to bring a second set.
 * @throws AppError `invalid` when there are fewer than two labels.
 */
export function trainModel(examples: Example[], options: TrainOptions = {}): Model {
  const { onProgress = () => {} } = options;
  const settings = trainingSettings(options);
  const { kind, seed, c, risk, folds } = settings;
  const labels = [...new Set(examples.map((example) => example.label))].sort();
  if (labels.length < 2) throw new AppError("invalid", "Training needs examples of at least two labels.");
  const places = new Map(labels.map((label, place) => [label, place]));
  const targets = Int32Array.from(examples, (example) => places.get(example.label)!);
  const { rows, index } = countRows(
    examples.map((example) => example.text),
    kind,
  );
  const minimum = examples.length >= 500 ? 2 : 1;
  const foldOf = assignFolds(targets, labels.length, folds, seed);
  const heldBack: HeldBack[] = [],
    known: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const fit = fitRows(rows, index.size, targets, labels.length, minimum, (row) => foldOf[row] !== fold, { c, seed });
    scoreHeldBack(fit, labels.length, targets, (row) => foldOf[row] === fold, heldBack, known);
    onProgress(fold + 1, folds + 1);
  }
  const fit = fitRows(rows, index.size, targets, labels.length, minimum, () => true, { c, seed });
  onProgress(folds + 1, folds + 1);
  const calibration = calibrate(heldBack, known, labels, risk);
  return {
    kind,
    labels,
    trainedOn: examples.length,
    dataHash: hashExamples(examples, settings),
    ...compact(hashesInOrder(index), fit, labels.length),
    bias: fit.bias,
    ...calibration,
  };
}

/** The options with their defaults: all that, beside the examples, decides what comes out. */
export function trainingSettings({ kind = "category", seed = 1, c = 1, risk = 0.1, folds = 3 }: TrainOptions) {
  return { trainer: 1, kind, seed, c, risk, folds };
}

/** Identifies training data and options, in any order of the examples' origin but not of the examples. */
export function hashExamples(examples: Example[], options: object): string {
  const hash = createHash("sha256").update(JSON.stringify(options));
  for (const { text, label } of examples) hash.update(`${label}\0${text}\n`);
  return hash.digest("hex");
}

function fitRows(
  rows: Rows,
  size: number,
  targets: Int32Array,
  classes: number,
  minimum: number,
  isChosen: (row: number) => boolean,
  svm: { c: number; seed: number },
): Fit & { weighed: WeighedRows } {
  const chosen = Int32Array.from({ length: rows.total }, (_, row) => row).filter(isChosen);
  const idf = inverseFrequency(documentFrequency(rows, size, isChosen), chosen.length, minimum);
  const weighed = weighRows(rows, idf);
  return { ...trainSvm(weighed, targets, classes, size, chosen, svm), idf, weighed };
}

function scoreHeldBack(
  fit: Fit & { weighed: WeighedRows },
  classes: number,
  targets: Int32Array,
  isChosen: (row: number) => boolean,
  heldBack: HeldBack[],
  known: number[],
): void {
  const { offsets, features, values } = fit.weighed;
  for (let row = 0; row < targets.length; row++) {
    if (!isChosen(row)) continue;
    const margins = Float64Array.from(fit.bias);
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      const from = features[i]! * classes;
      for (let k = 0; k < classes; k++) margins[k]! += values[i]! * fit.weights[from + k]!;
    }
    heldBack.push({ margins, label: targets[row]! });
    known.push(fit.weighed.known[row]!);
  }
}

function calibrate(heldBack: HeldBack[], known: number[], labels: string[], risk: number) {
  const temperature = fitTemperature(heldBack);
  const shares = new Float64Array(labels.length);
  const judged: Judged[] = heldBack.map(({ margins, label }) => {
    toShares(margins, temperature, shares);
    let best = 0;
    for (let k = 1; k < shares.length; k++) if (shares[k]! > shares[best]!) best = k;
    return { confidence: shares[best]!, isRight: best === label && labels[label] !== outOfScope };
  });
  const sortedKnown = known.toSorted((a, b) => a - b);
  const at = (share: number) => sortedKnown[Math.floor(share * (sortedKnown.length - 1))] ?? 0;
  const accuracy = judged.filter((one) => one.isRight).length / judged.length;
  return {
    temperature,
    threshold: chooseThreshold(judged, risk),
    minKnown: at(0.01) * 0.9,
    metrics: { accuracy, ece: calibrationError(judged), knownShare: at(0.5) },
  };
}

/** Only the features that carry weight, in order of first appearance. */
function compact(hashes: Uint32Array, fit: Fit, classes: number) {
  const kept = [...fit.idf.keys()].filter((feature) => fit.idf[feature]! > 0);
  const index = createHashIndex(kept.length);
  const idf = new Float32Array(kept.length),
    weights = new Float32Array(kept.length * classes);
  kept.forEach((feature, place) => {
    addHash(index, hashes[feature]!);
    idf[place] = fit.idf[feature]!;
    weights.set(fit.weights.subarray(feature * classes, (feature + 1) * classes), place * classes);
  });
  return { index, idf, weights };
}

/** Every label spread evenly over the folds. */
function assignFolds(targets: Int32Array, classes: number, folds: number, seed: number): Int32Array {
  const random = createRandom(seed);
  const next = Array.from({ length: classes }, () => Math.floor(random() * folds));
  const order = Array.from(targets.keys(), (row) => ({ row, key: random() })).sort((a, b) => a.key - b.key);
  const foldOf = new Int32Array(targets.length);
  for (const { row } of order) foldOf[row] = next[targets[row]!]!++ % folds;
  return foldOf;
}
