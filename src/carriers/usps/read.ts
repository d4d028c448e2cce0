/** The answer of the postal service's Tracking API v3 with expand=DETAIL ("TrackingDetails"). */
import { z } from "zod";
import type { Shipment } from "../../domain/order.ts";
import { placeName, text, toShipment, type ReadEvent } from "../shipment.ts";
import { dayAt, timeAt, type Place } from "../times.ts";
import { categoryState, scanState } from "./states.ts";

const word = z.string().nullish().catch(null);
const scan = z.object({
  eventType: word,
  eventTimestamp: word,
  GMTTimestamp: word,
  GMTOffset: word,
  eventCountry: word,
  eventCity: word,
  eventState: word,
  eventCode: word,
  name: word,
  firm: word,
});
export const trackAnswer = z.object({
  trackingNumber: z.string(),
  statusCategory: word,
  status: word,
  destinationState: word,
  destinationCountryCode: word,
  expectedDeliveryTimeStamp: word,
  predictedDeliveryDate: word,
  guaranteedDeliveryTimeStamp: word,
  trackingEvents: z.array(scan).nullish(),
});
export const errorAnswer = z.object({
  error: z.object({
    message: word,
    errors: z.array(z.object({ detail: word, source: z.object({ parameter: word }).nullish() })).nullish(),
  }),
});

type Scan = z.infer<typeof scan>;

export function readTrack(found: z.infer<typeof trackAnswer>, trackingNumber: string, now: Date): Shipment | null {
  const scans = found.trackingEvents ?? [];
  const current = categoryState(found.statusCategory);
  if (scans.length === 0 && current === null) return null;
  const to: Place = { country: found.destinationCountryCode || "US", region: found.destinationState ?? null };
  const events = scans.map(readScan).toReversed();
  // "Delivered, to original sender" is of the category delivered.
  const isBack = current === "delivered" && events.some(({ status }) => status === "returned");
  const signer = scans.find(({ eventCode }) => scanState(eventCode) === "delivered");
  return toShipment(
    {
      trackingNumber,
      carrier: "USPS",
      events,
      current: isBack ? "returned" : current,
      expectedAt: dayAt(found.expectedDeliveryTimeStamp ?? found.predictedDeliveryDate, to),
      promisedAt: dayAt(found.guaranteedDeliveryTimeStamp, to),
      signedBy: text(signer?.name) ?? text(signer?.firm),
      url: `https://tools.usps.com/go/TrackConfirmAction?tLabels=${trackingNumber}`,
    },
    now,
  );
}

function readScan(one: Scan): ReadEvent {
  return {
    at: timeOf(one),
    status: scanState(one.eventCode),
    description: one.eventType,
    location: placeName(one.eventCity, one.eventState, one.eventCountry),
  };
}

/** Local time with its offset where there is one, else GMT, else by the clocks of the state. */
function timeOf({ eventTimestamp, GMTTimestamp, GMTOffset, eventCountry, eventState }: Scan): string | null {
  const offset = /^([+-])(\d?\d):(\d\d)$/.exec(GMTOffset?.trim() ?? "");
  const local = eventTimestamp?.trim().replace(/(?:Z|[+-]\d\d:?\d\d)$/, "") ?? null;
  if (local && offset) return timeAt(`${local}${offset[1]}${offset[2]!.padStart(2, "0")}:${offset[3]}`, { country: null });
  const gmt = GMTTimestamp?.trim();
  if (gmt) return timeAt(gmt.endsWith("Z") ? gmt : `${gmt}Z`, { country: null });
  return timeAt(eventTimestamp, { country: eventCountry || "US", region: eventState ?? null });
}
