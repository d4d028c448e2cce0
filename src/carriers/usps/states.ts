/**
 * What the words of the United States Postal Service mean. `scanCodes`: "eventCode" of a tracking event, of Publication 199, appendix G;
 * `categories`: "statusCategory" of the whole parcel, in small letters.
 */
import type { ShipmentStatus } from "../../domain/order.ts";
import type { StateTable } from "../shipment.ts";

const meanings: [ShipmentStatus | null, string][] = [
  ["label_created", "MA GX"],
  ["accepted", "03 OA PA TM 80"],
  ["in_transit", "06 07 08 10 15 19 41 42 71 81 82 A1 EF NT PC SF T1"],
  ["out_for_delivery", "OF"],
  ["available_for_pickup", "14 16"],
  ["delivered", "01 17 43"],
  ["exception", "02 05 30 44 51 52 53 54 55 56"],
  ["returned", "04 09 21 22 23 24 25 26 27 28 29 31"],
  // Sent to the mail recovery centre.
  ["lost", "11"],
  [null, "DX"],
];
export const scanCodes: StateTable = Object.fromEntries(
  meanings.flatMap(([state, codes]) => codes.split(" ").map((code) => [code, state] as const)),
);

export const categories: StateTable = {
  "pre-shipment": "label_created",
  accepted: "accepted",
  "in transit": "in_transit",
  "moving through network": "in_transit",
  "out for delivery": "out_for_delivery",
  "available for pickup": "available_for_pickup",
  "delivery attempt": "exception",
  "delivery attempt: action needed": "exception",
  delivered: "delivered",
  "delivered to agent": "delivered",
  // Of many kinds: the last scan says which.
  alert: null,
};

export function scanState(code: string | null | undefined): ShipmentStatus | null {
  return scanCodes[code?.trim().toUpperCase() ?? ""] ?? null;
}

export function categoryState(category: string | null | undefined): ShipmentStatus | null {
  return categories[category?.trim().toLowerCase() ?? ""] ?? null;
}
