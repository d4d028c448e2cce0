/** A pause that `wake` ends early, e.g. because the connection is back. */
export type Waiting = { pause(ms: number): Promise<void>; wake(): void };

export function waiting(): Waiting {
  const sleepers = new Set<() => void>();
  return {
    pause: (ms) =>
      new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          sleepers.delete(end);
          resolve();
        };
        const timer = setTimeout(end, ms);
        sleepers.add(end);
      }),
    wake: () => sleepers.forEach((end) => end()),
  };
}

/** 1, 2, 4 … at most 30 seconds, of which a random half: a desk that comes back is not met by everyone at once. */
export function backOff(attempt: number): number {
  const whole = Math.min(30_000, 1_000 * 2 ** Math.min(attempt, 5));
  return whole / 2 + (Math.random() * whole) / 2;
}
