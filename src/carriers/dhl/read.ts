/** The answer of DHL's "Shipment Tracking - Unified", GET /track/shipments. */
import { z } from "zod";
import type { Shipment } from "../../domain/order.ts";
import { placeName, text, toShipment, type ReadEvent } from "../shipment.ts";
import { dayAt, timeAt, type Place } from "../times.ts";
import { stateOf } from "./states.ts";

const word = z.string().nullish().catch(null);
const where = z.object({ address: z.object({ countryCode: word, addressLocality: word }).nullish() }).nullish();
const status = z.object({ timestamp: word, location: where, statusCode: word, status: word, description: word });
const person = z.object({ name: word, givenName: word, familyName: word }).nullish();
const dhlShipment = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  service: word,
  destination: where,
  status: status.nullish(),
  estimatedTimeOfDelivery: word,
  estimatedDeliveryTimeFrame: z.object({ estimatedThrough: word }).nullish(),
  details: z.object({ proofOfDelivery: z.object({ timestamp: word, signed: person }).nullish() }).nullish(),
  events: z.array(status).nullish(),
});
export const trackAnswer = z.object({ shipments: z.array(dhlShipment) });

export function readTrack({ shipments }: z.infer<typeof trackAnswer>, trackingNumber: string, now: Date): Shipment | null {
  // Divisions share numbers: the one that has exactly this is meant.
  const found = shipments.find(({ id }) => id.toUpperCase() === trackingNumber) ?? shipments[0];
  if (!found) return null;
  const to = placeOf(found.destination);
  const events = (found.events ?? []).map(readStatus).toReversed();
  const current = found.status ? readStatus(found.status) : null;
  const proof = found.details?.proofOfDelivery;
  return toShipment(
    {
      trackingNumber,
      carrier: "DHL",
      events: events.length > 0 ? events : current ? [current] : [],
      current: current?.status ?? null,
      expectedAt: dayAt(found.estimatedTimeOfDelivery ?? found.estimatedDeliveryTimeFrame?.estimatedThrough, to),
      signedBy: proof?.signed?.name ?? text([proof?.signed?.givenName, proof?.signed?.familyName].filter(Boolean).join(" ")),
      url: `https://www.dhl.com/global-en/home/tracking.html?tracking-id=${trackingNumber}&submit=1`,
      updatedAt: current?.at ?? null,
    },
    now,
  );
}

/** Times are those of the place's clocks where they have no zone. */
function readStatus({ timestamp, location, statusCode, status: title, description }: z.infer<typeof status>): ReadEvent {
  return {
    at: timeAt(timestamp, placeOf(location)),
    status: stateOf(statusCode, `${title ?? ""}. ${description ?? ""}`),
    description: description || title,
    location: placeName(location?.address?.addressLocality, location?.address?.countryCode),
  };
}

function placeOf(location: z.infer<typeof where>): Place {
  return { country: location?.address?.countryCode ?? null };
}
