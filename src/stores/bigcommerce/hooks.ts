/**
 * Web hooks: which orders they are about. The shop does not sign them; it sends along a header that we set when we ask for them, over
 * https only. https://developer.bigcommerce.com/docs/integrations/webhooks
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { HookRequest } from "../../domain/hook.ts";
import type { StoreHook } from "../store.ts";
import type { Client } from "./client.ts";
import { inData, rawHook } from "./raw.ts";
import type { BigcommerceSettings } from "./settings.ts";

/** All that happens to orders: made, changed, archived, messages, refunds, transactions. */
export const scope = "store/order/*";
const header = "x-handrail-secret";

/** Without a secret of its own one that follows from the access token. */
export const hookSecret = ({ hookSecret: own, accessToken }: BigcommerceSettings): string =>
  own ?? createHmac("sha256", accessToken).update("handrail web hooks").digest("hex");

const body = z.object({
  scope: z.string(),
  producer: z.string(),
  data: z.object({ type: z.string(), id: z.number().nullish(), order_id: z.number().nullish() }),
});

export async function receiveHook(settings: BigcommerceSettings, request: HookRequest): Promise<StoreHook> {
  if (!isOurs(request.headers[header] ?? "", hookSecret(settings)))
    throw new AppError("bad_signature", "The web hook does not carry this connection's secret.");
  const parsed = body.safeParse(parse(request.body));
  if (!parsed.success) throw new AppError("bad_request", "The web hook is not as BigCommerce writes them.");
  const { producer, data } = parsed.data;
  if (producer !== `stores/${settings.storeHash}`) throw new AppError("bad_request", "The web hook is of another shop.");
  const id = data.type === "order" ? data.id : data.order_id;
  return { status: 200, orders: id ? [String(id)] : [] };
}

/** Of digests, as texts of different lengths cannot be compared in constant time. */
function isOurs(given: string, right: string): boolean {
  const digest = (text: string): Buffer => createHmac("sha256", "header").update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** Adds it where it is missing, and switches it on again after the shop gave up on us. */
export async function subscribe(client: Client, settings: BigcommerceSettings, url: string): Promise<void> {
  if (!url.startsWith("https://"))
    throw new AppError("invalid", "BigCommerce sends web hooks to https addresses only. Set the desk's public address.");
  const wanted = { scope, destination: url, is_active: true, headers: { [header]: hookSecret(settings) } };
  const found = await client.get("/v3/hooks", inData(z.array(rawHook)), { destination: url, scope, limit: 50 });
  const there = found?.data.find((hook) => hook.destination === url && hook.scope === scope);
  if (!there) await client.write("POST", "/v3/hooks", wanted, inData(rawHook));
  else if (!there.is_active || there.headers?.[header] !== wanted.headers[header])
    await client.write("PUT", `/v3/hooks/${there.id}`, wanted, inData(rawHook));
}
