/**
 * Calendar days as they are written. A date with an offset means the day on the clock it was written by, one without means
 * that day: shops promise days, not instants, and "the 3rd at 23:30 in São Paulo" is not late for being the 4th in UTC.
 */
export type Moment = {
  /** Days since 1970-01-01. */
  day: number;
  /** Hour of that day on the same clock; NaN for a mere date. */
  hour: number;
  /** Milliseconds since 1970, to tell which of two came first; the start of the day for a mere date. */
  at: number;
};

const dayMs = 86_400_000;
const pattern = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Null for what is no date between 1990 and 2199, such as the year 0 or the 31st of February. */
export function parseMoment(text: string): Moment | null {
  const found = pattern.exec(text.trim());
  if (!found) return null;
  const [year, month, date, hour, minute, second] = found.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const midnight = Date.UTC(year, month - 1, date);
  const isReal = new Date(midnight).getUTCMonth() === month - 1 && new Date(midnight).getUTCDate() === date;
  if (!isReal || year < 1990 || year > 2199 || hour > 23 || minute > 59 || second > 59) return null;
  const clock = found[4] === undefined ? 0 : ((hour * 60 + minute) * 60 + (second || 0)) * 1000;
  return { day: midnight / dayMs, hour: found[4] === undefined ? Number.NaN : hour, at: midnight + clock - offsetMs(found[7]) };
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** Whether the first came before the second; when one is a mere date, by days. */
export function isBefore(first: Moment, second: Moment): boolean {
  if (Number.isNaN(first.hour) || Number.isNaN(second.hour)) return first.day < second.day;
  return first.at < second.at;
}

export function isoDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Monday is 0. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

export function dayOfYear(day: number): number {
  const year = new Date(day * dayMs).getUTCFullYear();
  return day - Date.UTC(year, 0, 1) / dayMs;
}
