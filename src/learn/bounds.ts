/**
 * How often a workflow is really wrong, from reviewed replies, with bounds that hold at every look at once: a lead may
 * look daily and stop whenever the figure pleases. Plain confidence intervals are only good for one look.
 *
 * The bounds invert a test by betting: whoever bets against "the true rate is p" with a fixed mixture of alternatives
 * multiplies their stake by 1/α or more, at any time, with a probability of at most α if it is true (Ville's
 * inequality). All p that have not been bet out of the game are inside. Robbins 1970; Ramdas et al., "Game-theoretic
 * statistics and safe anytime-valid inference", 2023. The same holds when the rate changes, for "never below p".
 */
import { logLowerBeta, logUpperBeta } from "./beta.ts";

/** Reviewed replies, and how many of them were wrong. */
export type Tally = { reviewed: number; wrong: number };

/** Where the mixtures put their stakes: rates near 0 to prove that it is seldom wrong, some per cent to prove the opposite. */
const seldom = { a: 0.5, b: 1 };
const often = { a: 1, b: 9 };

/** With a probability of at least 1 - `alpha` the true rate is at most this, at every look at once. */
export function upperBound(tally: Tally, alpha = 0.05): number {
  const { reviewed, wrong } = tally;
  if (reviewed === 0 || wrong === reviewed) return 1;
  return bisect(wrong / reviewed, 1, (p) => logStakeBelow(tally, p) < -Math.log(alpha));
}

/** With a probability of at least 1 - `alpha` the true rate is at least this, at every look at once. */
export function lowerBound(tally: Tally, alpha = 0.05): number {
  const { reviewed, wrong } = tally;
  if (wrong === 0) return 0;
  return bisect(0, wrong / reviewed, (p) => logStakeAbove(tally, p) >= -Math.log(alpha));
}

/** What betting on "less than p" has made of a stake of 1, as a logarithm. */
function logStakeBelow({ reviewed, wrong }: Tally, p: number): number {
  const { a, b } = seldom;
  const won = logLowerBeta(p, a + wrong, b + reviewed - wrong) - logLowerBeta(p, a, b);
  return won - wrong * Math.log(p) - (reviewed - wrong) * Math.log1p(-p);
}

/** The same for "more than p". */
function logStakeAbove({ reviewed, wrong }: Tally, p: number): number {
  const { a, b } = often;
  const won = logUpperBeta(p, a + wrong, b + reviewed - wrong) - logUpperBeta(p, a, b);
  return won - wrong * Math.log(p) - (reviewed - wrong) * Math.log1p(-p);
}

/** The place between `low` and `high` up to which `holds` is true. */
function bisect(low: number, high: number, holds: (p: number) => boolean): number {
  let from = Math.max(low, 1e-12),
    to = Math.min(high, 1 - 1e-12);
  for (let round = 0; round < 60 && to - from > 1e-9; round++) {
    const middle = (from + to) / 2;
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

/** How many more reviews without a mistake until the bound is at `budget`; null when 100,000 would not do. */
export function cleanReviewsNeeded(tally: Tally, budget: number, alpha = 0.05): number | null {
  const withClean = (more: number) => upperBound({ ...tally, reviewed: tally.reviewed + more }, alpha);
  if (withClean(0) <= budget) return 0;
  let low = 0,
    high = 1;
  while (withClean(high) > budget) {
    if (high > 100_000) return null;
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (withClean(middle) > budget) low = middle;
    else high = middle;
  }
  return high;
}
