/** A Track of Shippo. */
import { z } from "zod";
import type { Shipment } from "../../domain/order.ts";
import { placeName, toShipment, type ReadEvent } from "../shipment.ts";
import { dayAt, timeAt, type Place } from "../times.ts";
import { stateOf } from "./states.ts";

const word = z.string().nullish();
const where = z.object({ city: word, state: word, country: word }).nullish();
const status = z.object({
  status: word,
  substatus: z.object({ code: word }).nullish(),
  status_date: word,
  status_details: word,
  location: where,
  object_updated: word,
});
export const track = z.object({
  carrier: z.string(),
  tracking_number: z.string(),
  eta: word,
  original_eta: word,
  address_to: where,
  tracking_status: status.nullish(),
  tracking_history: z.array(status),
});
export const hookBody = z.object({ event: z.string(), data: z.looseObject({ tracking_number: word }) });

/** Null while Shippo itself knows nothing. `title`: what customers call the carrier. */
export function readTrack(read: z.infer<typeof track>, trackingNumber: string, title: string, now: Date): Shipment | null {
  const events = read.tracking_history.map(readStatus);
  const last = read.tracking_status ? readStatus(read.tracking_status) : null;
  if (events.length === 0 && (last === null || last.status === "unknown" || last.status === null)) return null;
  const to = placeOf(read.address_to);
  return toShipment(
    {
      trackingNumber,
      carrier: title,
      events: events.length > 0 ? events : [last!],
      current: last?.status ?? null,
      expectedAt: dayAt(read.eta, to),
      promisedAt: dayAt(read.original_eta, to),
    },
    now,
  );
}

function readStatus(one: z.infer<typeof status>): ReadEvent {
  return {
    at: timeAt(one.status_date, placeOf(one.location)),
    status: stateOf(one.status, one.substatus?.code),
    description: one.status_details,
    location: placeName(one.location?.city, one.location?.state, one.location?.country),
  };
}

function placeOf(at: z.infer<typeof where>): Place {
  return { country: at?.country ?? null, region: at?.state ?? null };
}
