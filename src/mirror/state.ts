/** How far the copy of a shop is. */
import type { Queryable } from "../db/pool.ts";

export type MirrorState = {
  /** Where a reading goes on: changes at or after `since`, from `page`. */
  since: Date | null;
  nextSince: Date | null;
  page: string | null;
  imported: number;
  total: number | null;
  /** When the first reading reached the end; null: it has not. */
  importedAt: Date | null;
  /** When a reading last reached the end. */
  wholeAt: Date | null;
  /** The shop tells us when orders change. */
  isSubscribed: boolean;
  lastError: string | null;
};

/** Null: nothing was read from this shop yet. */
export async function readState(db: Queryable, connectionId: string): Promise<MirrorState | null> {
  const { rows } = await db.query<MirrorState>(
    `select since, next_since as "nextSince", page, imported, total, imported_at as "importedAt", whole_at as "wholeAt",
      subscribed_at is not null as "isSubscribed", last_error as "lastError"
     from mirror_state where connection_id = $1`,
    [connectionId],
  );
  return rows[0] ?? null;
}
