import { starterCategories } from "../domain/understanding.ts";
import type { LabelledText } from "./labels.ts";
import { outOfScope, type Model } from "./model.ts";
import { trainModel, type Example, type TrainOptions } from "./train.ts";

/** With this many labels of its own a shop needs the starter's no more than half; with many more, not at all. */
const half = 200;
/** How the starter's texts are learnt, alone or beside a shop's. Its features, in eight bits, are to fit in 20 MB. */
export const starterTraining: TrainOptions = { copies: 1, mostFeatures: 225_000, c: 0.5, concepts: 0.8 };
/** Below this weight the starter's texts cost time and teach nothing. */
const negligible = 0.05;

/** How much one of the starter's texts counts beside `own` texts of the shop. */
export function starterWeight(own: number): number {
  const weight = own <= half ? 1 / (1 + own / half) : 0.5 * (half / own) ** 2;
  return weight < negligible ? 0 : weight;
}

/**
 * Trains a shop's model. Where its labels are the starter's categories, the starter's texts help with a weight that fades as the
 * shop's own grow; a shop with categories of its own starts from nothing. Without labels at all, the starter's texts and the
 * shop's unlabelled history make the model.
 */
export async function trainForShop(own: Example[], starter: () => Promise<LabelledText[]>, options: TrainOptions): Promise<Model> {
  const isStarters = own.every(({ label }) => label === outOfScope || (starterCategories as readonly string[]).includes(label));
  const weight = isStarters ? starterWeight(own.length) : 0;
  if (weight === 0) return trainModel(own, options);
  const texts = (await starter()).map((example) => ({ ...example, weight }));
  const settings: TrainOptions = { ...starterTraining, ...options };
  return own.length === 0 ? trainModel(texts, settings) : trainModel(own, { ...settings, support: texts });
}
