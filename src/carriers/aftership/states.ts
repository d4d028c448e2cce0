/**
 * What AfterShip's words mean: "tag" (https://www.aftership.com/docs/tracking/enum/delivery-statuses) and the finer "subtag"
 * (https://www.aftership.com/docs/tracking/enum/delivery-sub-statuses).
 */
import type { ShipmentStatus } from "../../domain/order.ts";
import type { StateTable } from "../shipment.ts";

export const tags: StateTable = {
  Pending: "unknown",
  InfoReceived: "label_created",
  InTransit: "in_transit",
  OutForDelivery: "out_for_delivery",
  AttemptFail: "exception",
  Delivered: "delivered",
  AvailableForPickup: "available_for_pickup",
  Exception: "exception",
  // Nothing was heard for thirty days: where it was last, it still is.
  Expired: null,
};

const meanings: [ShipmentStatus | null, string][] = [
  ["unknown", "Pending_001 Pending_002 Pending_003 Pending_004 Pending_005 Pending_006"],
  ["label_created", "InfoReceived_001"],
  ["accepted", "InTransit_002"],
  ["in_transit", "InTransit_001 InTransit_003 InTransit_004 InTransit_005 InTransit_006 InTransit_007 InTransit_008 InTransit_009"],
  // Late, by customs, the carrier, the weather or something else, and on its way all the same.
  ["in_transit", "Exception_004 Exception_005 Exception_016 Exception_017"],
  // An appointment is made, the customer is called: it is not on the vehicle yet.
  ["in_transit", "OutForDelivery_003 OutForDelivery_004"],
  ["out_for_delivery", "OutForDelivery_001"],
  ["available_for_pickup", "AvailableForPickup_001"],
  ["delivered", "Delivered_001 Delivered_002 Delivered_003 Delivered_004 Delivered_005"],
  ["exception", "AttemptFail_001 AttemptFail_002 AttemptFail_003 Exception_001 Exception_002 Exception_003 Exception_006 Exception_007"],
  ["exception", "Exception_008 Exception_009 Exception_012 Exception_018"],
  ["returned", "Exception_010 Exception_011"],
  ["lost", "Exception_013"],
  [null, "Expired_001"],
];
export const subtags: StateTable = Object.fromEntries(
  meanings.flatMap(([state, codes]) => codes.split(" ").map((code) => [code, state] as const)),
);

export function stateOf(tag: string | null | undefined, subtag: string | null | undefined): ShipmentStatus | null {
  const fine = subtags[subtag ?? ""];
  return fine === undefined ? (tags[tag ?? ""] ?? null) : fine;
}
