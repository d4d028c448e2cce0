/** AfterShip Tracking, which asks a thousand carriers. https://www.aftership.com/docs/tracking/quickstart/api-quick-start */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import type { Shipment } from "../../domain/order.ts";
import { plainTrackingNumber } from "../../domain/tracking-number.ts";
import { checkBy, politeAsk, readAnswer, readHook, saysNotFound, usualAsking, type Asking } from "../ask.ts";
import type { Carrier, CarrierDefinition } from "../carrier.ts";
import { addressSetting, secretSetting } from "../settings.ts";
import { demandSignature, isHmac } from "../signed.ts";
import { created, found, hookBody, readTracking, refusal } from "./read.ts";

export const aftershipSettings = z.object({
  apiKey: secretSetting("API key", "Of AfterShip Tracking, with the scopes to read and write trackings."),
  webhookSecret: secretSetting("Web-hook secret", "As AfterShip shows it under Settings, Webhooks.").optional(),
  baseUrl: addressSetting("https://api.aftership.com", "Where AfterShip's API is."),
});
type Settings = z.infer<typeof aftershipSettings>;

const vendor = "AfterShip";
const version = "2025-04";
/** It was added meanwhile. */
const alreadyThere = 4003;
/** Not a tracking number (4005), no carrier is recognised by it (4012), or the carrier wants more than the number (4011). */
const ofNumber = [4005, 4011, 4012];

export function openAftership(context: ConnectorContext<Settings>, asking: Asking = usualAsking): Carrier {
  const { settings, now } = context;
  const ask = politeAsk(context, asking);
  const trackings = `${settings.baseUrl}/tracking/${version}/trackings`;
  const headers = { "as-api-key": settings.apiKey, accept: "application/json" };

  const list = (query: Record<string, string>) => ask({ vendor, url: `${trackings}?${new URLSearchParams(query)}`, headers });

  async function find(trackingNumber: string, named: string): Promise<Shipment | "missing" | null> {
    const { data } = readAnswer(vendor, found, await list({ tracking_numbers: trackingNumber }));
    const known = data.trackings.filter((one) => one.tracking_number.toUpperCase() === trackingNumber);
    // The same number may have been added for several carriers: the one that knows most is meant.
    const [best] = known.toSorted((one, other) => (other.checkpoints?.length ?? 0) - (one.checkpoints?.length ?? 0));
    return best ? readTracking(best, trackingNumber, named, now()) : "missing";
  }

  async function add(trackingNumber: string, named: string): Promise<Shipment | null> {
    const answer = await ask({
      vendor,
      url: trackings,
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ tracking_number: trackingNumber }),
      expect: [400, 404, 409],
    });
    if (saysNotFound(vendor, answer)) return null;
    if (answer.status < 300) return readTracking(readAnswer(vendor, created, answer).data, trackingNumber, named, now());
    const { code, message } = readAnswer(vendor, refusal, answer).meta;
    if (code === alreadyThere) {
      const again = await find(trackingNumber, named);
      return again === "missing" ? null : again;
    }
    if (ofNumber.includes(code)) return null;
    throw new AppError("vendor_refused", `${vendor} does not take the request (${code}): ${message ?? "it does not say why"}.`, {
      details: { status: answer.status },
    });
  }

  return {
    async track(request) {
      const trackingNumber = plainTrackingNumber(request.trackingNumber);
      if (trackingNumber === "") return null;
      const named = request.carrier?.trim() || vendor;
      const there = await find(trackingNumber, named);
      return there === "missing" ? add(trackingNumber, named) : there;
    },
    async receive({ headers: given, body }) {
      demandSignature(settings.webhookSecret, (secret) => isHmac(secret, body, given["aftership-hmac-sha256"], "base64"));
      return { status: 200, parcels: [readHook(hookBody, body).msg.tracking_number] };
    },
    // Its page for a parcel is on its own host or the shop's; the carriers' own pages are of all hosts there are.
    check: () =>
      checkBy(async () => readAnswer(vendor, found, await list({ limit: "1" })), {
        unauthorized: "AfterShip does not accept the API key. Make a new one under Settings, API keys.",
        forbidden:
          "AfterShip does not let this key do that: it needs the scopes tracking:read and tracking:write, and the plan has to include the API.",
      }),
  };
}

export const aftershipCarrier: CarrierDefinition<typeof aftershipSettings> = {
  id: "aftership",
  title: "AfterShip",
  settings: aftershipSettings,
  open: (context) => openAftership(context),
};
