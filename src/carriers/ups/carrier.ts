/** UPS, by its Track API and Track Alert v2. https://developer.ups.com/api/reference/tracking/product-info */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import { isOneZNumber, isPostalNumber, plainTrackingNumber } from "../../domain/tracking-number.ts";
import { checkBy, politeAsk, readAnswer, readHook, saysNotFound, usualAsking, type Asking } from "../ask.ts";
import type { Carrier, CarrierDefinition, Likeness, TrackRequest } from "../carrier.ts";
import { demandSignature, isSame } from "../signed.ts";
import { withToken, type Granted } from "../token.ts";
import { errorAnswer, readTrack, trackAnswer } from "./read.ts";
import { upsSettings, type UpsSettings } from "./settings.ts";

const vendor = "UPS";
const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
/** "Invalid inquiry number": the form is none of its own. */
const invalidNumber = "TV1002";
const watched = z.object({ validTrackingNumbers: z.array(z.string()).nullish() });
const alert = z.object({ trackingNumber: z.string().min(1), activityStatus: z.looseObject({}) });
/** One of its test numbers: what it answers does not matter, only that it does. */
const checkNumber = "1ZCIETST0111111114";

export function openUps(context: ConnectorContext<UpsSettings>, asking: Asking = usualAsking): Carrier {
  const { settings, now } = context;
  const { clientId, clientSecret, webhookCredential, baseUrl } = settings;
  const ask = politeAsk(context, asking);
  const asUs = withToken(context, clientSecret, grant);

  async function grant(): Promise<Granted> {
    const answer = await ask({
      vendor,
      url: `${baseUrl}/security/v1/oauth/token`,
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
      },
      body: "grant_type=client_credentials",
    });
    const { access_token: token, expires_in: seconds } = readAnswer(vendor, granted, answer);
    return { token, livesMs: seconds * 1_000 };
  }

  const headers = (token: string) => ({
    authorization: `Bearer ${token}`,
    accept: "application/json",
    transId: randomUUID(),
    transactionSrc: "handrail",
  });

  function details(trackingNumber: string) {
    const url = `${baseUrl}/api/track/v1/details/${encodeURIComponent(trackingNumber)}?locale=en_US`;
    return asUs((token) => ask({ vendor, url, headers: headers(token), expect: [400, 404] }));
  }

  async function track(request: TrackRequest) {
    const trackingNumber = plainTrackingNumber(request.trackingNumber);
    if (likeness({ ...request, trackingNumber }) === "no") return null;
    const answer = await details(trackingNumber);
    if (saysNotFound(vendor, answer)) return null;
    if (answer.status === 400) {
      const [error] = readAnswer(vendor, errorAnswer, answer).response.errors;
      if (error?.code === invalidNumber) return null;
      throw new AppError("vendor_refused", `${vendor} does not take the request: ${error?.message ?? "it does not say why"}.`, {
        details: { status: 400 },
      });
    }
    return readTrack(readAnswer(vendor, trackAnswer, answer), trackingNumber, now());
  }

  async function watch(trackingNumbers: readonly string[]): Promise<string[]> {
    // Track Alert takes no others, and refuses the whole list for one of them.
    const numbers = trackingNumbers.filter((number) => /^1Z[0-9A-Z]{16}$|^1R[0-9A-Z]{14}$|^1R[0-9A-Z]{26}$/.test(number));
    if (numbers.length === 0) return [];
    const answer = await asUs((token) =>
      ask({
        vendor,
        url: `${baseUrl}/api/track/v2/subscription/standard/package`,
        method: "POST",
        headers: { ...headers(token), "content-type": "application/json" },
        body: JSON.stringify({ locale: "en_US", trackingNumberList: numbers }),
      }),
    );
    return readAnswer(vendor, watched, answer).validTrackingNumbers ?? [];
  }

  return {
    track,
    recognises: likeness,
    ...(webhookCredential === undefined ? {} : { watch }),
    async receive({ headers: given, body }) {
      // UPS signs nothing; it shows the credential it was given, in a header of that name or as a bearer token.
      const shown = given["credential"] ?? given["authorization"]?.replace(/^Bearer +/i, "") ?? "";
      demandSignature(webhookCredential, (credential) => isSame(shown, credential));
      return { status: 200, parcels: [readHook(alert, body).trackingNumber] };
    },
    hosts: ["ups.com"],
    check: () =>
      checkBy(async () => saysNotFound(vendor, await details(checkNumber)), {
        unauthorized: "UPS does not accept the client ID and client secret. Copy both anew from the app at developer.ups.com.",
        forbidden:
          "UPS does not let this app track: add the product “Tracking” to the app at developer.ups.com, or ask UPS why the account is blocked.",
      }),
  };
}

function likeness({ trackingNumber, carrier }: TrackRequest): Likeness {
  const number = plainTrackingNumber(trackingNumber);
  if (number.length < 7 || number.length > 34 || isPostalNumber(number)) return "no";
  return isOneZNumber(number) || /\bups\b/i.test(carrier ?? "") ? "likely" : "possible";
}

export const upsCarrier: CarrierDefinition<typeof upsSettings> = {
  id: "ups",
  title: "UPS",
  settings: upsSettings,
  open: (context) => openUps(context),
};
