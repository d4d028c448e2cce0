/** Leaves a model alone after several failures in a row, then tries it with one question. In this process only, per connection. */

export type Breaker = {
  /** False while it is to be left alone. True at most once per rest: that question decides. */
  mayAsk(id: string, now: number): boolean;
  succeeded(id: string): void;
  failed(id: string, now: number): void;
};

const failuresToRest = 5;
const restMs = 30_000;

export function createBreaker(): Breaker {
  const states = new Map<string, { failures: number; restUntil: number }>();
  return {
    mayAsk(id, now) {
      const state = states.get(id);
      if (!state || state.failures < failuresToRest) return true;
      if (now < state.restUntil) return false;
      state.restUntil = now + restMs;
      return true;
    },
    succeeded: (id) => void states.delete(id),
    failed(id, now) {
      const failures = (states.get(id)?.failures ?? 0) + 1;
      states.set(id, { failures, restUntil: now + restMs });
    },
  };
}
