/** Days between two times. All times inside a run are ISO 8601 in UTC, so comparing them as text is comparing in time. */
const dayMs = 86_400_000;
const maxKnown = 2_000;
const known = new Map<string, number>();

/** Date.parse, remembered: a run asks about the same few times, its `now` above all, again and again. */
function parsed(time: string): number {
  let ms = known.get(time);
  if (ms === undefined) {
    if (known.size >= maxKnown) known.clear();
    ms = Date.parse(time);
    known.set(time, ms);
  }
  return ms;
}

/** Any ISO 8601 time in the one form facts use; null stays null, and so does what is not a date. */
export function utc(time: string | null): string | null {
  if (time === null) return null;
  if (time.length === 24 && time.charCodeAt(23) === 90 /* Z */) return time;
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** Whole calendar days from one day to another; 0 when `to` is the same day or earlier. */
export function calendarDays(from: string | null, to: string): number {
  if (from === null || from >= to) return 0;
  return Math.floor(parsed(to) / dayMs) - Math.floor(parsed(from) / dayMs);
}

/** Whole days of 24 hours that have passed; 0 when `to` is earlier. */
export function elapsedDays(from: string | null, to: string): number {
  if (from === null || from >= to) return 0;
  return Math.floor((parsed(to) - parsed(from)) / dayMs);
}
