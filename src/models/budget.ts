/** The money of a day. It is put aside before a question is asked and settled afterwards, so that questions asked at the same time cannot spend it twice. */
import type { Queryable } from "../db/pool.ts";

/** One statement, and with it the lock on the day's row: of two at the same time, the second sees what the first put aside. */
const putAside = `
insert into model_day (day, micros) select $1, $2::bigint where $2::bigint <= coalesce((select daily_micros from model_budget), 0)
on conflict (day) do update set micros = model_day.micros + $2::bigint
  where model_day.micros + $2::bigint <= coalesce((select daily_micros from model_budget), 0)
returning micros`;

export type Reservation = { day: string; micros: number };

/** Null when it would be more than is left of today's money. What costs nothing needs no budget. Days are UTC. */
export async function reserve(db: Queryable, micros: number, now: Date): Promise<Reservation | null> {
  const day = now.toISOString().slice(0, 10);
  if (micros === 0) return { day, micros };
  const { rowCount } = await db.query(putAside, [day, micros]);
  return rowCount === 1 ? { day, micros } : null;
}

/** `cost` replaces what was put aside; a vendor that counts more than the bound is paid more all the same. */
export async function settle(db: Queryable, { day, micros }: Reservation, cost: number): Promise<void> {
  if (micros === cost) return;
  await db.query("update model_day set micros = greatest(0, micros + $2::bigint) where day = $1", [day, cost - micros]);
}

export async function spentOn(db: Queryable, now: Date): Promise<number> {
  const { rows } = await db.query("select micros from model_day where day = $1", [now.toISOString().slice(0, 10)]);
  return rows[0]?.micros ?? 0;
}
