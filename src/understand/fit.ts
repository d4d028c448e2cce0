import { trainNet, type Net, type NetOptions } from "./net.ts";
import { inverseFrequency, weighRows, type Keep, type Rows, type WeighedRows } from "./sparse-rows.ts";
import { trainSvm, type Linear, type SvmOptions } from "./svm.ts";

/** Rows with their labels (-1: none) and how much each counts, in memory that threads share. */
export type Course = { rows: Rows; targets: Int32Array; importance: Float32Array; classes: number };

/** One member trained on some rows. With `test` rows it answers with their scores, without with itself. */
export type Job = {
  learn: Int32Array;
  test?: Int32Array;
  keep: Keep;
} & ({ member: "linear"; options: SvmOptions } | { member: "net"; options: NetOptions });

export type Fitted = {
  idf: Float32Array;
  /** `scores[nth test row * classes + class]`, and the share of each test row that is known. */
  scores?: Float32Array;
  known?: Float32Array;
  /** How many features of words and letters each test row has. */
  seen?: Int32Array;
  linear?: Linear;
  net?: Net;
};

/** Does the same wherever it runs: a job's result depends on the job and the course alone. */
export function runJob({ rows, targets, importance, classes }: Course, job: Job): Fitted {
  const idf = inverseFrequency(rows, job.learn, job.keep);
  const weighed = weighRows(rows, idf, job.keep);
  const lesson = { rows: weighed, size: rows.size, targets, importance, classes, chosen: job.learn };
  const member = job.member === "linear" ? { linear: trainSvm(lesson, job.options) } : { net: trainNet(lesson, job.options) };
  if (!job.test) return { idf, ...member };
  const scores = member.linear ? scoreLinear(member.linear, weighed, job.test, classes) : scoreNet(member.net!, weighed, job.test, classes);
  return {
    idf: new Float32Array(),
    scores,
    known: Float32Array.from(job.test, (row) => weighed.known[row]!),
    seen: Int32Array.from(job.test, (row) => weighed.seen[row]!),
  };
}

function scoreLinear(
  { weights, bias }: Linear,
  { offsets, features, values }: WeighedRows,
  test: Int32Array,
  classes: number,
): Float32Array {
  const scores = new Float32Array(test.length * classes);
  test.forEach((row, nth) => {
    const at = nth * classes;
    scores.set(bias, at);
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      const from = features[i]! * classes;
      for (let k = 0; k < classes; k++) scores[at + k]! += values[i]! * weights[from + k]!;
    }
  });
  return scores;
}

function scoreNet(net: Net, { offsets, features, values }: WeighedRows, test: Int32Array, classes: number): Float32Array {
  const { dim, vectors, output } = net;
  const scores = new Float32Array(test.length * classes),
    hidden = new Float32Array(dim);
  test.forEach((row, nth) => {
    hidden.set(net.hiddenBias);
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      const from = features[i]! * dim;
      for (let d = 0; d < dim; d++) hidden[d]! += values[i]! * vectors[from + d]!;
    }
    for (let k = 0; k < classes; k++) {
      let value = net.outputBias[k]!;
      for (let d = 0; d < dim; d++) if (hidden[d]! > 0) value += output[k * dim + d]! * hidden[d]!;
      scores[nth * classes + k] = value;
    }
  });
  return scores;
}
