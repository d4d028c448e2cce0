/** A Tracker of EasyPost. */
import { z } from "zod";
import type { Shipment } from "../../domain/order.ts";
import { placeName, toShipment, zoned, type ReadEvent } from "../shipment.ts";
import { dayAt, timeAt, type Place } from "../times.ts";
import { stateOf } from "./states.ts";

const word = z.string().nullish();
const place = z.object({ city: word, state: word, country: word, zip: word }).nullish();
const detail = z.object({ message: word, description: word, status: word, status_detail: word, datetime: word, tracking_location: place });
export const tracker = z.object({
  object: z.literal("Tracker"),
  tracking_code: z.string(),
  status: word,
  status_detail: word,
  signed_by: word,
  est_delivery_date: word,
  carrier: word,
  updated_at: word,
  public_url: word,
  tracking_details: z.array(detail).nullish(),
  carrier_detail: z
    .object({ est_delivery_date_local: word, guaranteed_delivery_date: word, destination_tracking_location: place })
    .nullish(),
});
export const event = z.object({ description: z.string(), result: z.looseObject({ object: word, tracking_code: word }).nullish() });

export function readTracker(read: z.infer<typeof tracker>, trackingNumber: string, now: Date): Shipment | null {
  const events = (read.tracking_details ?? []).map(readDetail);
  const current = stateOf(read.status, read.status_detail);
  // It makes a tracker of everything; of what no carrier knows there is nothing in it.
  if (events.length === 0 && (current === "unknown" || current === null)) return null;
  const to = placeOf(read.carrier_detail?.destination_tracking_location);
  const { est_delivery_date_local: local, guaranteed_delivery_date: guaranteed } = read.carrier_detail ?? {};
  return toShipment(
    {
      trackingNumber,
      carrier: read.carrier ?? "EasyPost",
      events,
      current,
      expectedAt: dayAt(local, to) ?? zoned(read.est_delivery_date),
      promisedAt: dayAt(guaranteed, to),
      signedBy: read.signed_by ?? null,
      url: read.public_url ?? null,
      updatedAt: zoned(read.updated_at),
    },
    now,
  );
}

function readDetail({ datetime, status, status_detail, message, description, tracking_location: at }: z.infer<typeof detail>): ReadEvent {
  return {
    at: timeAt(datetime, placeOf(at)),
    status: stateOf(status, status_detail),
    description: message || description,
    location: placeName(at?.city, at?.state, at?.country),
  };
}

function placeOf(at: z.infer<typeof place>): Place {
  return { country: at?.country ?? null, region: at?.state ?? null };
}
