/**
 * Brings the copies of shops' orders up to date: from the beginning at first, then what changed since. Where the reading stands
 * is kept with each page in the page's own transaction, so a crash costs one page and a page read twice changes nothing.
 */
import { transaction, type Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { toAppError } from "../domain/errors.ts";
import type { Store } from "../stores/store.ts";
import { isCopied } from "./mirrored-store.ts";
import type { Keep } from "./orders.ts";
import { readState } from "./state.ts";

export type SyncStore = { connectionId: string; store: Store; /** Where the shop's hooks go. */ hookUrl: string };
export type SyncParts = {
  db: Db;
  log: Log;
  now(): Date;
  keep: Keep;
};

/** One process reads a shop at a time, and no longer than this without a word. */
const heldMs = 120_000;
/** How often what changed is asked for. */
const everyMs = 5 * 60_000;
/** Clocks differ, and a shop's search may lag behind its orders. */
const overlapMs = 10 * 60_000;
const subscribeEveryMs = 24 * 3_600_000;

const claim = `
insert into mirror_state (connection_id, held_until) values ($1, $2)
on conflict (connection_id) do update set held_until = excluded.held_until
  where mirror_state.held_until is null or mirror_state.held_until < $3
returning connection_id`;
const release = "update mirror_state set held_until = null, last_error = $2 where connection_id = $1";

export type SyncResult = { pages: number; orders: number; isWhole: boolean };

/**
 * Reads until the end or the deadline; null when another process is at it or nothing is due. Never throws for a fault of the shop:
 * it is kept in `last_error`, and the next call goes on where this one stood.
 */
export async function syncStore(target: SyncStore, parts: SyncParts, untilMs: number, isForced = false): Promise<SyncResult | null> {
  const { connectionId, store } = target;
  const { db, log, now } = parts;
  if (!isCopied(store)) return null;
  const before = await readState(db, connectionId);
  const isDue = isForced || before?.wholeAt == null || before.page !== null || now().getTime() - before.wholeAt.getTime() >= everyMs;
  if (!isDue) return null;
  if ((await db.query(claim, [connectionId, new Date(now().getTime() + heldMs), now()])).rowCount === 0) return null;
  const result: SyncResult = { pages: 0, orders: 0, isWhole: false };
  try {
    await subscribe(target, parts);
    while (!result.isWhole && now().getTime() < untilMs) await readPage(target, parts, result);
    await db.query(release, [connectionId, null]);
  } catch (error) {
    const { code, message } = toAppError(error);
    log.warn({ err: error, connection: connectionId }, "The copy of a shop's orders could not be brought up to date; it goes on later");
    await db.query(release, [connectionId, message.slice(0, 500)]);
    if (!code.startsWith("vendor_") && code !== "unavailable") throw error;
  }
  return result;
}

async function subscribe({ connectionId, store, hookUrl }: SyncStore, { db, log, now }: SyncParts): Promise<void> {
  if (!store.subscribe) return;
  const { rows } = await db.query<{ at: Date | null }>("select subscribed_at as at from mirror_state where connection_id = $1", [
    connectionId,
  ]);
  const at = rows[0]?.at;
  if (at && now().getTime() - at.getTime() < subscribeEveryMs) return;
  try {
    await store.subscribe(hookUrl);
    await db.query("update mirror_state set subscribed_at = $2 where connection_id = $1", [connectionId, now()]);
  } catch (error) {
    // Without hooks the copy is asked to be younger, and all else goes on.
    log.warn({ err: error, connection: connectionId }, "A shop does not take our web hooks");
    await db.query("update mirror_state set subscribed_at = null where connection_id = $1", [connectionId]);
  }
}

const advance = `
update mirror_state set
  since = case when $2::text is null then coalesce(next_since, since) else since end,
  next_since = case when $2::text is null then null else coalesce(next_since, $4) end,
  page = $2, imported = imported + $3, total = coalesce($5, total), held_until = $6,
  imported_at = case when $2::text is null then coalesce(imported_at, $7) else imported_at end,
  whole_at = case when $2::text is null then $7 else whole_at end
where connection_id = $1`;

async function readPage({ connectionId, store }: SyncStore, { db, now, keep }: SyncParts, result: SyncResult): Promise<void> {
  const state = (await readState(db, connectionId))!;
  const begun = now();
  // Set when the first page is asked for: what changes while later pages are read belongs to the next reading.
  const nextSince = new Date(begun.getTime() - overlapMs);
  if (state.page === null) await db.query("update mirror_state set next_since = $2 where connection_id = $1", [connectionId, nextSince]);
  const { orders, cursor, total } = await store.changedOrders!({ since: state.since?.toISOString() ?? null, cursor: state.page });
  await transaction(db, async (client) => {
    await keep(client, connectionId, orders, begun, state.importedAt === null);
    const held = new Date(now().getTime() + heldMs);
    await client.query(advance, [connectionId, cursor, orders.length, nextSince, total ?? null, held, now()]);
  });
  result.pages++;
  result.orders += orders.length;
  result.isWhole = cursor === null;
}
