/** Time as people at work have it: how much of it is left until a deadline. */
import { openingsOf } from "./working-hours.ts";

/** Days count from 1 (Monday) to 7 (Sunday); clock times are local, "09:00". Holidays are local days, both ends included. */
export type WorkHours = {
  time_zone: string;
  slots: { days: number[]; from: string; to: string }[];
  holidays: { from: string; to: string }[];
};

/** Nobody plans further; a date in another century must not count for minutes. */
const farMs = 800 * 86_400_000;

/** Milliseconds of work between two instants (ms); 0 when `to` is not after `from`. */
export function workingMsBetween({ time_zone, slots, holidays }: WorkHours, from: number, to: number): number {
  if (!(to > from)) return 0;
  const end = Math.min(to, from + farMs);
  let sum = 0;
  for (const { opens, closes } of openingsOf({ time_zone, openings: slots, holidays, days: [], from: "00:00", to: "00:00" })(from)) {
    if (opens >= end) break;
    sum += Math.max(0, Math.min(end, closes) - Math.max(from, opens));
  }
  return sum;
}
