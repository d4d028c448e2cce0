/** The day on the clock of the country a parcel goes to: 23:30 in São Paulo is the next day in UTC, and not a day later. */
import type { Moment } from "../delivery/days.ts";
import { clock } from "../domain/zones.ts";

/** Null for what is no time. */
export function localMoment(time: string, zone: string): Moment | null {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return null;
  const wall = new Date(clock(at, zone));
  return { day: Math.floor(wall.getTime() / 86_400_000), hour: wall.getUTCHours(), at };
}
