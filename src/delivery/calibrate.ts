/**
 * Conformal levels: what the curve calls 90 % need not be 90 % of the parcels that come next. Parcels the curve has not learnt
 * from, the newest there are, say at which share of their curve they really arrived; the levels for the intervals are read off
 * that. Parcels still on their way count as "not yet" (Kaplan and Meier).
 */
import { arrivalCurve, type CurveFit } from "./curve.ts";
import type { Exposed } from "./exposure.ts";

/** What each wanted share of parcels means on the curve; both grow. */
export type Levels = { share: number[]; before: number[]; by: number[] };

const shares = [0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 0.75, 0.85, 0.9, 0.95, 0.97, 0.985];
/** So many held-back arrivals weigh as much as the trust that the curve is right as it is. */
const trust = 60;

export const plainLevels: Levels = { share: shares, before: shares, by: shares };

type Mark = { level: number; isArrival: boolean };

export function levelsFrom(fit: CurveFit, heldBack: readonly Exposed[]): Levels {
  const before: Mark[] = [],
    by: Mark[] = [];
  for (const { shipment, start, days, hasArrived } of heldBack) {
    const curve = arrivalCurve(fit, shipment, start);
    const at = (day: number) => (day < 0 ? 0 : (curve[day] ?? curve.at(-1)!));
    // The day's arrivals lie between the share before the day and the share by its end; the ends of an interval need one each.
    before.push({ level: at(hasArrived ? days - 2 : days - 1), isArrival: hasArrived });
    by.push({ level: at(days - 1), isArrival: hasArrived });
  }
  return { share: shares, before: growing(before), by: growing(by) };
}

function growing(marks: Mark[]): number[] {
  const arrivals = marks.filter(({ isArrival }) => isArrival).length;
  const found = quantiles(marks);
  let floor = 0;
  return shares.map((share, nth) => {
    const level = (arrivals * (found[nth] ?? share) + trust * share) / (arrivals + trust);
    floor = Math.max(floor, Number(level.toFixed(5)));
    return floor;
  });
}

/** The level below which each share of the parcels arrived; null past what the held-back part can tell. */
function quantiles(marks: Mark[]): (number | null)[] {
  const sorted = marks.toSorted((one, other) => one.level - other.level || Number(other.isArrival) - Number(one.isArrival));
  const found: (number | null)[] = shares.map(() => null);
  let waiting = 1;
  sorted.forEach(({ level, isArrival }, nth) => {
    if (!isArrival) return;
    waiting *= 1 - 1 / (sorted.length - nth);
    shares.forEach((share, at) => {
      if (found[at] === null && 1 - waiting >= share) found[at] = level;
    });
  });
  return found;
}

/** Between the marks in a straight line, through 0 and 1. */
export function interpolate(from: readonly number[], to: readonly number[], value: number): number {
  const xs = [0, ...from, 1],
    ys = [0, ...to, 1];
  const right = Math.max(1, Math.min(xs.length - 1, xs.findIndex((x) => x >= value)));
  const width = xs[right]! - xs[right - 1]!;
  const part = width <= 0 ? 1 : (value - xs[right - 1]!) / width;
  return ys[right - 1]! + Math.max(0, Math.min(1, part)) * (ys[right]! - ys[right - 1]!);
}
