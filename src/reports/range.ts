/** The days a report is about, in a time zone, the steps of its series, and the days it is compared with. */
import { AppError } from "../domain/errors.ts";
import { dayOf, weekdayOf } from "../domain/working-hours.ts";
import { createZone, type Zone } from "../domain/zone.ts";

export const grains = ["day", "week", "month"] as const;
export type Grain = (typeof grains)[number];
export const comparisons = ["none", "previous", "year"] as const;
export type Comparison = (typeof comparisons)[number];

/** `from` and `to` are local days like 2026-11-28, both included. */
export type Days = { from: string; to: string };
/** `until`: the first moment after it. Steps follow each other without a gap from `from` to `to`. */
export type Range = Days & {
  zone: string;
  grain: Grain;
  start: Date;
  until: Date;
  steps: readonly (Days & { start: Date; until: Date })[];
};

const maxDays = 800;
const maxSteps = 400;

/** AppError `invalid` that says which field is wrong and how to mend it. */
export function rangeOf(days: Days, zoneName: string, grain?: Grain): Range {
  const zone = zoneOf(zoneName);
  const [first, last] = [localDay(days.from, "from"), localDay(days.to, "to")];
  if (first > last) throw bad("from", `The range ends before it begins: ${days.from} is after ${days.to}. Swap them.`);
  const length = last - first + 1;
  if (length > maxDays)
    throw bad("to", `The range is ${length} days long, and ${maxDays} is the most. Take a later first day, or ask in two parts.`);
  const step = grain ?? (length <= 45 ? "day" : length <= 200 ? "week" : "month");
  if (step === "day" && length > maxSteps) throw bad("grain", `${length} days are too many steps. Ask by week or month.`);
  const starts = [first];
  for (let day = first + 1; day <= last; day++) if (beginsStep(day, step)) starts.push(day);
  const at = (day: number): Date => new Date(zone.instantOf(day, 0));
  const steps = starts.map((day, nth) => {
    const next = starts[nth + 1] ?? last + 1;
    return { from: dateOf(day), to: dateOf(next - 1), start: at(day), until: at(next) };
  });
  return { ...days, zone: zoneName, grain: step, start: at(first), until: at(last + 1), steps };
}

/** The same number of days just before, or the same days a year earlier; null for none. */
export function comparedWith({ from, to }: Days, comparison: Comparison): Days | null {
  if (comparison === "none") return null;
  if (comparison === "year") return { from: yearEarlier(from), to: yearEarlier(to) };
  const length = dayOf(to) - dayOf(from) + 1;
  return { from: dateOf(dayOf(from) - length), to: dateOf(dayOf(from) - 1) };
}

/** The local day in which this moment lies. */
export const today = (now: Date, zoneName: string): string => dateOf(zoneOf(zoneName).dayOf(now.getTime()));
export const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

function zoneOf(name: string): Zone {
  try {
    return createZone(name);
  } catch {
    throw bad("zone", `There is no time zone "${name.slice(0, 60)}". Write one like Europe/Berlin.`);
  }
}

function localDay(date: string, path: string): number {
  const day = /^(19|20)\d\d-\d\d-\d\d$/.test(date) ? dayOf(date) : NaN;
  // 2026-02-30 is read as 2 March by some parsers and as nothing by others.
  if (Number.isNaN(day) || dateOf(day) !== date) throw bad(path, `"${date.slice(0, 40)}" is not a day. Write one like 2026-11-28.`);
  return day;
}

function beginsStep(day: number, grain: Grain): boolean {
  if (grain === "day") return true;
  return grain === "week" ? weekdayOf(day) === 1 : dateOf(day).endsWith("-01");
}

/** The 29th of February is compared with the 28th. */
function yearEarlier(date: string): string {
  const [year, rest] = [Number(date.slice(0, 4)) - 1, date.slice(4)];
  return `${year}${rest === "-02-29" ? "-02-28" : rest}`;
}

function bad(path: string, message: string): AppError {
  return new AppError("invalid", message, { details: { problems: [{ path, message }] } });
}
