import { interpolate } from "./calibrate.ts";
import { arrivalCurve, dayOfShare } from "./curve.ts";
import { isBefore, isoDay, parseMoment, type Moment } from "./days.ts";
import { startOf, type Point } from "./features.ts";
import { chainsOf } from "./pools.ts";
import { plain, toPlace, type Parcel } from "./shipment.ts";
import type { DeliveryModel, PointModel } from "./train.ts";

type QuestionPlace = { country?: string; region?: string; postcode?: string };

/** Dates as the shop writes them: ISO 8601, a mere date or with a clock. `shippedAt` is the hand-off to the carrier. */
export type DeliveryQuestion = {
  orderedAt: string;
  shippedAt: string | null;
  promisedAt?: string | null;
  destination?: QuestionPlace;
  origin?: QuestionPlace;
  carrier?: string;
  service?: string;
};

export type DeliveryEstimate = {
  /** The day by which half of such parcels have arrived, like 2026-03-05. */
  at: string;
  /** First and last day. */
  interval80: [string, string];
  interval90: [string, string];
  /** In plain words: how many deliveries of which pools it rests on. */
  basis: string;
};

export type Lateness = {
  /** `late`: nine of ten such parcels had arrived before today; `stuck`: 97 of a hundred. */
  state: "on_time" | "late" | "stuck";
  /** Share of such parcels that had arrived before today. */
  arrivedShare: number;
  /** The last days on which it is not yet late, and not yet stuck. */
  lateAfter: string;
  stuckAfter: string;
  basis: string;
};

/** Null when the question has no usable order date, or goes to a country the model has seen next to no parcel to. */
export function predictDelivery(model: DeliveryModel, question: DeliveryQuestion): DeliveryEstimate | null {
  const parcel = toParcel(question);
  const days = parcel && estimateDays(model, parcel);
  if (!days) return null;
  const [from80, to80] = days.interval80.map(isoDay) as [string, string];
  const [from90, to90] = days.interval90.map(isoDay) as [string, string];
  return { at: isoDay(days.at), interval80: [from80, to80], interval90: [from90, to90], basis: basisOf(model, days.point, parcel) };
}

/** How late a parcel is that has not arrived by `now`. Null when nothing can be predicted, or `now` is no date. */
export function judgeLateness(model: DeliveryModel, question: DeliveryQuestion, now: string): Lateness | null {
  const parcel = toParcel(question);
  const today = parseMoment(now)?.day;
  const curve = parcel && curveOf(model, parcel);
  if (!curve || today === undefined) return null;
  const { late, stuck } = { late: lastDay(curve, 0.9), stuck: lastDay(curve, 0.97) };
  const { share, before } = curve.point.levels;
  const reached = today <= curve.start ? 0 : (curve.shares[today - 1 - curve.start] ?? curve.shares.at(-1)!);
  return {
    state: today > stuck ? "stuck" : today > late ? "late" : "on_time",
    arrivedShare: Number(interpolate(before, share, reached).toFixed(3)),
    lateAfter: isoDay(late),
    stuckAfter: isoDay(stuck),
    basis: basisOf(model, curve.point, parcel),
  };
}

export type EstimatedDays = { at: number; interval80: [number, number]; interval90: [number, number]; point: PointModel };

/** The same in days since 1970. */
export function estimateDays(model: DeliveryModel, parcel: Parcel): EstimatedDays | null {
  const curve = curveOf(model, parcel);
  if (!curve) return null;
  const interval = (outside: number): [number, number] => [firstDay(curve, outside / 2), lastDay(curve, 1 - outside / 2)];
  const [interval80, interval90] = [interval(0.2), interval(0.1)];
  const middle = curve.start + dayOfShare(curve.shares, 0.5);
  // The middle is the curve's own; recalibrating it as well made it no better on later parcels.
  return { at: Math.max(interval80[0], Math.min(interval80[1], middle)), interval80, interval90, point: curve.point };
}

/** `shares`: arrived by the end of each day since `start`, before the levels of the intervals are applied. */
export type Curve = { start: number; shares: number[]; point: PointModel };

export function curveOf(model: DeliveryModel, parcel: Parcel): Curve | null {
  if (isStrange(model, parcel)) return null;
  const { purchase, handoff } = model.points;
  if (parcel.shipped && handoff) {
    const start = startOf(parcel, "handoff")!;
    return { start, shares: arrivalCurve(handoff, parcel, start), point: handoff };
  }
  const shares = arrivalCurve(purchase, parcel, parcel.ordered.day);
  return {
    start: parcel.ordered.day,
    shares: parcel.shipped ? notBefore(shares, parcel.shipped.day - parcel.ordered.day) : shares,
    point: purchase,
  };
}

/** Without a curve for hand-offs: the curve of the purchase, of those parcels that had not arrived before the hand-off. */
function notBefore(shares: number[], day: number): number[] {
  const gone = Math.min(0.99, shares[Math.min(day, shares.length) - 1] ?? 0);
  const left = shares.map((share) => Math.max(0, (share - gone) / (1 - gone)));
  return [...left, ...Array<number>(Math.max(0, day + 1 - left.length)).fill(1)].map((share, nth) => (nth < day ? 0 : share));
}

/** What parcels within one country take says nothing about another. */
function isStrange({ points: { purchase } }: DeliveryModel, { destination: { country } }: Parcel): boolean {
  return country !== "" && !(`to ${country}` in purchase.pools) && Object.keys(purchase.pools).some((pool) => /^to [A-Z]/.test(pool));
}

/** The first day of an interval that leaves `share` of the parcels before it. */
export function firstDay({ start, shares, point: { levels } }: Curve, share: number): number {
  return start + dayOfShare(shares, interpolate(levels.share, levels.by, share));
}

/** The last day of an interval that has `share` of the parcels before its end. */
export function lastDay({ start, shares, point: { levels } }: Curve, share: number): number {
  return start + dayOfShare(shares, interpolate(levels.share, levels.before, share));
}

function basisOf({ asOf }: DeliveryModel, { pools, context, deliveries }: PointModel, parcel: Parcel): string {
  const chains = chainsOf(parcel, context.lengths);
  const known = (chain: string[]) => chain.filter((pool) => pool in pools).at(-1);
  const named = [known(chains.carrier), known(chains.destination.slice(0, 2)), known(chains.destination), known(chains.lane)];
  const parts = [...new Set(named.filter((pool) => pool !== undefined))].map((pool) => `${count(pools[pool]![2])} ${pool}`);
  const from: Record<Point, string> = { purchase: "from purchase", handoff: "from hand-off" };
  const all = `${count(deliveries)} deliveries until ${isoDay(asOf - 1)}, ${from[context.point]}`;
  return parts.length === 0 ? all : `${all}; of these ${parts.join(", ")}`;
}

function count(deliveries: number): string {
  return deliveries.toLocaleString("en-US");
}

export function toParcel(question: DeliveryQuestion): Parcel | null {
  const ordered = parseMoment(question.orderedAt);
  if (!ordered) return null;
  const moment = (written: string | null | undefined): Moment | null => (written ? parseMoment(written) : null);
  const shipped = moment(question.shippedAt);
  return {
    ordered,
    // A hand-off before the order is a mistake somewhere; the order's date is the safer one to count from.
    shipped: shipped && !isBefore(shipped, ordered) ? shipped : null,
    promised: moment(question.promisedAt)?.day ?? null,
    destination: toPlace(question.destination),
    origin: toPlace(question.origin),
    carrier: plain(question.carrier),
    service: plain(question.service),
  };
}
