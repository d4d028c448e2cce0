/**
 * What has become of parcels is noted, and workflows are told of what is news, once each, in the same transaction: it does not matter
 * whether a carrier told it or was asked, nor how often or in which order.
 */
import { transaction, type Db, type Queryable } from "../db/pool.ts";
import * as sql from "./queries.ts";

/** Stores a happening; the same key is the same happening. */
export type Tell = (
  db: Queryable,
  happening: { key: string; name: string; at: Date; storeId: string; orderNumber: string },
) => Promise<unknown>;

type Noted = {
  key: string;
  store_id: string;
  noted_at: Date;
  order_number: string | null;
  was_tracked: boolean;
  stage_before: string | null;
  is_newly_delayed: boolean;
  likely_late_at: Date | null;
  stuck_at: Date | null;
  stage: string | null;
  last_event_at: Date | null;
};
type News = { name: string; at: Date };

/** A desk that was away must not tell what everybody knows by now. */
const newsMs = 3 * 86_400_000;

const names: Record<string, string> = {
  out_for_delivery: "shipment.out_for_delivery",
  available_for_pickup: "shipment.available_for_pickup",
  delivered: "shipment.delivered",
  exception: "shipment.exception",
  returned: "shipment.exception",
  lost: "shipment.exception",
};

/** `rows` as `progressRow` makes them. Resolves to the keys of parcels that are told to be delayed, and how many happenings were told. */
export async function noteShipments(
  { db, tell, now }: { db: Db; tell?: Tell; now(): Date },
  rows: readonly object[],
): Promise<{ told: number; delayed: Set<string> }> {
  return transaction(db, async (client) => {
    const { rows: noted } = await client.query<Noted>(sql.noteProgress, [JSON.stringify(rows)]);
    const delayed = new Set<string>();
    let told = 0;
    for (const parcel of noted) {
      const { key, store_id: storeId, order_number: orderNumber } = parcel;
      if (!tell || orderNumber === null) continue;
      for (const { name, at } of newsOf(parcel, now())) {
        // The shop's own systems were faster.
        if ((await client.query(sql.toldByShop, [name, orderNumber, storeId])).rowCount !== 0) continue;
        await tell(client, { key: `parcel:${key}:${name.slice("shipment.".length)}`, name, at, storeId, orderNumber });
        if (name === "shipment.delayed") {
          // The same news in other words would be a second letter.
          await client.query(sql.markLate, [key, now()]);
          delayed.add(key);
        }
        told++;
      }
    }
    return { told, delayed };
  });
}

function newsOf(parcel: Noted, now: Date): News[] {
  const { stage, stage_before, last_event_at: at, noted_at, was_tracked, is_newly_delayed, likely_late_at, stuck_at } = parcel;
  const news: News[] = [];
  const name = names[stage ?? ""];
  const isFresh = at !== null && at >= noted_at && now.getTime() - at.getTime() < newsMs;
  if (name !== undefined && isFresh && name !== names[stage_before ?? ""]) news.push({ name, at });
  // An estimate that was late from the first look on has not slipped.
  if (is_newly_delayed && was_tracked && likely_late_at === null && stuck_at === null) news.push({ name: "shipment.delayed", at: now });
  return news;
}

/** A carrier told by web hook that these parcels have news. They are asked for at once; what the news is, the carrier says then. */
export async function noteParcelNews(db: Db, connectionId: string, trackingNumbers: readonly string[], now: Date): Promise<void> {
  await db.query(sql.markTold, [connectionId, now]);
  await db.query(sql.lookAtNumbers, [trackingNumbers, now]);
}
