/**
 * What is to be expected of a parcel that has not arrived: the curve of its kind, given all the days that have passed without
 * it. A parcel nine days on the way is none of those that take three, and its window begins today.
 */
import { interpolate } from "./calibrate.ts";
import { dayOfShare } from "./curve.ts";
import { chainsOf } from "./pools.ts";
import { curveOf, firstDay, lastDay, type Curve } from "./predict.ts";
import type { Parcel } from "./shipment.ts";
import type { DeliveryModel, PointModel } from "./train.ts";

/** Days since 1970. */
export type Outlook = {
  /**
   * First and last day of the interval of 80 %, and the day by which half have arrived. Null when practically all such parcels
   * had arrived before today, or when it would end past all that parcels have been known to take.
   */
  window: { from: number; to: number; likely: number } | null;
  /** Share of such parcels that had arrived before today. */
  arrivedShare: number;
  /** Chance to arrive by the end of the promised day; null without a promise, 0 when that day is over. */
  chanceInTime: number | null;
  /** The narrowest set of parcels that is large enough to speak of, like "to DE/BE", and how many there were; `of`: of all. */
  pool: string | null;
  deliveries: number;
  of: number;
};

/** With less left than this, hardly any parcel of the past says how long the rest takes. */
const leastLeft = 0.02;
/** The curve leans on wider sets anyway; fewer than this are not worth naming. */
const fewestNamed = 20;

/** Null when nothing can be predicted. */
export function outlookOf(model: DeliveryModel, parcel: Parcel, today: number): Outlook | null {
  const curve = curveOf(model, parcel);
  return curve && outlookIn(curve, parcel, today);
}

/** The same for who asks about one parcel on many days. */
export function outlookIn(curve: Curve, parcel: Parcel, today: number): Outlook {
  const gone = shareBy(curve, today - 1);
  const { promised } = parcel;
  const inTime = promised === null ? null : Math.max(0, shareBy(curve, promised) - gone) / Math.max(1 - gone, 0.001);
  return {
    window: 1 - gone < leastLeft ? null : windowOf(curve, gone, today),
    arrivedShare: rounded(gone),
    chanceInTime: inTime === null ? null : rounded(Math.min(1, inTime)),
    ...poolOf(curve.point, parcel),
  };
}

function windowOf(curve: Curve, gone: number, today: number): Outlook["window"] {
  const left = 1 - gone;
  const from = Math.max(today, firstDay(curve, gone + 0.1 * left));
  const to = Math.max(from, lastDay(curve, gone + 0.9 * left));
  // Past its last day the curve goes on by rule and not by what was seen.
  if (to - curve.start >= curve.point.baseline.length) return null;
  const passed = rawBefore(curve, today);
  const middle = curve.start + dayOfShare(curve.shares, passed + 0.5 * (1 - passed));
  return { from, to, likely: Math.max(from, Math.min(to, middle)) };
}

/** The first day on which a parcel that has not arrived is among the slowest: before it, 95 of a hundred have. */
export function slowestFrom(curve: Curve): number {
  return lastDay(curve, 0.95) + 1;
}

/** Share of such parcels that have arrived by the end of a day, by what the held-back parcels said of the curve. */
function shareBy(curve: Curve, day: number): number {
  const { by, share } = curve.point.levels;
  return day < curve.start ? 0 : interpolate(by, share, rawBefore(curve, day + 1));
}

function rawBefore({ start, shares }: Curve, day: number): number {
  return day <= start ? 0 : (shares[day - 1 - start] ?? shares.at(-1)!);
}

function poolOf({ pools, context, deliveries }: PointModel, parcel: Parcel): Pick<Outlook, "pool" | "deliveries" | "of"> {
  const { lane, destination, carrier } = chainsOf(parcel, context.lengths);
  const known = [...carrier.slice(0, 1), ...destination, ...lane].filter((pool) => (pools[pool]?.[2] ?? 0) >= fewestNamed).at(-1);
  return { pool: known ?? null, deliveries: known === undefined ? deliveries : pools[known]![2], of: deliveries };
}

function rounded(share: number): number {
  return Number(share.toFixed(3));
}
