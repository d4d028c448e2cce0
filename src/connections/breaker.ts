/**
 * What one connection's calls say about it, as plain arithmetic: after several failures in a row it is left alone for a while, and
 * one call after the rest decides. Times are milliseconds since 1970.
 */

export type Standing = {
  answeredAt: number | null;
  faultAt: number | null;
  faultCode: string | null;
  /** In plain words: what the vendor or the way to it was like. */
  fault: string | null;
  /** The first of the failures in a row; null: the last call was answered. */
  failingSince: number | null;
  /** Of those, the ones a rest goes by. */
  failures: number;
  restUntil: number | null;
  /** All there ever were. */
  answers: number;
  faults: number;
};

/** `answer`: it answered, whatever it said. `gone`: not there or too slow. `fault`: it is there and does not work, as with a wrong key. */
export type Call = { is: "answer" } | { is: "gone" | "fault" | "refusal"; code: string; say: string };

export const failuresToRest = 5;
export const restMs = 30_000;

export const unknown: Standing = {
  answeredAt: null,
  faultAt: null,
  faultCode: null,
  fault: null,
  failingSince: null,
  failures: 0,
  restUntil: null,
  answers: 0,
  faults: 0,
};

/** `count`: so many calls of this kind in a row, from `since` to `at`. */
export function after(standing: Standing, call: Call, at: number, count = 1, since = at): Standing {
  const works = { answeredAt: at, failingSince: null, failures: 0, restUntil: null, answers: standing.answers + count };
  if (call.is === "answer") return { ...standing, ...works };
  const told = { faultAt: at, faultCode: call.code, fault: call.say };
  // A service that refuses one request is there; what it said is worth showing.
  if (call.is === "refusal") return { ...standing, ...works, ...told };
  const failures = standing.failures + (call.is === "gone" ? count : 0);
  const restUntil = call.is === "gone" && failures >= failuresToRest ? at + restMs : standing.restUntil;
  const faults = standing.faults + count;
  return { ...standing, ...told, failures, faults, restUntil, failingSince: standing.failingSince ?? since };
}

export const isResting = ({ restUntil }: Standing, now: number): boolean => restUntil !== null && now < restUntil;
/** The rest is over, and nobody has tried yet. */
export const isToBeTried = ({ restUntil }: Standing, now: number): boolean => restUntil !== null && now >= restUntil;
