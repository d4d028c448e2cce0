/** The United States Postal Service, by its Tracking API v3. https://developers.usps.com/trackingv3 */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import { hasGs1Check, isOneZNumber, isPostalNumber, plainTrackingNumber } from "../../domain/tracking-number.ts";
import { checkBy, politeAsk, readAnswer, saysNotFound, usualAsking, type Asking } from "../ask.ts";
import type { Carrier, CarrierDefinition, Likeness, TrackRequest } from "../carrier.ts";
import { addressSetting, secretSetting, wordSetting } from "../settings.ts";
import { withToken, type Granted } from "../token.ts";
import { errorAnswer, readTrack, trackAnswer } from "./read.ts";

export const uspsSettings = z.object({
  clientId: wordSetting("Consumer key", "Of the app at developers.usps.com."),
  clientSecret: secretSetting("Consumer secret", "Of the same app."),
  requestsPerHour: z
    .int()
    .min(10)
    .max(1_000_000)
    .default(60)
    .meta({ title: "Requests per hour", description: "What the app is granted; 60 until you have asked for more." }),
  baseUrl: addressSetting("https://apis.usps.com", "For real parcels; https://apis-tem.usps.com is the test system."),
});
type Settings = z.infer<typeof uspsSettings>;

const vendor = "USPS";
/** Of the requests; the rest is for customers who ask. */
const shareForLooking = 0.6;
const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
/** None of its numbers; what it answers does not matter, only that it does. */
const checkNumber = "9400100000000000000000";

export function openUsps(context: ConnectorContext<Settings>, asking: Asking = usualAsking): Carrier {
  const { settings, now } = context;
  const { clientId, clientSecret, baseUrl } = settings;
  const ask = politeAsk(context, asking);
  const asUs = withToken(context, clientSecret, grant);

  async function grant(): Promise<Granted> {
    const answer = await ask({
      vendor,
      url: `${baseUrl}/oauth2/v3/token`,
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, scope: "tracking" }),
    });
    const { access_token: token, expires_in: seconds } = readAnswer(vendor, granted, answer);
    return { token, livesMs: seconds * 1_000 };
  }

  const question = (trackingNumber: string) =>
    asUs((token) =>
      ask({
        vendor,
        url: `${baseUrl}/tracking/v3/tracking/${encodeURIComponent(trackingNumber)}?expand=DETAIL`,
        headers: { authorization: `Bearer ${token}`, accept: "application/json" },
        expect: [400, 404],
      }),
    );

  return {
    async track(request) {
      const trackingNumber = plainTrackingNumber(request.trackingNumber);
      if (likeness({ ...request, trackingNumber }) === "no") return null;
      const answer = await question(trackingNumber);
      if (saysNotFound(vendor, answer)) return null;
      if (answer.status < 300) return readTrack(readAnswer(vendor, trackAnswer, answer), trackingNumber, now());
      const { message, errors } = readAnswer(vendor, errorAnswer, answer).error;
      if (errors?.some(({ source }) => /tracking/i.test(source?.parameter ?? "")) || /tracking number/i.test(message ?? "")) return null;
      throw new AppError("vendor_refused", `${vendor} does not take the request: ${message ?? "it does not say why"}.`, {
        details: { status: 400 },
      });
    },
    recognises: likeness,
    pace: { perDay: Math.floor(settings.requestsPerHour * 24 * shareForLooking) },
    hosts: ["usps.com"],
    check: () =>
      checkBy(async () => saysNotFound(vendor, await question(checkNumber)), {
        unauthorized: "USPS does not accept the consumer key and consumer secret. Copy both anew from the app at developers.usps.com.",
        forbidden: "USPS does not let this app track: the app needs the API product that holds “Tracking”, and an approved request for it.",
      }),
  };
}

/** Twenty to twenty-two digits beginning with 9 (after 420 and the ZIP code, if that stands before), with the check digit of GS1; postal numbers of the US. */
function likeness({ trackingNumber, carrier }: TrackRequest): Likeness {
  const number = plainTrackingNumber(trackingNumber);
  if (number === "" || number.length > 34 || isOneZNumber(number)) return "no";
  if (isPostalNumber(number)) return number.endsWith("US") ? "likely" : "possible";
  if (!/^\d{13,34}$/.test(number)) return "no";
  const core = number.replace(/^420(?:\d{5}|\d{9})(?=9\d{19,21}$)/, "");
  const isImpb = /^9[1-5]\d{18,20}$/.test(core) && hasGs1Check(core);
  return isImpb || /\busps\b/i.test(carrier ?? "") ? "likely" : "possible";
}

export const uspsCarrier: CarrierDefinition<typeof uspsSettings> = {
  id: "usps",
  title: "USPS",
  settings: uspsSettings,
  open: (context) => openUsps(context),
};
