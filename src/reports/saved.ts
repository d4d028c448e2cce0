/** What the time saved rests on: minutes per reply as people's own work shows them, and what an hour costs. */
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db, type Queryable } from "../db/pool.ts";
import type { Money } from "../domain/money.ts";

/** Minutes of one reply; `category` null: all together. `replies`: how many times it was measured. */
export type Handling = { category: string | null; minutes: number; replies: number };

const days = 90;
const leastReplies = 20;
const longestMinutes = 30;

/** $1 until when. The median over the days before, per category and in all. */
const readHandling = `
with reply as (
  select m.conversation_id, m.received_at, lag(m.received_at) over (partition by m.author_id order by m.received_at) as before
  from message m
  where m.received_at >= $1::timestamptz - interval '${days} days' and m.received_at < $1 and m.direction = 'out' and m.author_kind = 'agent' and m.author_id is not null
)
select v.category, count(*)::int as replies, percentile_cont(0.5) within group (order by extract(epoch from r.received_at - r.before)) / 60 as minutes,
  grouping(v.category) = 1 as is_all
from reply r join conversation v on v.id = r.conversation_id
where r.received_at - r.before <= interval '${longestMinutes} minutes'
group by grouping sets ((), (v.category)) having count(*) >= ${leastReplies}`;

/** None when people have not replied often enough to say. */
export async function measureHandling(db: Queryable, until: Date): Promise<Handling[]> {
  const { rows } = await db.query<Handling & { is_all: boolean }>(readHandling, [until]);
  return rows
    .filter(({ category, is_all: isAll }) => isAll || category !== null)
    .map(({ category, minutes, replies, is_all: isAll }) => ({ category: isAll ? null : category, minutes, replies }));
}

/** What an hour of a person's work costs; null: not told. */
export async function readHourCost(db: Queryable): Promise<Money | null> {
  const { rows } = await db.query<{ value: { hour?: Money } }>("select value from setting where key = 'reports'");
  return rows[0]?.value.hour ?? null;
}

export async function writeHourCost(db: Db, hour: Money | null, by: string): Promise<void> {
  await transaction(db, async (client) => {
    await client.query("insert into setting (key, value) values ('reports', $1) on conflict (key) do update set value = excluded.value", [
      JSON.stringify(hour ? { hour } : {}),
    ]);
    await writeAudit(client, { actor: by, act: "reports.hour_cost", target: "setting:reports", data: { hour } });
  });
}

/** Minor units of the currency. */
export const costOf = (minutes: number, hour: Money): Money => ({
  amount: Math.round((minutes / 60) * hour.amount),
  currency: hour.currency,
});
