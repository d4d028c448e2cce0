import type { Entity } from "../domain/understanding.ts";
import type { Candidate } from "./entities.ts";

const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;

/**
 * Numeric dates as ISO 8601. Where both readings are possible (03/04/2024), dots and dashes mean day first, and slashes
 * mean month first in English only.
 */
export function readDate({ token, start, language }: Candidate): Entity | null {
  if (token.length < 6 || token.length > 10) return null;
  const iso = yearFirst.exec(token);
  if (iso) return build(token, start, Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const local = yearLast.exec(token);
  if (!local) return null;
  let day = Number(local[1]),
    month = Number(local[3]);
  const isMonthFirst = (local[2] === "/" && language === "en" && day <= 12) || month > 12;
  if (isMonthFirst) [day, month] = [month, day];
  const year = Number(local[4]);
  return build(token, start, year < 100 ? 2000 + year : year, month, day);
}

function build(token: string, start: number, year: number, month: number, day: number): Entity | null {
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1900 || year > 2100) return null;
  const value = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return { text: token, value, start, end: start + token.length };
}
