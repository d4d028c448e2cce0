/**
 * The worker thread in which a challenger is trained, so that the desk goes on answering. Given `{ labels, known,
 * labelsDir }`, it posts `{ bytes, comparison }`; a fault ends the thread with its error.
 */
import { parentPort, workerData } from "node:worker_threads";
import { compareModels, type Labelled } from "../learn/compare.ts";
import { readLabels } from "../understand/labels.ts";
import { createScores, score } from "../understand/model.ts";
import { encodeModel } from "../understand/model-file.ts";
import { createWords, splitWords } from "../understand/text.ts";
import { trainModel } from "../understand/train.ts";

const { labels, known, labelsDir } = workerData as { labels: Labelled[]; known: number; labelsDir: string };
const starter = await readLabels(labelsDir);
const fit = (own: Labelled[]) => trainModel([...starter, ...own]);
let untaught: ReturnType<typeof fit> | undefined;
const comparison = compareModels(labels, known, (own) => {
  // Without labels it is the starter each time, and training is most of the work.
  const model = own.length === 0 ? (untaught ??= fit(own)) : fit(own);
  const words = createWords(),
    scores = createScores(model);
  return (text) => {
    splitWords(text, words);
    score(model, words, scores);
    return model.labels[scores.best]!;
  };
});
const bytes = new Uint8Array(encodeModel(fit(labels)));
parentPort!.postMessage({ bytes, comparison }, [bytes.buffer]);
