import type { Entity } from "../domain/understanding.ts";
import { hasContext } from "./order-numbers.ts";
import type { Candidate } from "./entities.ts";

const postal = /^[A-Z]{2}\d{9}[A-Z]{2}$/;
const oneZ = /^1Z[0-9A-Z]{16}$/;

/**
 * Numbers with a check digit on sight ("1Z…", postal S10 such as RR123456785DE); other long codes only beside a word like
 * "tracking". Which carrier it is remains a guess for later: the formats overlap.
 */
export function readTracking(candidate: Candidate): Entity | null {
  const { token, start, end, digits } = candidate;
  if (token.length < 10 || token.length > 34) return null;
  const value = token.toUpperCase();
  const isTracking =
    (oneZ.test(value) && hasOneZCheck(value)) ||
    (postal.test(value) && hasPostalCheck(value)) ||
    (digits >= 8 && /^[0-9A-Z]+$/.test(value) && hasContext(candidate, "tracking"));
  return isTracking ? { text: token, value, start, end } : null;
}

/** UPU S10: weights 8 6 4 2 3 5 9 7, 11 minus the remainder, 10 -> 0, 11 -> 5. */
function hasPostalCheck(value: string): boolean {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(value[2 + i]), 0);
  const check = 11 - (sum % 11);
  return Number(value[10]) === (check === 10 ? 0 : check === 11 ? 5 : check);
}

/** Letters count as (code - 63) mod 10; every second character counts double; the last digit completes the sum to tens. */
function hasOneZCheck(value: string): boolean {
  let sum = 0;
  for (let i = 2; i < 17; i++) {
    const code = value.charCodeAt(i);
    const digit = code >= 65 ? (code - 63) % 10 : code - 48;
    sum += i % 2 === 1 ? digit * 2 : digit;
  }
  return (10 - (sum % 10)) % 10 === Number(value[17]);
}
