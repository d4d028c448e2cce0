/**
 * The worker thread in which a challenger is trained, so that the desk goes on answering. Given `{ labels, known, unlabelled,
 * labelsDir }`, it posts `{ bytes, comparison }`; a fault ends the thread with its error.
 */
import { parentPort, workerData } from "node:worker_threads";
import { compareModels, type Labelled } from "../learn/compare.ts";
import { readLabels } from "../understand/labels.ts";
import { createScores, score, type Model } from "../understand/model.ts";
import { encodeModel } from "../understand/model-file.ts";
import { createWords, splitWords } from "../understand/text.ts";
import { trainForShop } from "../understand/train-shop.ts";
import type { RetrainData } from "./retrain.ts";

const { labels, known, unlabelled, labelsDir } = workerData as RetrainData;
const starter = await readLabels(labelsDir);

function namer(model: Model): (text: string) => string {
  const words = createWords(),
    scores = createScores(model);
  return (text) => {
    splitWords(text, words);
    score(model, words, scores);
    return model.labels[scores.best]!;
  };
}

/** Comparing needs answers only, not how sure they are. */
async function quickly(own: Labelled[]) {
  const history = own.length > 0 ? unlabelled : [];
  return namer(await trainForShop(own, async () => starter, { unlabelled: history, isMeasured: false, c: 0.3 }));
}

let untaught: ReturnType<typeof quickly> | undefined;
// Without labels it is the shipped model each time, and training is most of the work.
const comparison = await compareModels(labels, known, (own) => (own.length === 0 ? (untaught ??= quickly(own)) : quickly(own)));
const model = await trainForShop(labels, async () => starter, { unlabelled, risk: 0.1 });
const bytes = new Uint8Array(encodeModel(model));
parentPort!.postMessage({ bytes, comparison }, [bytes.buffer]);
