/**
 * What DHL's words mean. Its unified tracking knows five status codes for all of its divisions:
 * https://developer.dhl.com/api-reference/shipment-tracking
 */
import type { ShipmentStatus } from "../../domain/order.ts";
import type { StateTable } from "../shipment.ts";

export const statusCodes: StateTable = {
  unknown: "unknown",
  "pre-transit": "label_created",
  transit: "in_transit",
  delivered: "delivered",
  failure: "exception",
};

/**
 * Stages that have no code and are told in the English sentence alone. Read only where the code leaves them open, so that a sentence
 * never makes a parcel delivered; what none of them fits stays what the code says.
 */
const sentences: [codes: string[], RegExp, ShipmentStatus][] = [
  [["transit"], /\b(?:out for delivery|with (?:the )?delivery courier|loaded onto the delivery vehicle)\b/i, "out_for_delivery"],
  [["transit"], /\b(?:ready|available|waiting) (?:for|to be) (?:collection|collected|pick-? ?up|picked up)\b/i, "available_for_pickup"],
  [["pre-transit", "transit"], /\b(?:shipment|parcel|item) (?:has been |was )?(?:picked up|posted|handed over)\b/i, "accepted"],
  [["transit", "failure"], /\breturn(?:ed|ing)? to (?:the )?(?:sender|shipper)\b/i, "returned"],
];

export function stateOf(code: string | null | undefined, sentence: string | null | undefined): ShipmentStatus | null {
  const word = code?.trim().toLowerCase() ?? "";
  const told = sentences.find(([codes, pattern]) => codes.includes(word) && pattern.test(sentence?.slice(0, 500) ?? ""));
  return told?.[2] ?? statusCodes[word] ?? null;
}
