/**
 * How far off the dates are, on parcels ordered later than anything the model had learnt. All dates are calendar days; the
 * promise and the destination's median are judged on the very same parcels.
 */
import { AppError } from "../domain/errors.ts";
import { isoDay } from "./days.ts";
import { evaluateEarly, type EarlyEvaluation } from "./evaluate-early.ts";
import { startOf, type Point } from "./features.ts";
import { estimateDays } from "./predict.ts";
import type { Shipment } from "./shipment.ts";
import { placeKey, trainDelivery, type DeliveryModel } from "./train.ts";

export type Interval = { coverage: number; widthDays: number };

export type PointFigures = {
  parcels: number;
  /** Mean absolute error in days; null where no parcel has what is needed. */
  errorDays: { predicted: number; promised: number | null; destinationMedian: number };
  /** How many of the parcels had a promise; the promise is judged on these. */
  promises: number;
  interval80: Interval;
  interval90: Interval;
};

export type DeliveryEvaluation = {
  split: {
    /** The first day of prediction; null when a saved model was given and every line was predicted. */
    from: string | null;
    /** The model had learnt from these. */
    deliveries: number;
    underWay: number;
    until: string;
    retrainedEveryDays: number | null;
  };
  orders: number;
  /** Orders that cannot be judged, and orders the model has no answer for. */
  notArrived: number;
  unanswered: number;
  /** Ordered before the model's last day: it may have learnt from them, so they are no fair test. */
  notLater: number;
  purchase: PointFigures | null;
  handoff: PointFigures | null;
  /** Late parcels told early; null when none has both a hand-off and a promise. */
  early: EarlyEvaluation | null;
};

export type SplitOptions = { from?: number; retrainDays?: number };

/** Learns from what was known on the morning of the split and predicts every order from then on. */
export function evaluateSplit(
  shipments: readonly Shipment[],
  { from = defaultSplit(shipments), retrainDays }: SplitOptions = {},
): DeliveryEvaluation {
  const later = shipments.filter(({ ordered }) => ordered.day >= from);
  if (later.length === 0) throw new AppError("usage", `No order was placed on or after ${isoDay(from)}, so there is nothing to predict.`);
  const first = trainDelivery(shipments, from);
  const modelOn = retrainDays === undefined ? () => first : retrained(shipments, first, retrainDays);
  const learnt = shipments.filter(({ delivered }) => delivered !== null && delivered < from);
  return judge({ rows: later, learnt }, first, modelOn, { from: isoDay(from), retrainedEveryDays: retrainDays ?? null });
}

export function evaluateModel(model: DeliveryModel, shipments: readonly Shipment[]): DeliveryEvaluation {
  return judge({ rows: shipments, learnt: [] }, model, () => model, { from: null, retrainedEveryDays: null });
}

/** The first seven tenths of the orders to learn from, by whole days. */
function defaultSplit(shipments: readonly Shipment[]): number {
  return shipments[Math.floor(0.7 * shipments.length)]?.ordered.day ?? 0;
}

/** The model a shop would have had on that day if it learnt anew every so many days. */
function retrained(shipments: readonly Shipment[], first: DeliveryModel, every: number): (day: number) => DeliveryModel {
  const models = new Map([[0, first]]);
  return (day) => {
    const nth = Math.floor((day - first.asOf) / every);
    const model = models.get(nth) ?? trainDelivery(shipments, first.asOf + nth * every);
    models.set(nth, model);
    return model;
  };
}

type Split = Pick<DeliveryEvaluation["split"], "from" | "retrainedEveryDays">;

type Judged = { rows: readonly Shipment[]; learnt: readonly Shipment[] };

function judge({ rows, learnt }: Judged, model: DeliveryModel, modelOn: (day: number) => DeliveryModel, split: Split): DeliveryEvaluation {
  const arrived = rows.filter(({ delivered }) => delivered !== null);
  const purchase = arrived.flatMap((shipment) => scored(shipment, "purchase", modelOn) ?? []);
  const handoff = arrived.flatMap((shipment) => scored(shipment, "handoff", modelOn) ?? []);
  return {
    split: { ...split, deliveries: model.deliveries, underWay: model.underWay, until: isoDay(model.asOf - 1) },
    orders: rows.length,
    notArrived: rows.length - arrived.length,
    unanswered: arrived.length - purchase.length,
    notLater: rows.filter(({ ordered }) => ordered.day < model.asOf).length,
    purchase: figuresOf(purchase),
    handoff: figuresOf(handoff),
    early: model.points.handoff ? evaluateEarly(rows, learnt, modelOn) : null,
  };
}

type Score = { error: number; promised: number | null; median: number; in80: boolean; in90: boolean; width80: number; width90: number };

function scored(shipment: Shipment, point: Point, modelOn: (day: number) => DeliveryModel): Score | null {
  const start = startOf(shipment, point);
  if (start === null) return null;
  const model = modelOn(start);
  // At purchase nobody knows the hand-off yet.
  const found = estimateDays(model, point === "purchase" ? { ...shipment, shipped: null } : shipment);
  if (!found || (point === "handoff" && !model.points.handoff)) return null;
  const day = shipment.delivered!;
  const medians = model.medians[point];
  const holds = ([first, last]: [number, number]) => day >= first && day <= last;
  return {
    error: Math.abs(found.at - day),
    promised: shipment.promised === null ? null : Math.abs(shipment.promised - day),
    median: Math.abs(start + (medians[placeKey(shipment)] ?? medians["all"]!) - day),
    in80: holds(found.interval80),
    in90: holds(found.interval90),
    width80: found.interval80[1] - found.interval80[0],
    width90: found.interval90[1] - found.interval90[0],
  };
}

function figuresOf(scores: readonly Score[]): PointFigures | null {
  if (scores.length === 0) return null;
  const promised = scores.flatMap((score) => score.promised ?? []);
  const mean = (value: (score: Score) => number | boolean) => average(scores.map((score) => Number(value(score))));
  return {
    parcels: scores.length,
    errorDays: {
      predicted: mean(({ error }) => error),
      promised: promised.length === 0 ? null : average(promised),
      destinationMedian: mean(({ median }) => median),
    },
    promises: promised.length,
    interval80: { coverage: mean(({ in80 }) => in80), widthDays: mean(({ width80 }) => width80) },
    interval90: { coverage: mean(({ in90 }) => in90), widthDays: mean(({ width90 }) => width90) },
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
