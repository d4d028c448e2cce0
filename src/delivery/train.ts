import { AppError } from "../domain/errors.ts";
import { levelsFrom, marksOf, type Levels } from "./calibrate.ts";
import { fitCurve, treeOptions, type CurveFit } from "./curve.ts";
import { exposedBefore, horizonOf, memoryFor, type Exposed } from "./exposure.ts";
import type { Point } from "./features.ts";
import { postcodeLengths, type PostcodeLengths } from "./pools.ts";
import type { Shipment } from "./shipment.ts";

/** All a model knows for one moment of asking. */
export type PointModel = CurveFit & { levels: Levels; metrics: PointMetrics };

/** On parcels that earlier curves were asked about before those had arrived; null when there were none. */
export type PointMetrics = { heldBack: number; errorDays: number | null };

export type DeliveryModel = {
  /** Nothing from this day on was used (days since 1970). */
  asOf: number;
  deliveries: number;
  underWay: number;
  /** null when too few parcels have a hand-off. */
  points: { purchase: PointModel; handoff: PointModel | null };
  /** Median days by destination, the plain yardstick that `eval` prints beside the model. */
  medians: Record<Point, Record<string, number>>;
};

export const fewestDeliveries = 30;
const memoryDays = 90;
const stretchDays = 90;
const stretches = 3;
/** Levels need no fine curve: half the trees in half the time. */
const quickTrees = { ...treeOptions, trees: 30, rate: 0.24 };

/** The day after the last order: what arrived later was not known when the last order was placed. */
export function defaultAsOf(shipments: readonly Shipment[]): number {
  return shipments.reduce((last, { ordered }) => Math.max(last, ordered.day), 0) + 1;
}

/**
 * Learns from what was known on the morning of `asOf`: orders before it, arrivals before it. The same shipments give the
 * same model.
 * @throws AppError `invalid` with fewer than 30 deliveries.
 */
export function trainDelivery(shipments: readonly Shipment[], asOf = defaultAsOf(shipments)): DeliveryModel {
  const known = shipments.filter(({ ordered }) => ordered.day < asOf);
  const deliveries = known.filter(({ delivered }) => delivered !== null && delivered < asOf);
  if (deliveries.length < fewestDeliveries) throw tooFew(deliveries.length, known.length);
  const lengths = postcodeLengths(known);
  return {
    asOf,
    deliveries: deliveries.length,
    underWay: known.length - deliveries.length,
    points: { purchase: trainPoint(known, "purchase", asOf, lengths)!, handoff: trainPoint(known, "handoff", asOf, lengths) },
    medians: { purchase: mediansOf(deliveries, "purchase"), handoff: mediansOf(deliveries, "handoff") },
  };
}

function tooFew(deliveries: number, known: number): AppError {
  const found = deliveries === known ? `${known}` : `${deliveries} (of ${known} orders; the others were still on their way)`;
  return new AppError(
    "invalid",
    `To learn from, at least ${fewestDeliveries} deliveries are needed; there are ${found}. Add older shipments to the file.`,
  );
}

function trainPoint(known: readonly Shipment[], point: Point, asOf: number, lengths: PostcodeLengths): PointModel | null {
  const horizon = horizonOf(known, point, asOf);
  const exposed = exposedBefore(known, point, asOf, horizon);
  const deliveries = exposed.filter(({ hasArrived }) => hasArrived).length;
  if (deliveries < fewestDeliveries && point === "handoff") return null;
  const context = { point, lengths, hasSeason: spanOf(exposed) >= 730 };
  const fit = fitCurve(exposed, horizon, memoryFor(exposed, asOf, memoryDays), context);
  return { ...fit, ...calibrated(known, { ...context, asOf, horizon }) };
}

type Setting = CurveFit["context"] & { asOf: number; horizon: number };

/**
 * The levels of earlier curves on the parcels that came after each of them. Several stretches, not the last alone: one stretch
 * tells mostly which way the times were drifting just then, and the next drift is another one.
 */
function calibrated(known: readonly Shipment[], { asOf, horizon, ...context }: Setting): { levels: Levels; metrics: PointMetrics } {
  const marks = Array.from({ length: stretches }, (_, nth) => {
    const from = asOf - (nth + 1) * stretchDays;
    const earlier = exposedBefore(known, context.point, from, horizon);
    if (earlier.filter(({ hasArrived }) => hasArrived).length < fewestDeliveries) return [];
    const fit = fitCurve(earlier, horizon, memoryFor(earlier, from, memoryDays), context, quickTrees);
    const next = exposedBefore(known, context.point, asOf, horizon).filter(({ start }) => start >= from && start < from + stretchDays);
    return marksOf(fit, next);
  }).flat();
  const errors = marks.filter(({ isArrival }) => isArrival).map(({ errorDays }) => errorDays);
  const errorDays = errors.length === 0 ? null : Number((errors.reduce((sum, days) => sum + days, 0) / errors.length).toFixed(3));
  return { levels: levelsFrom(marks), metrics: { heldBack: errors.length, errorDays } };
}

/** The season can only be told from other change when each has been seen twice. */
function spanOf(exposed: readonly Exposed[]): number {
  const starts = exposed.map(({ start }) => start);
  return starts.reduce((last, start) => Math.max(last, start), 0) - starts.reduce((first, start) => Math.min(first, start), 1e9);
}

export function placeKey({ destination: { country, region } }: Pick<Shipment, "destination">): string {
  return `${country}/${region}`;
}

function mediansOf(deliveries: readonly Shipment[], point: Point): Record<string, number> {
  const times = new Map<string, number[]>([["all", []]]);
  for (const shipment of deliveries) {
    const start = point === "purchase" ? shipment.ordered.day : shipment.shipped?.day;
    if (start === undefined) continue;
    for (const key of ["all", placeKey(shipment)]) times.set(key, [...(times.get(key) ?? []), shipment.delivered! - start]);
  }
  return Object.fromEntries([...times].filter(([, days]) => days.length > 0).map(([key, days]) => [key, medianOf(days)]));
}

function medianOf(days: number[]): number {
  return days.sort((one, other) => one - other)[Math.floor((days.length - 1) / 2)]!;
}
