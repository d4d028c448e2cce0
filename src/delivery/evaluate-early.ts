/**
 * Parcels that will be late, told before the promise is broken: how often that is right, how many of the late ones it finds,
 * and how many days before the promised day is over, beside rules anybody could set by hand. Each parcel is followed day by
 * day from the hand-off, knowing only that it has not arrived yet.
 */
import { startOf } from "./features.ts";
import { outlookIn, slowestFrom } from "./outlook.ts";
import { curveOf } from "./predict.ts";
import type { Shipment } from "./shipment.ts";
import type { DeliveryModel } from "./train.ts";

export type EarlyFigures = {
  rule: string;
  /** Parcels it pointed at, by the end of the promised day. */
  flagged: number;
  /** Share of those that did come late; null when it pointed at none. */
  precision: number | null;
  /** Share of the late parcels it pointed at. */
  recall: number;
  /** Days from the flag to the end of the promised day, of those that did come late. 0 is the promised day itself. */
  leadDays: { mean: number; median: number } | null;
};

export type EarlyEvaluation = {
  /** Arrived parcels with a hand-off and a promise after it, and how many of them came late. */
  parcels: number;
  late: number;
  /** The rule in force first. */
  rules: EarlyFigures[];
  /** Parcels that were among the slowest 5 % while on their way, and the share of them that came late. */
  stuck: { flagged: number; share: number; late: number | null };
};

type Promised = Shipment & { promised: number; delivered: number; shipped: NonNullable<Shipment["shipped"]> };
type Followed = {
  shipment: Promised;
  /** Chance to arrive in time on each morning from the hand-off on. */ chances: number[];
  slowest: number;
};

export const lateBelow = 0.2;

/** `learnt`: what the model has learnt from; the fixed number of days is taken from there, or left out. Null when no parcel can be judged. */
export function evaluateEarly(
  rows: readonly Shipment[],
  learnt: readonly Shipment[],
  modelOn: (day: number) => DeliveryModel,
): EarlyEvaluation | null {
  const followed = rows.filter(isPromised).flatMap((shipment) => follow(shipment, modelOn) ?? []);
  if (followed.length === 0) return null;
  const usual = usualDays(learnt);
  const chanceBelow = (limit: number) => (one: Followed) => firstDay(one, (day) => one.chances[day - one.shipment.shipped.day]! < limit);
  const beforePromise = (days: number) => (one: Followed) => firstDay(one, (day) => day >= one.shipment.promised - days);
  const rules: [string, (one: Followed) => number | null][] = [
    ...[lateBelow, 0.3, 0.5].map((limit): [string, (one: Followed) => number | null] => [
      `chance below ${100 * limit} %`,
      chanceBelow(limit),
    ]),
    ["on the promised day", beforePromise(0)],
    ["2 days before it", beforePromise(2)],
    ["5 days before it", beforePromise(5)],
  ];
  if (usual !== null) rules.push([`${usual} days silent`, (one) => firstDay(one, (day) => day - one.shipment.shipped.day >= usual)]);
  const slow = followed.filter(({ shipment, slowest }) => shipment.delivered >= slowest);
  return {
    parcels: followed.length,
    late: followed.filter(isLate).length,
    rules: rules.map(([rule, flag]) => figuresOf(rule, followed, flag)),
    stuck: {
      flagged: slow.length,
      share: slow.length / followed.length,
      late: slow.length === 0 ? null : slow.filter(isLate).length / slow.length,
    },
  };
}

function isPromised(shipment: Shipment): shipment is Promised {
  const { promised, delivered, shipped } = shipment;
  return promised !== null && delivered !== null && shipped !== null && promised >= shipped.day;
}

function follow(shipment: Promised, modelOn: (day: number) => DeliveryModel): Followed | null {
  const start = startOf(shipment, "handoff")!;
  const curve = curveOf(modelOn(start), shipment);
  if (!curve) return null;
  const chances: number[] = [];
  for (let day = start; day <= Math.min(shipment.promised, shipment.delivered); day++)
    chances.push(outlookIn(curve, shipment, day).chanceInTime!);
  return { shipment, chances, slowest: slowestFrom(curve) };
}

/** The first morning on which the parcel is still on its way, the promise not over, and the rule says late. */
function firstDay({ shipment: { shipped, promised, delivered } }: Followed, isFlagged: (day: number) => boolean): number | null {
  for (let day = shipped.day; day <= Math.min(promised, delivered); day++) if (isFlagged(day)) return day;
  return null;
}

function figuresOf(rule: string, followed: readonly Followed[], flag: (one: Followed) => number | null): EarlyFigures {
  const flags = followed.flatMap((one) => {
    const day = flag(one);
    return day === null ? [] : [{ one, lead: one.shipment.promised - day }];
  });
  const right = flags.filter(({ one }) => isLate(one)).map(({ lead }) => lead);
  right.sort((one, other) => one - other);
  const late = followed.filter(isLate).length;
  return {
    rule,
    flagged: flags.length,
    precision: flags.length === 0 ? null : right.length / flags.length,
    recall: late === 0 ? 0 : right.length / late,
    leadDays:
      right.length === 0
        ? null
        : { mean: right.reduce((sum, lead) => sum + lead, 0) / right.length, median: right[Math.floor((right.length - 1) / 2)]! },
  };
}

function isLate({ shipment: { delivered, promised } }: Followed): boolean {
  return delivered > promised;
}

/** So many days after the hand-off nine of ten had arrived: what a careful person would set the fixed rule to. */
function usualDays(learnt: readonly Shipment[]): number | null {
  const days = learnt.flatMap(({ shipped, delivered }) => (shipped && delivered !== null ? [delivered - shipped.day] : []));
  return days.sort((one, other) => one - other)[Math.floor(0.9 * days.length)] ?? null;
}
