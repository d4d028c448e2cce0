import { join } from "node:path";
import type { Reader } from "../domain/understanding.ts";
import { readLabels } from "./labels.ts";
import type { FeatureKind } from "./features.ts";
import { languageExamples } from "./language-examples.ts";
import type { Model } from "./model.ts";
import { loadModel, saveModel } from "./model-file.ts";
import { createReader } from "./read.ts";
import { hashExamples, trainModel, trainingSettings, type Example } from "./train.ts";

export type LoadOptions = {
  /** Folder of labelled texts: `<language>/<category>.jsonl`. */
  labelsDir: string;
  /** Where trained starter models are kept between starts; without it they are trained on every call (about two seconds). */
  cacheDir?: string;
  /** A model trained by the shop, used for the category instead of the starter's. */
  modelPath?: string;
};

/**
 * The reader of customers' messages. Starter models are trained from the labels the first time and whenever the labels
 * change, so they never disagree with the files they come from.
 * @throws AppError `model_invalid` when `modelPath` cannot be used, `invalid` when a label file has a mistake.
 */
export async function loadReader(options: LoadOptions): Promise<Reader> {
  const { category, language } = await loadModels(options);
  return createReader(category, language);
}

export async function loadModels({ labelsDir, cacheDir, modelPath }: LoadOptions): Promise<{ category: Model; language: Model }> {
  const labels = await readLabels(labelsDir);
  const language = await starterModel("language", languageExamples(labels), cacheDir);
  const category = modelPath ? await loadModel(modelPath, "category") : await starterModel("category", labels, cacheDir);
  return { category, language };
}

async function starterModel(kind: FeatureKind, examples: Example[], cacheDir: string | undefined): Promise<Model> {
  const options = kind === "language" ? { kind, c: 3 } : { kind };
  const path = cacheDir && join(cacheDir, `starter-${kind}.model`);
  if (path) {
    const wanted = hashExamples(examples, trainingSettings(options));
    // A damaged or outdated file is no error here: it is made again.
    const cached = await loadModel(path, kind).catch(() => null);
    if (cached?.dataHash === wanted) return cached;
  }
  const model = trainModel(examples, options);
  // A read-only folder costs time at the next start, nothing else.
  if (path) await saveModel(model, path).catch(() => {});
  return model;
}
