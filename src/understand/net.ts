import { createRandom, shuffle, type Lesson } from "./svm.ts";

/**
 * A small neural net over the same rows: the mean of the features' vectors, a rectifier, a softmax. It errs elsewhere than the
 * linear member does, which makes the two together better than either, and their disagreement worth knowing.
 */
export type Net = {
  dim: number;
  /** `vectors[feature * dim + d]`. */
  vectors: Float32Array;
  hiddenBias: Float32Array;
  /** `output[class * dim + d]`. */
  output: Float32Array;
  outputBias: Float32Array;
};

/** `nets`: how many are trained, each from another start, and become one: they err less together. */
export type NetOptions = { dim: number; epochs: number; seed: number; nets: number; rate?: number };

/** Share of the right class that is spread over all: a net that may never be certain stays honest. */
const smoothing = 0.1;
const dropFeature = 0.25,
  dropHidden = 0.3;
/** A class that is wrong by less than this learns nothing from a text. With 150 classes most are, and time is saved. */
const tooSmall = 1e-4;

export function trainNet(lesson: Lesson, options: NetOptions): Net {
  const nets = Array.from({ length: options.nets }, (_, nth) => trainOne(lesson, { ...options, seed: options.seed + 101 * nth }));
  return nets.length === 1 ? nets[0]! : join(nets, lesson);
}

/** Nets side by side: their hidden places in one row, the mean of their answers. */
function join(nets: Net[], { size, classes }: Lesson): Net {
  const each = nets[0]!.dim,
    count = nets.length,
    dim = each * count;
  const beside = (rows: number, parts: Float32Array[], scale: number) => {
    const all = new Float32Array(rows * dim);
    parts.forEach((part, nth) => {
      for (let row = 0; row < rows; row++) for (let d = 0; d < each; d++) all[row * dim + nth * each + d] = part[row * each + d]! * scale;
    });
    return all;
  };
  return {
    dim,
    vectors: beside(
      size,
      nets.map((net) => net.vectors),
      1,
    ),
    hiddenBias: beside(
      1,
      nets.map((net) => net.hiddenBias),
      1,
    ),
    output: beside(
      classes,
      nets.map((net) => net.output),
      1 / count,
    ),
    outputBias: Float32Array.from({ length: classes }, (_, k) => nets.reduce((sum, net) => sum + net.outputBias[k]! / count, 0)),
  };
}

/** Stochastic gradient descent with one AdaGrad step size a row; dropout of features and of hidden places. Same seed, same net. */
function trainOne(lesson: Lesson, { dim, epochs, seed, rate = 0.1 }: NetOptions): Net {
  const random = createRandom(seed);
  const net = startNet(lesson, dim, random);
  const state: State = {
    net,
    lesson,
    random,
    featureSteps: new Float32Array(lesson.size),
    classSteps: new Float32Array(lesson.classes),
    hidden: new Float32Array(dim),
    slope: new Float32Array(dim),
    mask: new Float32Array(dim),
    shares: new Float32Array(lesson.classes),
    kept: new Int32Array(longest(lesson)),
  };
  const order = Int32Array.from(lesson.chosen);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, order.length, random);
    const step = rate * (1 - epoch / epochs) + rate * 0.02;
    for (const row of order) learn(state, row, step * Math.min(1, lesson.importance[row]!));
  }
  return net;
}

type State = {
  net: Net;
  lesson: Lesson;
  random: () => number;
  featureSteps: Float32Array;
  classSteps: Float32Array;
  hidden: Float32Array;
  slope: Float32Array;
  mask: Float32Array;
  shares: Float32Array;
  kept: Int32Array;
};

function startNet({ size, classes }: Lesson, dim: number, random: () => number): Net {
  const spread = Math.sqrt(3 / dim);
  return {
    dim,
    vectors: Float32Array.from({ length: size * dim }, () => (random() - 0.5) * 0.4),
    hiddenBias: new Float32Array(dim),
    output: Float32Array.from({ length: classes * dim }, () => (random() - 0.5) * spread),
    outputBias: new Float32Array(classes),
  };
}

function longest({ rows, chosen }: Lesson): number {
  let most = 0;
  for (const row of chosen) most = Math.max(most, rows.offsets[row + 1]! - rows.offsets[row]!);
  return most;
}

function learn(state: State, row: number, step: number): void {
  const kept = forward(state, row);
  const { net, lesson, hidden, slope, mask, shares, classSteps } = state,
    { dim, output, outputBias } = net,
    { classes } = lesson,
    right = lesson.targets[row]!;
  classify(net, hidden, shares);
  slope.fill(0);
  for (let k = 0; k < classes; k++) {
    const error = shares[k]! - (k === right ? 1 - smoothing : 0) - smoothing / classes;
    if (error < tooSmall && error > -tooSmall) continue;
    classSteps[k]! += error * error;
    const move = (step * error) / (Math.sqrt(classSteps[k]!) + 1e-3),
      from = k * dim;
    for (let d = 0; d < dim; d++) {
      slope[d]! += error * output[from + d]!;
      output[from + d]! -= move * hidden[d]!;
    }
    outputBias[k]! -= move * 0.1;
  }
  let squares = 0;
  for (let d = 0; d < dim; d++) {
    slope[d]! *= mask[d]!;
    squares += slope[d]! * slope[d]!;
  }
  if (squares > 1e-10) backward(state, kept, squares / dim, step);
}

/** Fills `hidden` and `mask`; returns how many features were kept. */
function forward(state: State, row: number): number {
  const { net, lesson, random, hidden, mask, kept } = state,
    { dim, vectors } = net,
    { offsets, features, values } = lesson.rows;
  hidden.set(net.hiddenBias);
  let count = 0;
  for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
    if (random() < dropFeature) continue;
    kept[count++] = i;
    const from = features[i]! * dim,
      value = values[i]! / (1 - dropFeature);
    for (let d = 0; d < dim; d++) hidden[d]! += value * vectors[from + d]!;
  }
  for (let d = 0; d < dim; d++) {
    mask[d] = hidden[d]! <= 0 || random() < dropHidden ? 0 : 1 / (1 - dropHidden);
    hidden[d]! *= mask[d]!;
  }
  return count;
}

function backward({ net, lesson, slope, kept, featureSteps }: State, count: number, size: number, step: number): void {
  const { dim, vectors, hiddenBias } = net,
    { features, values } = lesson.rows;
  for (let j = 0; j < count; j++) {
    const feature = features[kept[j]!]!,
      value = values[kept[j]!]!;
    featureSteps[feature]! += size * value * value;
    const move = (step * value) / (Math.sqrt(featureSteps[feature]!) + 1e-5),
      from = feature * dim;
    for (let d = 0; d < dim; d++) vectors[from + d]! -= move * slope[d]!;
  }
  for (let d = 0; d < dim; d++) hiddenBias[d]! -= step * 0.01 * slope[d]!;
}

/** Softmax of the output over `hidden`, into `shares`. */
function classify({ dim, output, outputBias }: Net, hidden: Float32Array, shares: Float32Array): void {
  let largest = -Infinity,
    sum = 0;
  for (let k = 0; k < shares.length; k++) {
    let value = outputBias[k]!;
    const from = k * dim;
    for (let d = 0; d < dim; d++) value += output[from + d]! * hidden[d]!;
    shares[k] = value;
    if (value > largest) largest = value;
  }
  for (let k = 0; k < shares.length; k++) sum += shares[k] = Math.exp(shares[k]! - largest);
  for (let k = 0; k < shares.length; k++) shares[k]! /= sum;
}
