/** Time as people at work have it: how much of it is left until a deadline. */
import { createZone, type Zone } from "./zone.ts";

/** Days count from 1 (Monday) to 7 (Sunday); clock times are local, "09:00". Holidays are local days, both ends included. */
export type WorkHours = {
  time_zone: string;
  slots: { days: number[]; from: string; to: string }[];
  holidays: { from: string; to: string }[];
};

const dayMs = 86_400_000;
/** Nobody plans further; a date in another century must not count for minutes. */
const maxDays = 800;
const zones = new Map<string, Zone>();

/** Milliseconds of work between two instants (ms); 0 when `to` is not after `from`. */
export function workingMsBetween({ time_zone: name, slots, holidays }: WorkHours, from: number, to: number): number {
  if (!(to > from)) return 0;
  const zone = zones.get(name) ?? createZone(name);
  zones.set(name, zone);
  const first = zone.dayOf(from);
  const last = Math.min(zone.dayOf(to), first + maxDays);
  let sum = 0;
  for (let day = first; day <= last; day++) {
    const date = new Date(day * dayMs).toISOString().slice(0, 10);
    if (holidays.some((holiday) => date >= holiday.from && date <= holiday.to)) continue;
    let worked = from;
    for (const slot of slots.filter(({ days }) => days.includes(((day + 3) % 7) + 1)).toSorted((a, b) => a.from.localeCompare(b.from))) {
      // Openings that overlap are not counted twice.
      const begin = Math.max(worked, zone.instantOf(day, minutesOf(slot.from)));
      const end = Math.min(to, zone.instantOf(day, minutesOf(slot.to)));
      if (end > begin) sum += end - begin;
      worked = Math.max(worked, end);
    }
  }
  return sum;
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
