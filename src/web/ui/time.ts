/** Times as people say them, in the reader's own zone. `now` is passed in, so that every row of a screen agrees. */
import type { WireWorkHours } from "../../domain/wire.ts";
import { workingMsBetween } from "../../domain/work-hours.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = new Intl.DateTimeFormat("en", { weekday: "short" });
const dayMonth = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const dayMonthYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const german = {
  weekday: new Intl.DateTimeFormat("de", { weekday: "short" }),
  dayMonth: new Intl.DateTimeFormat("de", { day: "numeric", month: "short" }),
  dayMonthYear: new Intl.DateTimeFormat("de", { day: "numeric", month: "short", year: "numeric" }),
};
const whole = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "short" });

function startOfDay(time: Date): number {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}

/** "now", "12 min", "14:05" today, "Yesterday", "Mon" this week, "Nov 3" this year, "Nov 3, 2024" before. */
export function shortTime(iso: string, now: Date): string {
  const time = new Date(iso);
  const age = now.getTime() - time.getTime();
  if (age >= 0 && age < minute) return "now";
  if (age >= 0 && age < hour) return `${Math.floor(age / minute)} min`;
  const days = Math.round((startOfDay(now) - startOfDay(time)) / day);
  if (days === 0) return clock.format(time);
  if (days === 1) return "Yesterday";
  if (days > 1 && days < 7) return weekday.format(time);
  return (time.getFullYear() === now.getFullYear() ? dayMonth : dayMonthYear).format(time);
}

/** The whole date and time, for titles and popovers. */
export function fullTime(iso: string): string {
  return whole.format(new Date(iso));
}

/** "Fri, Nov 27" or, with the clock, "Fri, Nov 27, 09:00"; "Nov 27, 2024" in another year. In German: "Fr, 27. Nov., 09:00". */
export function dayTime(iso: string, withClock = false, language: "en" | "de" = "en", now = new Date()): string {
  const time = new Date(iso);
  const isThisYear = time.getFullYear() === now.getFullYear();
  const { weekday: dayName, dayMonth: short, dayMonthYear: long } = language === "de" ? german : { weekday, dayMonth, dayMonthYear };
  const date = isThisYear ? `${dayName.format(time)}, ${short.format(time)}` : long.format(time);
  return withClock ? `${date}, ${clock.format(time)}` : date;
}

/** "09:00" today, else as `dayTime` with the clock: for what mostly happened a moment ago. */
export function clockOrDay(iso: string, language: "en" | "de" = "en", now = new Date()): string {
  const time = new Date(iso);
  return startOfDay(time) === startOfDay(now) ? clock.format(time) : dayTime(iso, true, language, now);
}

/** What is left until a deadline, in words: "12 min left", "3 h left", "2 days left", "overdue 5 min". */
export function timeLeft(iso: string, now: Date): { text: string; isLate: boolean; isSoon: boolean } {
  const left = new Date(iso).getTime() - now.getTime();
  const size = span(Math.abs(left));
  return left < 0 ? { text: `overdue ${size}`, isLate: true, isSoon: true } : { text: `${size} left`, isLate: false, isSoon: left < hour };
}

/**
 * The same, counted in the hours people work, where those are known: on Friday evening a deadline on Monday at ten is "1 h left", not
 * "3 days left". What is overdue is told in plain time: the customer waits at night too.
 */
export function workLeft(iso: string, now: Date, hours: WireWorkHours | undefined, team: string | null): ReturnType<typeof timeLeft> {
  const plain = timeLeft(iso, now);
  if (!hours || plain.isLate) return plain;
  const own = (team !== null && Object.hasOwn(hours.teams, team) && hours.teams[team]) || hours.desk;
  const left = workingMsBetween(own, now.getTime(), new Date(iso).getTime());
  // A deadline outside the hours (somebody's promise for Sunday) is told as it is.
  if (left === 0) return plain;
  return { text: `${span(left)} left`, isLate: false, isSoon: left < hour };
}

function span(ms: number): string {
  if (ms < hour) return `${Math.max(1, Math.round(ms / minute))} min`;
  if (ms < 2 * day) return `${Math.round(ms / hour)} h`;
  return `${Math.round(ms / day)} days`;
}

const snoozeWords = {
  en: { hours: "In 3 hours", tomorrow: "Tomorrow at 9", days: "In 3 days", monday: "Next Monday at 9", weeks: "In 2 weeks" },
  de: { hours: "In 3 Stunden", tomorrow: "Morgen um 9", days: "In 3 Tagen", monday: "Nächsten Montag um 9", weeks: "In 2 Wochen" },
};
/** The few moments people snooze to; each later than `now`, none twice. */
export function snoozeChoices(now: Date, language: "en" | "de" = "en"): { label: string; until: Date }[] {
  const at = (days: number, hours: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours);
  const said = snoozeWords[language];
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const choices = [
    { label: said.hours, until: new Date(now.getTime() + 3 * hour) },
    { label: said.tomorrow, until: at(1, 9) },
    { label: said.days, until: at(3, 9) },
  ];
  if (toMonday !== 1 && toMonday !== 3) choices.push({ label: said.monday, until: at(toMonday, 9) });
  choices.push({ label: said.weeks, until: at(14, 9) });
  return choices;
}
