/**
 * Asks carriers where open parcels are, a hundred at a time, and tells once of each that has news, will probably be late or is stuck, so
 * that workflows can write before the customer does.
 */
import { whomToAsk, type Carrier } from "../carriers/carrier.ts";
import type { Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { toAppError } from "../domain/errors.ts";
import type { Shipment } from "../domain/order.ts";
import type { Outlook } from "../domain/outlook.ts";
import { foresee, type Learnt } from "./foresee.ts";
import { dayAsWritten, type ParcelFacts } from "./kept.ts";
import { noteShipments, type Tell } from "./news.ts";
import { progressRow } from "./observe.ts";
import { nextLookMs, sharePerLook } from "./pace.ts";
import * as sql from "./queries.ts";

export type LookParts = {
  db: Db;
  carriers: readonly { connectionId: string; carrier: Carrier }[];
  foresight: { learnt(): Learnt; lateBelow: number };
  tell: Tell;
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
  watched_at: Date | null;
  look_at: Date;
};

const atOnce = 100;
const dayMs = 86_400_000;
/** A carrier that fails this often is left alone until the next look. */
const patience = 3;
/** After which a parcel is tried again whose carrier could not be asked; the job runs every ten minutes. */
const faultMs = 20 * 60_000;
const nextTurnMs = 10 * 60_000;
/** Older troubles are none to begin to tell of: a desk that starts with an old shop must not write to all of its past. */
const newsDays = 14;
/** Carriers forget what they were to tell of, the most forgetful after fourteen days. */
const watchAgainMs = 12 * dayMs;
/** A carrier that has told nothing for so long may have stopped telling. */
const tellingMs = 2 * dayMs;

/** What one look knows of the carriers it asks. */
type Round = {
  faults: Map<string, number>;
  asked: Map<string, number>;
  telling: ReadonlySet<string>;
  /** By connection: numbers it is to tell of from now on. */
  watch: Map<string, string[]>;
};
type Tracked = { shipment: Shipment; connectionId: string; carrier: Carrier } | "nobody" | { waitMs: number };

/** Resolves to how many happenings were told. */
export async function lookAfterParcels(parts: LookParts): Promise<number> {
  const { db } = parts;
  const now = parts.now();
  await db.query(sql.giveUp, [now]);
  const { rows } = await db.query<Row>(sql.claimLooks, [now, atOnce]);
  if (rows.length === 0) return 0;
  const tellers = await db.query<{ id: string }>(sql.whoTells, [new Date(now.getTime() - tellingMs)]);
  const round: Round = {
    faults: new Map(),
    asked: new Map(),
    telling: new Set(tellers.rows.map(({ id }) => id)),
    watch: new Map(),
  };
  let told = 0;
  for (const row of rows) told += await lookAt(parts, row, round);
  for (const [connectionId, numbers] of round.watch) await watch(parts, connectionId, numbers);
  return told;
}

async function lookAt(parts: LookParts, row: Row, round: Round): Promise<number> {
  const now = parts.now();
  const again = (ms: number) => parts.db.query(sql.lookAgain, [row.key, new Date(now.getTime() + ms), row.look_at]);
  const tracked = await track(parts, row, round);
  if (typeof tracked === "object" && "waitMs" in tracked) {
    await again(tracked.waitMs);
    return 0;
  }
  // Nobody knows it: once a day is often enough to ask again.
  if (tracked === "nobody") {
    await again(dayMs);
    return judge(parts, row, null, now);
  }
  const { shipment, connectionId, carrier } = tracked;
  const progress = progressRow(shipment, now.toISOString());
  const noted = progress && (await noteShipments(parts, [{ ...progress, tracking_number: row.tracking_number }]));
  if (progress && progress.state !== "under_way") return noted?.told ?? 0;
  const isWatched = row.watched_at !== null && now.getTime() - row.watched_at.getTime() < watchAgainMs;
  if (progress && carrier.watch && !isWatched)
    round.watch.set(connectionId, [...(round.watch.get(connectionId) ?? []), row.tracking_number!]);
  const isTold = round.telling.has(connectionId) && (!carrier.watch || isWatched);
  await again(nextLookMs(shipment, { pace: carrier.pace, isTold, now }));
  const late = noted?.delayed.has(row.key) ? { ...row, likely_late_at: now } : row;
  return (noted?.told ?? 0) + (await judge(parts, late, shipment, now));
}

/** The likeliest carrier first. `waitMs`: who might know it could not be asked, and when to try again. */
async function track({ carriers, log }: LookParts, row: Row, { faults, asked }: Round): Promise<Tracked> {
  let waitMs: number | null = null;
  const request = { trackingNumber: row.tracking_number!, carrier: row.carrier };
  for (const { connectionId, carrier } of whomToAsk(carriers, request)) {
    const times = asked.get(connectionId) ?? 0;
    if ((faults.get(connectionId) ?? 0) >= patience) waitMs ??= faultMs;
    else if (times >= sharePerLook(carrier.pace)) waitMs ??= nextTurnMs;
    else
      try {
        asked.set(connectionId, times + 1);
        const shipment = await carrier.track(request);
        if (shipment) return { shipment, connectionId, carrier };
      } catch (error) {
        const { message, retryAfterMs = 0 } = toAppError(error);
        waitMs = Math.max(waitMs ?? faultMs, retryAfterMs);
        faults.set(connectionId, (faults.get(connectionId) ?? 0) + 1);
        log.debug({ carrier: connectionId, err: message }, "A carrier could not be asked where a parcel is");
      }
  }
  return waitMs === null ? "nobody" : { waitMs };
}

/** A fault here costs time only: what a carrier does not tell is found by looking. */
async function watch({ db, carriers, log, now }: LookParts, connectionId: string, numbers: string[]): Promise<void> {
  const carrier = carriers.find((one) => one.connectionId === connectionId)?.carrier;
  try {
    await db.query(sql.markWatched, [await carrier!.watch!(numbers), now()]);
  } catch (error) {
    log.warn(
      { carrier: connectionId, err: toAppError(error).message },
      "A carrier could not be made to tell of parcels; they are looked at as before",
    );
  }
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
    await tell(db, {
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
