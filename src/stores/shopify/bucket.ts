/**
 * The shop's allowance: each question costs points, the bucket fills again by the second. Whoever waits for it is never told THROTTLED,
 * except when another app of the same shop drank from it meanwhile. https://shopify.dev/docs/api/usage/limits
 */
import type { Wait } from "../../http/patient.ts";

export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
export type Bucket = {
  /** Resolves once `cost` points are there, and takes them. */
  take(cost: number): Promise<void>;
  /** A question has come to its end; what its answer says is left, if it does. */
  done(taken: number, status?: ThrottleStatus): void;
  /** How long until `cost` points are there, in milliseconds. */
  waitFor(cost: number): number;
};

/** Beyond this the shop itself is asked what it thinks: other apps drink from the bucket, and our picture of it may be old. */
const maxWaitMs = 20_000;
const maxWaits = 5;

export function createBucket(now: () => number, wait: Wait): Bucket {
  // Unknown until the first answer: nothing is held back.
  let known: (ThrottleStatus & { at: number }) | null = null;
  let inFlight = 0;

  function available(): number {
    if (!known) return Infinity;
    const restored = Math.max(0, (now() - known.at) / 1_000) * known.restoreRate;
    return Math.min(known.maximumAvailable, known.currentlyAvailable + restored);
  }
  function waitFor(cost: number): number {
    if (!known) return 0;
    // A question dearer than the whole bucket would wait for ever; the shop says what it thinks of it.
    const missing = Math.min(cost, known.maximumAvailable) - available();
    return missing <= 0 ? 0 : Math.min(maxWaitMs, Math.ceil((missing / known.restoreRate) * 1_000));
  }
  return {
    waitFor,
    async take(cost) {
      for (let nth = 0, ms = waitFor(cost); ms > 0 && nth < maxWaits; nth++, ms = waitFor(cost)) await wait(ms);
      inFlight += cost;
      if (known) known = { ...known, currentlyAvailable: available() - cost, at: now() };
    },
    done(taken, status) {
      inFlight -= taken;
      // What is on its way may be counted already; to count it twice costs a moment, not to count it a refusal.
      if (status) known = { ...status, currentlyAvailable: status.currentlyAvailable - inFlight, at: now() };
    },
  };
}
