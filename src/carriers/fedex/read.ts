/** The answer of FedEx's Track API v1, POST /track/v1/trackingnumbers. */
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { Shipment } from "../../domain/order.ts";
import { placeName, toShipment, type ReadEvent } from "../shipment.ts";
import { dayAt, timeAt, type Place } from "../times.ts";
import { stateOf } from "./states.ts";

const word = z.string().nullish().catch(null);
const address = z.object({ city: word, stateOrProvinceCode: word, countryCode: word }).nullish();
const scan = z.object({
  date: word,
  eventType: word,
  derivedStatusCode: word,
  eventDescription: word,
  exceptionDescription: word,
  scanLocation: address,
});
const fedexResult = z.object({
  latestStatusDetail: z.object({ code: word, derivedCode: word }).nullish(),
  scanEvents: z.array(scan).nullish(),
  dateAndTimes: z.array(z.object({ type: word, dateTime: word })).nullish(),
  estimatedDeliveryTimeWindow: z.object({ window: z.object({ ends: word }).nullish() }).nullish(),
  deliveryDetails: z.object({ receivedByName: word, signedByName: word }).nullish(),
  recipientInformation: z.object({ address }).nullish(),
  error: z.object({ code: word, message: word }).nullish(),
});
export const trackAnswer = z.object({
  output: z.object({ completeTrackResults: z.array(z.object({ trackResults: z.array(fedexResult) })) }),
});
export const errorAnswer = z.object({ errors: z.array(z.object({ code: z.string(), message: word })) });

type Result = z.infer<typeof fedexResult>;

/** Codes that say of the number alone: not known, or none of its own form. */
export const isOfNumber = (code: string | null | undefined): boolean => code?.startsWith("TRACKING.TRACKINGNUMBER.") ?? false;

export function readTrack({ output }: z.infer<typeof trackAnswer>, trackingNumber: string, now: Date): Shipment | null {
  const results = output.completeTrackResults.flatMap((one) => one.trackResults);
  const told = results.filter(({ scanEvents, latestStatusDetail }) => latestStatusDetail != null || (scanEvents ?? []).length > 0);
  const error = results.find((one) => one.error)?.error;
  if (told.length === 0) {
    if (!error || isOfNumber(error.code)) return null;
    throw new AppError("vendor_refused", `FedEx does not answer for this parcel: ${error.message ?? error.code ?? "it does not say why"}.`);
  }
  // FedEx uses numbers again: the parcel that moved last is meant.
  const found = told.toSorted((one, other) => lastOf(other) - lastOf(one))[0]!;
  const to = placeOf(found.recipientInformation?.address);
  const time = (type: string): string | null => found.dateAndTimes?.find((one) => one.type === type)?.dateTime ?? null;
  const { latestStatusDetail: latest, deliveryDetails: delivery } = found;
  const current = latest ? stateOf(latest.code, latest.derivedCode) : null;
  const deliveredAt = timeAt(time("ACTUAL_DELIVERY"), to);
  const events = (found.scanEvents ?? []).map(readScan).toReversed();
  return toShipment(
    {
      trackingNumber,
      carrier: "FedEx",
      events,
      current: isReturnStep(events, current) ? "returned" : current,
      expectedAt: dayAt(time("ESTIMATED_DELIVERY") ?? found.estimatedDeliveryTimeWindow?.window?.ends, to),
      promisedAt: dayAt(time("COMMITMENT"), to),
      deliveredAt,
      signedBy: delivery?.signedByName ?? delivery?.receivedByName ?? null,
      url: `https://www.fedex.com/fedextrack/?trknbr=${trackingNumber}`,
    },
    now,
  );
}

/** What comes after "return to shipper" is the way back, and its delivery is none to the customer. */
function isReturnStep(events: readonly ReadEvent[], current: Shipment["status"] | null): boolean {
  return current !== null && current !== "exception" && events.some(({ status }) => status === "returned");
}

function lastOf({ scanEvents }: Result): number {
  const times = (scanEvents ?? []).map(({ date }) => Date.parse(date ?? "")).filter((time) => !Number.isNaN(time));
  return Math.max(0, ...times);
}

function readScan({
  date,
  eventType,
  derivedStatusCode,
  eventDescription,
  exceptionDescription,
  scanLocation: at,
}: z.infer<typeof scan>): ReadEvent {
  return {
    at: timeAt(date, placeOf(at)),
    status: stateOf(eventType, derivedStatusCode),
    description: [eventDescription, exceptionDescription].filter(Boolean).join(": "),
    location: placeName(at?.city, at?.stateOrProvinceCode, at?.countryCode),
  };
}

function placeOf(at: z.infer<typeof address>): Place {
  return { country: at?.countryCode ?? null, region: at?.stateOrProvinceCode ?? null };
}
