/** EasyPost's Trackers, which ask a hundred carriers. https://docs.easypost.com/docs/trackers */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import { plainTrackingNumber } from "../../domain/tracking-number.ts";
import { checkBy, politeAsk, readAnswer, readHook, saysNotFound, usualAsking, type Asking } from "../ask.ts";
import type { Carrier, CarrierDefinition, TrackRequest } from "../carrier.ts";
import { addressSetting, secretSetting } from "../settings.ts";
import { demandSignature, isHmac } from "../signed.ts";
import { event, readTracker, tracker } from "./read.ts";

export const easypostSettings = z.object({
  apiKey: secretSetting("API key", "A production key of EasyPost; it begins with EZAK. A test key (EZTK) knows made-up numbers only."),
  webhookSecret: secretSetting("Web-hook secret", "The same text that you enter at EasyPost beside the web hook's address.").optional(),
  baseUrl: addressSetting("https://api.easypost.com", "Where EasyPost's API is."),
});
type Settings = z.infer<typeof easypostSettings>;

const vendor = "EasyPost";
const refusal = z.object({ error: z.object({ code: z.string(), message: z.unknown() }) });

export function openEasypost(context: ConnectorContext<Settings>, asking: Asking = usualAsking): Carrier {
  const { settings, now } = context;
  const ask = politeAsk(context, asking);
  const headers = { authorization: `Basic ${Buffer.from(`${settings.apiKey}:`).toString("base64")}`, accept: "application/json" };

  /** The same code within three months is the same tracker, and costs nothing again. */
  async function track(request: TrackRequest) {
    const trackingNumber = plainTrackingNumber(request.trackingNumber);
    if (trackingNumber === "") return null;
    const answer = await ask({
      vendor,
      url: `${settings.baseUrl}/v2/trackers`,
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ tracker: { tracking_code: trackingNumber } }),
      expect: [400, 404, 422],
    });
    if (saysNotFound(vendor, answer)) return null;
    if (answer.status < 300) return readTracker(readAnswer(vendor, tracker, answer), trackingNumber, now());
    const { code } = readAnswer(vendor, refusal, answer).error;
    // No carrier of its has such numbers.
    if (code.startsWith("TRACKER.") || code.startsWith("CARRIER.")) return null;
    throw new AppError("vendor_refused", `${vendor} does not take the request (${code.slice(0, 60)}).`, {
      details: { status: answer.status },
    });
  }

  return {
    track,
    async receive({ headers: given, body }) {
      const shown = given["x-hmac-signature"]?.replace(/^hmac-sha256-hex=/, "");
      // Its own libraries normalise the secret this way.
      demandSignature(settings.webhookSecret, (secret) => isHmac(secret.normalize("NFKD"), body, shown, "hex"));
      const { result } = readHook(event, body);
      return { status: 200, parcels: result?.object === "Tracker" && result.tracking_code ? [result.tracking_code] : [] };
    },
    hosts: ["track.easypost.com"],
    check: () =>
      checkBy(
        async () =>
          readAnswer(vendor, z.looseObject({}), await ask({ vendor, url: `${settings.baseUrl}/v2/trackers?page_size=1`, headers })),
        {
          unauthorized: "EasyPost does not accept the API key. Copy it anew from API Keys in its dashboard.",
          forbidden: "EasyPost does not let this account use trackers. Look at Billing in its dashboard, or ask its support.",
        },
      ),
  };
}

export const easypostCarrier: CarrierDefinition<typeof easypostSettings> = {
  id: "easypost",
  title: "EasyPost",
  settings: easypostSettings,
  open: (context) => openEasypost(context),
};
