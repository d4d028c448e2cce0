/** Finds what looks like somebody's data without anybody having said so: by its form alone. Rather too much than too little. */
import { allAddressesIn } from "../understand/address-parts.ts";
import { findEntities } from "../understand/entities.ts";
import { findKnown, needlesOf, type Kind, type Span } from "./personal-data.ts";

const windowChars = 1_500;
const overlapChars = 350;
const fewDigits = 5;

/** Every span of `text` that may be personal, overlapping ones included. */
export function findForms(text: string, language: string, now: Date): Span[] {
  const { personal, harmless } = findRead(text, language, now);
  const found = [
    ...personal,
    ...match(text, "LINK", /\b(?:https?:\/\/|www\.)[^\s<>"]{1,2000}/gi),
    ...match(text, "EMAIL", /[^\s<>()[\]{}"',;:]{1,64}@[^\s<>()[\]{}"',;:!?]{2,255}/g),
    ...match(text, "IBAN", /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,4})?(?![A-Za-z0-9])/g).filter(
      (span) => isIban(text.slice(span.start, span.end)),
    ),
    ...match(text, "CARD", /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g).filter((span) => isCard(text.slice(span.start, span.end))),
    ...addresses(text),
  ];
  const isHarmless = (span: Span) => harmless.some(({ start, end }) => start <= span.start && span.end <= end);
  return [...found, ...longNumbers(text).filter((span) => !isHarmless(span))];
}

/** What layer 1 reads, in pieces that overlap, because it stops after so many numbers. Amounts and dates of late say nothing about a person. */
function findRead(text: string, language: string, now: Date): { personal: Span[]; harmless: Span[] } {
  const personal: Span[] = [];
  const harmless: Span[] = [];
  for (let from = 0; from < text.length; from += windowChars - overlapChars) {
    const read = findEntities(text.slice(from, from + windowChars), language);
    const add = (spans: Span[], kind: Kind, list: typeof read.email = []) =>
      spans.push(...list.map(({ start, end }) => ({ start: start + from, end: end + from, kind })));
    add(personal, "EMAIL", read.email);
    add(personal, "PHONE", read.phone);
    add(personal, "ORDER", read.order_number);
    add(personal, "TRACKING", read.tracking_number);
    add(personal, "ADDRESS", read.address);
    const isOld = ({ value }: { value: string }) => Number(value.slice(0, 4)) < now.getUTCFullYear() - 10;
    add(personal, "DATE", read.date?.filter(isOld));
    add(
      harmless,
      "NUMBER",
      read.date?.filter((date) => !isOld(date)),
    );
    add(harmless, "NUMBER", read.amount);
  }
  return { personal, harmless };
}

function match(text: string, kind: Kind, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((found) => ({ start: found.index, end: found.index + found[0].length, kind }));
}

/** Streets, postcodes and towns that stand together, and then wherever they stand again. */
function addresses(text: string): Span[] {
  const found = [];
  for (let from = 0; from < text.length; from += windowChars - overlapChars)
    found.push(...allAddressesIn(text.slice(from, from + windowChars)));
  return found.length === 0
    ? []
    : findKnown(text, needlesOf({ addresses: found.map(({ line1, postalCode, city }) => ({ line1, postalCode, city })) }));
}

/** Five digits and more, with or without letters: whatever it is the number of, a model does not need it. */
function longNumbers(text: string): Span[] {
  const runs = match(text, "NUMBER", /\p{Nd}(?:[ ./_-]{0,2}\p{Nd}){4,60}/gu);
  const mixed = match(text, "NUMBER", /(?<![\p{L}\p{Nd}])[\p{L}\p{Nd}_-]{5,80}/gu).filter(
    ({ start, end }) => (text.slice(start, end).match(/\p{Nd}/gu)?.length ?? 0) >= fewDigits,
  );
  return [...runs, ...mixed];
}

/** ISO 13616: the first four characters to the end, letters as 10 to 35, the remainder by 97 is 1. */
function isIban(text: string): boolean {
  const plain = text.replaceAll(/[ -]/g, "").toUpperCase();
  let rest = 0;
  for (const character of plain.slice(4) + plain.slice(0, 4))
    for (const digit of String(parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** Luhn's check digit. */
function isCard(text: string): boolean {
  const digits = [...text.replaceAll(/\D/g, "")].reverse().map(Number);
  const sum = digits.reduce((total, digit, at) => total + (at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}
