/**
 * What UPS's codes mean. Both tables are of the appendix of its Tracking API ("Status/Description Codes", "Package Activity Types"):
 * https://developer.ups.com/api/reference/tracking/appendix
 */
import type { ShipmentStatus } from "../../domain/order.ts";
import type { StateTable } from "../shipment.ts";

const meanings: [ShipmentStatus | null, string][] = [
  ["label_created", "3 44 45 77 79 80 157 166"],
  ["accepted", "38 160 167 168 169"],
  ["in_transit", "5 10 12 14 16 25 28 39 47 57 70 71 73 74 75 84 87 92 93 94 123 126 134 137 138 143 158 159 164 165"],
  // A delay, a weather warning or a held parcel is on its way all the same; it is a problem only once somebody has to act or it cannot go on.
  ["in_transit", "19 32 46 48 51 52 53 55 86 90 132 136"],
  ["out_for_delivery", "6 21 37 72 78 89 91 146 162"],
  ["available_for_pickup", "17 40 144 161"],
  ["delivered", "11 26"],
  ["exception", "7 13 22 23 24 29 30 49 50 58 59 60 61 62 64 65 66 69 76 83 85 124 125 131 135 139 141 145"],
  ["returned", "34 35 36 67 81"],
  // Seized, destroyed, or nobody knows whose it is: it does not arrive any more.
  ["lost", "68 147 149"],
  ["unknown", "0 88 148 163"],
  // Wishes, confirmations, photos, investigations: nothing of where it is.
  [null, "18 20 27 33 41 42 43 54 56 63 82 95 96 97 98 99 127 128 129 130 133 140 142 153 154 155 156"],
  [null, "100 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119 120 121 122"],
];

/** By the number of the status code, without leading zeros. */
export const statusCodes: StateTable = Object.fromEntries(
  meanings.flatMap(([state, codes]) => codes.split(" ").map((code) => [code, state] as const)),
);

/** By the activity's type, where the code is not known. */
export const activityTypes: StateTable = {
  D: "delivered",
  I: "in_transit",
  M: "label_created",
  MV: "exception",
  X: "exception",
  DO: "in_transit",
  DD: "in_transit",
  W: "in_transit",
  NA: "unknown",
  U: null,
};

export function stateOf({ statusCode, type }: { statusCode?: string | undefined; type?: string | undefined }): ShipmentStatus | null {
  const known = statusCodes[String(Number(statusCode?.trim() || "x"))];
  return known === undefined ? (activityTypes[type?.trim().toUpperCase() ?? ""] ?? null) : known;
}
