import type { WeighedRows } from "./sparse-rows.ts";

export type SvmOptions = { c: number; seed: number; maxRounds?: number; tolerance?: number };

/** What a member of a model learns from: rows, their labels, and how much each counts. `chosen` are the rows to learn from. */
export type Lesson = {
  rows: WeighedRows;
  size: number;
  targets: Int32Array;
  importance: Float32Array;
  classes: number;
  chosen: Int32Array;
};

export type Linear = { weights: Float32Array; bias: Float32Array };

/**
 * One linear SVM per class against the rest: dual coordinate descent for the squared hinge (Hsieh et al., ICML 2008, the
 * algorithm of LIBLINEAR), with shrinking. Returns weights feature-major, `weights[feature * classes + class]`, because
 * reading a message touches few features and all classes, and one bias per class.
 */
export function trainSvm(lesson: Lesson, options: SvmOptions): Linear {
  const { size, classes, chosen, targets } = lesson;
  const weights = new Float32Array(size * classes),
    bias = new Float32Array(classes).fill(-1);
  const present = new Set(Array.from(chosen, (row) => targets[row]!));
  for (let k = 0; k < classes; k++) {
    // A class without a text (left out on purpose) is never near: its margin stays at -1.
    if (!present.has(k)) continue;
    const { w, b } = trainOne(lesson, k, options);
    for (let f = 0; f < size; f++) weights[f * classes + k] = w[f]!;
    bias[k] = b;
  }
  return { weights, bias };
}

function trainOne({ rows, targets, importance, size, chosen }: Lesson, k: number, options: SvmOptions) {
  const { offsets, features, values } = rows;
  const w = new Float64Array(size);
  let b = 0;
  const alpha = new Float64Array(chosen.length);
  const order = chosen.map((_, i) => i);
  const random = createRandom(options.seed + k * 7919);
  const tolerance = options.tolerance ?? 0.1;
  let active = order.length,
    bound = Infinity;
  for (let round = 0; round < (options.maxRounds ?? 40); round++) {
    let largest = -Infinity,
      smallest = Infinity;
    shuffle(order, active, random);
    for (let s = 0; s < active; s++) {
      const i = order[s]!,
        row = chosen[i]!,
        y = targets[row] === k ? 1 : -1;
      const diagonal = 0.5 / (options.c * importance[row]!); // |x|² is 1, the bias adds 1
      const begin = offsets[row]!,
        end = offsets[row + 1]!;
      let sum = b;
      for (let j = begin; j < end; j++) sum += w[features[j]!]! * values[j]!;
      const gradient = y * sum - 1 + alpha[i]! * diagonal;
      let projected = gradient;
      if (alpha[i] === 0) {
        if (gradient > bound) {
          active--;
          order[s] = order[active]!;
          order[active] = i;
          s--;
          continue;
        }
        projected = Math.min(gradient, 0);
      }
      if (projected > largest) largest = projected;
      if (projected < smallest) smallest = projected;
      if (Math.abs(projected) < 1e-12) continue;
      const before = alpha[i]!,
        after = Math.max(before - gradient / (2 + diagonal), 0);
      alpha[i] = after;
      const step = (after - before) * y;
      b += step;
      for (let j = begin; j < end; j++) w[features[j]!]! += step * values[j]!;
    }
    if (largest - smallest <= tolerance) {
      if (active === order.length) break;
      active = order.length;
      bound = Infinity;
    } else bound = largest > 0 ? largest : Infinity;
  }
  return { w, b };
}

export function shuffle(order: Int32Array, length: number, random: () => number): void {
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swap = order[i]!;
    order[i] = order[j]!;
    order[j] = swap;
  }
}

/** Mulberry32: small, and the same numbers on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
