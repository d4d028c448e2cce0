/** The copies of all connected shops' orders: where the stores that answer from them come from, and what keeps them up to date. */
import { transaction, type Db, type Transaction } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import type { Order } from "../domain/order.ts";
import type { Store } from "../stores/store.ts";
import { mirroredStore } from "./mirrored-store.ts";
import { readNews, tellNews } from "./news.ts";
import { saveOrders, type Changed, type Keep } from "./orders.ts";
import { syncStore, type SyncResult } from "./sync.ts";

export type MirrorParts = {
  db: Db;
  log: Log;
  now(): Date;
  /** The open stores, as their connectors made them. */
  stores(): { id: string; store: Store }[];
  /** Where a connection's web hooks go. */
  hookUrl(connectionId: string): string;
  /** Told in the transaction that keeps the copies. `isFirst`: of the first reading, which is all past. */
  onChanged?: OnChanged;
};
export type OnChanged = (client: Transaction, connectionId: string, changed: Changed[], isFirst: boolean) => Promise<void>;

export type Mirror = {
  /** The store that answers from the copy; the store itself where it cannot be copied. */
  over(connectionId: string, store: Store): Store;
  /** What a web hook said; resolves once it is written down. */
  tell(connectionId: string, orderIds: readonly string[]): Promise<void>;
  /** Reads the orders that were told of; resolves to how many. */
  readNews(): Promise<number>;
  /** Brings the copies of all shops up to date, each for at most `forMs`. */
  sync(forMs: number): Promise<void>;
  /** The same for one shop, whether it is due or not. */
  syncOne(connectionId: string, forMs: number): Promise<SyncResult | null>;
};

export function createMirror(parts: MirrorParts): Mirror {
  const { db, now, onChanged } = parts;
  const made = new WeakMap<Store, Store>();
  const keep: Keep = async (client, connectionId, orders, seenAt, isFirst = false) => {
    const changed = await saveOrders(client, connectionId, orders, seenAt);
    if (onChanged && changed.length > 0) await onChanged(client, connectionId, changed, isFirst);
  };
  const keepNow = (connectionId: string, orders: readonly Order[], seenAt: Date): Promise<void> =>
    transaction(db, (client) => keep(client, connectionId, orders, seenAt));
  const syncParts = { ...parts, keep };
  const syncOf = (id: string, store: Store, forMs: number, isForced: boolean): Promise<SyncResult | null> =>
    syncStore({ connectionId: id, store, hookUrl: parts.hookUrl(id) }, syncParts, now().getTime() + forMs, isForced);
  return {
    over(connectionId, store) {
      const known = made.get(store);
      if (known) return known;
      const over = mirroredStore(store, { db, connectionId, now, keep: keepNow });
      made.set(store, over);
      return over;
    },
    tell: (connectionId, orderIds) => tellNews(db, connectionId, orderIds),
    readNews: () => readNews({ ...syncParts, stores: new Map(parts.stores().map(({ id, store }) => [id, store])) }),
    async sync(forMs) {
      await Promise.all(parts.stores().map(({ id, store }) => syncOf(id, store, forMs, false)));
    },
    async syncOne(connectionId, forMs) {
      const found = parts.stores().find(({ id }) => id === connectionId);
      return found ? syncOf(connectionId, found.store, forMs, true) : null;
    },
  };
}
