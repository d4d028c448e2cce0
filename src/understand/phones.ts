import { parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js/min";
import type { Entity } from "../domain/understanding.ts";
import type { Candidate } from "./entities.ts";
import { isDigit } from "./text.ts";

/** Where a number without a country code is probably from, most likely first. */
const countries: Record<string, CountryCode[]> = {
  en: ["US", "GB"],
  de: ["DE", "AT", "CH"],
  fr: ["FR", "BE"],
  es: ["ES", "MX"],
  it: ["IT"],
  pt: ["PT", "BR"],
  nl: ["NL", "BE"],
  pl: ["PL"],
  sv: ["SE"],
  da: ["DK"],
  tr: ["TR"],
  ja: ["JP"],
};
const phoneWord =
  /(phone|tel|telefon|téléphone|teléfono|telefono|telefone|telefoon|mobil|mobile|handy|cell|celular|cellulare|portable|móvil|call|gsm|numara|電話|携帯|ring|reach me|komórka)\P{L}{0,3}(\p{L}{1,10}\P{L}{0,3}){0,3}$/u;

/** E.164. The library is asked only when the text looks like a number people call, since asking costs microseconds. */
export function readPhone({ text, start, token, before, language }: Candidate): Entity | null {
  if (!isDigit(token.charCodeAt(0))) return null;
  let from = start;
  while (from > 0 && start - from < 2 && (text[from - 1] === "+" || text[from - 1] === "(")) from--;
  const { end, digits, groups } = extend(text, start);
  if (digits < 7 || digits > 15) return null;
  const isInternational = text[from] === "+" || (token.startsWith("00") && digits >= 10);
  const isNational =
    (token[0] === "0" && digits >= 9 && groups >= 2) ||
    (text[from] === "(" && groups >= 2) ||
    (groups >= 3 && digits >= 9) ||
    phoneWord.test(before);
  if (!isInternational && !isNational) return null;
  const written = text.slice(from, end);
  const dialled = token.startsWith("00") && isInternational ? `+${written.replace(/^\D*00/, "")}` : written;
  const tries: (CountryCode | undefined)[] = isInternational ? [undefined] : (countries[language] ?? ["US"]);
  for (const country of tries) {
    const parsed = parsePhoneNumberFromString(dialled, country);
    if (parsed?.isValid()) return { text: written, value: parsed.number, start: from, end };
  }
  return null;
}

/** The end of a run of digits with single separators between its groups, at most 25 characters. */
function extend(text: string, start: number): { end: number; digits: number; groups: number } {
  let end = start,
    digits = 0,
    groups = 0,
    gap = 9;
  for (let i = start; i < text.length && i < start + 25; i++) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) {
      if (gap > 0) groups++;
      gap = 0;
      digits++;
      end = i + 1;
    } else if ((code === 32 || code === 45 || code === 46 || code === 47 || code === 40 || code === 41) && gap < 2) gap++;
    else break;
  }
  return { end, digits, groups };
}
