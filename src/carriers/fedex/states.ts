/** What FedEx's "Tracking Status Codes" mean (movement and regulatory). https://developer.fedex.com/api/en-us/guides/api-reference.html */
import type { ShipmentStatus } from "../../domain/order.ts";
import type { StateTable } from "../shipment.ts";

const meanings: [ShipmentStatus | null, string][] = [
  ["label_created", "AP EP OC OX PD"],
  ["accepted", "PU PX"],
  ["in_transit", "AA AC AF AO AR AX CC CP DP DS EA EO FD IT IX LO OF OW PF PL PM SF TR"],
  // Late, and on its way all the same.
  ["in_transit", "DD DY"],
  ["out_for_delivery", "AD ED OD"],
  ["available_for_pickup", "HL HP"],
  ["delivered", "DL"],
  ["exception", "CA CD DE SE"],
  ["returned", "RS"],
  // Wishes, return labels, and news of one piece of several: nothing of where this one is.
  [null, "CH DR LP RC RD RG RM RP RR SP"],
];
export const statusCodes: StateTable = Object.fromEntries(
  meanings.flatMap(([state, codes]) => codes.split(" ").map((code) => [code, state] as const)),
);

/** The code of the scan, else the coarser one FedEx derives from it. */
export function stateOf(...codes: (string | null | undefined)[]): ShipmentStatus | null {
  for (const code of codes) {
    const state = statusCodes[code?.trim().toUpperCase() ?? ""];
    if (state !== undefined) return state;
  }
  return null;
}
