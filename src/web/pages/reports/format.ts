/** Figures as people read them. */
import { formatMoney, type Money } from "../../../domain/money.ts";
import type { WireReportFigure, WireReportNumber } from "../../../domain/report.ts";
import { language } from "./strings.ts";

type Unit = WireReportNumber["unit"];

const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const shares = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
const dayFormat = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
const yearFormat = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const momentFormat = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

export const count = (n: number): string => whole.format(n);
export const share = (value: number): string => shares.format(value);
export const money = (amount: Money): string => formatMoney(amount, language);
export const moment = (iso: string): string => momentFormat.format(new Date(iso));
export const decimal = (value: number): string => oneDigit.format(value);

/** "45 s", "12 min", "3.5 h" of seconds. Working time, so a day is no unit of it. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${whole.format(seconds)} s`;
  if (seconds < 5_400) return `${whole.format(seconds / 60)} min`;
  return `${oneDigit.format(seconds / 3_600)} h`;
}

/** "–" where there is nothing to say a value of. */
export function value(unit: Unit, figure: Pick<WireReportFigure, "value"> | undefined): string {
  const given = figure?.value;
  if (given === undefined || given === null) return "–";
  if (unit === "share") return share(given);
  if (unit === "duration") return duration(given);
  return unit === "minutes" ? duration(given * 60) : count(given);
}

/** "Nov 3" or "Nov 3 – Nov 9". */
export function span({ from, to }: { from: string; to: string }, withYear = false): string {
  const format = withYear ? yearFormat : dayFormat;
  const [first, last] = [format.format(new Date(`${from}T00:00:00Z`)), format.format(new Date(`${to}T00:00:00Z`))];
  return from === to ? first : `${first} – ${last}`;
}

/** "+12 %" against before, "+3.1" points of a share; "" when there is nothing to compare. */
export function difference(unit: Unit, now: number | null, before: number | null): string {
  if (now === null || before === null) return "";
  const sign = now > before ? "+" : now < before ? "−" : "±";
  if (unit === "share") return `${sign}${oneDigit.format(Math.abs(now - before) * 100)} pp`;
  if (before === 0) return "";
  return `${sign}${shares.format(Math.abs(now / before - 1))}`;
}
