/** What a reply says in figures: amounts, dates, durations, shares and numbers, as values that can be compared. */
import type { GroundingLanguage } from "./language.ts";
import { monthsOf, weekdaysOf, type DayNames } from "./day-names.ts";

export type Claim = { text: string; start: number; end: number } & (
  | { kind: "amount"; values: number[]; currencies: readonly string[] }
  /**
   * `days`: every date it may mean, as [year or null, month, day]. `weekday`: 0 is Monday. `windowEnd`: it is one end of a span,
   * as in "between Tuesday 3 and Friday 6 March".
   */
  | { kind: "date"; days: [number | null, number, number][]; weekday: number | null; windowEnd?: WindowEnd }
  | { kind: "relative_day"; offset: number; windowEnd?: WindowEnd }
  | { kind: "time"; minutes: number }
  | { kind: "duration"; counts: number[]; unit: "minute" | "hour" | "day" | "week" | "month" | "year" }
  | { kind: "percent"; value: number }
  | { kind: "number"; value: string }
);

export type WindowEnd = "first" | "last";

const blank = "[ \\u00a0\\u202f]";
const figure = "\\p{Nd}{1,3}(?:[.,'’ \\u00a0\\u202f]\\p{Nd}{3}){1,4}(?:[.,]\\p{Nd}{1,3})?|\\p{Nd}{1,9}(?:[.,]\\p{Nd}{1,2})?";
const symbols: Record<string, readonly string[]> = {
  "€": ["EUR"],
  "£": ["GBP"],
  $: ["USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD"],
  us$: ["USD"],
  ca$: ["CAD"],
  c$: ["CAD"],
  a$: ["AUD"],
  r$: ["BRL"],
  mx$: ["MXN"],
  nz$: ["NZD"],
  s$: ["SGD"],
  hk$: ["HKD"],
  "₩": ["KRW"],
  "₹": ["INR"],
  "₪": ["ILS"],
  kč: ["CZK"],
  ft: ["HUF"],
  lei: ["RON"],
  $us: ["USD"],
  "£gb": ["GBP"],
  "$ us": ["USD"],
  $ca: ["CAD"],
  "¥": ["JPY", "CNY"],
  円: ["JPY"],
  "₺": ["TRY"],
  tl: ["TRY"],
  zł: ["PLN"],
  kr: ["SEK", "DKK", "NOK"],
  "kr.": ["SEK", "DKK", "NOK"],
  fr: ["CHF"],
  "fr.": ["CHF"],
  euro: ["EUR"],
  euros: ["EUR"],
  dollar: ["USD", "CAD", "AUD"],
  dollars: ["USD", "CAD", "AUD"],
  dólares: ["USD", "CAD", "AUD"],
  pounds: ["GBP"],
  pfund: ["GBP"],
  libras: ["GBP"],
  livres: ["GBP"],
  kronen: ["DKK", "NOK"],
  kronor: ["SEK"],
  yen: ["JPY"],
  franken: ["CHF"],
  francs: ["CHF"],
};
const codes = Intl.supportedValuesOf("currency").join("|").toLowerCase();
const marks = Object.keys(symbols)
  .sort((a, b) => b.length - a.length)
  .map((mark) => mark.replace(/[$.]/g, "\\$&"))
  .join("|");
const before = new RegExp(`(?<![\\p{L}])(${marks}|${codes})${blank}?(${figure})`, "gu");
const after = new RegExp(`(?<![\\p{L}\\p{Nd}.,])(${figure})${blank}?(${marks}|${codes})(?![\\p{L}])`, "gu");
const clock = /(?<![\p{L}\p{Nd}.,:])(\p{Nd}{1,2})(?::|h| h |\.(?=\p{Nd}{2} uhr))(\p{Nd}{2})(?! ?(?:%|\p{Nd}))(?: ?uhr| ?h)?/gu;
const iso = /(?<![\p{Nd}-])(\p{Nd}{4})-(\p{Nd}{1,2})-(\p{Nd}{1,2})(?![\p{Nd}-])/gu;
const numeric = /(?<![\p{Nd}./-])(\p{Nd}{1,2})[./-](\p{Nd}{1,2})(?:[./-](\p{Nd}{4}|\p{Nd}{2})?)?(?![\p{Nd}])/gu;
const asian = /(?:(\p{Nd}{4})年)?(\p{Nd}{1,2})月(\p{Nd}{1,2})日/gu;
const numbers = /(?<![\p{L}\p{Nd}])#?((?:[\p{L}\p{Nd}]+[-_])*[\p{L}]*\p{Nd}[\p{L}\p{Nd}]*(?:[-_.,'’\u00a0\u202f]?[\p{L}\p{Nd}]+)*)/gu;

/** `text` lower case, of the same length as the reply. What stands in `taken` is known already. */
export function findValues(text: string, language: GroundingLanguage, code: string, taken: readonly [number, number][]): Claim[] {
  const found: Claim[] = [];
  const isFree = (start: number, end: number): boolean =>
    !taken.some(([from, to]) => start < to && from < end) && !found.some((one) => start < one.end && one.start < end);
  const add = (claim: Claim): void => {
    if (isFree(claim.start, claim.end)) found.push(claim);
  };
  for (const claim of amounts(text)) add(claim);
  for (const claim of dates(text, code)) add(claim);
  for (const claim of durations(text, language)) add(claim);
  for (const match of text.matchAll(language.percent))
    add({ kind: "percent", value: Number(match[1]!.replace(",", ".")), ...placeOf(match) });
  for (const match of text.matchAll(clock)) {
    const minutes = Number(match[1]) * 60 + Number(match[2]);
    if (minutes < 1_440) add({ kind: "time", minutes, ...placeOf(match) });
  }
  for (const match of text.matchAll(numbers)) add({ kind: "number", value: match[1]!, ...placeOf(match) });
  return markWindows(
    text,
    found.sort((a, b) => a.start - b.start),
  );
}

/** What stands between the two days of a span, articles included. */
const spanWords =
  /^[ \u00a0]*,?[ \u00a0]*(?:and|to|until|till|through|und|bis|et|au|jusqu['’]au|y|e|al?|hasta|ed|en|tot(?: en met)?|t\/m|–|—|-)[ \u00a0]*(?:(?:the|dem|den|le|l['’]|el|il|de|zum)[ \u00a0]*)?$/u;

function markWindows(text: string, claims: Claim[]): Claim[] {
  const days = claims.filter((claim) => claim.kind === "date" || claim.kind === "relative_day");
  days.forEach((first, nth) => {
    const last = days[nth + 1];
    if (!last || first.windowEnd || !spanWords.test(text.slice(first.end, last.start))) return;
    first.windowEnd = "first";
    last.windowEnd = "last";
  });
  return claims;
}

type Span = { text: string; start: number; end: number };

/** Without the full stop that ends the sentence. */
function placeOf(match: RegExpExecArray): Span {
  const text = match[0].replace(/\.$/, "");
  return { text, start: match.index, end: match.index + text.length };
}

function* amounts(text: string): Generator<Claim> {
  for (const match of text.matchAll(before))
    yield { kind: "amount", values: readFigure(match[2]!), currencies: currenciesOf(match[1]!), ...placeOf(match) };
  for (const match of text.matchAll(after))
    yield { kind: "amount", values: readFigure(match[1]!), currencies: currenciesOf(match[2]!), ...placeOf(match) };
}

const currenciesOf = (mark: string): readonly string[] => symbols[mark] ?? [mark.toUpperCase()];

/** "1.234" is a thousand or one and a bit: both are given, and a fact has to be one of them. */
export function readFigure(text: string): number[] {
  const plain = text.replace(/['’ \u00a0\u202f]/g, "");
  const decimal = /^(.*)[.,](\p{Nd}{1,2})$/u.exec(plain);
  if (decimal) return [Number(`${decimal[1]!.replace(/[.,]/g, "")}.${decimal[2]}`)];
  const whole = Number(plain.replace(/[.,]/g, ""));
  if (!Number.isFinite(whole)) return [];
  // Dinars have three decimals.
  const thousandths = /^(.*)[.,](\p{Nd}{3})$/u.exec(plain);
  return thousandths ? [whole, Number(`${thousandths[1]!.replace(/[.,]/g, "")}.${thousandths[2]}`)] : [whole];
}

function* dates(text: string, code: string): Generator<Claim> {
  const names = monthsOf(code);
  for (const match of text.matchAll(names.dayFirst)) {
    const month = names.index(match[2]!);
    const last = withWeekday(text, code, placeOf(match), [[yearOf(match[3]), month, Number(match[1])]]);
    yield last;
    yield* shortBefore(text, code, last, [yearOf(match[3]), month]);
  }
  for (const match of text.matchAll(names.monthFirst)) {
    const month = names.index(match[1]!);
    const first = withWeekday(text, code, placeOf(match), [[yearOf(match[3]), month, Number(match[2])]]);
    yield first;
    yield* shortBehind(text, code, first, [yearOf(match[3]), month]);
  }
  for (const match of text.matchAll(iso))
    yield withWeekday(text, code, placeOf(match), [[Number(match[1]), Number(match[2]), Number(match[3])]]);
  for (const match of text.matchAll(asian))
    yield withWeekday(text, code, placeOf(match), [[yearOf(match[1]), Number(match[2]), Number(match[3])]]);
  for (const match of text.matchAll(numeric)) {
    const [first, second] = [Number(match[1]), Number(match[2])];
    const days: [number | null, number, number][] = [];
    if (second >= 1 && second <= 12 && first >= 1 && first <= 31) days.push([yearOf(match[3]), second, first]);
    // Only in English do both orders occur.
    if (code === "en" && first >= 1 && first <= 12 && second >= 1 && second <= 31) days.push([yearOf(match[3]), first, second]);
    if (days.length > 0) yield withWeekday(text, code, placeOf(match), days);
  }
  yield* weekdays(text, weekdaysOf(code));
}

/** "Tuesday 3 and Friday 6 March": the first day has its month from the second. */
function* shortBefore(text: string, code: string, last: Claim, [year, month]: [number | null, number]): Generator<Claim> {
  const lead = text.slice(Math.max(0, last.start - 40), last.start);
  const found = /(?<![\p{L}\p{Nd}.,])(\p{Nd}{1,2}(?:st|nd|rd|th|er|º|\.)?)([^\p{Nd}]{1,20})$/u.exec(lead);
  if (!found || !spanWords.test(found[2]!)) return;
  const start = last.start - (lead.length - found.index);
  yield withWeekday(text, code, { text: found[1]!, start, end: start + found[1]!.length }, [[year, month, Number.parseInt(found[1]!, 10)]]);
}

/** "March 3 to 6": the second day has its month from the first. */
function* shortBehind(text: string, code: string, first: Claim, [year, month]: [number | null, number]): Generator<Claim> {
  const found = /^([^\p{Nd}]{1,20})(\p{Nd}{1,2})(?:st|nd|rd|th)?(?![\p{L}\p{Nd}]|[.,:]\p{Nd})/u.exec(text.slice(first.end, first.end + 40));
  if (!found || !spanWords.test(found[1]!)) return;
  const start = first.end + found[1]!.length;
  yield withWeekday(text, code, { text: found[2]!, start, end: start + found[2]!.length }, [[year, month, Number(found[2])]]);
}

const yearOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text.length === 2 ? `20${text}` : text));

/** "Thursday, 12 March" is one claim: the day has to be that weekday as well. */
function withWeekday(text: string, code: string, place: Span, days: [number | null, number, number][]): Claim {
  const names = weekdaysOf(code);
  const lead = text.slice(Math.max(0, place.start - 24), place.start);
  const named = names.beforeDate.exec(lead);
  if (!named) return { kind: "date", days, weekday: null, ...place };
  const start = place.start - (lead.length - named.index);
  return { kind: "date", days, weekday: names.index(named[1]!), text: text.slice(start, place.end), start, end: place.end };
}

function* weekdays(text: string, names: DayNames): Generator<Claim> {
  for (const match of text.matchAll(names.weekday)) yield { kind: "date", days: [], weekday: names.index(match[0]), ...placeOf(match) };
  for (const match of text.matchAll(names.relative)) yield { kind: "relative_day", offset: names.offset(match[0]), ...placeOf(match) };
}

function* durations(text: string, language: GroundingLanguage): Generator<Claim> {
  for (const match of text.matchAll(language.duration)) {
    const counts = [match[1], match[2]].flatMap((part) => (part === undefined ? [] : (language.numberOf(part) ?? [])));
    const unit = language.unitOf(match[3]!);
    // "a day", "un jour": an article and no count, unless a figure stands there.
    if (unit && counts.length > 0 && !(counts.length === 1 && counts[0] === 1 && !/^\p{Nd}/u.test(match[1]!)))
      yield { kind: "duration", counts, unit, ...placeOf(match) };
  }
}
