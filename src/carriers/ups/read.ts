/** The answer of UPS's Track API, GET /track/v1/details/{inquiryNumber}. */
import { z } from "zod";
import type { Shipment } from "../../domain/order.ts";
import { placeName, toShipment, type ReadEvent } from "../shipment.ts";
import { dayAt, timeAt, type Place } from "../times.ts";
import { stateOf } from "./states.ts";

// Its own example breaks its specification (lists that are texts), so only what is used is read, and everything may be missing.
const word = z.string().nullish().catch(null);
const address = z.object({ city: word, stateProvince: word, countryCode: word, country: word });
const status = z.object({ type: z.string().optional(), statusCode: z.string().optional(), description: word });
const activity = z.object({
  date: word,
  time: word,
  gmtDate: word,
  gmtTime: word,
  gmtOffset: word,
  status: status.nullish(),
  location: z.object({ address: address.nullish() }).nullish(),
});
const upsPackage = z.object({
  trackingNumber: word,
  activity: z.array(activity).nullish(),
  currentStatus: status.nullish(),
  deliveryDate: z.array(z.object({ type: word, date: word })).nullish(),
  deliveryInformation: z.object({ receivedBy: word }).nullish(),
  packageAddress: z.array(z.object({ type: word, address: address.nullish() })).nullish(),
});
export const trackAnswer = z.object({
  trackResponse: z.object({
    shipment: z.array(
      z.object({ inquiryNumber: word, package: z.array(upsPackage).nullish(), warnings: z.array(z.object({ code: word })).nullish() }),
    ),
  }),
});
export const errorAnswer = z.object({ response: z.object({ errors: z.array(z.object({ code: z.string(), message: word })) }) });

type Activity = z.infer<typeof activity>;
type Package = z.infer<typeof upsPackage>;

/** Null when the answer has no parcel of that number. */
export function readTrack({ trackResponse }: z.infer<typeof trackAnswer>, trackingNumber: string, now: Date): Shipment | null {
  const packages = trackResponse.shipment.flatMap((shipment) => shipment.package ?? []);
  const found = packages.find((one) => one.trackingNumber?.toUpperCase() === trackingNumber) ?? packages[0];
  if (!found) return null;
  const to = destinationOf(found);
  const day = (type: string): string | null => dayAt(found.deliveryDate?.find((one) => one.type === type)?.date, to);
  return toShipment(
    {
      trackingNumber,
      carrier: "UPS",
      events: (found.activity ?? []).map(readActivity).toReversed(),
      current: found.currentStatus ? stateOf(found.currentStatus) : null,
      expectedAt: day("RDD") ?? day("SDD"),
      promisedAt: day("SDD"),
      signedBy: found.deliveryInformation?.receivedBy ?? null,
      url: `https://www.ups.com/track?tracknum=${trackingNumber}`,
    },
    now,
  );
}

function readActivity(activity: Activity): ReadEvent {
  const where = activity.location?.address;
  return {
    at: timeOf(activity),
    status: activity.status ? stateOf(activity.status) : null,
    description: activity.status?.description,
    location: placeName(where?.city, where?.stateProvince, where?.countryCode ?? where?.country),
  };
}

/** Local time with its offset where UPS gives one, else its GMT, else by the clocks of the place. */
function timeOf({ date, time, gmtDate, gmtTime, gmtOffset, location }: Activity): string | null {
  const local = together(date, time);
  const offset = /^([+-])(\d\d)[:.]?(\d\d)$/.exec(gmtOffset?.trim() ?? "");
  if (local && offset) return timeAt(`${local}${offset[1]}${offset[2]}:${offset[3]}`, { country: null });
  const gmt = together(gmtDate, gmtTime);
  if (gmt) return timeAt(`${gmt}Z`, { country: null });
  return timeAt(local, placeOf(location?.address));
}

/** "20210210" and "74700" (it drops leading zeros) or "07:47:00". */
function together(date: string | null | undefined, time: string | null | undefined): string | null {
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(date?.trim() ?? "");
  const clock = /^(\d\d)(\d\d)(\d\d)$/.exec((time?.replaceAll(":", "").trim() || "0").padStart(6, "0"));
  return day && clock ? `${day[1]}-${day[2]}-${day[3]}T${clock[1]}:${clock[2]}:${clock[3]}` : null;
}

function placeOf(where: z.infer<typeof address> | null | undefined): Place {
  return { country: where?.countryCode ?? where?.country ?? null, region: where?.stateProvince ?? null };
}

function destinationOf({ packageAddress }: Package): Place {
  const to = packageAddress?.find(({ type }) => type?.toUpperCase().startsWith("DEST"));
  return placeOf(to?.address);
}
