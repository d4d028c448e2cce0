import type { Fulfillment, Order, Shipment } from "../domain/order.ts";
import type { Outlook } from "../domain/outlook.ts";
import { calendarDays, elapsedDays, utc } from "./calendar.ts";

export type ParcelFact = {
  status: string;
  carrier: string | null;
  tracking_number: string | null;
  url: string | null;
  expected_at: string | null;
  delivered_at: string | null;
  is_delivered: boolean;
};

/** A parcel of the order: what the store says and, when a carrier knows it, what the carrier says. */
export type Parcel = {
  fulfillment: Fulfillment;
  shipment: Shipment | null;
  /** Connection that said so. */ source: string;
};

/** Newest first. */
export function parcelFact(parcel: Parcel): ParcelFact {
  const { fulfillment, shipment } = parcel;
  return {
    status: shipment?.status ?? "unknown",
    carrier: shipment?.carrier || fulfillment.carrier,
    tracking_number: shipment?.trackingNumber ?? fulfillment.trackingNumber,
    url: shipment?.url ?? fulfillment.trackingUrl,
    expected_at: utc(shipment?.expectedAt ?? null),
    delivered_at: utc(shipment?.deliveredAt ?? null),
    is_delivered: shipment?.status === "delivered",
  };
}

/** The newest parcel that has not arrived, else the newest; undefined when nothing was shipped. `parcels` newest first. */
export function parcelThatMatters(parcels: readonly Parcel[]): Parcel | undefined {
  return parcels.find((parcel) => parcel.shipment?.status !== "delivered") ?? parcels[0];
}

/** The facts `shipment.*` of the catalog; `parcel` undefined when nothing was shipped yet: status is then "none". */
export function shipmentFacts(parcel: Parcel | undefined, order: Order, now: string, outlook: Outlook | null = null) {
  const shipment = parcel?.shipment ?? null;
  const delivered = utc(shipment?.deliveredAt ?? null);
  const promised = utc(shipment?.promisedAt ?? order.promisedBy);
  const shipped = utc(shipment?.shippedAt ?? parcel?.fulfillment.at ?? null);
  const isThere = shipment?.status === "delivered";
  return {
    status: parcel ? (shipment?.status ?? "unknown") : "none",
    carrier: shipment?.carrier || (parcel?.fulfillment.carrier ?? null),
    tracking_number: shipment?.trackingNumber ?? parcel?.fulfillment.trackingNumber ?? null,
    url: shipment?.url ?? parcel?.fulfillment.trackingUrl ?? null,
    shipped_at: shipped,
    expected_at: utc(shipment?.expectedAt ?? null),
    promised_at: promised,
    delivered_at: delivered,
    signed_by: shipment?.signedBy ?? null,
    days_late: parcel && !isThere ? calendarDays(promised, now) : 0,
    days_in_transit: elapsedDays(shipped, delivered ?? now),
    days_since_delivered: elapsedDays(delivered, now),
    ...lastEvent(shipment, now),
    ...outlookFacts(outlook),
  };
}

/** Fields of `shipment` that come from a prediction and not from the carrier. */
export const predictedFields = ["expected_from", "expected_to", "expected_likely", "chance_in_time", "likely_days_late", "stuck_reason"];

function outlookFacts(outlook: Outlook | null) {
  const window = outlook?.window ?? null;
  return {
    expected_from: window?.from ?? null,
    expected_to: window?.to ?? null,
    expected_likely: window?.likely ?? null,
    expected_basis: outlook?.basis ?? null,
    chance_in_time: outlook?.chanceInTime ?? null,
    likely_late: outlook?.isLikelyLate ?? false,
    likely_days_late: outlook?.likelyDaysLate ?? 0,
    stuck: outlook ? outlook.stuckReason !== null : false,
    stuck_reason: outlook?.stuckReason ?? null,
  };
}

function lastEvent(shipment: Shipment | null, now: string) {
  const event = shipment?.events.at(-1);
  if (!event) return { days_since_last_event: 0, last_event: null, last_event_at: null, last_location: null };
  const at = utc(event.at);
  return {
    days_since_last_event: elapsedDays(at, now),
    last_event: event.description,
    last_event_at: at,
    last_location: event.location,
  };
}
