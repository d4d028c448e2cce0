/** One contender on one set, in a thread of its own, so that a slow one can be ended. */
import { parentPort, workerData } from "node:worker_threads";
import { outOfScope } from "../../src/understand/model.ts";
import { areaUnderCurve, calibrationError, chooseThreshold, type Judged } from "../../src/understand/risk.ts";
import { contenders, type Trained } from "./understanding-contenders.ts";
import { benchSets, type Text } from "./understanding-sets.ts";

export type Task = { set: string; contender: string };
export type Answered = { risk: number; coverage: number; errors: number };
export type Row = {
  accuracy: number;
  macroF1: number;
  auroc: number | null;
  ece: number;
  answered: Answered[];
  trainSeconds: number;
  microseconds: number;
  bytes: number;
};

const { set: setName, contender: contenderName } = workerData as Task;
const set = benchSets().find((one) => one.name === setName)!;
const contender = contenders.find((one) => one.name === contenderName)!;
const started = performance.now();
const trained = await contender.train(set.train);
const trainSeconds = (performance.now() - started) / 1000;
const validation = await judgeAll(trained, set.validation);
const begun = performance.now();
const test = await judgeAll(trained, set.test);
const microseconds = ((performance.now() - begun) * 1000) / set.test.length;
const inside = test.filter(({ label }) => label !== outOfScope),
  outside = test.filter(({ label }) => label === outOfScope);
const row: Row = {
  accuracy: inside.filter(({ isRight }) => isRight).length / inside.length,
  macroF1: macroF1(inside),
  auroc:
    outside.length > 0
      ? areaUnderCurve(
          inside.map(({ confidence }) => confidence),
          outside.map(({ confidence }) => confidence),
        )
      : null,
  ece: calibrationError(inside),
  answered: [0.01, 0.02, 0.05].map((risk) => answeredAt(risk)),
  trainSeconds,
  microseconds,
  bytes: trained.bytes,
};
parentPort!.postMessage(row);

type Verdict = Judged & { label: string; guess: string };

async function judgeAll({ guess }: Trained, texts: Text[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const { text, label } of texts) {
    const { label: answer, confidence } = await guess(text);
    verdicts.push({ label, guess: answer, confidence, isRight: answer === label && label !== outOfScope });
  }
  return verdicts;
}

/** The threshold is the contender's own or, for those that have none, chosen on the validation part; what it does on the test part is reported. */
function answeredAt(risk: number): Answered {
  const own = trained.thresholds?.find((one) => one.risk === risk);
  const { threshold } = own ?? chooseThreshold(validation, risk);
  const answered = test.filter(({ confidence }) => confidence >= threshold);
  const errors = answered.filter(({ isRight }) => !isRight).length / Math.max(answered.length, 1);
  return { risk, coverage: answered.length / test.length, errors };
}

function macroF1(verdicts: Verdict[]): number {
  const labels = [...new Set(verdicts.map(({ label }) => label))];
  const scores = labels.map((label) => {
    const right = verdicts.filter((one) => one.label === label && one.guess === label).length;
    const all = verdicts.filter((one) => one.label === label).length + verdicts.filter((one) => one.guess === label).length;
    return (2 * right) / all;
  });
  return scores.reduce((sum, score) => sum + score, 0) / labels.length;
}
