/** What Shippo's words mean: "status" and the finer "substatus.code". https://docs.goshippo.com/docs/tracking/tracking */
import type { ShipmentStatus } from "../../domain/order.ts";
import type { StateTable } from "../shipment.ts";

export const statuses: StateTable = {
  UNKNOWN: "unknown",
  PRE_TRANSIT: "label_created",
  TRANSIT: "in_transit",
  DELIVERED: "delivered",
  RETURNED: "returned",
  FAILURE: "exception",
};

export const substatuses: StateTable = {
  information_received: "label_created",
  address_issue: "exception",
  contact_carrier: "exception",
  // Late, and on its way all the same.
  delayed: "in_transit",
  delivery_attempted: "exception",
  delivery_rescheduled: "in_transit",
  delivery_scheduled: "in_transit",
  location_inaccessible: "exception",
  notice_left: "exception",
  out_for_delivery: "out_for_delivery",
  package_accepted: "accepted",
  package_arrived: "in_transit",
  package_damaged: "exception",
  package_departed: "in_transit",
  package_forwarded: "in_transit",
  package_held: "exception",
  package_processed: "in_transit",
  package_processing: "in_transit",
  pickup_available: "available_for_pickup",
  reschedule_delivery: "exception",
  delivered: "delivered",
  return_to_sender: "returned",
  // Nobody fetched it; it goes back.
  package_unclaimed: "returned",
  package_undeliverable: "exception",
  package_disposed: "lost",
  package_lost: "lost",
  // No word at all: the status says it.
  other: null,
};

export function stateOf(status: string | null | undefined, substatus: string | null | undefined): ShipmentStatus | null {
  return substatuses[substatus ?? ""] ?? statuses[status ?? ""] ?? null;
}
