/** Shippo's tracking of parcels of many carriers. https://docs.goshippo.com/docs/tracking/tracking */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import type { HookRequest } from "../../domain/hook.ts";
import { plainTrackingNumber } from "../../domain/tracking-number.ts";
import { checkBy, politeAsk, readAnswer, readHook, saysNotFound, usualAsking, type Asking } from "../ask.ts";
import type { Carrier, CarrierDefinition, TrackRequest } from "../carrier.ts";
import { addressSetting, secretSetting } from "../settings.ts";
import { demandSignature, isHmac, isSame } from "../signed.ts";
import { hookBody, readTrack, track } from "./read.ts";

export const shippoSettings = z.object({
  apiToken: secretSetting("API token", "A live token of Shippo; it begins with shippo_live_."),
  carriers: z
    .array(
      z.object({
        token: z.string().regex(/^[a-z0-9_]{2,60}$/, "it is Shippo's word, of small letters, digits and _"),
        title: z.string().trim().min(2).max(60),
      }),
    )
    .min(1)
    .max(10)
    .meta({
      title: "Carriers",
      description: "Those the shop sends with, the most used first: Shippo's word for each and what customers call it.",
    }),
  webhookToken: secretSetting(
    "Web-hook token",
    "A long random text that stands behind ?token= in the web hook's address at Shippo.",
  ).optional(),
  webhookSecret: secretSetting(
    "Web-hook HMAC secret",
    "Where Shippo has switched on HMAC for the account: then every web hook must be signed.",
  ).optional(),
  baseUrl: addressSetting("https://api.goshippo.com", "Where Shippo's API is."),
});
type Settings = z.infer<typeof shippoSettings>;

const vendor = "Shippo";
/** A signature older than this may have been overheard. */
const signedForMs = 300_000;

export function openShippo(context: ConnectorContext<Settings>, asking: Asking = usualAsking): Carrier {
  const { settings, now } = context;
  const ask = politeAsk(context, asking);
  const headers = { authorization: `ShippoToken ${settings.apiToken}`, accept: "application/json" };

  /** It wants to know whose the parcel is: the carrier the shop names first, then the others. */
  function candidates({ carrier }: TrackRequest): Settings["carriers"] {
    const named = plainName(carrier ?? "");
    const isNamed = ({ token, title }: Settings["carriers"][number]) =>
      named !== "" && [token, title].some((name) => named.includes(plainName(name)) || plainName(name).includes(named));
    return settings.carriers.toSorted((one, other) => Number(isNamed(other)) - Number(isNamed(one)));
  }

  return {
    async track(request) {
      const trackingNumber = plainTrackingNumber(request.trackingNumber);
      if (trackingNumber === "") return null;
      for (const { token, title } of candidates(request)) {
        const url = `${settings.baseUrl}/tracks/${token}/${encodeURIComponent(trackingNumber)}`;
        const answer = await ask({ vendor, url, headers, expect: [404] });
        const shipment = saysNotFound(vendor, answer) ? null : readTrack(readAnswer(vendor, track, answer), trackingNumber, title, now());
        if (shipment) return shipment;
      }
      return null;
    },
    /** Registers them: only then Shippo tells, of parcels whose labels were bought elsewhere. */
    ...(settings.webhookToken === undefined && settings.webhookSecret === undefined ? {} : { watch }),
    async receive(request) {
      demandSignature(settings.webhookSecret ?? settings.webhookToken, () => isGenuine(request, settings, now()));
      const { event, data } = readHook(hookBody, request.body);
      return { status: 200, parcels: event === "track_updated" && data.tracking_number ? [data.tracking_number] : [] };
    },
    hosts: [],
    check: () =>
      checkBy(async () => readAnswer(vendor, z.looseObject({}), await ask({ vendor, url: `${settings.baseUrl}/webhooks`, headers })), {
        unauthorized: "Shippo does not accept the API token. Copy the live token anew from Settings, API.",
        forbidden:
          "Shippo does not let this account track. Look at Settings, Billing: tracking of parcels bought elsewhere is a plan of its own.",
      }),
  };

  async function watch(trackingNumbers: readonly string[]): Promise<string[]> {
    const watched: string[] = [];
    for (const trackingNumber of trackingNumbers) {
      for (const { token } of settings.carriers) {
        const answer = await ask({
          vendor,
          url: `${settings.baseUrl}/tracks`,
          method: "POST",
          headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ carrier: token, tracking_number: trackingNumber }).toString(),
          expect: [400, 404],
        });
        if (answer.status < 300 && readTrack(readAnswer(vendor, track, answer), trackingNumber, token, now())) {
          watched.push(trackingNumber);
          break;
        }
      }
    }
    return watched;
  }
}

const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** By HMAC where that is switched on ("t=1700000000,v1=…" over time, dot and body), else by the token in the address. */
function isGenuine({ headers, query, body }: HookRequest, { webhookSecret, webhookToken }: Settings, now: Date): boolean {
  if (webhookSecret === undefined) return isSame(query["token"] ?? "", webhookToken!);
  const parts = new Map((headers["shippo-auth-signature"] ?? "").split(",").map((part) => part.trim().split("=", 2) as [string, string]));
  const time = parts.get("t") ?? "";
  const isRecent = Math.abs(now.getTime() - Number(time) * 1_000) <= signedForMs;
  return (
    /^\d{1,12}$/.test(time) && isRecent && isHmac(webhookSecret, Buffer.concat([Buffer.from(`${time}.`), body]), parts.get("v1"), "hex")
  );
}

export const shippoCarrier: CarrierDefinition<typeof shippoSettings> = {
  id: "shippo",
  title: "Shippo",
  settings: shippoSettings,
  open: (context) => openShippo(context),
};
