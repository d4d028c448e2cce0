/** When a parcel is looked at again: often where something is about to happen, seldom where nothing does or its carrier tells by itself. */
import type { Pace } from "../carriers/carrier.ts";
import type { Shipment, ShipmentStatus } from "../domain/order.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const usualMs: Record<ShipmentStatus, number> = {
  label_created: 6 * hourMs,
  accepted: 4 * hourMs,
  in_transit: 4 * hourMs,
  out_for_delivery: hourMs,
  available_for_pickup: 12 * hourMs,
  exception: 4 * hourMs,
  unknown: dayMs,
  // Over; asked again only where the row does not know it yet.
  delivered: dayMs,
  returned: dayMs,
  lost: dayMs,
};

/** Looks of one day; the job runs every ten minutes. */
const looksPerDay = 144;

/** `isTold`: its carrier tells of it by web hook, and the look only finds what got lost. At least ten minutes, at most a day. */
export function nextLookMs(
  { status, events }: Shipment,
  { pace, isTold, now }: { pace?: Pace | undefined; isTold: boolean; now: Date },
): number {
  const silentDays = (now.getTime() - Date.parse(events.at(-1)?.at ?? now.toISOString())) / dayMs;
  const patience = silentDays < 3 ? 1 : silentDays < 7 ? 2 : 4;
  const ms = (pace?.afterMs?.[status] ?? usualMs[status]) * patience * (isTold ? 4 : 1);
  return Math.min(Math.max(ms, 10 * 60_000), dayMs);
}

/** How often a carrier may be asked in one look. */
export function sharePerLook(pace: Pace | undefined): number {
  return pace?.perDay === undefined ? Infinity : Math.max(1, Math.floor(pace.perDay / looksPerDay));
}
