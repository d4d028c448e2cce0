/**
 * The arrival curve of one parcel: for each day, the chance that it has arrived by then. Made of a baseline (how parcels arrive
 * day by day), the pace of the parcel's pools, and trees that know the weekday, the promise, the hand-off and the rest.
 */
import { fillDaily, featureCount, mainPace, steadyOf, type FeatureContext } from "./features.ts";
import { addToPools, chainsOf, worthKeeping, type Chains, type Pools } from "./pools.ts";
import { baselineOf, weightOf, type Baseline, type Exposed, type Memory } from "./exposure.ts";
import type { Parcel } from "./shipment.ts";
import { binOf, edgesOf, growTrees, scoreTrees, type Tree, type TreeData, type TreeOptions } from "./trees.ts";

export type CurveFit = {
  baseline: Baseline;
  pools: Pools;
  trees: Tree[];
  context: FeatureContext;
  /** Arrivals it rests on; those that are too long ago are not counted. */
  deliveries: number;
};

/** After so many days every parcel counts as arrived: what is later is lost, not late. */
const longest = 240;
const folds = 5;
export const treeOptions: TreeOptions = { trees: 60, depth: 4, rate: 0.12, lambda: 5, minArrivals: 10 };

export function fitCurve(
  exposed: readonly Exposed[],
  horizon: number,
  memory: Memory,
  context: FeatureContext,
  options = treeOptions,
): CurveFit {
  const baseline = baselineOf(exposed, horizon, memory);
  const parts = remembered(exposed, memory).map((one, nth) => ({
    ...one,
    chains: chainsOf(one.shipment, context.lengths),
    fold: nth % folds,
  }));
  const pools: Pools = {};
  const foldPools: Pools[] = Array.from({ length: folds }, () => ({}));
  for (const part of parts) {
    const [arrived, expected] = countsOf(part, baseline, memory);
    addToPools(pools, part.chains, arrived, expected, part.hasArrived ? 1 : 0);
    addToPools(foldPools[part.fold]!, part.chains, arrived, expected, 0);
  }
  const trees = growTrees(treeData(parts, { baseline, pools, foldPools, memory, context }), options);
  return { baseline, pools: worthKeeping(pools), trees, context, deliveries: parts.filter(({ hasArrived }) => hasArrived).length };
}

/** What counts less than a fiftieth costs time and changes nothing. */
function remembered(exposed: readonly Exposed[], { asOf, memoryDays }: Memory): Exposed[] {
  return exposed.filter(({ start, days }) => start + days > asOf - 4 * memoryDays);
}

type Part = Exposed & { chains: Chains; fold: number };

function countsOf({ start, days, hasArrived }: Exposed, baseline: Baseline, memory: Memory): [arrived: number, expected: number] {
  let expected = 0;
  for (let day = 0; day < days; day++) expected += weightOf(start + day, memory) * baseline[day]!;
  return [hasArrived ? weightOf(start + days - 1, memory) : 0, expected];
}

type Ground = { baseline: Baseline; pools: Pools; foldPools: Pools[]; memory: Memory; context: FeatureContext };

/**
 * One row for each day of each parcel. Paces are those of the other folds: with its own arrival in its pools, a parcel would
 * teach the trees that small pools know everything.
 */
function treeData(parts: readonly Part[], { baseline, pools, foldPools, memory, context }: Ground): TreeData {
  const rows = parts.reduce((sum, { days }) => sum + days, 0);
  const values = Array.from({ length: featureCount }, () => new Float64Array(rows));
  const arrived = new Uint8Array(rows),
    weights = new Float32Array(rows),
    offsets = new Float32Array(rows);
  const row = new Float64Array(featureCount);
  let at = 0;
  for (const { shipment, start, days, hasArrived, chains, fold } of parts) {
    row.set(steadyOf(shipment, chains, pools, context, foldPools[fold]));
    const pace = mainPace(chains, pools, foldPools[fold]);
    for (let day = 0; day < days; day++, at++) {
      fillDaily(row, shipment, start, day, context);
      for (let feature = 0; feature < featureCount; feature++) values[feature]![at] = row[feature]!;
      arrived[at] = hasArrived && day === days - 1 ? 1 : 0;
      weights[at] = weightOf(start + day, memory);
      offsets[at] = logit(baseline[day]!) + pace;
    }
  }
  const edges = values.map(edgesOf);
  return {
    columns: values.map((column, feature) => Uint8Array.from(column, (value) => binOf(edges[feature]!, value))),
    edges,
    arrived,
    weights,
    offsets,
  };
}

/** Share arrived by the end of each day since the start, up to the day on which practically all have. */
export function arrivalCurve({ baseline, pools, trees, context }: CurveFit, parcel: Parcel, start: number): number[] {
  const chains = chainsOf(parcel, context.lengths);
  const row = new Float64Array(featureCount);
  row.set(steadyOf(parcel, chains, pools, context));
  const pace = mainPace(chains, pools);
  const curve: number[] = [];
  let waiting = 1;
  for (let day = 0; day <= longest && waiting > 0.002; day++) {
    fillDaily(row, parcel, start, day, context);
    const odds = logit(baseline[Math.min(day, baseline.length - 1)]!) + pace + scoreTrees(trees, row);
    waiting *= 1 - 1 / (1 + Math.exp(-odds));
    curve.push(1 - waiting);
  }
  return curve;
}

/** The first day by which this share has arrived. */
export function dayOfShare(curve: readonly number[], share: number): number {
  const found = curve.findIndex((arrived) => arrived >= share);
  return found < 0 ? curve.length - 1 : found;
}

function logit(chance: number): number {
  return Math.log(chance / (1 - chance));
}
