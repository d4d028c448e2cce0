/** DHL of all divisions, by "Shipment Tracking - Unified". https://developer.dhl.com/api-reference/shipment-tracking */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { hasGs1Check, isOneZNumber, isPostalNumber, plainTrackingNumber } from "../../domain/tracking-number.ts";
import { checkBy, politeAsk, readAnswer, saysNotFound, usualAsking, type Asking } from "../ask.ts";
import type { Carrier, CarrierDefinition, Likeness, TrackRequest } from "../carrier.ts";
import { addressSetting, secretSetting } from "../settings.ts";
import { readTrack, trackAnswer } from "./read.ts";

export const dhlSettings = z.object({
  apiKey: secretSetting("API key", "Of the app at developer.dhl.com."),
  requestsPerDay: z
    .int()
    .min(10)
    .max(10_000_000)
    .default(250)
    .meta({ title: "Requests per day", description: "What DHL grants the app; 250 until you have asked for more." }),
  baseUrl: addressSetting("https://api-eu.dhl.com", "Where DHL's API is."),
});
type Settings = z.infer<typeof dhlSettings>;

const vendor = "DHL";
/** Of the day's requests; the rest is for customers who ask. */
const shareForLooking = 0.6;
/** None of its numbers; what it answers does not matter, only that it does. */
const checkNumber = "00340434000000000000";

export function openDhl(context: ConnectorContext<Settings>, asking: Asking = usualAsking): Carrier {
  const { settings, now } = context;
  const ask = politeAsk(context, asking);
  const shipments = (trackingNumber: string) =>
    ask({
      vendor,
      url: `${settings.baseUrl}/track/shipments?trackingNumber=${encodeURIComponent(trackingNumber)}&language=en`,
      headers: { "DHL-API-Key": settings.apiKey, accept: "application/json" },
      expect: [404],
    });
  return {
    async track(request) {
      const trackingNumber = plainTrackingNumber(request.trackingNumber);
      if (likeness({ ...request, trackingNumber }) === "no") return null;
      const answer = await shipments(trackingNumber);
      if (saysNotFound(vendor, answer)) return null;
      return readTrack(readAnswer(vendor, trackAnswer, answer), trackingNumber, now());
    },
    recognises: likeness,
    pace: { perDay: Math.floor(settings.requestsPerDay * shareForLooking) },
    hosts: ["dhl.com", "dhl.de"],
    check: () =>
      checkBy(async () => saysNotFound(vendor, await shipments(checkNumber)), {
        unauthorized:
          "DHL does not accept the API key. Copy it anew from the app at developer.dhl.com; a new key works after its approval.",
        forbidden: "DHL does not let this app track: add the API “Shipment Tracking - Unified” to the app at developer.dhl.com.",
      }),
  };
}

/**
 * Ten digits of Express, the last being the others modulo seven; a German parcel's twenty digits (0034043…, GS1 check digit); JJD, JD and
 * JVGL piece numbers; the postal numbers of Germany.
 */
function likeness({ trackingNumber, carrier }: TrackRequest): Likeness {
  const number = plainTrackingNumber(trackingNumber);
  if (number.length < 8 || number.length > 39 || isOneZNumber(number)) return "no";
  const isExpress = /^\d{10}$/.test(number) && Number(number.slice(0, 9)) % 7 === Number(number[9]);
  const isGerman = (/^0034043\d{13}$/.test(number) && hasGs1Check(number)) || (number.endsWith("DE") && isPostalNumber(number));
  const isPiece = /^(?:JJD|JD|JVGL)\d{10,30}$/.test(number);
  return isExpress || isGerman || isPiece || /\bdhl\b|\bdeutsche post\b/i.test(carrier ?? "") ? "likely" : "possible";
}

export const dhlCarrier: CarrierDefinition<typeof dhlSettings> = {
  id: "dhl",
  title: "DHL",
  settings: dhlSettings,
  open: (context) => openDhl(context),
};
