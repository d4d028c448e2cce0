/**
 * Conformal levels: what the curve calls 90 % need not be 90 % of the parcels that come next. Parcels the curve has not learnt
 * from, the newest there are, say at which share of their curve they really arrived; the levels for the intervals are read off
 * that. Parcels still on their way count as "not yet" (Kaplan and Meier).
 */
import { arrivalCurve, dayOfShare, type CurveFit } from "./curve.ts";
import type { Exposed } from "./exposure.ts";

/** What each wanted share of parcels means on the curve; both grow. */
export type Levels = { share: number[]; before: number[]; by: number[] };

const shares = [0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 0.75, 0.85, 0.9, 0.95, 0.97, 0.985];
/** So many held-back arrivals weigh as much as the trust that the curve is right as it is. */
const trust = 60;

/** At which share of its curve a parcel stood before its day and by the end of it; `isArrival` false: still on its way then. */
export type Mark = { before: number; by: number; isArrival: boolean; errorDays: number };

export function marksOf(fit: CurveFit, next: readonly Exposed[]): Mark[] {
  return next.map(({ shipment, start, days, hasArrived }) => {
    const curve = arrivalCurve(fit, shipment, start);
    const at = (day: number) => (day < 0 ? 0 : (curve[day] ?? curve.at(-1)!));
    return {
      before: at(hasArrived ? days - 2 : days - 1),
      by: at(days - 1),
      isArrival: hasArrived,
      errorDays: Math.abs(dayOfShare(curve, 0.5) - (days - 1)),
    };
  });
}

/** The day's arrivals lie between the share before the day and the share by its end; the two ends of an interval need one each. */
export function levelsFrom(marks: readonly Mark[]): Levels {
  const levels = (end: "before" | "by") => growing(marks.map((mark) => ({ level: mark[end], isArrival: mark.isArrival })));
  return { share: shares, before: levels("before"), by: levels("by") };
}

type Level = { level: number; isArrival: boolean };

function growing(marks: Level[]): number[] {
  const arrivals = marks.filter(({ isArrival }) => isArrival).length;
  const found = quantiles(marks);
  let floor = 0;
  return shares.map((share, nth) => {
    const level = (arrivals * (found[nth] ?? share) + trust * share) / (arrivals + trust);
    floor = Math.max(floor, Number(bounded(level, share).toFixed(5)));
    return floor;
  });
}

/** The end of a curve is thin: from 90 % to 99 % can be weeks. So what is left outside at most halves or grows by half. */
function bounded(level: number, share: number): number {
  const outside = Math.min(share, 1 - share);
  const found = Math.max(0.5 * outside, Math.min(1.5 * outside, share < 0.5 ? level : 1 - level));
  return share < 0.5 ? found : 1 - found;
}

/** The level below which each share of the parcels arrived; null past what the held-back part can tell. */
function quantiles(marks: Level[]): (number | null)[] {
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
  const right = Math.max(
    1,
    Math.min(
      xs.length - 1,
      xs.findIndex((x) => x >= value),
    ),
  );
  const width = xs[right]! - xs[right - 1]!;
  const part = width <= 0 ? 1 : (value - xs[right - 1]!) / width;
  return ys[right - 1]! + Math.max(0, Math.min(1, part)) * (ys[right]! - ys[right - 1]!);
}
