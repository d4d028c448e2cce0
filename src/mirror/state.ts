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
  /** A process is reading, or was until it died: no longer than this. */
  heldUntil: Date | null;
};

const columns = `since, next_since as "nextSince", page, imported, total, imported_at as "importedAt", whole_at as "wholeAt",
  subscribed_at is not null as "isSubscribed", last_error as "lastError", held_until as "heldUntil"`;

/** Of all shops that anything was read from, by connection. */
export async function readStates(db: Queryable): Promise<Map<string, MirrorState>> {
  const { rows } = await db.query<MirrorState & { id: string }>(`select connection_id as id, ${columns} from mirror_state`);
  return new Map(rows.map(({ id, ...state }) => [id, state]));
}

/** Null: nothing was read from this shop yet. */
export async function readState(db: Queryable, connectionId: string): Promise<MirrorState | null> {
  const { rows } = await db.query<MirrorState>(`select ${columns} from mirror_state where connection_id = $1`, [connectionId]);
  return rows[0] ?? null;
}
