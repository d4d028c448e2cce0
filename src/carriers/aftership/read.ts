/** A tracking of AfterShip (version 2025-04 of its API). */
import { z } from "zod";
import type { Shipment } from "../../domain/order.ts";
import { placeName, toShipment, zoned, type ReadEvent } from "../shipment.ts";
import { dayAt, timeAt, type Place } from "../times.ts";
import { twoLetters } from "./countries.ts";
import { stateOf } from "./states.ts";

const word = z.string().nullish();
const checkpoint = z.object({
  checkpoint_time: word,
  tag: word,
  subtag: word,
  message: word,
  subtag_message: word,
  location: word,
  city: word,
  state: word,
  country_region: word,
});
const estimate = z.looseObject({ datetime: word, estimated_delivery_date: word }).nullish();
export const tracking = z.object({
  id: word,
  tracking_number: z.string(),
  slug: word,
  tag: word,
  subtag: word,
  signed_by: word,
  updated_at: word,
  destination_country_region: word,
  destination_state: word,
  shipment_pickup_date: word,
  shipment_delivery_date: word,
  first_estimated_delivery: estimate,
  latest_estimated_delivery: estimate,
  courier_estimated_delivery_date: estimate,
  courier_tracking_link: word,
  aftership_tracking_url: word,
  checkpoints: z.array(checkpoint).nullish(),
});
export const found = z.object({ data: z.object({ trackings: z.array(tracking) }) });
export const created = z.object({ data: tracking });
export const refusal = z.object({ meta: z.object({ code: z.number(), message: word }) });
export const hookBody = z.object({ event: z.string(), msg: z.looseObject({ tracking_number: z.string().min(1) }) });

type Tracking = z.infer<typeof tracking>;

/** Null while AfterShip itself knows nothing. `named`: the carrier, where AfterShip did not recognise it. */
export function readTracking(read: Tracking, trackingNumber: string, named: string, now: Date): Shipment | null {
  const events = (read.checkpoints ?? []).map(readCheckpoint);
  const current = stateOf(read.tag, read.subtag);
  if (events.length === 0 && (current === "unknown" || current === null)) return null;
  const to: Place = { country: twoLetters(read.destination_country_region), region: read.destination_state ?? null };
  const dayOf = (one: Tracking["first_estimated_delivery"]): string | null => dayAt(one?.datetime ?? one?.estimated_delivery_date, to);
  return toShipment(
    {
      trackingNumber,
      carrier: nameOf(read.slug) ?? named,
      events,
      current,
      shippedAt: timeAt(read.shipment_pickup_date, to) ?? dayAt(read.shipment_pickup_date, to),
      expectedAt: dayOf(read.latest_estimated_delivery) ?? dayOf(read.courier_estimated_delivery_date),
      promisedAt: dayOf(read.first_estimated_delivery),
      deliveredAt: timeAt(read.shipment_delivery_date, to),
      signedBy: read.signed_by ?? null,
      url: read.aftership_tracking_url ?? read.courier_tracking_link ?? null,
      updatedAt: zoned(read.updated_at),
    },
    now,
  );
}

/** "royal-mail" is Royal Mail; short words that cannot be spoken are abbreviations. */
function nameOf(slug: string | null | undefined): string | null {
  const name = (slug ?? "").replaceAll("-", " ").trim();
  if (name === "" || name === "unrecognized") return null;
  return name
    .replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/\b[A-Z][a-z]{1,3}\b/g, (word) => (/[aeiouy]/i.test(word.slice(1)) ? word : word.toUpperCase()));
}

function readCheckpoint(one: z.infer<typeof checkpoint>): ReadEvent {
  const country = twoLetters(one.country_region);
  return {
    at: timeAt(one.checkpoint_time, { country, region: one.state ?? null }),
    status: stateOf(one.tag, one.subtag),
    description: one.message || one.subtag_message,
    location: placeName(one.city, one.state, country) ?? one.location ?? null,
  };
}
