/**
 * The shop's allowance: each question costs points, the bucket fills again by the second. Whoever waits for it is never told THROTTLED,
 * except when another app of the same shop drank from it meanwhile. https://shopify.dev/docs/api/usage/limits
 */
import type { Wait } from "../../http/patient.ts";

export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
export type Bucket = {
  /** Resolves once `cost` points are there, and takes them. */
  take(cost: number): Promise<void>;
  /** What an answer says is left; `taken` is what was taken for its question. */
  saw(status: ThrottleStatus, taken: number): void;
  /** How long until `cost` points are there, in milliseconds. */
  waitFor(cost: number): number;
  /** Of a question without an answer. */
  giveBack(taken: number): void;
};

export function createBucket(now: () => number, wait: Wait): Bucket {
  // Unknown until the first answer: nothing is held back.
  let known: (ThrottleStatus & { at: number }) | null = null;
  let inFlight = 0;

  function available(): number {
    if (!known) return Infinity;
    const restored = ((now() - known.at) / 1_000) * known.restoreRate;
    return Math.min(known.maximumAvailable, known.currentlyAvailable + restored) - inFlight;
  }
  function waitFor(cost: number): number {
    if (!known) return 0;
    // A question dearer than the whole bucket would wait for ever; the shop says what it thinks of it.
    const missing = Math.min(cost, known.maximumAvailable) - available();
    return missing <= 0 ? 0 : Math.ceil((missing / known.restoreRate) * 1_000);
  }
  return {
    waitFor,
    async take(cost) {
      for (let ms = waitFor(cost); ms > 0; ms = waitFor(cost)) await wait(ms);
      inFlight += cost;
    },
    giveBack(taken) {
      inFlight -= taken;
    },
    saw(status, taken) {
      inFlight -= taken;
      known = { ...status, at: now() };
    },
  };
}
