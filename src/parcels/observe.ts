/**
 * Every answer of a shop or a carrier that passes through the desk is a look at a parcel. It is noted beside the work that
 * asked, in batches, and a fault here never reaches it: what is missed is read again by the job.
 */
import type { Carrier } from "../carriers/carrier.ts";
import type { Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import type { Order, Shipment } from "../domain/order.ts";
import { plainTrackingNumber } from "../domain/tracking-number.ts";
import type { Store } from "../stores/store.ts";
import { parcelFacts, parcelKey, progressOf } from "./kept.ts";
import { noteShipments, type Tell } from "./news.ts";
import * as sql from "./queries.ts";

export type Observer = {
  orders(storeId: string, orders: readonly Order[]): void;
  shipment(shipment: Shipment): void;
  /** Writes what has been seen so far. */
  flush(): Promise<void>;
  watchStore(storeId: string, store: Store): Store;
  watchCarrier(carrier: Carrier): Carrier;
  close(): Promise<void>;
};

/** `tell` is left out where nobody wants to be told of what happens to parcels. */
export type ObserverParts = { db: Db; log: Log; now(): Date; isDemo(storeId: string): boolean; tell?: Tell };

const waitMs = 1_000;
/** The newest are kept when the database is away for long. */
const maxWaiting = 5_000;

export function createObserver(parts: ObserverParts): Observer {
  const orders = new Map<string, object>();
  const shipments = new Map<string, object>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    const rows = take(orders),
      progress = take(shipments);
    try {
      if (rows.length > 0) await parts.db.query(sql.upsertParcels, [JSON.stringify(rows)]);
      if (progress.length > 0) await noteShipments(parts, progress);
    } catch (error) {
      parts.log.warn({ err: error }, "What was seen of parcels could not be noted; it is read again later");
    }
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    return (writing = writing.then(write));
  };
  const later = () => {
    timer ??= setTimeout(() => void flush(), waitMs).unref();
  };
  const observer: Observer = {
    orders(storeId, seen) {
      const now = parts.now().toISOString();
      for (const order of seen)
        for (const row of rowsOf(storeId, order, parts.isDemo(storeId), now)) if (orders.size < maxWaiting) orders.set(row.key, row);
      if (orders.size > 0) later();
    },
    shipment(shipment) {
      const row = progressRow(shipment, parts.now().toISOString());
      if (!row || shipments.size >= maxWaiting) return;
      shipments.set(row.tracking_number, row);
      later();
    },
    flush,
    watchStore: (storeId, store) => ({
      ...store,
      async findOrders(query) {
        const found = await store.findOrders(query);
        observer.orders(storeId, found);
        return found;
      },
    }),
    watchCarrier: (carrier) => ({
      ...carrier,
      async track(request) {
        const shipment = await carrier.track(request);
        if (shipment) observer.shipment(shipment);
        return shipment;
      },
    }),
    close: flush,
  };
  return observer;
}

function take(waiting: Map<string, object>): object[] {
  // In order of their keys, so that two processes never wait for each other's rows.
  const rows = [...waiting].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  waiting.clear();
  return rows;
}

function rowsOf(storeId: string, order: Order, isDemo: boolean, now: string) {
  const ordered = iso(order.placedAt);
  if (!ordered) return [];
  return order.fulfillments.map((fulfillment) => {
    const facts = parcelFacts(order, fulfillment, null);
    return {
      ...facts,
      key: parcelKey(storeId, fulfillment.id),
      store_id: storeId,
      is_demo: isDemo,
      ordered_at: ordered,
      shipped_at: iso(facts.shipped_at),
      order_number: order.number,
      // As carriers write it, so that it is found when they tell of it.
      tracking_number: fulfillment.trackingNumber && (plainTrackingNumber(fulfillment.trackingNumber) || fulfillment.trackingNumber),
      seen_at: now,
    };
  });
}

/** Null for what says nothing: a carrier that knows the number and nothing else. */
export function progressRow(shipment: Shipment, now: string) {
  if (shipment.status === "unknown") return null;
  const progress = progressOf(shipment, now);
  return {
    ...progress,
    tracking_number: shipment.trackingNumber,
    carrier: shipment.carrier,
    shipped_at: iso(progress.shipped_at),
    delivered_at: iso(progress.delivered_at),
    estimate_seen_at: iso(progress.estimate_seen_at),
    last_event_at: iso(progress.last_event_at),
    state: progress.state === "delivered" && !iso(progress.delivered_at) ? "gone" : progress.state,
    seen_at: now,
  };
}

/** A time the database can read; a vendor's odd one must not keep the others from being noted. */
function iso(time: string | null): string | null {
  const ms = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
