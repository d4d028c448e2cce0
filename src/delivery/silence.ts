/**
 * How long parcels are silent between two scans, by what the last scan said. A parcel that is silent for longer than 95 of a
 * hundred of its kind ever were at that stage is stuck; of its kind means the narrowest set with enough parcels in it.
 */

/** The longest silence of a parcel at each stage, in hours. */
export type Silences = Record<string, number>;
export type SilentParcel = { carrier: string; country: string; region: string; silences: Silences };

/** By stage, then by kind of parcel: what 95 of a hundred stay below, in hours, and of how many parcels. */
export type SilenceLimits = Record<string, Record<string, [hours: number, parcels: number]>>;

export type SilenceLimit = { hours: number; parcels: number; pool: string };

/** Nineteen of twenty is read off the twentieth part, which should hold at least two parcels. */
const fewest = 40;
/** A night or a morning is no silence. */
const shortestHours = 24;

/** `parcels`: those that arrived. */
export function silenceLimits(parcels: readonly SilentParcel[]): SilenceLimits {
  const found: Record<string, Record<string, number[]>> = {};
  for (const parcel of parcels)
    for (const [stage, hours] of Object.entries(parcel.silences))
      for (const pool of poolsOf(parcel)) ((found[stage] ??= {})[pool] ??= []).push(hours);
  return Object.fromEntries(
    Object.entries(found).map(([stage, pools]) => [
      stage,
      Object.fromEntries(
        Object.entries(pools)
          .filter(([, hours]) => hours.length >= fewest)
          .map(([pool, hours]) => [pool, [limitOf(hours), hours.length]]),
      ),
    ]),
  );
}

function limitOf(hours: number[]): number {
  hours.sort((one, other) => one - other);
  return Math.max(shortestHours, hours[Math.ceil(0.95 * hours.length) - 1]!);
}

/** Null when too few parcels of its kind have been seen at this stage. */
export function limitFor(limits: SilenceLimits, stage: string, parcel: Omit<SilentParcel, "silences">): SilenceLimit | null {
  const pools = limits[stage] ?? {};
  const pool = poolsOf(parcel).findLast((name) => Object.hasOwn(pools, name));
  return pool === undefined ? null : { hours: pools[pool]![0], parcels: pools[pool]![1], pool };
}

/** From wide to narrow. */
function poolsOf({ carrier, country, region }: Omit<SilentParcel, "silences">): string[] {
  const by = carrier === "" ? [] : [`by ${carrier}`];
  const to = country === "" ? [] : [`to ${country}`, ...(region === "" ? [] : [`to ${country}/${region}`])];
  return ["all", ...by, ...to.slice(0, 1), ...by.flatMap((one) => to.map((other) => `${one} ${other}`))];
}
