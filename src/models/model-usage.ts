/** What was asked of language models and what came of it, for the people who pay: out of the record of calls, which holds no text. */
import type { Queryable } from "../db/pool.ts";
import type { Purpose } from "./purposes.ts";

/** `cost` in main units of the budget's currency: a question costs far less than a cent. `asked` counts cached answers too. */
export type Spending = {
  purpose: Purpose;
  connectionId: string | null;
  model: string | null;
  asked: number;
  answered: number;
  cost: number;
};
export type DaySpent = { day: string; cost: number };

const million = 1_000_000;

const spendingOf = `
select purpose, connection_id, model, count(*)::int as asked, count(*) filter (where outcome in ('ok', 'cached'))::int as answered,
  sum(cost_micros)::bigint as micros
from model_call where at >= $1 group by 1, 2, 3 order by sum(cost_micros) desc, count(*) desc, 1, 2, 3`;

/** Today's, in UTC like the budget's day; the dearest first. */
export async function readSpending(db: Queryable, now: Date): Promise<Spending[]> {
  const { rows } = await db.query(spendingOf, [`${now.toISOString().slice(0, 10)}T00:00:00Z`]);
  return rows.map(({ purpose, connection_id, model, asked, answered, micros }) => ({
    purpose,
    connectionId: connection_id,
    model,
    asked,
    answered,
    cost: Number(micros) / million,
  }));
}

/** The last days, oldest first, today's the last; 0 where nothing was spent. */
export async function readDays(db: Queryable, now: Date, count = 14): Promise<DaySpent[]> {
  const days = Array.from({ length: count }, (_, ago) =>
    new Date(now.getTime() - (count - 1 - ago) * 86_400_000).toISOString().slice(0, 10),
  );
  const { rows } = await db.query("select day::text as day, micros from model_day where day = any($1::date[])", [days]);
  const spent = new Map(rows.map(({ day, micros }) => [day, Number(micros) / million]));
  return days.map((day) => ({ day, cost: spent.get(day) ?? 0 }));
}
