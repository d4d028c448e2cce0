/** Web hooks: which orders they are about. Only ids are taken out of them. https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { ConnectionState } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import type { HookRequest } from "../../domain/hook.ts";
import type { StoreHook } from "../store.ts";
import type { Client } from "./client.ts";
import { rawHook } from "./raw.ts";
import type { WoocommerceSettings } from "./settings.ts";
import { isId } from "./text.ts";

export const topics = ["order.created", "order.updated", "order.deleted", "order.restored"] as const;

/** Without a secret of its own one that follows from the consumer secret, which the shop also knows. */
export const hookSecret = ({ hookSecret: own, consumerSecret }: WoocommerceSettings): string =>
  own ?? createHmac("sha256", consumerSecret).update("handrail web hooks").digest("hex");

export async function receiveHook(settings: WoocommerceSettings, request: HookRequest): Promise<StoreHook> {
  const { headers, body } = request;
  // A new web hook is tried without a signature; it is about nothing.
  if (headers["x-wc-webhook-signature"] === undefined && body.length < 60 && /^webhook_id=\d+$/.test(new TextDecoder().decode(body)))
    return { status: 200, orders: [] };
  if (!isSigned(request, hookSecret(settings)))
    throw new AppError("bad_signature", "The web hook is not signed with this connection's secret.");
  if (headers["x-wc-webhook-resource"] !== undefined && headers["x-wc-webhook-resource"] !== "order") return { status: 200, orders: [] };
  const id = idIn(body);
  return { status: 200, orders: id === null ? [] : [id] };
}

function isSigned({ headers, body }: HookRequest, secret: string): boolean {
  const given = Buffer.from(headers["x-wc-webhook-signature"] ?? "", "base64");
  const right = createHmac("sha256", secret).update(body).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}

function idIn(body: Uint8Array): string | null {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new AppError("bad_request", "The web hook is not JSON.");
  }
  const id = typeof json === "object" && json !== null && "id" in json ? String(json.id) : "";
  return isId(id) ? id : null;
}

export type HookParts = { client: Client; settings: WoocommerceSettings; state: ConnectionState };

/** Adds what is missing, and switches on again what the shop has switched off after failures. */
export async function subscribe({ client, settings, state }: HookParts, url: string): Promise<void> {
  const secret = hookSecret(settings);
  // The shop does not tell its secret: whether it is still ours is remembered by a fingerprint.
  const fingerprint = createHmac("sha256", secret).update(url).digest("hex").slice(0, 32);
  const isKnown = (await state.get("hooks")) === fingerprint;
  const there = (await allHooks(client)).filter((hook) => hook.delivery_url === url);
  const paused = there.find(({ status, topic }) => status === "paused" && (topics as readonly string[]).includes(topic));
  if (paused) throw new AppError("conflict", `Somebody has paused the web hook ${paused.topic} in the shop. Make it active again there.`);
  for (const topic of topics) {
    const hook = there.find((one) => one.topic === topic);
    if (!hook)
      await client.write("POST", "/webhooks", { name: `Handrail: ${topic}`, topic, delivery_url: url, secret, status: "active" }, rawHook);
    else if (hook.status !== "active" || !isKnown) await client.write("PUT", `/webhooks/${hook.id}`, { status: "active", secret }, rawHook);
  }
  await state.set("hooks", fingerprint);
}

async function allHooks(client: Client): Promise<{ id: number; status: string; topic: string; delivery_url: string }[]> {
  const found = [];
  for (let page = 1; page <= 10; page++) {
    const { items } = await client.list("/webhooks", rawHook, { per_page: 100, page, status: "all", orderby: "id", order: "asc" });
    found.push(...items);
    if (items.length < 100) break;
  }
  return found;
}
