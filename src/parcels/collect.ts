/**
 * Reads the orders of connected shops of which there is no copy, a few pages at a time, and notes their parcels: first those of the
 * last year, then what has changed since. Orders of a copy are noted as they are kept. Where it stands is kept after each page, so that a restart or a fault loses nothing.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { toAppError } from "../domain/errors.ts";
import type { Store } from "../stores/store.ts";
import type { Observer } from "./observe.ts";

export type CollectParts = {
  db: Db;
  stores: readonly { connectionId: string; store: Store }[];
  observer: Observer;
  log: Log;
  now(): Date;
  /** Between two pages, in ms. */
  pauseMs?: number;
};

type Place = { since: string; cursor: string | null; newest: string };

const firstDays = 400;
/** Per shop and look: a shop's allowance is for its own work. */
const maxPages = 5;
const usualPauseMs = 250;

/** Resolves to how many orders were read. */
export async function collectParcels(parts: CollectParts): Promise<number> {
  let read = 0;
  for (const { connectionId, store } of parts.stores) if (store.changedOrders) read += await readStore(parts, connectionId, store);
  return read;
}

async function readStore(parts: CollectParts, storeId: string, store: Store): Promise<number> {
  let read = 0;
  let place = await placeOf(parts, storeId);
  try {
    for (let page = 0; page < maxPages; page++) {
      if (page > 0) await sleep(parts.pauseMs ?? usualPauseMs);
      const { orders, cursor: next } = await store.changedOrders!({ since: place.since, cursor: place.cursor });
      parts.observer.orders(storeId, orders);
      await parts.observer.flush();
      read += orders.length;
      const newest = orders.reduce((last, { updatedAt }) => (Date.parse(updatedAt) > Date.parse(last) ? updatedAt : last), place.newest);
      place = next === null ? { since: newest, cursor: null, newest } : { ...place, cursor: next, newest };
      await keep(parts.db, storeId, place);
      if (next === null) break;
    }
  } catch (error) {
    const { code, message } = toAppError(error);
    parts.log.warn({ store: storeId, err: message }, "The shop's orders could not be read for predicting deliveries; it is asked again");
    // A page that is no longer known would be asked for again for ever; from the beginning it costs reading only.
    if (!code.startsWith("vendor_")) await keep(parts.db, storeId, { ...place, cursor: null });
  }
  return read;
}

async function placeOf({ db, now }: CollectParts, storeId: string): Promise<Place> {
  const since = new Date(now().getTime() - firstDays * 86_400_000).toISOString();
  const { rows } = await db.query("select value from setting where key = $1", [`parcels_read:${storeId}`]);
  return rows[0]?.value ?? { since, cursor: null, newest: since };
}

async function keep(db: Db, storeId: string, place: Place): Promise<void> {
  await db.query("insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value", [
    `parcels_read:${storeId}`,
    JSON.stringify(place),
  ]);
}
