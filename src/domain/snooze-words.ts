/** "Tuesday 9", "in 2 hours", "morgen 14:30", "when the parcel moves": what people type to put something off, in English and German. */

export type Snooze = { kind: "until"; at: Date } | { kind: "parcel" };

const weekdays = [
  ["sunday", "sun", "sonntag", "so"],
  ["monday", "mon", "montag", "mo"],
  ["tuesday", "tue", "tues", "dienstag", "di"],
  ["wednesday", "wed", "mittwoch", "mi"],
  ["thursday", "thu", "thur", "thurs", "donnerstag", "do"],
  ["friday", "fri", "freitag", "fr"],
  ["saturday", "sat", "samstag", "sa", "sonnabend"],
];
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const germanMonths = ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"];
const units: [RegExp, number | "month"][] = [
  [/^(m|min|mins|minutes?|minuten?)$/, 60_000],
  [/^(h|hrs?|hours?|std|stunden?)$/, 3_600_000],
  [/^(d|days?|tagen?|tage)$/, 86_400_000],
  [/^(w|weeks?|wochen?)$/, 7 * 86_400_000],
  [/^(months?|monate?n?)$/, "month"],
];
const numbers: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  ein: 1,
  eine: 1,
  einer: 1,
  einem: 1,
  two: 2,
  zwei: 2,
  three: 3,
  drei: 3,
  four: 4,
  vier: 4,
  half: 0.5,
};
const partsOfDay: [RegExp, number][] = [
  [/\b(morning|früh|vormittags?)\b/, 9],
  [/\b(noon|midday|mittags?)\b/, 12],
  [/\b(afternoon|nachmittags?)\b/, 14],
  [/\b(evening|tonight|abends?)\b/, 18],
];
/** When nobody says a time, a day begins at nine. */
const morning = 9;

/** In the reader's own time zone. Null for what cannot be understood, or lies in the past. */
export function readSnooze(typed: string, now: Date): Snooze | null {
  const text = typed.trim().toLowerCase().replace(/[,!]/g, " ").replace(/\s+/g, " ");
  if (/\b(parcel|package|shipment|tracking|paket|sendung|lieferung)\b/.test(text)) return { kind: "parcel" };
  const at = spanFrom(text, now) ?? dayFrom(text, now);
  return at && at.getTime() > now.getTime() ? { kind: "until", at } : null;
}

/** "in 2 hours", "2h", "in einer Woche", "in 3 Tagen". */
function spanFrom(text: string, now: Date): Date | null {
  const found = /^(?:in |for |für )?(\d+(?:[.,]\d+)?|[a-z]+) ?(?:an? )?([a-z]+)$/.exec(text);
  if (!found) return null;
  const count = numbers[found[1]!] ?? Number(found[1]!.replace(",", "."));
  const unit = units.find(([pattern]) => pattern.test(found[2]!))?.[1];
  if (!(count > 0) || unit === undefined) return null;
  if (unit === "month") return new Date(now.getFullYear(), now.getMonth() + Math.round(count), now.getDate(), morning);
  if (unit < 86_400_000) return new Date(now.getTime() + count * unit);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + Math.round((count * unit) / 86_400_000), morning);
}

/** A day, a time of day, or both. A time alone is the next time the clock shows it. */
function dayFrom(text: string, now: Date): Date | null {
  const day = namedDay(text, now);
  const rest = day ? day.rest : text;
  const clock = clockFrom(rest);
  if (!day && !clock) return null;
  if (
    rest
      .replace(clock?.text ?? "", "")
      .replace(/\b(at|um|on|am|the|uhr|o'clock|next|nächsten?r?|this|diesen?r?)\b|[.]/g, "")
      .trim() !== ""
  )
    return null;
  const { hours, minutes } = clock ?? { hours: morning, minutes: 0 };
  const base = day?.at ?? now;
  const at = new Date(base.getFullYear(), base.getMonth(), base.getDate(), hours, minutes);
  if (!day && at.getTime() <= now.getTime()) at.setDate(at.getDate() + 1);
  if (day?.isWeekday && at.getTime() <= now.getTime()) at.setDate(at.getDate() + 7);
  return at;
}

type Day = { at: Date; rest: string; isWeekday: boolean };
function namedDay(text: string, now: Date): Day | null {
  const plus = (days: number, rest: string): Day => ({
    at: new Date(now.getFullYear(), now.getMonth(), now.getDate() + days),
    rest,
    isWeekday: false,
  });
  const simple: [RegExp, number][] = [
    [/\b(day after tomorrow|übermorgen)\b|^übermorgen/, 2],
    [/\b(tomorrow|tmr|morgen)\b/, 1],
    [/\b(today|heute)\b|\btonight\b/, 0],
  ];
  for (const [pattern, days] of simple)
    if (pattern.test(text))
      return plus(
        days,
        text.replace(pattern, (word) => (word === "tonight" ? word : "")),
      );
  if (/\b(next week|nächste woche)\b/.test(text))
    return plus((8 - now.getDay()) % 7 || 7, text.replace(/\b(next week|nächste woche)\b/, ""));
  if (/\b(next month|nächsten monat)\b/.test(text))
    return {
      at: new Date(now.getFullYear(), now.getMonth() + 1, 1),
      rest: text.replace(/\b(next month|nächsten monat)\b/, ""),
      isWeekday: false,
    };
  return dated(text, now) ?? weekdayIn(text, now);
}

function weekdayIn(text: string, now: Date): Day | null {
  for (const [index, names] of weekdays.entries()) {
    const pattern = new RegExp(`\\b(${names.join("|")})\\b\\.?`);
    if (!pattern.test(text)) continue;
    const days = (index - now.getDay() + 7) % 7;
    return { at: new Date(now.getFullYear(), now.getMonth(), now.getDate() + days), rest: text.replace(pattern, ""), isWeekday: true };
  }
  return null;
}

/** "2026-12-01", "1.12.", "1.12.2026", "1 dec", "dec 1", "1. Dezember". Without a year it is the next one. */
function dated(text: string, now: Date): Day | null {
  const iso = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/.exec(text);
  if (iso) return dayOf(text, iso[0], Number(iso[3]), Number(iso[2]) - 1, Number(iso[1]), now);
  const german = /\b(\d{1,2})\.(\d{1,2})\.(\d{4})?/.exec(text);
  if (german) return dayOf(text, german[0], Number(german[1]), Number(german[2]) - 1, german[3] ? Number(german[3]) : null, now);
  const named = /\b(\d{1,2})(?:\.|st|nd|rd|th)? ?([a-zä]{3,9})\b|\b([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?\b/.exec(text);
  const word = (named?.[2] ?? named?.[3] ?? "").slice(0, 3);
  const month = [months.indexOf(word), germanMonths.indexOf(word)].find((index) => index >= 0);
  if (!named || month === undefined) return null;
  return dayOf(text, named[0], Number(named[1] ?? named[4]), month, null, now);
}

function dayOf(text: string, written: string, day: number, month: number, year: number | null, now: Date): Day | null {
  const at = new Date(year ?? now.getFullYear(), month, day);
  if (at.getMonth() !== month || at.getDate() !== day) return null;
  if (year === null && at.getTime() < now.getTime() - 86_400_000) at.setFullYear(at.getFullYear() + 1);
  return { at, rest: text.replace(written, ""), isWeekday: false };
}

function clockFrom(text: string): { hours: number; minutes: number; text: string } | null {
  const found = /(?:\b(?:at|um) )?\b(\d{1,2})(?:[:.](\d{2}))? ?(am|pm|uhr)?\b/.exec(text);
  if (found) {
    const hours =
      Number(found[1]) + (found[3] === "pm" && Number(found[1]) < 12 ? 12 : 0) - (found[3] === "am" && Number(found[1]) === 12 ? 12 : 0);
    const minutes = Number(found[2] ?? 0);
    return hours < 24 && minutes < 60 ? { hours, minutes, text: found[0] } : null;
  }
  for (const [pattern, hours] of partsOfDay) {
    const word = pattern.exec(text);
    if (word) return { hours, minutes: 0, text: word[0] };
  }
  return null;
}
