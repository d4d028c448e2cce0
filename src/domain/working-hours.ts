/** When a desk is open: business hours as a row of openings, by which deadlines are set and times are measured. */
import type { BusinessHours } from "./desk-rules.ts";
import { createZone } from "./zone.ts";

/** In ms since 1970; `closes` is the first moment after it. */
export type Opening = { opens: number; closes: number };

/** 24 hours of work at one minute a week would take longer; nobody works so. */
const maxDays = 20_000;

/** (start in ms) -> the openings from the local day of `start` on, in order and without overlap. The first may be over before `start`. */
export function openingsOf({ time_zone, days, from, to, openings, holidays }: BusinessHours): (start: number) => Generator<Opening> {
  const zone = createZone(time_zone);
  const slots = (openings ?? [{ days, from, to }])
    .map((slot) => ({ days: slot.days, opens: minutesOf(slot.from), closes: minutesOf(slot.to) }))
    .toSorted((a, b) => a.opens - b.opens);
  const closed = holidays.map((one) =>
    typeof one === "string" ? { first: dayOf(one), last: dayOf(one) } : { first: dayOf(one.from), last: dayOf(one.to) },
  );
  return function* (start) {
    const first = zone.dayOf(start);
    for (let day = first; day < first + maxDays; day++) {
      if (closed.some((holiday) => day >= holiday.first && day <= holiday.last)) continue;
      let worked = -Infinity;
      for (const slot of slots) {
        if (!slot.days.includes(weekdayOf(day))) continue;
        // Openings that overlap are not worked twice.
        const opens = Math.max(worked, zone.instantOf(day, slot.opens));
        const closes = zone.instantOf(day, slot.closes);
        if (opens >= closes) continue;
        worked = closes;
        yield { opens, closes };
      }
    }
  };
}

/** Days since 1 January 1970 of "2026-12-25", as zone.dayOf counts them. */
export function dayOf(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
}

/** 1 (Monday) to 7; day 0, 1 January 1970, was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
