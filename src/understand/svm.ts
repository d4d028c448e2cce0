import type { WeighedRows } from "./sparse-rows.ts";

export type SvmOptions = { c: number; seed: number; maxRounds?: number; tolerance?: number };

/**
 * One linear SVM per class against the rest: dual coordinate descent for the squared hinge (Hsieh et al., ICML 2008, the
 * algorithm of LIBLINEAR), with shrinking. Returns weights feature-major, `weights[feature * classes + class]`, because
 * reading a message touches few features and all classes, and one bias per class.
 */
export function trainSvm(
  rows: WeighedRows,
  labels: Int32Array,
  classes: number,
  size: number,
  chosen: Int32Array,
  options: SvmOptions,
): { weights: Float32Array; bias: Float32Array } {
  const weights = new Float32Array(size * classes),
    bias = new Float32Array(classes);
  for (let k = 0; k < classes; k++) {
    const { w, b } = trainOne(rows, labels, k, size, chosen, options);
    for (let f = 0; f < size; f++) weights[f * classes + k] = w[f]!;
    bias[k] = b;
  }
  return { weights, bias };
}

function trainOne(rows: WeighedRows, labels: Int32Array, k: number, size: number, chosen: Int32Array, options: SvmOptions) {
  const { offsets, features, values } = rows;
  const w = new Float64Array(size);
  let b = 0;
  const alpha = new Float64Array(chosen.length);
  const order = chosen.map((_, i) => i);
  const diagonal = 0.5 / options.c,
    norm = 2 + diagonal; // |x|² is 1, the bias adds 1
  const random = createRandom(options.seed + k * 7919);
  const tolerance = options.tolerance ?? 0.05;
  let active = order.length,
    bound = Infinity;
  for (let round = 0; round < (options.maxRounds ?? 40); round++) {
    let largest = -Infinity,
      smallest = Infinity;
    shuffle(order, active, random);
    for (let s = 0; s < active; s++) {
      const i = order[s]!,
        row = chosen[i]!,
        y = labels[row] === k ? 1 : -1;
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
        after = Math.max(before - gradient / norm, 0);
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

function shuffle(order: Int32Array, length: number, random: () => number): void {
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
