import { isOneZNumber, isPostalNumber } from "../domain/tracking-number.ts";
import type { Entity } from "../domain/understanding.ts";
import { hasContext } from "./order-numbers.ts";
import type { Candidate } from "./entities.ts";

/**
 * Numbers with a check digit on sight ("1Z…", postal S10 such as RR123456785DE); other long codes only beside a word like
 * "tracking". Which carrier it is remains a guess for later: the formats overlap.
 */
export function readTracking(candidate: Candidate): Entity | null {
  const { token, start, end, digits } = candidate;
  if (token.length < 10 || token.length > 34) return null;
  const value = token.toUpperCase();
  const isTracking =
    isOneZNumber(value) || isPostalNumber(value) || (digits >= 8 && /^[0-9A-Z]+$/.test(value) && hasContext(candidate, "tracking"));
  return isTracking ? { text: token, value, start, end } : null;
}
