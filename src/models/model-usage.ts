/** What was asked of language models and what came of it, for the people who pay: out of the record of calls, which holds no text. */
import type { Queryable } from "../db/pool.ts";
import { whyNot, type Purpose, type WhyNot } from "./purposes.ts";

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
/** How a connection has been doing for a month. `fault` is what the vendor or the network did, not what a purpose or the budget forbade. */
export type ModelHealth = { connectionId: string; answeredAt: Date | null; faultAt: Date | null; fault: string | null };

const million = 1_000_000;
const vendorFaults: readonly WhyNot[] = ["timeout", "unavailable", "unauthorized", "refused", "resting"];

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

const healthOf = `
select connection_id, max(at) filter (where outcome = 'ok') as answered_at, max(at) filter (where outcome = any($1)) as fault_at,
  (array_agg(outcome order by at desc) filter (where outcome = any($1)))[1] as fault
from model_call where connection_id is not null and at > $2 group by 1`;

export async function readHealth(db: Queryable, now: Date): Promise<ModelHealth[]> {
  const { rows } = await db.query(healthOf, [vendorFaults, new Date(now.getTime() - 30 * 86_400_000)]);
  return rows.map(({ connection_id, answered_at, fault_at, fault }) => ({
    connectionId: connection_id,
    answeredAt: answered_at,
    faultAt: fault_at,
    fault: fault === null ? null : whyNot[fault as WhyNot],
  }));
}
