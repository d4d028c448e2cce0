import { areaUnderCurve, calibrationError, coverageAtRisk, type Judged } from "./risk.ts";
import { createScores, isUnsure, outOfScope, score, type Model } from "./model.ts";
import { createWords, splitWords } from "./text.ts";
import type { Example } from "./train.ts";

export type ClassFigures = {
  label: string;
  texts: number;
  precision: number;
  recall: number;
  f1: number;
};

/** Shares are 0 to 1. Figures of texts that belong nowhere are null when the set has none. */
export type Evaluation = {
  texts: number;
  accuracy: number;
  macroF1: number;
  perClass: ClassFigures[];
  ece: number;
  outOfScope: { texts: number; auroc: number; recallAt95: number } | null;
  /** With the model's own thresholds, all texts counted; `best` with the threshold that is best for these very texts. */
  coverage: { risk: number; coverage: number; errors: number; best: number }[];
  answered: { coverage: number; errors: number };
  microsecondsPerMessage: number;
};

/** Measures a model on labelled texts; those labelled `__out_of_scope__` count only in the out-of-scope and answered figures. */
export function evaluate(model: Model, examples: Example[]): Evaluation {
  const words = createWords(),
    scores = createScores(model);
  const inside: { label: string; guess: string; confidence: number }[] = [],
    outside: number[] = [];
  let answered = 0,
    wrong = 0;
  const started = performance.now();
  for (const { text, label } of examples) {
    splitWords(text, words);
    score(model, words, scores);
    const guess = model.labels[scores.best]!;
    if (!isUnsure(model, scores)) {
      answered++;
      if (guess !== label) wrong++;
    }
    if (label === outOfScope) outside.push(scores.confidence);
    else inside.push({ label, guess, confidence: scores.confidence });
  }
  const microseconds = ((performance.now() - started) * 1000) / Math.max(examples.length, 1);
  const judged: Judged[] = inside.map((one) => ({
    confidence: one.confidence,
    isRight: one.guess === one.label,
  }));
  const all: Judged[] = [...judged, ...outside.map((confidence) => ({ confidence, isRight: false }))];
  const perClass = figuresPerClass(inside);
  return {
    texts: examples.length,
    accuracy: judged.filter((one) => one.isRight).length / Math.max(judged.length, 1),
    macroF1: perClass.reduce((sum, one) => sum + one.f1, 0) / Math.max(perClass.length, 1),
    perClass,
    ece: calibrationError(judged),
    outOfScope:
      outside.length > 0
        ? outsideFigures(
            judged.map((one) => one.confidence),
            outside,
          )
        : null,
    coverage: [0.01, 0.02, 0.05].map((risk) => {
      const threshold = model.thresholds.find((one) => one.risk === risk)?.threshold ?? 1.01;
      return { risk, ...answeredFrom(all, threshold), best: coverageAtRisk(all, risk) };
    }),
    answered: {
      coverage: answered / Math.max(examples.length, 1),
      errors: wrong / Math.max(answered, 1),
    },
    microsecondsPerMessage: microseconds,
  };
}

function answeredFrom(judged: Judged[], threshold: number) {
  const answered = judged.filter((one) => one.confidence >= threshold);
  const wrong = answered.filter((one) => !one.isRight).length;
  return { coverage: answered.length / Math.max(judged.length, 1), errors: wrong / Math.max(answered.length, 1) };
}

function outsideFigures(inside: number[], outside: number[]) {
  const limit = inside.toSorted((a, b) => a - b)[Math.floor(inside.length * 0.05)] ?? 0;
  return {
    texts: outside.length,
    auroc: areaUnderCurve(inside, outside),
    recallAt95: outside.filter((value) => value < limit).length / outside.length,
  };
}

function figuresPerClass(judged: { label: string; guess: string }[]): ClassFigures[] {
  const table = new Map<string, { texts: number; right: number; guessed: number }>();
  const row = (label: string) => {
    const found = table.get(label) ?? { texts: 0, right: 0, guessed: 0 };
    table.set(label, found);
    return found;
  };
  for (const { label, guess } of judged) {
    row(label).texts++;
    row(guess).guessed++;
    if (label === guess) row(label).right++;
  }
  return [...table]
    .filter(([, { texts }]) => texts > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, { texts, right, guessed }]) => {
      const precision = guessed > 0 ? right / guessed : 0,
        recall = right / texts;
      return {
        label,
        texts,
        precision,
        recall,
        f1: right > 0 ? (2 * precision * recall) / (precision + recall) : 0,
      };
    });
}
