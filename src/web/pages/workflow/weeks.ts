import type { WireBacktest } from "../../../domain/wire.ts";

/** `from` is the Monday, in UTC; `alone` of its tickets would have gone without a person. */
export type Week = { from: string; tickets: number; alone: number };

const dayMs = 86_400_000;
const most = 26;

/** The newest half year, oldest first; tickets without a time are in none. */
export function weeksOf(results: readonly Pick<WireBacktest["results"][number], "at" | "is_taken" | "outcome">[]): Week[] {
  const weeks = new Map<string, Week>();
  for (const { at, is_taken, outcome } of results) {
    if (at === null) continue;
    const from = mondayOf(at);
    const week = weeks.get(from) ?? { from, tickets: 0, alone: 0 };
    week.tickets++;
    if (is_taken && ["answered", "asked", "closed"].includes(outcome)) week.alone++;
    weeks.set(from, week);
  }
  return [...weeks.values()].sort((a, b) => (a.from < b.from ? -1 : 1)).slice(-most);
}

function mondayOf(at: string): string {
  const day = Date.parse(at.slice(0, 10));
  return new Date(day - ((new Date(day).getUTCDay() + 6) % 7) * dayMs).toISOString().slice(0, 10);
}
