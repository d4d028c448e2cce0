/** A parcel as the desk keeps it: what shop and carrier say of it, without whom it goes to. */
import { createHash } from "node:crypto";
import type { KeptShipment } from "../delivery/contest.ts";
import { isBefore, parseMoment, type Moment } from "../delivery/days.ts";
import { plain, toPlace, type Parcel } from "../delivery/shipment.ts";
import type { Silences } from "../delivery/silence.ts";
import type { Fulfillment, Order, Shipment, ShipmentStatus } from "../domain/order.ts";
import { zoneOf } from "../domain/zones.ts";
import { localMoment } from "./zones.ts";

/** The columns of the table `parcel` that say what a parcel is; times are ISO 8601, days like 2026-03-05. */
export type ParcelFacts = {
  carrier: string | null;
  service: string | null;
  origin_country: string | null;
  origin_region: string | null;
  country: string | null;
  region: string | null;
  area: string | null;
  ordered_at: string;
  shipped_at: string | null;
  promised_on: string | null;
};

export type Progress = {
  state: "under_way" | "delivered" | "gone";
  shipped_at: string | null;
  promised_on: string | null;
  delivered_at: string | null;
  estimate_on: string | null;
  estimate_seen_at: string | null;
  stage: string | null;
  last_event_at: string | null;
  silences: Silences;
};

/** Two parts of an order are two parcels; the same part is the same parcel however often it is read. */
export function parcelKey(storeId: string, fulfillmentId: string): string {
  return createHash("sha256").update(`${storeId}\n${fulfillmentId}`).digest("base64url").slice(0, 22);
}

export function parcelFacts(order: Order, fulfillment: Fulfillment | null, shipment: Shipment | null): ParcelFacts {
  const to = order.shippingAddress;
  const origin = fulfillment?.origin ?? null;
  return {
    carrier: shipment?.carrier ?? fulfillment?.carrier ?? null,
    service: fulfillment?.service ?? null,
    origin_country: origin?.country ?? null,
    origin_region: origin?.region ?? null,
    country: to?.country ?? null,
    region: to?.region ?? null,
    area: areaOf(to?.postalCode),
    ordered_at: order.placedAt,
    // What the carrier has not taken yet has not set off, whatever the shop says.
    shipped_at: shipment && shipment.status !== "unknown" ? shipment.shippedAt : (fulfillment?.at ?? null),
    promised_on: dayAsWritten(shipment?.promisedAt ?? order.promisedBy),
  };
}

/** Tens of thousands of people share the first two characters of a postcode, and they say where a parcel goes all the same. */
function areaOf(postalCode: string | null | undefined): string | null {
  return postalCode?.replace(/[\s-]/g, "").slice(0, 2).toUpperCase() || null;
}

const ended: Partial<Record<ShipmentStatus, "delivered" | "gone">> = { delivered: "delivered", returned: "gone", lost: "gone" };
/** Stages in which a parcel should be moving: before the carrier has it, and where it waits for the customer, silence means nothing. */
export const movingStages: readonly ShipmentStatus[] = ["accepted", "in_transit", "out_for_delivery"];

/** What a carrier's answer adds. `now` is when it was given. */
export function progressOf(shipment: Shipment, now: string): Progress {
  const delivered = shipment.deliveredAt ?? (shipment.status === "delivered" ? (shipment.events.at(-1)?.at ?? null) : null);
  const state = delivered ? "delivered" : (ended[shipment.status] ?? "under_way");
  // Seen only when it was over: then the estimate it set off with is the one that can be judged.
  const isLive = state === "under_way" && shipment.expectedAt !== null;
  return {
    state,
    shipped_at: shipment.shippedAt,
    promised_on: dayAsWritten(shipment.promisedAt),
    delivered_at: state === "delivered" ? delivered : null,
    estimate_on: dayAsWritten(isLive ? shipment.expectedAt : state === "delivered" ? shipment.promisedAt : null),
    estimate_seen_at: isLive ? now : shipment.shippedAt,
    stage: shipment.events.at(-1)?.status ?? null,
    last_event_at: shipment.events.at(-1)?.at ?? null,
    silences: silencesOf(shipment),
  };
}

function silencesOf({ events }: Shipment): Silences {
  const longest: Silences = {};
  events.forEach(({ at, status }, nth) => {
    const next = events[nth + 1];
    const hours = next ? (Date.parse(next.at) - Date.parse(at)) / 3_600_000 : Number.NaN;
    if (movingStages.includes(status) && hours >= 0) longest[status] = Math.max(longest[status] ?? 0, Number(hours.toFixed(1)));
  });
  return longest;
}

/** "the 5th" is the 5th where it was written. */
export function dayAsWritten(time: string | null): string | null {
  return time !== null && /^\d{4}-\d\d-\d\d/.test(time) && parseMoment(time.slice(0, 10)) ? time.slice(0, 10) : null;
}

/** As the prediction takes it: clocks are those of the country it goes to. Null without a usable order date. */
export function toParcel(facts: ParcelFacts): Parcel | null {
  const zone = zoneOf(facts.country);
  const moment = (time: string | null): Moment | null => (time === null ? null : localMoment(time, zone));
  const ordered = moment(facts.ordered_at);
  if (!ordered) return null;
  const shipped = moment(facts.shipped_at);
  return {
    ordered,
    // A hand-off before the order is a mistake somewhere; the order's date is the safer one to count from.
    shipped: shipped && !isBefore(shipped, ordered) ? shipped : null,
    promised: facts.promised_on === null ? null : (parseMoment(facts.promised_on)?.day ?? null),
    destination: toPlace({ country: facts.country, region: facts.region, postcode: facts.area }),
    origin: toPlace({ country: facts.origin_country, region: facts.origin_region }),
    carrier: plain(facts.carrier),
    service: plain(facts.service),
  };
}

export type KeptRow = ParcelFacts & Pick<Progress, "delivered_at" | "estimate_on" | "estimate_seen_at" | "silences">;

/** Null for what cannot be: no order date, or delivered before it was ordered. */
export function toKeptShipment(row: KeptRow): KeptShipment | null {
  const parcel = toParcel(row);
  if (!parcel) return null;
  const zone = zoneOf(row.country);
  const delivered = row.delivered_at === null ? null : (localMoment(row.delivered_at, zone)?.day ?? null);
  if (delivered !== null && delivered < parcel.ordered.day) return null;
  const shipped = parcel.shipped && (delivered === null || parcel.shipped.day <= delivered) ? parcel.shipped : null;
  const on = row.estimate_on === null ? undefined : parseMoment(row.estimate_on)?.day;
  const seenOn = row.estimate_seen_at === null ? undefined : localMoment(row.estimate_seen_at, zone)?.day;
  return { ...parcel, shipped, delivered, estimate: on === undefined || seenOn === undefined ? null : { on, seenOn } };
}
