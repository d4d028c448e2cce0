/**
 * Boosted trees for one question: does the parcel arrive on this day, given it has not before? Written small: binned columns,
 * Newton steps on the logistic loss, full trees of a fixed depth stored as heaps. Deterministic, no randomness at all.
 */

/** A heap: the children of node i are 2i+1 and 2i+2. `feature` is -1 at a leaf. What is not known goes left. */
export type Tree = { feature: number[]; threshold: number[]; value: number[] };

export type TreeData = {
  /** One column of bins per feature; bin 0 is "not known". */
  columns: Uint8Array[];
  /** Upper edge of each bin from 1 on, per feature. */
  edges: number[][];
  arrived: Uint8Array;
  weights: Float32Array;
  /** Log odds before any tree. */
  offsets: Float32Array;
};

export type TreeOptions = { trees: number; depth: number; rate: number; lambda: number; minArrivals: number };

const bins = 64;
/** Below every value, and a number in JSON, which -Infinity is not. */
const belowAll = -1e300;

export function growTrees(data: TreeData, options: TreeOptions): Tree[] {
  const scores = Float32Array.from(data.offsets);
  const rows = scores.length;
  const slopes = new Float32Array(rows);
  const curves = new Float32Array(rows);
  const order = new Uint32Array(rows);
  const grown: Tree[] = [];
  for (let nth = 0; nth < options.trees; nth++) {
    for (let row = 0; row < rows; row++) {
      const chance = 1 / (1 + Math.exp(-scores[row]!));
      slopes[row] = data.weights[row]! * (data.arrived[row]! - chance);
      curves[row] = data.weights[row]! * chance * (1 - chance);
      order[row] = row;
    }
    const grower = { data, options, slopes, curves, order, scores, scratch: new Uint32Array(rows) };
    const tree = emptyTree(options.depth);
    growNode(grower, tree, 0, 0, rows, histogram(grower, 0, rows), 0);
    if (tree.feature[0] === -1 && Math.abs(tree.value[0]!) < 1e-6) break;
    grown.push(tree);
  }
  return grown;
}

function emptyTree(depth: number): Tree {
  const nodes = 2 ** (depth + 1) - 1;
  return { feature: Array(nodes).fill(-1), threshold: Array(nodes).fill(0), value: Array(nodes).fill(0) };
}

type Grower = {
  data: TreeData;
  options: TreeOptions;
  slopes: Float32Array;
  curves: Float32Array;
  /** Rows, those of one node next to each other. */
  order: Uint32Array;
  scratch: Uint32Array;
  scores: Float32Array;
};

function growNode(grower: Grower, tree: Tree, node: number, from: number, to: number, sums: Float64Array, depth: number): void {
  const split = depth < grower.options.depth ? bestSplit(sums, grower) : null;
  if (!split) return endInLeaf(grower, tree, node, from, to, sums);
  tree.feature[node] = split.feature;
  tree.threshold[node] = grower.data.edges[split.feature]![split.bin - 1] ?? belowAll;
  const middle = partition(grower, from, to, split);
  // Only the smaller side is counted; the other is what is left of the parent's sums.
  const leftIsSmaller = middle - from < to - middle;
  const small = leftIsSmaller ? histogram(grower, from, middle) : histogram(grower, middle, to);
  for (let at = 0; at < sums.length; at++) sums[at]! -= small[at]!;
  growNode(grower, tree, 2 * node + 1, from, middle, leftIsSmaller ? small : sums, depth + 1);
  growNode(grower, tree, 2 * node + 2, middle, to, leftIsSmaller ? sums : small, depth + 1);
}

function endInLeaf({ options, order, scores }: Grower, tree: Tree, node: number, from: number, to: number, sums: Float64Array): void {
  let slope = 0,
    curve = 0;
  for (let bin = 0; bin < bins; bin++) {
    slope += sums[2 * bin]!;
    curve += sums[2 * bin + 1]!;
  }
  // A step of more than 4 in log odds is a division by next to nothing, not knowledge.
  const value = rounded(options.rate * Math.max(-4, Math.min(4, slope / (curve + options.lambda))));
  tree.value[node] = value;
  for (let at = from; at < to; at++) scores[order[at]!]! += value;
}

/** Sums of slope and curve for each bin of each feature. */
function histogram({ data, slopes, curves, order }: Grower, from: number, to: number): Float64Array {
  const sums = new Float64Array(data.columns.length * bins * 2);
  data.columns.forEach((column, feature) => {
    // A feature without any value cannot split; the first one's sums are also read as the node's totals.
    if (feature > 0 && data.edges[feature]!.length === 0) return;
    const base = feature * bins * 2;
    for (let at = from; at < to; at++) {
      const row = order[at]!;
      const slot = base + 2 * column[row]!;
      sums[slot]! += slopes[row]!;
      sums[slot + 1]! += curves[row]!;
    }
  });
  return sums;
}

type Split = { feature: number; bin: number; gain: number };

function bestSplit(sums: Float64Array, { data, options }: Grower): Split | null {
  let best: Split | null = null;
  for (let feature = 0; feature < data.columns.length; feature++) {
    if (data.edges[feature]!.length === 0) continue;
    const found = bestBin(sums, feature, options);
    if (found && found.gain > (best?.gain ?? 1e-6)) best = found;
  }
  return best;
}

function bestBin(sums: Float64Array, feature: number, { lambda, minArrivals }: TreeOptions): Split | null {
  const base = feature * bins * 2;
  let slope = 0,
    curve = 0;
  for (let bin = 0; bin < bins; bin++) {
    slope += sums[base + 2 * bin]!;
    curve += sums[base + 2 * bin + 1]!;
  }
  const whole = (slope * slope) / (curve + lambda);
  let best: Split | null = null;
  let left = 0,
    leftCurve = 0;
  for (let bin = 0; bin < bins - 1; bin++) {
    left += sums[base + 2 * bin]!;
    leftCurve += sums[base + 2 * bin + 1]!;
    const right = slope - left,
      rightCurve = curve - leftCurve;
    if (leftCurve < minArrivals || rightCurve < minArrivals) continue;
    const gain = (left * left) / (leftCurve + lambda) + (right * right) / (rightCurve + lambda) - whole;
    if (gain > (best?.gain ?? 1e-6)) best = { feature, bin, gain };
  }
  return best;
}

/** Puts the rows of the left side first, both sides in their order. */
function partition({ data, order, scratch }: Grower, from: number, to: number, { feature, bin }: Split): number {
  const column = data.columns[feature]!;
  let left = from,
    right = 0;
  for (let at = from; at < to; at++) {
    const row = order[at]!;
    if (column[row]! <= bin) order[left++] = row;
    else scratch[right++] = row;
  }
  order.set(scratch.subarray(0, right), left);
  return left;
}

/** Log odds that the trees add for one row of features. */
export function scoreTrees(trees: readonly Tree[], row: Float64Array): number {
  let score = 0;
  for (const { feature, threshold, value } of trees) {
    let node = 0;
    for (let at = feature[0]!; at >= 0; at = feature[node]!) node = 2 * node + (row[at]! > threshold[node]! ? 2 : 1);
    score += value[node]!;
  }
  return score;
}

/** Upper edges of at most 63 bins, so that each holds about as many rows. */
export function edgesOf(values: Float64Array): number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const edges: number[] = [];
  for (let nth = 1; nth < bins && sorted.length > 0; nth++) {
    const edge = sorted[Math.min(sorted.length - 1, Math.floor((nth * sorted.length) / (bins - 1)))]!;
    if (edge !== edges.at(-1)) edges.push(edge);
  }
  return edges;
}

/** The bin of a value: 0 when it is not known, values above the last edge in the last bin. */
export function binOf(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) return 0;
  let low = 0,
    high = edges.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}

/** Short numbers keep the file small; the scores are computed with the very numbers that are stored. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
