/** Names of months and weekdays as a language writes them, from the runtime's CLDR data. */
export type MonthNames = { dayFirst: RegExp; monthFirst: RegExp; index(name: string): number };
export type DayNames = { weekday: RegExp; beforeDate: RegExp; relative: RegExp; index(name: string): number; offset(name: string): number };

const months = new Map<string, MonthNames>();
const days = new Map<string, DayNames>();
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const longestFirst = (names: Iterable<string>): string[] => [...names].sort((a, b) => b.length - a.length);

/** `language` is ISO 639-1. Names come lower case; months count from 1. */
export function monthsOf(language: string): MonthNames {
  let made = months.get(language);
  if (!made) {
    const index = new Map<string, number>();
    for (let month = 0; month < 12; month++)
      for (const name of monthNames(language, month)) if (!index.has(name)) index.set(name, month + 1);
    const any = longestFirst(index.keys()).map(escape).join("|");
    const year = "(?:,?[ \\u00a0]+(?:de[l]?[ \\u00a0]+)?(\\p{Nd}{4})(?!\\p{Nd}))?";
    made = {
      dayFirst: new RegExp(
        `(?<![\\p{L}\\p{Nd}.,])(\\p{Nd}{1,2})(?:st|nd|rd|th|er|º|°|ª|\\.|:e)?[ \\u00a0]+(?:de[ \\u00a0]+|of[ \\u00a0]+|d['’])?(${any})(?![\\p{L}])\\.?${year}`,
        "gu",
      ),
      monthFirst: new RegExp(
        `(?<![\\p{L}])(${any})\\.?[ \\u00a0]+(?:the[ \\u00a0]+)?(\\p{Nd}{1,2})(?:st|nd|rd|th|\\.)?(?![\\p{L}\\p{Nd}])${year}`,
        "gu",
      ),
      index: (name) => index.get(name) ?? 0,
    };
    months.set(language, made);
  }
  return made;
}

function monthNames(language: string, month: number): string[] {
  const at = Date.UTC(2024, month, 15);
  const write = (options: Intl.DateTimeFormatOptions): string | undefined =>
    new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options }).formatToParts(at).find(({ type }) => type === "month")?.value;
  return ["long", "short"]
    .flatMap((style) => [write({ month: style as "long" }), write({ month: style as "long", day: "numeric" })])
    .flatMap((name) => (name === undefined ? [] : [name.toLowerCase().replace(/\.$/, "")]))
    .filter((name) => name.length >= 3 && /\p{L}/u.test(name));
}

export function weekdaysOf(language: string): DayNames {
  let made = days.get(language);
  if (!made) {
    const index = new Map<string, number>();
    for (let day = 0; day < 7; day++)
      for (const style of ["long", "short"] as const) {
        const name = new Intl.DateTimeFormat(language, { weekday: style, timeZone: "UTC" })
          .format(Date.UTC(2024, 0, 1 + day))
          .toLowerCase();
        index.set(name.replace(/\.$/, ""), day);
      }
    const relative = new Map(
      [-2, -1, 0, 1, 2].map((offset) => [
        new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(offset, "day").toLowerCase(),
        offset,
      ]),
    );
    // "in 2 days" of languages without a word for it is a duration.
    for (const [name] of relative) if (/\p{Nd}/u.test(name)) relative.delete(name);
    const long = longestFirst(index.keys())
      .filter((name) => name.length > 3)
      .map(escape)
      .join("|");
    made = {
      weekday: new RegExp(`(?<![\\p{L}])(?:${long || "(?!)"})(?![\\p{L}])`, "gu"),
      beforeDate: new RegExp(
        `(?<![\\p{L}])(${longestFirst(index.keys()).map(escape).join("|")})(?![\\p{L}])\\.?,?[ \\u00a0]*(?:the |der |den |dem |le |el |il |o |dia |día )?$`,
        "u",
      ),
      relative: new RegExp(`(?<![\\p{L}])(?:${longestFirst(relative.keys()).map(escape).join("|") || "(?!)"})(?![\\p{L}])`, "gu"),
      index: (name) => index.get(name.replace(/\.$/, "")) ?? -1,
      offset: (name) => relative.get(name) ?? 0,
    };
    days.set(language, made);
  }
  return made;
}
