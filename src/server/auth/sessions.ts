import type { Queryable } from "../../db/pool.ts";

/** Deletes what expired: sessions nobody came back to, and half-finished verifications. For a daily job. Returns how many sessions. */
export async function purgeSessions(db: Queryable): Promise<number> {
  await db.query("delete from verification where expires_at < now()");
  return (await db.query("delete from session where expires_at < now()")).rowCount ?? 0;
}
