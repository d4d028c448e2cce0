import { join } from "node:path";
import type { Reader } from "../domain/understanding.ts";
import type { FeatureKind } from "./features.ts";
import { languageExamples } from "./language-examples.ts";
import { readLabels, type LabelledText } from "./labels.ts";
import type { Model } from "./model.ts";
import { loadModel, saveModel } from "./model-file.ts";
import { createReader } from "./read.ts";
import { starterTraining } from "./train-shop.ts";
import { hashExamples, trainModel, trainingSettings, type Example, type TrainOptions } from "./train.ts";

export type LoadOptions = {
  /** Folder of labelled texts: `<language>/<category>.jsonl`. */
  labelsDir: string;
  /**
   * The starter models as they are shipped. They are taken at their word: that they were made from the shipped labels is
   * what `npm run check` proves, and reading fifteen thousand texts at every start only costs time and memory.
   */
  shippedDir?: string;
  /** Where models trained from changed labels are kept between starts; without it they are trained on every call (a quarter of a minute). */
  cacheDir?: string;
  /** A model trained by the shop, used for the category instead of the starter's. */
  modelPath?: string;
};

/**
 * The reader of customers' messages. Without shipped models, starter models are trained from the labels, and anew whenever
 * the labels change.
 * @throws AppError `model_invalid` when `modelPath` cannot be used, `invalid` when a label file has a mistake.
 */
export async function loadReader(options: LoadOptions): Promise<Reader> {
  const { category, language } = await loadModels(options);
  return createReader(category, language);
}

export async function loadModels(options: LoadOptions): Promise<{ category: Model; language: Model }> {
  const language = await starterModel("language", options);
  const category = options.modelPath ? await loadModel(options.modelPath, "category") : await starterModel("category", options);
  return { category, language };
}

async function starterModel(kind: FeatureKind, { labelsDir, shippedDir, cacheDir }: LoadOptions): Promise<Model> {
  // A damaged or missing file is no error here: it is made again.
  const shipped = shippedDir ? await loadModel(starterFile(shippedDir, kind), kind).catch(() => null) : null;
  if (shipped) return shipped;
  const labels = await readLabels(labelsDir);
  const cached = cacheDir ? await fittingModel(kind, labels, cacheDir) : null;
  if (cached) return cached;
  const model = await trainModel(examplesOf(kind, labels), starterSettings(kind));
  // A read-only folder costs time at the next start, nothing else.
  if (cacheDir) await saveModel(model, starterFile(cacheDir, kind)).catch(() => {});
  return model;
}

const kinds: readonly FeatureKind[] = ["category", "language"];
const starterFile = (dir: string, kind: FeatureKind) => join(dir, `starter-${kind}.model`);
const starterSettings = (kind: FeatureKind): TrainOptions =>
  kind === "language" ? { kind, c: 3, concepts: 0, risk: 0.1 } : { kind, risk: 0.1, isThorough: true, ...starterTraining };

function examplesOf(kind: FeatureKind, labels: LabelledText[]): Example[] {
  return kind === "language" ? languageExamples(labels) : labels;
}

/** Null for a file that is missing, damaged, or made from other labels. */
async function fittingModel(kind: FeatureKind, labels: LabelledText[], dir: string): Promise<Model | null> {
  const wanted = hashExamples(examplesOf(kind, labels), trainingSettings(starterSettings(kind)));
  const stored = await loadModel(starterFile(dir, kind), kind).catch(() => null);
  return stored?.dataHash === wanted ? stored : null;
}

/** The shipped model files that were not made from these labels. */
export async function staleModels(labelsDir: string, shippedDir: string): Promise<FeatureKind[]> {
  const labels = await readLabels(labelsDir);
  const fitting = await Promise.all(kinds.map((kind) => fittingModel(kind, labels, shippedDir)));
  return kinds.filter((_, nth) => fitting[nth] === null);
}

/** Makes the stale ones anew. Resolves to the files written. */
export async function shipModels(labelsDir: string, shippedDir: string): Promise<string[]> {
  const stale = await staleModels(labelsDir, shippedDir);
  const labels = await readLabels(labelsDir);
  for (const kind of stale)
    await saveModel(await trainModel(examplesOf(kind, labels), starterSettings(kind)), starterFile(shippedDir, kind));
  return stale.map((kind) => starterFile(shippedDir, kind));
}
