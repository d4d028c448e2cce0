/**
 * The ladder: off, shadow, draft, auto. Up only by evidence, down at once when the budget is breached. Pure: what the
 * job, the desk and the simulation (`npm run bench:ladder`) all decide by.
 */
import { cleanReviewsNeeded, lowerBound, upperBound, type Tally } from "./bounds.ts";

/** What is known about one version of a workflow in one stay at its present mode. */
export type Evidence = {
  /** Replies people reviewed, chosen without regard to what they say: all drafts, or a random sample of what was sent. */
  sample: Tally;
  /** What left by itself, and how much of it is known to be wrong, found by whatever means. */
  sent: { total: number; knownWrong: number };
  /** Whether the watch for sudden change (change.ts) has sounded. */
  isAlarmed: boolean;
};

export type Standing = {
  /** With 95 % confidence the true share of wrong replies is at most, and at least, this; at every look at once. */
  atMost: number;
  atLeast: number;
  verdict: "promote" | "demote" | "stay";
};

const alpha = 0.05;

export function judge(mode: "shadow" | "draft" | "auto", { sample, sent, isAlarmed }: Evidence, budget: number): Standing {
  const { atMost, atLeast } = boundsOn(sample, { reviewed: sent.total, wrong: sent.knownWrong });
  const isBreached = mode === "auto" && (atLeast > budget || isAlarmed);
  const isProven = mode !== "auto" && atMost <= budget;
  return { atMost, atLeast, verdict: isBreached ? "demote" : isProven ? "promote" : "stay" };
}

/** Bounds on the true share of wrong replies, by a sample and by what is known of all. */
export function boundsOn(sample: Tally, known: Tally): Pick<Standing, "atMost" | "atLeast"> {
  // Unknown mistakes only add to the known ones, so the second bound holds although nobody looked at the rest.
  return { atMost: upperBound(sample, alpha), atLeast: Math.max(lowerBound(sample, alpha / 2), lowerBound(known, alpha / 2)) };
}

/** The standing in one sentence for the lead; `missing` clean reviews until `auto` may be offered, null: out of reach. */
export function explain(
  mode: "shadow" | "draft" | "auto",
  evidence: Evidence,
  budget: number,
): Standing & { missing: number | null; why: string } {
  const standing = judge(mode, evidence, budget);
  const { sample, isAlarmed } = evidence;
  const missing = cleanReviewsNeeded(sample, budget, alpha);
  const figures = `${sample.reviewed} reviewed, ${sample.wrong} wrong, true rate below ${percent(standing.atMost)} with 95 % confidence`;
  return { ...standing, missing, why: sentence() };

  function sentence(): string {
    if (sample.reviewed === 0)
      return `Nothing is reviewed yet${missing === null ? "" : `; ${missing} clean reviews prove ${percent(budget)}`}.`;
    if (standing.verdict === "promote") return `${figures}: within the budget of ${percent(budget)}.`;
    if (standing.verdict === "demote") {
      const cause = isAlarmed ? "it has become worse lately" : `the true rate is above ${percent(standing.atLeast)} with 95 % confidence`;
      return `The budget of ${percent(budget)} is breached: ${cause} (${figures}).`;
    }
    if (mode === "auto" || missing === null) return `${figures}.`;
    return `${figures}; ${missing} more clean ${missing === 1 ? "review" : "reviews"} for ${percent(budget)}.`;
  }
}

function percent(share: number): string {
  const value = share * 100;
  return `${value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/, "")} %`;
}
