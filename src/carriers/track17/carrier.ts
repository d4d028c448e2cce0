/** 17TRACK, which asks three thousand carriers, by its API v2.2. https://api.17track.net/en/doc?version=v2.2 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import { plainTrackingNumber } from "../../domain/tracking-number.ts";
import { checkBy, politeAsk, readAnswer, readHook, usualAsking, type Asking } from "../ask.ts";
import type { Carrier, CarrierDefinition } from "../carrier.ts";
import { addressSetting, secretSetting } from "../settings.ts";
import { demandSignature, isSame } from "../signed.ts";
import { answer, hookBody, readInfo } from "./read.ts";

export const track17Settings = z.object({
  apiKey: secretSetting("Security key", "Of the API at api.17track.net; its web hooks are signed with it."),
  baseUrl: addressSetting("https://api.17track.net", "Where 17TRACK's API is."),
});
type Settings = z.infer<typeof track17Settings>;

const vendor = "17TRACK";
const codes = {
  /** The address of this desk is not allowed, the key is wrong, the account is blocked, or may not do that. */
  unauthorized: [-18010001, -18010002, -18010004, -18010005],
  alreadyRegistered: -18019901,
  notRegistered: -18019902,
  /** No carrier is recognised by the number, or it is none; nothing is known of it yet. */
  ofNumber: [-18019903, -18019909, -18019910, -18010010, -18010011, -18010012, -18010013, -18010014],
  /** The day's or the plan's parcels are used up. */
  usedUp: [-18019907, -18019908],
};

export function openTrack17(context: ConnectorContext<Settings>, asking: Asking = usualAsking): Carrier {
  const { settings, now } = context;
  const ask = politeAsk(context, asking);

  async function call(what: string, body: unknown) {
    const given = await ask({
      vendor,
      url: `${settings.baseUrl}/track/v2.2/${what}`,
      method: "POST",
      headers: { "17token": settings.apiKey, "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    });
    const { code, data } = readAnswer(vendor, answer, given);
    const error = code === 0 ? null : (data?.errors?.[0] ?? { code, message: null });
    if (error) refuse(error);
    return { accepted: data?.accepted?.[0] ?? null, rejected: data?.rejected?.[0]?.error ?? null };
  }

  /** What is wrong with a number is an answer; everything else is a fault. */
  function refuse({ code, message }: { code: number; message?: string | null | undefined }): void {
    if (codes.ofNumber.includes(code)) return;
    const said = `${vendor} refuses (${code})${message ? `: ${message.slice(0, 200)}` : ""}`;
    if (codes.unauthorized.includes(code)) throw new AppError("vendor_unauthorized", said, { details: { status: 401 } });
    if (codes.usedUp.includes(code))
      throw new AppError("vendor_refused", `${said} The parcels of the plan are used up: choose a larger one at 17TRACK.`);
    throw new AppError("vendor_refused", said);
  }

  async function info(number: string, named: string) {
    const { accepted, rejected } = await call("gettrackinfo", [{ number }]);
    if (rejected?.code === codes.notRegistered) return "missing";
    if (rejected) refuse(rejected);
    return accepted?.track_info ? readInfo(accepted.track_info, number, named, now()) : null;
  }

  return {
    async track(request) {
      const number = plainTrackingNumber(request.trackingNumber);
      if (number === "") return null;
      const named = request.carrier?.trim() || vendor;
      const there = await info(number, named);
      if (there !== "missing") return there;
      // It knows only what it was told to track, which is what counts against the plan.
      const { rejected } = await call("register", [{ number, auto_detection: true }]);
      if (rejected && rejected.code !== codes.alreadyRegistered) {
        refuse(rejected);
        return null;
      }
      const again = await info(number, named);
      return again === "missing" ? null : again;
    },
    async receive({ headers, body }) {
      const signed = (key: string): string => createHash("sha256").update(body).update(`/${key}`).digest("hex");
      demandSignature(settings.apiKey, (key) => isSame((headers["sign"] ?? "").toLowerCase(), signed(key)));
      return { status: 200, parcels: [readHook(hookBody, body).data.number] };
    },
    hosts: ["17track.net"],
    check: () =>
      checkBy(() => call("getquota", {}), {
        unauthorized:
          "17TRACK does not accept the security key. Copy it anew from Settings, Security at api.17track.net; an IP allow list there has to hold this desk.",
        forbidden:
          "17TRACK does not let this account use the API: sign in at api.17track.net and look whether it is active, and whether an IP allow list keeps this desk out.",
      }),
  };
}

export const track17Carrier: CarrierDefinition<typeof track17Settings> = {
  id: "track17",
  title: "17TRACK",
  settings: track17Settings,
  open: (context) => openTrack17(context),
};
