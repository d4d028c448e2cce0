/** What 17TRACK's words mean: "status" and the finer "sub_status" of version 2.2. https://api.17track.net/en/doc?version=v2.2 */
import type { ShipmentStatus } from "../../domain/order.ts";
import type { StateTable } from "../shipment.ts";

export const statuses: StateTable = {
  NotFound: "unknown",
  InfoReceived: "label_created",
  InTransit: "in_transit",
  // Long on its way without news: where it was last, it still is.
  Expired: null,
  AvailableForPickup: "available_for_pickup",
  OutForDelivery: "out_for_delivery",
  DeliveryFailure: "exception",
  Delivered: "delivered",
  Exception: "exception",
};

export const subStatuses: StateTable = {
  NotFound_Other: "unknown",
  NotFound_InvalidCode: "unknown",
  InfoReceived: "label_created",
  InTransit_PickedUp: "accepted",
  InTransit_Other: "in_transit",
  InTransit_Departure: "in_transit",
  InTransit_Arrival: "in_transit",
  InTransit_CustomsProcessing: "in_transit",
  InTransit_CustomsReleased: "in_transit",
  InTransit_CustomsRequiringInformation: "exception",
  Expired_Other: null,
  AvailableForPickup_Other: "available_for_pickup",
  OutForDelivery_Other: "out_for_delivery",
  DeliveryFailure_Other: "exception",
  DeliveryFailure_NoBody: "exception",
  DeliveryFailure_Security: "exception",
  DeliveryFailure_Rejected: "exception",
  DeliveryFailure_InvalidAddress: "exception",
  Delivered_Other: "delivered",
  Exception_Other: "exception",
  Exception_Returning: "returned",
  Exception_Returned: "returned",
  Exception_NoBody: "exception",
  Exception_Security: "exception",
  Exception_Damage: "exception",
  Exception_Rejected: "exception",
  // Late, and on its way all the same.
  Exception_Delayed: "in_transit",
  Exception_Lost: "lost",
  Exception_Destroyed: "lost",
  Exception_Cancel: "exception",
};

export function stateOf(sub: string | null | undefined, status: string | null | undefined = sub?.split("_")[0]): ShipmentStatus | null {
  const fine = subStatuses[sub ?? ""];
  return fine === undefined ? (statuses[status ?? ""] ?? null) : fine;
}
