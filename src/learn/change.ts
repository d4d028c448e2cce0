/**
 * Notices that a workflow has become worse than its budget allows, however long it was good before: all its past must
 * not outweigh the present. Bets against "the rate is at most the budget" begin anew at every reply, and the best of
 * them counts (an e-detector of the CUSUM kind; Shin, Ramdas and Rinaldo 2024): as long as the rate is within the
 * budget, false alarms are on average at least `patience` reviews apart.
 */
export type ChangeWatch = { stakes: number[] };

/** The alternatives bet on: so many times the budget. */
const multiples = [1.5, 2.5, 5, 10, 20];
const mostWrong = 0.9;

export function startWatch(): ChangeWatch {
  return { stakes: multiples.map(() => 0) };
}

/** Takes one more review; true when it sounds the alarm. */
export function watch(state: ChangeWatch, isWrong: boolean, budget: number, patience: number): boolean {
  const p = Math.min(Math.max(budget, 1e-6), 0.5);
  let sum = 0;
  multiples.forEach((multiple, nth) => {
    const q = Math.min(p * multiple, mostWrong);
    const odds = isWrong ? q / p : (1 - q) / (1 - p);
    state.stakes[nth] = Math.max(state.stakes[nth]!, 1) * odds;
    sum += state.stakes[nth]!;
  });
  return sum / multiples.length >= patience;
}
