/** FedEx, by its Track API v1 ("Basic Integrated Visibility"). https://developer.fedex.com/api/en-us/catalog/track/v1/docs.html */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import { hasGs1Check, isOneZNumber, isPostalNumber, plainTrackingNumber } from "../../domain/tracking-number.ts";
import { checkBy, politeAsk, readAnswer, usualAsking, type Asking } from "../ask.ts";
import type { Carrier, CarrierDefinition, Likeness, TrackRequest } from "../carrier.ts";
import { addressSetting, secretSetting, wordSetting } from "../settings.ts";
import { withToken, type Granted } from "../token.ts";
import { errorAnswer, isOfNumber, readTrack, trackAnswer } from "./read.ts";

export const fedexSettings = z.object({
  clientId: wordSetting("API key", "Of the project at developer.fedex.com."),
  clientSecret: secretSetting("Secret key", "Of the same project."),
  baseUrl: addressSetting("https://apis.fedex.com", "FedEx for its real parcels; https://apis-sandbox.fedex.com is its test system."),
});
type Settings = z.infer<typeof fedexSettings>;

const vendor = "FedEx";
const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
/** None of its numbers; what it answers does not matter, only that it does. */
const checkNumber = "000000000000";

export function openFedex(context: ConnectorContext<Settings>, asking: Asking = usualAsking): Carrier {
  const { settings, now } = context;
  const { clientId, clientSecret, baseUrl } = settings;
  const ask = politeAsk(context, asking);
  const asUs = withToken(context, clientSecret, grant);

  async function grant(): Promise<Granted> {
    const answer = await ask({
      vendor,
      url: `${baseUrl}/oauth/token`,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret }).toString(),
    });
    const { access_token: token, expires_in: seconds } = readAnswer(vendor, granted, answer);
    return { token, livesMs: seconds * 1_000 };
  }

  const question = (trackingNumber: string) =>
    asUs((token) =>
      ask({
        vendor,
        url: `${baseUrl}/track/v1/trackingnumbers`,
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "application/json", "x-locale": "en_US" },
        body: JSON.stringify({ includeDetailedScans: true, trackingInfo: [{ trackingNumberInfo: { trackingNumber } }] }),
        expect: [400],
      }),
    );

  return {
    async track(request) {
      const trackingNumber = plainTrackingNumber(request.trackingNumber);
      if (likeness({ ...request, trackingNumber }) === "no") return null;
      const answer = await question(trackingNumber);
      if (answer.status < 300) return readTrack(readAnswer(vendor, trackAnswer, answer), trackingNumber, now());
      const [error] = readAnswer(vendor, errorAnswer, answer).errors;
      if (isOfNumber(error?.code)) return null;
      throw new AppError("vendor_refused", `${vendor} does not take the request: ${error?.message ?? "it does not say why"}.`, {
        details: { status: 400 },
      });
    },
    recognises: likeness,
    hosts: ["fedex.com"],
    check: () =>
      checkBy(async () => readAnswer(vendor, z.looseObject({}), await question(checkNumber)), {
        unauthorized: "FedEx does not accept the API key and secret key. Copy both anew from the project at developer.fedex.com.",
        forbidden:
          "FedEx does not let this project track: add “Basic Integrated Visibility” (Track API) to the project at developer.fedex.com.",
      }),
  };
}

/** Twelve digits of Express with its own check digit; fifteen of Ground and those beginning with 96, with that of GS1. */
function likeness({ trackingNumber, carrier }: TrackRequest): Likeness {
  const number = plainTrackingNumber(trackingNumber);
  if (!/^[0-9]{10,34}$/.test(number) || isOneZNumber(number) || isPostalNumber(number)) return "no";
  const isExpress = number.length === 12 && hasExpressCheck(number);
  const isGround = (number.length === 15 || /^96\d{20}$/.test(number)) && hasGs1Check(number);
  return isExpress || isGround || /\bfed ?ex\b/i.test(carrier ?? "") ? "likely" : "possible";
}

/** Weights 3 1 7 over and over; the sum modulo eleven, ten counting as nought. */
function hasExpressCheck(number: string): boolean {
  const weights = [3, 1, 7];
  let sum = 0;
  for (let i = 0; i < 11; i++) sum += Number(number[i]) * weights[i % 3]!;
  return (sum % 11) % 10 === Number(number[11]);
}

export const fedexCarrier: CarrierDefinition<typeof fedexSettings> = {
  id: "fedex",
  title: "FedEx",
  settings: fedexSettings,
  open: (context) => openFedex(context),
};
