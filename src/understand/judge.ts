/**
 * How sure the answer is, from several signals together: no single one knows both "which of two" and "none of them". A logistic
 * regression, trained on texts that were held back and on texts of classes that were left out (they stand for what belongs nowhere).
 */
export type Judge = { weights: number[]; bias: number };

export const signalCount = 4;

/** What the members said of one text, margins and logits as they come. */
export type Opinions = {
  margins: Float64Array;
  logits: Float64Array;
  best: number;
  /** Share of the words and letters that training saw. */
  known: number;
  /** How many features of words and letters the text has. */
  seen: number;
};

/** The shares are not among them: of a text that belongs nowhere one category may still be by far the likeliest. */
export function readSignals({ margins, logits, best, known, seen }: Opinions, signals: Float64Array): void {
  signals[0] = margins[best]!;
  signals[1] = logits[best]!;
  signals[2] = known;
  signals[3] = Math.log(1 + seen);
}

export function judge(judge: Judge, signals: Float64Array): number {
  return 1 / (1 + Math.exp(-weightedSum(judge, signals)));
}

function weightedSum({ weights, bias }: Judge, signals: Float64Array): number {
  let sum = bias;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * signals[i]!;
  return sum;
}

/** A text that was held back: what was said of it, whether that was right, whether it belongs nowhere, and how much it counts. */
export type Verdict = { signals: Float64Array; isRight: boolean; isOutside: boolean; weight: number };

/** Texts that belong nowhere, against those that belong somewhere, when learning to tell them apart. */
const outsideToLearn = 1;

/**
 * In two steps. First right answers are told from texts that belong nowhere, both counting the same, which puts texts in order.
 * Then the order is turned into a probability on texts in the mixture that is to be expected.
 */
export function trainJudge(verdicts: Verdict[]): Judge {
  const outside = verdicts.filter((one) => one.isOutside);
  const insideWeight = verdicts.reduce((sum, one) => sum + (one.isOutside ? 0 : one.weight), 0);
  const outsideWeight = outside.reduce((sum, one) => sum + one.weight, 0);
  const boost = outsideWeight > 0 ? (outsideToLearn * insideWeight) / outsideWeight : 1;
  const clear = outside.length > 0 ? verdicts.filter((one) => one.isOutside || one.isRight) : verdicts;
  const order = regress(
    clear.map((one) => ({ ...one, weight: one.isOutside ? one.weight * boost : one.weight })),
    signalCount,
  );
  const placed = verdicts.map((one) => ({ ...one, signals: Float64Array.of(weightedSum(order, one.signals)) }));
  const { weights, bias } = regress(placed, 1);
  return { weights: order.weights.map((weight) => weight * weights[0]!), bias: order.bias * weights[0]! + bias };
}

type Point = { signals: Float64Array; isRight: boolean; weight: number };

const ridge = 2;

/** Logistic regression by Newton's method with a small ridge, on signals of mean 0 and deviation 1. */
function regress(points: Point[], count: number): Judge {
  const { means, deviations } = moments(points, count);
  const size = count + 1;
  const weights = new Float64Array(size);
  const x = new Float64Array(size);
  for (let round = 0; round < 25; round++) {
    const gradient = new Float64Array(size),
      curvature = Array.from({ length: size }, () => new Float64Array(size));
    for (const { signals, isRight, weight } of points) {
      let sum = weights[count]!;
      for (let i = 0; i < count; i++) sum += weights[i]! * (x[i] = (signals[i]! - means[i]!) / deviations[i]!);
      x[count] = 1;
      const p = 1 / (1 + Math.exp(-sum)),
        slope = weight * (p - (isRight ? 1 : 0)),
        bend = weight * Math.max(p * (1 - p), 1e-6);
      for (let i = 0; i < size; i++) {
        gradient[i]! += slope * x[i]!;
        for (let j = 0; j <= i; j++) curvature[i]![j]! += bend * x[i]! * x[j]!;
      }
    }
    for (let i = 0; i < size; i++) {
      // The bias is hardly held: how often answers are right is what the data says best.
      const hold = i < count ? ridge : 0.01;
      gradient[i]! += hold * weights[i]!;
      curvature[i]![i]! += hold;
    }
    const step = solve(curvature, gradient);
    let moved = 0;
    for (let i = 0; i < size; i++) {
      weights[i]! -= Math.max(-2, Math.min(2, step[i]!));
      moved = Math.max(moved, Math.abs(step[i]!));
    }
    if (moved < 1e-6) break;
  }
  const raw = Array.from({ length: count }, (_, i) => weights[i]! / deviations[i]!);
  return { weights: raw, bias: weights[count]! - raw.reduce((sum, weight, i) => sum + weight * means[i]!, 0) };
}

function moments(points: Point[], count: number) {
  const means = new Float64Array(count),
    deviations = new Float64Array(count);
  let total = 0;
  for (const { signals, weight } of points) {
    total += weight;
    for (let i = 0; i < count; i++) means[i]! += weight * signals[i]!;
  }
  for (let i = 0; i < count; i++) means[i]! /= total;
  for (const { signals, weight } of points) for (let i = 0; i < count; i++) deviations[i]! += weight * (signals[i]! - means[i]!) ** 2;
  for (let i = 0; i < count; i++) deviations[i] = Math.max(Math.sqrt(deviations[i]! / total), 1e-3);
  return { means, deviations };
}

/** Cholesky; `matrix` is symmetric, positive, and its lower half is given. */
function solve(matrix: Float64Array[], vector: Float64Array): Float64Array {
  const size = vector.length;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i]![k]! * matrix[j]![k]!;
      matrix[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[j]![j]!;
    }
  }
  const result = Float64Array.from(vector);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) result[i]! -= matrix[i]![k]! * result[k]!;
    result[i]! /= matrix[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) result[i]! -= matrix[k]![i]! * result[k]!;
    result[i]! /= matrix[i]![i]!;
  }
  return result;
}
