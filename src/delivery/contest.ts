/**
 * Whether a newly trained model may predict. It is judged as it would have been in the past: learnt up to a day, asked about the
 * orders after it, beside the model in force, the promise and the median of the destination on the very same parcels. Only
 * orders are judged that are old enough for nearly all of them to have arrived; the newest would be the quick ones only.
 */
import { isoDay } from "./days.ts";
import { startOf, type Point } from "./features.ts";
import { outlookOf } from "./outlook.ts";
import { estimateDays } from "./predict.ts";
import type { Shipment } from "./shipment.ts";
import { fewestDeliveries, placeKey, trainDelivery, type DeliveryModel } from "./train.ts";

/** `estimate`: the first the carrier gave while the parcel was on its way, and the day on which it was seen. */
export type KeptShipment = Shipment & { estimate: { on: number; seenOn: number } | null };

export type Contest = {
  /** The first day of the orders that were judged, and how many of them had arrived. */
  from: string;
  parcels: number;
  point: Point;
  /** Mean absolute error in days on the same parcels; null where there was nothing to compare. */
  errorDays: { challenger: number; champion: number | null; promised: number | null; median: number };
  /** Share of the parcels that came within the challenger's interval of 80 %. */
  coverage80: number;
  /** By carrier: the errors of its own estimates and of the challenger, asked on the day the estimate was seen. */
  carriers: Record<string, CarrierRecord>;
  isUsed: boolean;
  why: string;
};

export type CarrierRecord = { parcels: number; estimate: number; predicted: number };

/** Fewer parcels than this show nothing about an error of days. */
const fewestJudged = 30;
/** What a shop needs to begin with: enough to learn from, to judge by, and to leave out the newest. */
export const neededDeliveries = 100;
/** An interval of 80 % that holds less than this is none. */
const leastCoverage = 0.7;

/** A sentence when nothing can be judged yet. `shipments` in order of their orders. */
export function holdContest(shipments: readonly KeptShipment[], champion: DeliveryModel | null, asOf: number): Contest | string {
  const known = shipments.filter(({ ordered }) => ordered.day < asOf);
  const arrived = known.filter(({ delivered }) => delivered !== null && delivered < asOf);
  if (arrived.length < neededDeliveries)
    return `There are ${arrived.length} deliveries; a prediction needs ${neededDeliveries} to learn from and to be judged by.`;
  const judged = judgedPart(arrived, champion, asOf);
  if (judged.length < fewestJudged)
    return `${judged.length} parcels that the model in force has not learnt from are old enough to judge by; ${fewestJudged} are needed.`;
  const from = judged[0]!.ordered.day;
  const knownThen = known.filter(({ ordered, delivered }) => ordered.day < from && delivered !== null && delivered < from).length;
  if (knownThen < fewestDeliveries)
    return `Before ${isoDay(from)} there were ${knownThen} deliveries to learn from; ${fewestDeliveries} are needed.`;
  return judge(trainDelivery(known, from), champion, judged);
}

/** The newest three tenths of what is old enough; with a model in force the later half of what that has not learnt from. */
function judgedPart(arrived: readonly KeptShipment[], champion: DeliveryModel | null, asOf: number): readonly KeptShipment[] {
  const days = arrived.map(({ ordered, delivered }) => delivered! - ordered.day).sort((one, other) => one - other);
  const old = arrived.filter(({ ordered }) => ordered.day <= asOf - days[Math.floor(0.95 * (days.length - 1))]!);
  const fresh = champion ? old.filter(({ ordered }) => ordered.day >= champion.asOf) : old;
  const size = Math.max(fewestJudged, Math.ceil((champion ? 0.5 : 0.3) * fresh.length));
  const from = fresh.at(-size)?.ordered.day;
  return from === undefined ? [] : fresh.filter(({ ordered }) => ordered.day >= from);
}

type Scored = { challenger: number; champion: number | null; promised: number | null; median: number; isIn: boolean };

function judge(challenger: DeliveryModel, champion: DeliveryModel | null, judged: readonly KeptShipment[]): Contest | string {
  const isHandedOver = judged.filter(({ shipped }) => shipped !== null).length >= fewestJudged;
  const point: Point = challenger.points.handoff && isHandedOver ? "handoff" : "purchase";
  const scores = judged.flatMap((shipment) => scored(shipment, point, challenger, champion) ?? []);
  if (scores.length < fewestJudged) return `Only ${scores.length} of the parcels to judge by go where the model has seen parcels go.`;
  const both = scores.filter(({ champion: error }) => error !== null);
  const promises = scores.filter(({ promised }) => promised !== null);
  const mean = (of: readonly Scored[], value: (score: Scored) => number) => of.reduce((sum, one) => sum + value(one), 0) / of.length;
  const errorDays = {
    challenger: mean(scores, (one) => one.challenger),
    champion: both.length < fewestJudged ? null : mean(both, (one) => one.champion!),
    promised: promises.length < fewestJudged ? null : mean(promises, (one) => one.promised!),
    median: mean(scores, (one) => one.median),
  };
  const coverage80 = mean(scores, ({ isIn }) => Number(isIn));
  const why = refusal({ errorDays, coverage80 }, isWorse(scores));
  return {
    from: isoDay(judged[0]!.ordered.day),
    parcels: scores.length,
    point,
    errorDays,
    coverage80,
    carriers: carrierRecords(challenger, judged),
    isUsed: why === null,
    why: why ?? "It is better than the promise, and no worse than the median and the model in force.",
  };
}

/**
 * Whether the challenger is farther off than the median by more than chance: two standard errors of the differences on the same
 * parcels. Where all parcels of a destination take the same, the median is the best there is, and a model that comes to it is
 * no worse for missing another handful; the reply that would be sent without a model tells the promise, not the median.
 */
function isWorse(scores: readonly Scored[]): boolean {
  const gaps = scores.map(({ challenger, median }) => challenger - median);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (gaps.length - 1);
  return mean > 2 * Math.sqrt(variance / gaps.length);
}

function refusal({ errorDays, coverage80 }: Pick<Contest, "errorDays" | "coverage80">, isWorseThanMedian: boolean): string | null {
  const { challenger, champion, promised, median } = errorDays;
  const off = `${challenger.toFixed(2)} days off`;
  if (promised !== null && challenger >= promised) return `It is ${off}, and the promised date only ${promised.toFixed(2)}.`;
  if (isWorseThanMedian) return `It is ${off}, and the median of the destination only ${median.toFixed(2)}.`;
  if (coverage80 < leastCoverage) return `Its interval of 80 % held ${(100 * coverage80).toFixed(0)} % of the parcels.`;
  if (champion !== null && challenger > champion) return `It is ${off}, and the model in force only ${champion.toFixed(2)}.`;
  return null;
}

function scored(shipment: KeptShipment, point: Point, challenger: DeliveryModel, champion: DeliveryModel | null): Scored | null {
  const start = startOf(shipment, point);
  // At purchase nobody knows the hand-off yet.
  const asked = point === "purchase" ? { ...shipment, shipped: null } : shipment;
  const found = start === null ? null : estimateDays(challenger, asked);
  if (!found || start === null) return null;
  const day = shipment.delivered!;
  const before = champion && estimateDays(champion, asked);
  const medians = challenger.medians[point];
  return {
    challenger: Math.abs(found.at - day),
    champion: before ? Math.abs(before.at - day) : null,
    promised: shipment.promised === null ? null : Math.abs(shipment.promised - day),
    median: Math.abs(start + (medians[placeKey(shipment)] ?? medians["all"]!) - day),
    isIn: day >= found.interval80[0] && day <= found.interval80[1],
  };
}

function carrierRecords(model: DeliveryModel, judged: readonly KeptShipment[]): Contest["carriers"] {
  const sums: Contest["carriers"] = {};
  for (const shipment of judged) {
    const { estimate, carrier, delivered } = shipment;
    const window = estimate && carrier !== "" ? outlookOf(model, shipment, estimate.seenOn)?.window : null;
    if (!window) continue;
    const sum = (sums[carrier] ??= { parcels: 0, estimate: 0, predicted: 0 });
    sum.parcels++;
    sum.estimate += Math.abs(estimate!.on - delivered!);
    sum.predicted += Math.abs(window.likely - delivered!);
  }
  return Object.fromEntries(
    Object.entries(sums).map(([carrier, { parcels, estimate, predicted }]) => [
      carrier,
      { parcels, estimate: estimate / parcels, predicted: predicted / parcels },
    ]),
  );
}

/** Whether this carrier's own estimates are believed before the model: unless its record shows that the model is better. */
export function isCarrierBelieved(carriers: Contest["carriers"], carrier: string): boolean {
  const found = Object.hasOwn(carriers, carrier) ? carriers[carrier] : undefined;
  return !found || found.parcels < 20 || found.predicted >= found.estimate;
}
