import { dayOfYear, weekdayOf } from "./days.ts";
import { paceOf, type Chains, type Pools, type PostcodeLengths } from "./pools.ts";
import type { Parcel } from "./shipment.ts";

/** When the question is asked: right after the order, or when the carrier has the parcel. */
export type Point = "purchase" | "handoff";

/** What stays the same while a parcel is on its way; NaN is "not known". Order matters: trees name features by position. */
export const steadyFeatures = [
  "regionPace",
  "destinationPace",
  "originPace",
  "lanePace",
  "carrierPace",
  "servicePace",
  "postcode",
  "promisedDays",
  "orderWeekday",
  "orderHour",
  "handlingDays",
  "handoffWeekday",
  "handoffHour",
] as const;

/** What is different every day. */
export const dailyFeatures = ["day", "weekday", "daysToPromise", "season"] as const;
export const featureCount = steadyFeatures.length + dailyFeatures.length;
export const dayFeature = steadyFeatures.length;

export type FeatureContext = { point: Point; lengths: PostcodeLengths; hasSeason: boolean };

export function startOf(parcel: Parcel, point: Point): number | null {
  return point === "purchase" ? parcel.ordered.day : (parcel.shipped?.day ?? null);
}

/** `without` is what the parcel's own part counts for in the pools, see paceOf. */
export function steadyOf(parcel: Parcel, chains: Chains, pools: Pools, context: FeatureContext, without?: Pools): number[] {
  const { destination, carrier } = chains;
  const pace = (chain: readonly string[]) => (chain.length === 0 ? Number.NaN : paceOf(pools, chain, without));
  const isAfter = context.point === "handoff";
  const start = startOf(parcel, context.point) ?? Number.NaN;
  return [
    pace(destination.slice(0, 2)),
    pace(destination),
    pace(chains.origin),
    pace(chains.lane),
    pace(carrier),
    pace(carrier.slice(0, 2)),
    postcodeNumber(parcel, context.lengths),
    parcel.promised === null ? Number.NaN : parcel.promised - start,
    weekdayOf(parcel.ordered.day),
    parcel.ordered.hour,
    isAfter ? start - parcel.ordered.day : Number.NaN,
    isAfter ? weekdayOf(start) : Number.NaN,
    isAfter ? (parcel.shipped?.hour ?? Number.NaN) : Number.NaN,
  ];
}

export function fillDaily(row: Float64Array, parcel: Parcel, start: number, elapsed: number, context: FeatureContext): void {
  const day = start + elapsed;
  row[dayFeature] = elapsed;
  row[dayFeature + 1] = weekdayOf(day);
  row[dayFeature + 2] = parcel.promised === null ? Number.NaN : parcel.promised - day;
  row[dayFeature + 3] = context.hasSeason ? dayOfYear(day) : Number.NaN;
}

/** The pace a parcel starts from before anything else is looked at: its lane's when the origin is known, else its destination's. */
export function mainPace(chains: Chains, pools: Pools, without?: Pools): number {
  return paceOf(
    pools,
    [...chains.carrier.slice(0, 2), ...chains.destination.slice(0, 2), ...chains.lane, ...chains.destination.slice(2)],
    without,
  );
}

/** Neighbouring postcodes are neighbours on the map, in the countries that number them. */
function postcodeNumber({ destination: { country, postcode } }: Parcel, lengths: PostcodeLengths): number {
  return /^\d+$/.test(postcode) ? Number(postcode.padStart(lengths[country] ?? 0, "0").slice(0, 5)) : Number.NaN;
}
