/**
 * Asks carriers where open parcels are, a hundred at a time, and tells once of each that will probably be late or is stuck, so
 * that workflows can write before the customer does.
 */
import type { Carrier } from "../carriers/carrier.ts";
import type { Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { toAppError } from "../domain/errors.ts";
import type { Shipment } from "../domain/order.ts";
import type { Outlook } from "../domain/outlook.ts";
import { foresee, type Learnt } from "./foresee.ts";
import { dayAsWritten, type ParcelFacts } from "./kept.ts";
import { progressRow } from "./observe.ts";
import * as sql from "./queries.ts";

export type LookParts = {
  db: Db;
  carriers: readonly { connectionId: string; carrier: Carrier }[];
  foresight: { learnt(): Learnt; lateBelow: number };
  /** Stores a happening; the same key is the same happening. */
  tell(happening: { key: string; name: string; at: Date; storeId: string; orderNumber: string }): Promise<unknown>;
  log: Log;
  now(): Date;
};

type Row = Omit<ParcelFacts, "ordered_at" | "shipped_at"> & {
  key: string;
  store_id: string;
  order_number: string | null;
  tracking_number: string | null;
  ordered_at: Date;
  shipped_at: Date | null;
  likely_late_at: Date | null;
  stuck_at: Date | null;
};

const atOnce = 100;
const dayMs = 86_400_000;
/** A carrier that fails this often is left alone until the next look. */
const patience = 3;
/** Older troubles are none to begin to tell of: a desk that starts with an old shop must not write to all of its past. */
const newsDays = 14;

/** Resolves to how many happenings were told. */
export async function lookAfterParcels(parts: LookParts): Promise<number> {
  const now = parts.now();
  await parts.db.query(sql.giveUp, [now]);
  const { rows } = await parts.db.query<Row>(sql.claimLooks, [now, atOnce]);
  const faults = new Map<string, number>();
  let told = 0;
  for (const row of rows) {
    const shipment = await track(parts, row, faults);
    if (shipment === "fault") continue;
    const progress = shipment && progressRow(shipment, now.toISOString());
    if (progress) await parts.db.query(sql.noteProgress, [JSON.stringify([{ ...progress, tracking_number: row.tracking_number }])]);
    if (progress && progress.state !== "under_way") continue;
    // Nobody knows it: once a day is often enough to ask again.
    if (!shipment) await parts.db.query(sql.lookAgain, [row.key, new Date(now.getTime() + dayMs)]);
    told += await judge(parts, row, shipment, now);
  }
  return told;
}

/** "fault": who might know it could not be asked; it keeps its place and is asked at the next look. */
async function track({ carriers, log }: LookParts, row: Row, faults: Map<string, number>): Promise<Shipment | null | "fault"> {
  let isFault = false;
  for (const { connectionId, carrier } of carriers) {
    if ((faults.get(connectionId) ?? 0) >= patience) isFault = true;
    else
      try {
        const shipment = await carrier.track({ trackingNumber: row.tracking_number!, carrier: row.carrier });
        if (shipment) return shipment;
      } catch (error) {
        isFault = true;
        faults.set(connectionId, (faults.get(connectionId) ?? 0) + 1);
        log.debug({ carrier: connectionId, err: toAppError(error).message }, "A carrier could not be asked where a parcel is");
      }
  }
  return isFault ? "fault" : null;
}

async function judge({ db, foresight, tell }: LookParts, row: Row, shipment: Shipment | null, now: Date): Promise<number> {
  if (row.order_number === null) return 0;
  const outlook = foresee(foresight.learnt(), factsOf(row, shipment), shipment, {
    now: now.toISOString(),
    lateBelow: foresight.lateBelow,
  });
  let told = 0;
  for (const { name, isSo, mark, before } of [
    { name: "likely_late", isSo: isNewsOfLateness(outlook, row, shipment, now), mark: sql.markLate, before: row.likely_late_at },
    { name: "stuck", isSo: isNewsOfSilence(outlook, row, shipment, now), mark: sql.markStuck, before: row.stuck_at },
  ]) {
    if (!isSo || before !== null) continue;
    await tell({
      key: `parcel:${row.key}:${name}`,
      name: `shipment.${name}`,
      at: now,
      storeId: row.store_id,
      orderNumber: row.order_number,
    });
    // After telling: a crash between the two tells again, and the key makes that nothing.
    await db.query(mark, [row.key, now]);
    told++;
  }
  return told;
}

/** What the carrier has just said is newer than the row. */
function factsOf(row: Row, shipment: Shipment | null): ParcelFacts {
  const isKnown = shipment !== null && shipment.status !== "unknown";
  return {
    ...row,
    carrier: shipment?.carrier ?? row.carrier,
    ordered_at: row.ordered_at.toISOString(),
    shipped_at: isKnown ? shipment.shippedAt : (row.shipped_at?.toISOString() ?? null),
    promised_on: dayAsWritten(shipment?.promisedAt ?? null) ?? row.promised_on,
  };
}

/** Past the promise it is simply late, which is told by others. */
function isNewsOfLateness(outlook: Outlook | null, row: Row, shipment: Shipment | null, now: Date): boolean {
  const promised = factsOf(row, shipment).promised_on;
  const yesterday = new Date(now.getTime() - dayMs).toISOString().slice(0, 10);
  return outlook?.isLikelyLate === true && promised !== null && promised >= yesterday;
}

function isNewsOfSilence(outlook: Outlook | null, row: Row, shipment: Shipment | null, now: Date): boolean {
  const last = Date.parse(shipment?.events.at(-1)?.at ?? (row.shipped_at ?? row.ordered_at).toISOString());
  return outlook?.stuckReason != null && now.getTime() - last < newsDays * dayMs;
}

/**
 * A shop's system told of a parcel. That one has arrived is believed where the order has a single parcel on its way; else the
 * carrier is asked which one it was.
 */
export async function noteShopEvent(
  db: Db,
  { name, orderNumber, storeId, at }: { name: string; orderNumber: string; storeId: string | null; at: Date },
  now: Date,
): Promise<void> {
  if (!name.startsWith("shipment.")) return;
  const keys = (await db.query<{ key: string }>(sql.parcelsOfOrder, [orderNumber, storeId])).rows.map(({ key }) => key);
  const [only] = keys;
  if (name === "shipment.delivered" && only !== undefined && keys.length === 1) await db.query(sql.arrived, [only, at]);
  else if (keys.length > 0) await db.query(sql.lookNow, [keys, now]);
}
