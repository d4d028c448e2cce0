/** The store's own word of where a parcel is, for parcels no connected carrier knows. */
import type { Fulfillment, Shipment } from "./order.ts";

/** Null where the store says nothing of it, or has no number for it. */
export function storeShipment({ progress, trackingNumber, trackingUrl, carrier, at }: Fulfillment): Shipment | null {
  if (!progress || trackingNumber === null) return null;
  const { status, expectedAt, deliveredAt } = progress;
  const isThere = status === "delivered";
  return {
    trackingNumber,
    carrier: carrier ?? "",
    status,
    events: [{ at: progress.at, status, description: status.replaceAll("_", " "), location: null }],
    shippedAt: status === "label_created" || status === "unknown" ? null : at,
    expectedAt,
    promisedAt: null,
    deliveredAt: isThere ? (deliveredAt ?? progress.at) : null,
    signedBy: null,
    url: trackingUrl,
    updatedAt: progress.at,
  };
}
