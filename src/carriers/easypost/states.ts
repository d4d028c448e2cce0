/** What EasyPost's words mean: "status" and "status_detail" of a Tracker. https://docs.easypost.com/docs/trackers */
import type { ShipmentStatus } from "../../domain/order.ts";
import type { StateTable } from "../shipment.ts";

export const statuses: StateTable = {
  unknown: "unknown",
  pre_transit: "label_created",
  in_transit: "in_transit",
  out_for_delivery: "out_for_delivery",
  delivered: "delivered",
  available_for_pickup: "available_for_pickup",
  return_to_sender: "returned",
  failure: "exception",
  // The label was taken back.
  cancelled: "exception",
  error: "unknown",
};

/** null: the status says it better. */
export const details: StateTable = {
  address_correction: null,
  arrived_at_destination: null,
  arrived_at_facility: null,
  arrived_at_pickup_location: null,
  awaiting_information: null,
  cancelled: null,
  damaged: "exception",
  delayed: null,
  delivery_exception: "exception",
  departed_facility: null,
  departed_origin_facility: null,
  expired: null,
  failure: null,
  held: null,
  in_transit: null,
  label_created: "label_created",
  lost: "lost",
  missorted: null,
  out_for_delivery: null,
  received_at_destination_facility: null,
  received_at_origin_facility: "accepted",
  refused: null,
  return: "returned",
  status_update: null,
  transferred_to_destination_carrier: null,
  transit_exception: "exception",
  unknown: null,
  weather_delay: null,
};

export function stateOf(status: string | null | undefined, detail: string | null | undefined): ShipmentStatus | null {
  const state = statuses[status ?? ""] ?? null;
  return state === "delivered" || state === "available_for_pickup" ? state : (details[detail ?? ""] ?? state);
}
