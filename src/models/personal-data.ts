/** Finds what is known of a customer in a text, however they wrote it: case, accents, spaces, dashes, with and without country code. */
import type { Address } from "../domain/order.ts";
import { fold, foldApart, type Folded } from "./fold.ts";

export const kinds = ["NAME", "EMAIL", "PHONE", "ADDRESS", "ORDER", "TRACKING", "CARD", "IBAN", "DATE", "NUMBER", "LINK", "TEXT"] as const;
export type Kind = (typeof kinds)[number];
export type Span = { start: number; end: number; kind: Kind };

/** The facts of this customer. What is not given here is found only where its form gives it away. */
export type PersonalData = {
  /** Full names, as the shop and the channel have them. */
  names?: readonly string[];
  emails?: readonly string[];
  phones?: readonly string[];
  addresses?: readonly Partial<Address>[];
  orderNumbers?: readonly string[];
  trackingNumbers?: readonly string[];
  /** Card and account numbers and whatever else is a number of theirs. */
  numbers?: readonly string[];
};

/** A pattern on the folded text. `needsCapital`: too short to be told from an ordinary word otherwise. */
export type Needle = { kind: Kind; pattern: RegExp; needsCapital: boolean; isPhone: boolean };

/** Written between the parts of names; alone they are nobody's. */
const particles = new Set(
  "de da do dos das del della di du des der den dem ter ten van von vom zu zur la le les el al bin ibn y e of the and und".split(" "),
);
const honorifics = new Set("mr mrs ms miss dr prof herr frau hr fr mme mlle sr sra srta dhr mevr sig pan pani".split(" "));
const maxPerKind = 50;
const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
/** In scripts without spaces between words there are no edges to look for. */
const unspaced = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}ー\s]+$/u;

export function needlesOf(data: PersonalData): Needle[] {
  const some = (values: readonly string[] | undefined) => (values ?? []).slice(0, maxPerKind).filter((value) => value.trim() !== "");
  const addresses = (data.addresses ?? []).slice(0, maxPerKind);
  const found = [
    ...[...some(data.names), ...addresses.flatMap(({ name }) => (name ? [name] : []))].flatMap(nameNeedles),
    ...some(data.emails).map((email) => needle("EMAIL", escape(fold(email.trim()).text))),
    ...some(data.phones).flatMap(phoneNeedles),
    ...addresses.flatMap(addressNeedles),
    ...some(data.orderNumbers).flatMap((number) => numberNeedles("ORDER", number)),
    ...some(data.trackingNumbers).flatMap((number) => numberNeedles("TRACKING", number)),
    ...some(data.numbers).flatMap((number) => numberNeedles("NUMBER", number)),
  ];
  return [...new Map(found.map((one) => [`${one.kind}${one.needsCapital}${one.pattern.source}`, one])).values()];
}

function needle(kind: Kind, source: string, more: Partial<Needle> = {}): Needle {
  return { kind, pattern: new RegExp(source, "gu"), needsCapital: false, isPhone: false, ...more };
}

const edged = (source: string): string => `(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`;

/** Words with any spaces between them. */
function phrase(folded: string): string {
  return folded.split(/ +/).filter(Boolean).map(escape).join("[ ,]{1,4}");
}

function nameNeedles(name: string): Needle[] {
  const folded = fold(name).text.trim();
  if (unspaced.test(name.trim())) {
    const parts = folded.split(/ +/).filter((part) => part.length > 1);
    return [folded.split(/ +/).map(escape).join(" {0,3}"), ...parts.map(escape)].map((source) => needle("NAME", source));
  }
  const words = folded.split(/[ ,-]+/).map((word) => word.replaceAll(/^[.']+|[.']+$/g, ""));
  const own = words.filter((word) => word.length > 1 && !particles.has(word) && !honorifics.has(word));
  const parts = own.flatMap((word) => spellings(name, word).map((spelling) => part(spelling)));
  return words.length > 1 ? [needle("NAME", edged(phrase(folded))), ...parts] : parts;
}

/** With the s of a genitive, which stays outside: "Annas" is [NAME_1]s. */
function part(word: string): Needle {
  const source = `(?<![\\p{L}\\p{N}])${escape(word)}(?=s?(?![\\p{L}\\p{N}]))`;
  return needle("NAME", source, { needsCapital: word.length < 3 });
}

/** Müller, Muller, Mueller: one of them is in the books, another one in the message. */
function spellings(name: string, word: string): string[] {
  const long = fold(name.normalize("NFC").replaceAll(/[äöüÄÖÜ]/g, (letter) => `${fold(letter).text}e`)).text;
  const longWord = long.split(/[ ,-]+/).find((one) => one.replaceAll(/(?<=[aou])e/g, "") === word.replaceAll(/(?<=[aou])e/g, ""));
  return [...new Set([word, longWord ?? word, word.replaceAll(/(?<=[aou])e/g, "")])].filter((spelling) => spelling.length > 1);
}

/** By the last nine digits, because the code of the country is written in many ways, or not at all. */
function phoneNeedles(phone: string): Needle[] {
  const digits = phone.replaceAll(/\D/g, "");
  if (digits.length < 5) return [];
  return [needle("PHONE", `${digits.slice(-9).split("").join("[ ()./-]{0,3}")}(?!\\d)`, { isPhone: true })];
}

function addressNeedles({ line1, line2, postalCode, city }: Partial<Address>): Needle[] {
  const lines = [line1, line2].filter((line): line is string => Boolean(line?.trim()));
  const streets = lines
    .map((line) =>
      fold(line)
        .text.replaceAll(/\d+ ?[a-z]?(?: ?[-/] ?\d+ ?[a-z]?)?/g, " ")
        .trim(),
    )
    .filter((street) => street.length > 4);
  const whole = [
    ...lines.map((line) => fold(line).text),
    ...streets.filter((street) => !particles.has(street)),
    ...(city ? [fold(city).text] : []),
  ];
  const places = whole.filter((text) => text.trim().length > 1);
  return [
    ...places.map((text) => needle("ADDRESS", unspaced.test(text) ? escape(text) : edged(withShortStreet(phrase(text))))),
    ...(postalCode ? numberNeedles("ADDRESS", postalCode) : []),
  ];
}

/** "Hauptstraße" is "Hauptstr." to most people. */
const withShortStreet = (source: string): string => source.replaceAll(/str(?:asse|\\\.|(?![\p{L}\p{N}]))/gu, "str(?:asse|\\.)?");

/** Letters and digits in groups of any size; of "SO-1042" also the bare 1042. */
function numberNeedles(kind: Kind, number: string): Needle[] {
  const plain = [...fold(number).text].filter((character) => /[\p{L}\p{N}]/u.test(character));
  if (plain.length < 2) return [];
  const digits = /\d{4,}$/.exec(plain.join(""))?.[0];
  const between = plain.length < 6 ? "[ -]?" : "[ ./_-]{0,2}";
  return [edged(plain.map(escape).join(between)), ...(digits && digits.length < plain.length ? [edged(digits)] : [])].map((source) =>
    needle(kind, source),
  );
}

/** Where they stand in `text`, which may be a part of one: its edges count as edges of words. */
export function findKnown(text: string, needles: readonly Needle[]): Span[] {
  return [fold(text), foldApart(text)].flatMap((folded) => needles.flatMap((needle) => findOne(text, folded, needle)));
}

function findOne(text: string, folded: Folded, { kind, pattern, needsCapital, isPhone }: Needle): Span[] {
  return [...folded.text.matchAll(pattern)].flatMap((match) => {
    const from = isPhone ? beginOfNumber(folded.text, match.index) : match.index;
    const span = { start: folded.at[from]!, end: folded.at[match.index + match[0].length]!, kind };
    return needsCapital && !/^\p{Lu}/u.test(text.slice(span.start)) ? [] : [span];
  });
}

/** Back over the country's and the area's code. */
function beginOfNumber(text: string, end: number): number {
  let begin = end;
  for (let at = end - 1; at >= 0 && end - at < 16 && /[\d ()./+-]/.test(text[at]!); at--) if (/[\d(+]/.test(text[at]!)) begin = at;
  return begin;
}
