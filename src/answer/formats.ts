/** How dates, amounts and lists are written in a language. Formatters are kept: making one costs a hundred times its use. */
import { formatMoney } from "../domain/money.ts";

export type Style = { language: string; locale: string; timeZone: string; now: string };

const dateStyles: Record<string, Intl.DateTimeFormatOptions> = {
  long: { day: "numeric", month: "long", year: "numeric" },
  short: { day: "numeric", month: "short" },
  day: { weekday: "long", day: "numeric", month: "long" },
  time: { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" },
};
export const dateStyleNames = Object.keys(dateStyles);

/** What stands before a day in a sentence; languages not listed need nothing or say it in the template. */
const onDay: Record<string, string> = { en: "on ", de: "am ", fr: "le ", es: "el ", nl: "op " };

const kept = new Map<string, unknown>();

function keep<T>(key: string, make: () => T): T {
  let made = kept.get(key) as T | undefined;
  if (made === undefined) {
    made = make();
    kept.set(key, made);
  }
  return made;
}

export function writeDate(time: string, styleName: string, { language, locale, timeZone }: Style): string {
  const format = keep(
    `date/${locale}/${timeZone}/${styleName}`,
    () => new Intl.DateTimeFormat(locale, { ...dateStyles[styleName], timeZone }),
  );
  const text = format.format(Date.parse(time));
  // French says "premier" of the first of a month, which the runtime's data leaves out.
  return language === "fr" ? text.replace(/(?<!\d)1(?= \p{L})/u, "1er") : text;
}

/** "today", "tomorrow", "on Thursday, 12 March": fits behind "should arrive". */
export function writeRelativeDay(time: string, style: Style): string {
  const days = dayNumber(time, style.timeZone) - dayNumber(style.now, style.timeZone);
  if (Math.abs(days) <= 1) {
    return keep(`relative/${style.locale}`, () => new Intl.RelativeTimeFormat(style.locale, { numeric: "auto" })).format(days, "day");
  }
  const day = writeDate(time, "day", style);
  // Behind its article a Spanish weekday takes no comma: "el jueves 12 de marzo".
  return (onDay[style.language] ?? "") + (style.language === "es" ? day.replace(",", "") : day);
}

function dayNumber(time: string, timeZone: string): number {
  const ms = Date.parse(time);
  if (timeZone === "UTC") return Math.floor(ms / 86_400_000);
  const format = keep(
    `day/${timeZone}`,
    () =>
      new Intl.DateTimeFormat("en-CA", {
        timeZone,
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
      }),
  );
  return Math.floor(Date.parse(format.format(ms)) / 86_400_000);
}

/** The order in which languages name their forms; "other" is the last form given. */
const pluralOrder = ["zero", "one", "two", "few", "many"];

/** "3 days": the form the language uses for that many. `forms`: in the order of its categories; the last one stands for the rest. */
export function writeCount(count: number, forms: readonly string[], { locale }: Style): string {
  const rules = keep(`plural/${locale}`, () => new Intl.PluralRules(locale));
  const categories = keep(`plurals/${locale}`, () =>
    pluralOrder.filter((name) => (rules.resolvedOptions().pluralCategories as string[]).includes(name)),
  );
  const at = categories.indexOf(rules.select(count));
  const number = keep(`number/${locale}`, () => new Intl.NumberFormat(locale)).format(count);
  return `${number} ${forms[at < 0 ? forms.length - 1 : Math.min(at, forms.length - 1)]}`;
}

export function writeNumber(count: number, { locale }: Style): string {
  return Number.isSafeInteger(count) && Math.abs(count) < 1_000
    ? String(count)
    : keep(`number/${locale}`, () => new Intl.NumberFormat(locale)).format(count);
}

export function writeList(items: readonly string[], { locale }: Style): string {
  return keep(`list/${locale}`, () => new Intl.ListFormat(locale, { type: "conjunction" })).format(items);
}

export function writeMoney(money: { amount: number; currency: string }, { locale }: Style): string {
  return formatMoney(money, locale);
}

/** Names of weekdays and words like "tomorrow" in a language, lower case: dates that carry no digit. */
export function dayWords(language: string): string[] {
  return keep(`words/${language}`, () => {
    const weekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
    const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    const days = Array.from({ length: 7 }, (_, index) => weekday.format(Date.UTC(2024, 0, 1 + index)));
    return [...days, ...[-1, 0, 1].map((day) => relative.format(day, "day"))].map((word) => word.toLocaleLowerCase(language));
  });
}
