/**
 * "Confident enough": the lowest confidence from which a workflow may act, chosen from reviewed messages so that with a
 * probability of at least 1 - `delta` the true share of wrong ones among those it acts on is at most `risk`. Learn then
 * Test (Angelopoulos et al. 2021) with fixed-sequence testing: thresholds are tried from the strictest down, each by an
 * exact binomial test, and the first that is not proven ends it. Trying many costs nothing, because the order is fixed
 * beforehand. A threshold read off the same data without this overshoots the risk by a tenth to almost a half.
 */
import { logGamma } from "./beta.ts";

/** A reviewed message: how sure the reader was, and whether acting on it was right. */
export type Judged = { confidence: number; isRight: boolean };
export type Threshold = { threshold: number; coverage: number; wrong: number; acted: number };

/** Thresholds tried, strictest first; fixed before any data is seen. */
const tried = Array.from({ length: 100 }, (_, nth) => (99.5 - nth) / 100);

/** Null when no threshold can be proven with so few reviews. */
export function chooseThreshold(judged: readonly Judged[], risk: number, delta = 0.1): Threshold | null {
  const sorted = judged.toSorted((a, b) => b.confidence - a.confidence);
  let at = 0,
    wrong = 0,
    chosen: Threshold | null = null;
  for (const threshold of tried) {
    for (; at < sorted.length && sorted[at]!.confidence >= threshold; at++) if (!sorted[at]!.isRight) wrong++;
    // Too few to ever prove anything here: whether to go on must not depend on what they were, and it does not.
    if (at < fewest(risk, delta)) continue;
    if (binomialTail(wrong, at, risk) > delta) break;
    chosen = { threshold, coverage: at / judged.length, wrong, acted: at };
  }
  return chosen;
}

/** So many without a mistake are the least that prove it. */
function fewest(risk: number, delta: number): number {
  return Math.ceil(Math.log(delta) / Math.log1p(-risk));
}

/** The chance of at most `wrong` mistakes in `total` when each is one with probability `rate`. */
export function binomialTail(wrong: number, total: number, rate: number): number {
  let sum = 0;
  const whole = logGamma(total + 1);
  for (let k = 0; k <= wrong; k++) {
    const choose = whole - logGamma(k + 1) - logGamma(total - k + 1);
    sum += Math.exp(choose + k * Math.log(rate) + (total - k) * Math.log1p(-rate));
  }
  return Math.min(1, sum);
}
