/**
 * Whether two texts say the same facts: a reply and what a language model or a person made of it, in the same language or another.
 * What was said and is not any more is "lost", what is said only now is "added". Nothing here knows what is true.
 */
import { findAddresses } from "./addresses.ts";
import { groundingLanguage } from "./language.ts";
import { findStatements } from "./statements.ts";
import { findValues, readFigure, type Claim } from "./values.ts";

export type FactPlace = { text: string; start: number; end: number };
export type FactChanges = {
  /** Places in the first text. */
  lost: FactPlace[];
  /** Places in the second text. */
  added: FactPlace[];
  /** False when one of the languages is not known word for word: then numbers and addresses were compared, and nothing else. */
  isWhole: boolean;
};

/** A fact of one of these is the same as one that shares any with it: "1.234" may be two numbers. */
type Fact = FactPlace & { keys: string[] };
type Side = { text: string; language: string };

/** Longer texts are not read to the end by anything here; no message is that long. */
const maxChars = 50_000;

export function compareFacts(before: Side, after: Side): FactChanges {
  const isWhole = [before, after].every(({ text, language }) => groundingLanguage(language) !== null && keepsLength(text));
  const facts = (side: Side): Fact[] => [...(isWhole ? valuesOf(side) : figuresOf(side.text)), ...addressesOf(side.text)];
  const [said, says] = [facts(before), facts(after)];
  const lost = without(said, says);
  const added: FactPlace[] = without(says, said);
  if (isWhole) added.push(...turned(before, after));
  return { lost: once(lost), added: once(added), isWhole };
}

/** What a person should look at, in words: "lacks 12 €; adds 15 €". Null when nothing changed. */
export function changesInWords({ lost, added }: FactChanges): string | null {
  const quoted = (places: FactPlace[]): string => places.map(({ text }) => `“${text}”`).join(", ");
  const parts = [...(lost.length > 0 ? [`lacks ${quoted(lost)}`] : []), ...(added.length > 0 ? [`adds ${quoted(added)}`] : [])];
  return parts.length > 0 ? parts.join(" and ") : null;
}

const keepsLength = (text: string): boolean => text.length <= maxChars && text.toLowerCase().length === text.length;

function without(facts: Fact[], others: Fact[]): Fact[] {
  const known = new Set(others.flatMap(({ keys }) => keys));
  return facts.filter(({ keys }) => !keys.some((key) => known.has(key)));
}

function once(facts: FactPlace[]): FactPlace[] {
  const seen = new Set<string>();
  return facts
    .sort((a, b) => a.start - b.start)
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .map(({ text, start, end }) => ({ text, start, end }));
}

function valuesOf({ text, language }: Side): Fact[] {
  const taken = findAddresses(text).map(({ start, end }): [number, number] => [start, end]);
  return findValues(text.toLowerCase(), groundingLanguage(language)!, language, taken).flatMap((claim) => {
    const keys = keysOf(claim);
    return keys.length > 0 ? [{ keys, text: text.slice(claim.start, claim.end), start: claim.start, end: claim.end }] : [];
  });
}

const unitMinutes = { minute: 1, hour: 60, day: 1_440, week: 10_080, month: 43_200, year: 525_600 };

function keysOf(claim: Claim): string[] {
  switch (claim.kind) {
    case "amount":
      return claim.values.flatMap((value) => claim.currencies.map((currency) => `${value} ${currency}`));
    case "date":
      // The weekday beside a date may be left out; alone it is the fact.
      return claim.days.length > 0
        ? claim.days.map(([, month, day]) => `day ${month}-${day}`)
        : claim.weekday === null
          ? []
          : [`weekday ${claim.weekday}`];
    case "relative_day":
      return [`in ${claim.offset}`];
    case "time":
      return [`at ${claim.minutes}`];
    case "duration":
      return [`for ${claim.counts.map((count) => count * unitMinutes[claim.unit]).join("-")}`];
    case "percent":
      return [`${claim.value} %`];
    case "number":
      return numberKeys(claim.value);
  }
}

/** A number by its value, a code by its letters and digits. */
function numberKeys(value: string): string[] {
  const western = westernDigits(value);
  return /^[\d.,'’\u00a0\u202f ]+$/.test(western) ? [...readFigure(western).map(String), western] : [western.toLowerCase()];
}

/** In a language whose words nobody knows: everything with a digit in it. */
function figuresOf(text: string): Fact[] {
  const taken = findAddresses(text);
  const found: Fact[] = [];
  for (const { 0: shown, index: start } of text
    .slice(0, maxChars)
    .matchAll(/[\p{L}\p{Nd}_-]*\p{Nd}(?:[.,'’\u066b\u066c]?[\p{L}\p{Nd}_-]+)*/gu)) {
    const end = start + shown.length;
    if (taken.some((one) => start < one.end && one.start < end)) continue;
    found.push({ keys: numberKeys(/\p{L}/u.test(shown) ? lettersApart(shown) : shown), text: shown, start, end });
  }
  return found;
}

/** "12月" and "12th" are the number with a word grown to it; "PP123" and "AB-12" are codes. */
function lettersApart(shown: string): string {
  const lead = /^(\p{Nd}[\p{Nd}.,]*)\p{L}+$/u.exec(shown);
  return lead ? lead[1]! : shown;
}

/** Arabic, Persian and other digits as the ones everybody's computer counts with; their decimal marks too. */
function westernDigits(text: string): string {
  return text
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0)!)))
    .replaceAll("\u066b", ".")
    .replaceAll("\u066c", ",");
}

/** Decimal digits stand in Unicode in runs of ten, from zero up; the first of the run is found by going back to it. */
function digitValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return value;
}

function addressesOf(text: string): Fact[] {
  return findAddresses(text).map(({ text: shown, start, end }) => {
    const key = shown
      .toLowerCase()
      .replace(/^https?:\/\//, "")
      .replace(/^www\./, "")
      .replace(/\/$/, "");
    return { keys: [key], text: shown, start, end };
  });
}

/**
 * Statements that say the opposite now; in the same language also those nobody made before. Across languages a missing statement
 * may be one that is only worded in a way the lists do not have.
 */
function turned(before: Side, after: Side): FactPlace[] {
  const statementsOf = ({ text, language }: Side) => findStatements(text.toLowerCase(), groundingLanguage(language)!);
  const said = statementsOf(before);
  return statementsOf(after)
    .filter(({ state, isNegated }) => {
      const same = said.filter((one) => one.state === state);
      return same.length > 0 ? !same.some((one) => one.isNegated === isNegated) : before.language === after.language;
    })
    .map(({ start, end }) => ({ text: after.text.slice(start, end), start, end }));
}
