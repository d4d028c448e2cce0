/**
 * Installing the app by the shop's owner (OAuth, authorization code): instead of a token made by hand.
 * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import { fetchHttp } from "../../http/fetch.ts";
import type { Ask } from "../../http/patient.ts";
import type { StoreInstall } from "../store.ts";
import { baseOf } from "./client.ts";
import { scopes, shopAddress, type ShopifySettings } from "./settings.ts";

type App = { clientId: string; clientSecret: string };

function appOf({ clientId, clientSecret }: ShopifySettings): App {
  if (clientId === undefined || clientSecret === undefined)
    throw new AppError("invalid", "Enter the app's client ID and client secret first; both stand in the app's settings at Shopify.");
  return { clientId, clientSecret };
}

/** Where the shop's owner says yes. */
export function authorizeUrl(settings: ShopifySettings, redirectUri: string, state: string): string {
  const query = new URLSearchParams({ client_id: appOf(settings).clientId, scope: scopes.join(","), redirect_uri: redirectUri, state });
  return `https://${settings.shop}/admin/oauth/authorize?${query.toString()}`;
}

/** A day is long for a click, and short for whoever has found an old address in a log. */
const maxAgeSeconds = 86_400;

/** The code in a callback that came from this shop, unchanged and lately. Throws AppError bad_signature. `query`: without repeats. */
export function verifiedCode(settings: ShopifySettings, query: Record<string, string>, state: string, now: Date): string {
  const { hmac = "", signature: _old, ...signed } = query;
  const text = Object.keys(signed)
    .sort()
    .map((name) => `${name}=${signed[name]}`)
    .join("&");
  const right = createHmac("sha256", appOf(settings).clientSecret).update(text).digest();
  const given = Buffer.from(/^[0-9a-f]{64}$/i.test(hmac) ? hmac : "", "hex");
  const refuse = (why: string): never => {
    throw new AppError("bad_signature", why);
  };
  if (given.length !== right.length || !timingSafeEqual(given, right)) refuse("The answer is not signed by Shopify for this app.");
  if (!shopAddress.test(query["shop"] ?? "") || query["shop"] !== settings.shop)
    refuse("The answer is of another shop than this connection.");
  const stated = Buffer.from(query["state"] ?? "");
  if (state === "" || stated.length !== Buffer.byteLength(state) || !timingSafeEqual(stated, Buffer.from(state)))
    refuse("The answer does not belong to this installation. Begin again.");
  const age = now.getTime() / 1_000 - Number(query["timestamp"]);
  if (!(Math.abs(age) <= maxAgeSeconds)) refuse("The answer is too old. Begin again.");
  const code = query["code"] ?? "";
  return code === "" ? refuse("The answer holds no code. Begin again.") : code;
}

const granted = z.object({ access_token: z.string().min(1) });

/** A code is good for one token. */
export async function exchangeCode(settings: ShopifySettings, code: string, ask: Ask): Promise<string> {
  const { clientId, clientSecret } = appOf(settings);
  const answer = await ask({
    vendor: "Shopify",
    url: `${baseOf(settings)}/admin/oauth/access_token`,
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ client_id: clientId, client_secret: clientSecret, code }),
    expect: [400],
  });
  if (answer.status === 400)
    throw new AppError("vendor_unauthorized", "Shopify does not take the code of the installation any more. Begin again.");
  const parsed = granted.safeParse(answer.json());
  if (!parsed.success) throw new AppError("vendor_unavailable", "Shopify answers something unexpected where a token belongs.");
  return parsed.data.access_token;
}

export const install: StoreInstall<ShopifySettings> = {
  begin: authorizeUrl,
  async finish({ settings, query, state, now }) {
    const code = verifiedCode(settings, query, state, now);
    return { ...settings, accessToken: await exchangeCode(settings, code, fetchHttp) };
  },
};
