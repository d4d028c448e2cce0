/**
 * Parcels as days on the way. Each parcel counts once for every day on which it could have arrived and either did or did not,
 * up to the day of training: a parcel still on its way says "not in the first six days" and no more. Counting only those that
 * have arrived would make the newest orders look faster than they are.
 */
import { startOf, type Point } from "./features.ts";
import type { Shipment } from "./shipment.ts";

export type Exposed = {
  shipment: Shipment;
  start: number;
  /** Days counted: the first is the day of the start itself. */
  days: number;
  hasArrived: boolean;
};

export type Memory = {
  /** Nothing that happened on or after this day is used. */
  asOf: number;
  /** A day counts e times less after so many days. */
  memoryDays: number;
};

/** Chance to arrive on each day, given it has not before; the last entry holds for all days after. */
export type Baseline = number[];

/** `delivered` of the known past only. */
export function exposedBefore(shipments: readonly Shipment[], point: Point, asOf: number, horizon: number): Exposed[] {
  return shipments.flatMap((shipment) => {
    const start = startOf(shipment, point);
    if (start === null || start >= asOf) return [];
    const arrival = shipment.delivered !== null && shipment.delivered < asOf ? Math.max(shipment.delivered, start) : null;
    const days = (arrival ?? asOf - 1) - start + 1;
    return [{ shipment, start, days: Math.min(days, horizon + 1), hasArrived: arrival !== null && days <= horizon + 1 }];
  });
}

export function weightOf(day: number, { asOf, memoryDays }: Memory): number {
  return Math.exp((day - asOf) / memoryDays);
}

/** The day after which hardly any parcel is still on its way, with room for slower times. */
export function horizonOf(shipments: readonly Shipment[], point: Point, asOf: number): number {
  const times = exposedBefore(shipments, point, asOf, 1e6)
    .filter(({ hasArrived }) => hasArrived)
    .map(({ days }) => days - 1)
    .sort((one, other) => one - other);
  const late = times[Math.floor(times.length * 0.99)] ?? 0;
  return Math.max(7, Math.min(120, Math.ceil(1.4 * late)));
}

/**
 * Few parcels: the last quarter year counts fully. So few that a quarter year is noise: a longer memory, until it holds
 * about three hundred arrivals.
 */
export function memoryFor(exposed: readonly Exposed[], asOf: number, shortest: number): Memory {
  let memoryDays = shortest;
  const held = () =>
    exposed.reduce((sum, { start, days, hasArrived }) => sum + (hasArrived ? weightOf(start + days - 1, { asOf, memoryDays }) : 0), 0);
  while (memoryDays < 730 && held() < 300) memoryDays *= 1.5;
  return { asOf, memoryDays };
}

export function baselineOf(exposed: readonly Exposed[], horizon: number, memory: Memory): Baseline {
  const arrived = new Float64Array(horizon + 1);
  const waited = new Float64Array(horizon + 1);
  for (const { start, days, hasArrived } of exposed)
    for (let day = 0; day < days; day++) {
      const weight = weightOf(start + day, memory);
      waited[day]! += weight;
      if (hasArrived && day === days - 1) arrived[day]! += weight;
    }
  return smoothed(arrived, waited);
}

/** Days with little to go on lean on their neighbours, and never say "impossible" or "certain". */
function smoothed(arrived: Float64Array, waited: Float64Array): Baseline {
  const total = (sums: Float64Array) => sums.reduce((sum, value) => sum + value, 0);
  let near = total(arrived) / Math.max(1e-9, total(waited));
  const early = [...arrived.keys()].map((day) => {
    const nextArrived = arrived[day]! + 0.5 * ((arrived[day - 1] ?? 0) + (arrived[day + 1] ?? 0));
    const nextWaited = waited[day]! + 0.5 * ((waited[day - 1] ?? 0) + (waited[day + 1] ?? 0));
    const neighbours = (nextArrived + near) / (nextWaited + 1);
    near = day < 3 ? near : neighbours;
    return (arrived[day]! + 4 * neighbours) / (waited[day]! + 4);
  });
  return early.map((chance) => Number(Math.min(0.98, Math.max(1e-4, chance)).toPrecision(5)));
}
