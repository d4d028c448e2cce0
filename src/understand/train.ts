import { createHash } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import { adapt } from "./adapt.ts";
import { augment } from "./augment.ts";
import { calibrate, unmeasured, type HeldBack } from "./calibration.ts";
import type { FeatureKind } from "./features.ts";
import { createFitPool, type FitPool } from "./fit-pool.ts";
import type { Fitted } from "./fit.ts";
import { addHash, createHashIndex, hashesInOrder, type HashIndex } from "./hash-index.ts";
import { outOfScope, type Model, type ModelNet } from "./model.ts";
import { packTable } from "./pack.ts";
import { foldSplits, linearJob, netJob, outsiderSplits, thinned, type Material, type Split, type Trial } from "./plan.ts";
import { countRows, shared } from "./sparse-rows.ts";
import { createRandom } from "./svm.ts";

/** `weight`: how much it counts, 1 without. `language` (ISO 639-1) says in which language copies of it are made. */
export type Example = { text: string; label: string; language?: string; weight?: number };

export type TrainOptions = {
  kind?: FeatureKind;
  /** Same data, same seed, same bytes. */
  seed?: number;
  /** How hard the linear member tries to fit each text, less for noisy labels; found on held-back texts when not given. */
  c?: number;
  /** How much concepts count beside words, 0 to 1; found on held-back texts when not given. */
  concepts?: number;
  /** Share of wrong answers to stay under when the model does not abstain. */
  risk?: number;
  /** Changed copies of each text to learn from too: typing mistakes, greetings, names. */
  copies?: number;
  /** Features to keep at most; the rarest go first. */
  mostFeatures?: number;
  /** Takes three times as long for the net, for a model that is trained once and shipped. */
  isThorough?: boolean;
  /** Texts of others that teach but do not judge: the starter's, beside a shop's own. */
  support?: Example[];
  /** Texts without labels, of the kind the model will meet. */
  unlabelled?: string[];
  /** False: how sure it may be is not found out, which takes most of the time. Good for comparing what models answer, nothing else. */
  isMeasured?: boolean;
  onProgress?: (done: number, total: number) => void;
};

/** Of fewer texts everything is tried, since it costs nothing, and what all shops talk about helps: the concepts stay. */
const few = 3_000;

/**
 * Trains on all examples; how sure the model may be comes from texts held back in turn, so nobody has to bring a second set.
 * @throws AppError `invalid` when there are fewer than two labels.
 */
export async function trainModel(examples: Example[], options: TrainOptions = {}): Promise<Model> {
  const { support = [], unlabelled = [], isMeasured = true, onProgress = () => {} } = options;
  const settings = trainingSettings(options);
  const { kind, seed, c, risk, copies, mostFeatures, concepts, isThorough } = settings;
  const texts = [...examples, ...support];
  const labels = [...new Set(texts.map((example) => example.label))].sort();
  if (labels.filter((label) => label !== outOfScope).length < 1 || labels.length < 2)
    throw new AppError("invalid", "Training needs examples of at least two labels.");
  const { material, rows, index, importance, unlabelledRows } = prepare(examples, support, unlabelled, labels, settings);
  const pool = createFitPool({ rows, targets: material.targets, importance, classes: labels.length });
  try {
    const size = material.learnable.length;
    const trial: Trial = {
      c: c ?? 1,
      epochs: Math.max(isThorough ? 8 : 4, Math.min(25, Math.round(180_000 / size))),
      // Two small nets know more than one of twice the size.
      dim: labels.length > 60 ? 64 : isThorough ? 24 : 32,
      nets: labels.length > 60 || size < few || isThorough ? 2 : 1,
      keep: { minimum: size >= 500 ? 2 + copies : 1, most: mostFeatures, concepts: concepts ?? 0.5 },
      seed,
    };
    if (unlabelledRows.length > 0) {
      const named = labels.indexOf(outOfScope);
      const taken = await adapt(pool, material.targets, labels.length, material.learnable, unlabelledRows, trial, named);
      material.learnable = Int32Array.from([...material.learnable, ...taken]);
    }
    const folds = isMeasured || c === null ? foldSplits(material) : [];
    if (c === null)
      Object.assign(
        trial,
        await chooseTrial(pool, folds, material, trial, concepts === null && size >= few ? [0, 0.5] : [trial.keep.concepts]),
      );
    const outsiders = isMeasured && kind === "category" ? outsiderSplits(material) : [];
    const { heldBack, fitted } = await fitAll(pool, material, isMeasured ? folds : [], outsiders, trial, kind, onProgress);
    const { netTemperature, ...calibration } = isMeasured ? calibrate(heldBack, labels.indexOf(outOfScope)) : unmeasured;
    return {
      kind,
      concepts: trial.keep.concepts,
      labels,
      trainedOn: texts.length,
      dataHash: hashExamples([...texts, ...unlabelled.map((text) => ({ text, label: "" }))], settings),
      ...assemble(index, fitted, netTemperature),
      ...calibration,
      threshold: calibration.thresholds.find((one) => one.risk >= risk)?.threshold ?? 1.01,
    };
  } finally {
    await pool.close();
  }
}

/** The options with their defaults: all that, beside the examples, decides what comes out. */
export function trainingSettings({
  kind = "category",
  seed = 1,
  c,
  concepts,
  risk = 0.02,
  copies = 0,
  mostFeatures = 400_000,
  isThorough = false,
}: TrainOptions) {
  return { trainer: 3, kind, seed, c: c ?? null, concepts: concepts ?? null, risk, copies, mostFeatures, isThorough };
}

/** Identifies training data and options, in any order of the examples' origin but not of the examples. */
export function hashExamples(examples: Example[], options: object): string {
  const hash = createHash("sha256").update(JSON.stringify(options));
  for (const { text, label, language = "", weight = 1 } of examples) hash.update(`${label}\0${language}\0${weight}\0${text}\n`);
  return hash.digest("hex");
}

type Settings = ReturnType<typeof trainingSettings>;

function prepare(examples: Example[], support: Example[], unlabelled: string[], labels: string[], settings: Settings) {
  const originals = [...examples, ...support];
  const random = createRandom(settings.seed + 5);
  const copies = Array.from({ length: settings.copies }, () => originals).flat();
  const all = [
    ...originals.map(({ text }) => text),
    ...copies.map(({ text, language }) => augment(text, language ?? "en", random)),
    ...unlabelled,
  ];
  const places = new Map(labels.map((label, place) => [label, place]));
  const taught = originals.length + copies.length;
  const targets = shared(Int32Array, all.length).fill(-1),
    importance = shared(Float32Array, all.length).fill(1),
    languages = shared(Uint8Array, all.length);
  // 0 is the language of texts that do not say theirs.
  const codes = ["", ...new Set(originals.flatMap(({ language }) => language ?? []))];
  for (let row = 0; row < taught; row++) {
    const { label, weight = 1, language = "" } = originals[row % originals.length]!;
    targets[row] = places.get(label)!;
    importance[row] = weight;
    languages[row] = codes.indexOf(language);
  }
  const { rows, index } = countRows(all, settings.kind, languages);
  // A shop's own texts alone say how good the model is, unless they are too few to say anything.
  const judging = support.length > 0 && examples.length < 50 ? originals.length : examples.length;
  const material: Material = {
    targets,
    source: Int32Array.from(all, (_, row) => (row < taught ? row % originals.length : row)),
    classes: labels.length,
    learnable: Int32Array.from({ length: taught }, (_, row) => row),
    judges: Int32Array.from({ length: judging }, (_, row) => row),
    named: labels.flatMap((label, place) => (label === outOfScope ? [] : [place])),
    seed: settings.seed,
  };
  const unlabelledRows = Int32Array.from(unlabelled, (_, nth) => taught + nth);
  return { material, rows, index, importance, unlabelledRows };
}

/**
 * Mistaken labels want a softer fit; concepts help where texts are few and blur where they are many. Of the settings whose answers
 * on held-back texts are best, the first: the softest.
 */
async function chooseTrial(
  pool: FitPool,
  folds: Split[],
  { targets, classes, seed }: Material,
  trial: Trial,
  concepts: number[],
): Promise<Trial> {
  const candidates = concepts.flatMap((weight) =>
    [0.3, 1, 3].map((c): Trial => ({ ...trial, c, keep: { ...trial.keep, concepts: weight } })),
  );
  const splits = folds.map((fold) => thinned(fold, seed)).slice(0, folds[0]!.learn.length > 3_000 ? 1 : folds.length);
  const fitted = await pool.run(candidates.flatMap((candidate) => splits.map((split) => linearJob(split, candidate))));
  const right = candidates.map((_, nth) =>
    splits.reduce((sum, { test }, fold) => sum + countRight(fitted[nth * splits.length + fold]!.scores!, test, targets, classes), 0),
  );
  return candidates[right.indexOf(Math.max(...right))]!;
}

function countRight(scores: Float32Array, test: Int32Array, targets: Int32Array, classes: number): number {
  return test.reduce((sum, row, nth) => {
    const own = scores.subarray(nth * classes, (nth + 1) * classes);
    return sum + (own.indexOf(Math.max(...own)) === targets[row] ? 1 : 0);
  }, 0);
}

async function fitAll(
  pool: FitPool,
  { targets, learnable, classes }: Material,
  folds: Split[],
  outsiders: Split[],
  trial: Trial,
  kind: FeatureKind,
  onProgress: (done: number, total: number) => void,
) {
  const hasNet = kind === "category";
  const splits = [{ learn: learnable }, ...folds, ...outsiders];
  // The nets take longest and go first, so that no thread is left with one at the end.
  const nets = hasNet ? splits.map((split) => netJob(split, trial)) : [],
    jobs = [...nets, ...splits.map((split) => linearJob(split, trial))];
  let done = 0;
  const results = await pool.run(jobs, () => onProgress(++done, jobs.length));
  const linears = results.slice(nets.length);
  const heldBack = [...folds, ...outsiders].flatMap(({ test }, nth) => {
    const linear = linears[nth + 1]!,
      net = hasNet ? results[nth + 1]! : null;
    return Array.from(test, (row, place): HeldBack => {
      const own = (scores: Float32Array) => Float64Array.from(scores.subarray(place * classes, (place + 1) * classes));
      const logits = net ? own(net.scores!) : null;
      const { known, seen } = { known: linear.known![place]!, seen: linear.seen![place]! };
      return { margins: own(linear.scores!), logits, label: targets[row]!, known, seen, isOutside: nth >= folds.length };
    });
  });
  return { heldBack, fitted: { linear: linears[0]!, net: hasNet ? results[0]! : null } };
}

/** Only the features that carry weight, in order of first appearance. */
function assemble(index: HashIndex, { linear, net }: { linear: Fitted; net: Fitted | null }, temperature: number) {
  const kept = Int32Array.from(linear.idf.keys()).filter((feature) => linear.idf[feature]! > 0);
  const hashes = hashesInOrder(index),
    small = createHashIndex(kept.length);
  for (const feature of kept) addHash(small, hashes[feature]!);
  const classes = linear.linear!.bias.length;
  const { vectors, ...outputs } = net?.net ?? { vectors: new Float32Array() };
  return {
    index: small,
    table: packTable(
      linear.idf,
      { numbers: linear.linear!.weights, width: classes },
      net ? { numbers: vectors, width: net.net!.dim } : null,
      kept,
    ),
    bias: linear.linear!.bias,
    net: net ? ({ ...outputs, temperature } as ModelNet) : null,
  };
}
