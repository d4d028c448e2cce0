/**
 * How fast parcels of one kind arrive, beside all others: a pace. A pool is a set of parcels with something in common (a
 * region, a lane, a carrier's service); it counts how many arrivals it had and how many one would have expected of any parcels
 * that were on their way as long. Pools stand in chains from wide to narrow, and a narrow one with few parcels leans on the
 * wider one: with 3 parcels it hardly moves, with 300 it stands on its own.
 */
import type { Parcel, Place } from "./shipment.ts";

/** Arrivals and expected arrivals, both weighted by recency, and how many have arrived, unweighted. */
export type Pool = [arrived: number, expected: number, deliveries: number];
export type Pools = Record<string, Pool>;

/** How many digits postcodes of a country usually have: tables that took them for numbers have lost leading zeros. */
export type PostcodeLengths = Record<string, number>;

export const chainNames = ["destination", "origin", "lane", "carrier"] as const;
export type ChainName = (typeof chainNames)[number];
export type Chains = Record<ChainName, string[]>;

/** So many expected arrivals weigh as much as what the wider pool says. */
const leaning = 6;

export function postcodeLengths(parcels: readonly Parcel[]): PostcodeLengths {
  const counts = new Map<string, Map<number, number>>();
  for (const { country, postcode } of parcels.flatMap(({ destination, origin }) => [destination, origin])) {
    if (!/^\d+$/.test(postcode)) continue;
    const lengths = counts.get(country) ?? new Map<number, number>();
    counts.set(country, lengths.set(postcode.length, (lengths.get(postcode.length) ?? 0) + 1));
  }
  const usual = [...counts].map(([country, lengths]) => [country, [...lengths].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0]]);
  return Object.fromEntries(usual) as PostcodeLengths;
}

/** The pools a parcel belongs to, each chain from wide to narrow. */
export function chainsOf(parcel: Parcel, lengths: PostcodeLengths): Chains {
  const to = placesOf(parcel.destination, lengths);
  const from = placesOf(parcel.origin, lengths);
  const { carrier, service } = parcel;
  const carriers = carrier === "" ? [] : [`by ${carrier}`, ...(service === "" ? [] : [`by ${carrier} ${service}`])];
  return {
    destination: to.map((place) => `to ${place}`),
    origin: from.map((place) => `from ${place}`),
    lane: from.slice(0, 3).flatMap((place, nth) => (to[nth] === undefined ? [] : [`${place} > ${to[nth]}`])),
    carrier: [...carriers, ...(carriers.length > 0 && to[1] !== undefined ? [`${carriers.at(-1)} to ${to[1]}`] : [])],
  };
}

/** Country, region, then the postcode by its first 2, 3 and 5 characters; what is not known is left out. */
function placesOf({ country, region, postcode }: Place, lengths: PostcodeLengths): string[] {
  const full = /^\d+$/.test(postcode) ? postcode.padStart(lengths[country] ?? 0, "0") : postcode;
  const prefixes = [2, 3, 5].filter((length) => full.length >= length).map((length) => `${country} ${full.slice(0, length)}…`);
  if (country === "" && region === "" && full === "") return [];
  return [country || "?", ...(region === "" ? [] : [`${country}/${region}`]), ...prefixes];
}

/** Logarithm of the pace of a chain: 0 is as fast as all, above is faster. `without` is taken off each pool: what one part counts for. */
export function paceOf(pools: Pools, chain: readonly string[], without?: Pools): number {
  let pace = 1;
  for (const key of chain) {
    const pool = pools[key];
    if (!pool) continue;
    const [arrived, expected] = without?.[key] ?? [0, 0];
    pace = (pool[0] - arrived + leaning * pace) / (Math.max(0, pool[1] - expected) + leaning);
  }
  return Math.log(pace);
}

export function addToPools(pools: Pools, chains: Chains, arrived: number, expected: number, deliveries: number): void {
  for (const key of new Set(chainNames.flatMap((name) => chains[name]))) {
    const pool = (pools[key] ??= [0, 0, 0]);
    pool[0] += arrived;
    pool[1] += expected;
    pool[2] += deliveries;
  }
}

/** Without those that say next to nothing, which would only fill the file (and tell where single customers live). */
export function worthKeeping(pools: Pools): Pools {
  return Object.fromEntries(
    Object.entries(pools)
      .filter(([, [, , deliveries]]) => deliveries >= 3)
      .map(([key, [arrived, expected, deliveries]]) => [key, [short(arrived), short(expected), deliveries]]),
  );
}

function short(sum: number): number {
  return Number(sum.toPrecision(6));
}
