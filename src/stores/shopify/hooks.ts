/** Web hooks: which orders they are about. Only ids are taken out of them, and only ids are asked for. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError, toAppError } from "../../domain/errors.ts";
import type { HookRequest } from "../../domain/hook.ts";
import type { StoreHook } from "../store.ts";
import type { Client } from "./client.ts";
import type { Connection } from "./raw.ts";
import type { ShopifySettings } from "./settings.ts";
import { refuseErrors, toGid, type UserError } from "./text.ts";

const orderFields = ["id", "admin_graphql_api_id"];
const partFields = ["id", "order_id"];
/** What we want to be told, and the fields of it. */
export const topics: Record<string, string[]> = {
  ORDERS_CREATE: orderFields,
  ORDERS_UPDATED: orderFields,
  ORDERS_CANCELLED: orderFields,
  ORDERS_DELETE: ["id"],
  REFUNDS_CREATE: partFields,
  FULFILLMENTS_CREATE: partFields,
  FULFILLMENTS_UPDATE: partFields,
  APP_UNINSTALLED: ["id", "myshopify_domain"],
};

const accepted = (orders: string[], ended?: boolean): StoreHook => ({ status: 200, orders, ...(ended ? { ended } : {}) });

export async function receiveHook(client: Client, { clientSecret, shop }: ShopifySettings, request: HookRequest): Promise<StoreHook> {
  if (clientSecret === undefined || !isSigned(request, clientSecret))
    throw new AppError("bad_signature", "The web hook is not signed with this app's client secret.");
  const from = request.headers["x-shopify-shop-domain"];
  if (from !== undefined && from.toLowerCase() !== shop) throw new AppError("bad_request", "The web hook is of another shop.");
  const body = parse(request.body);
  const topic = (request.headers["x-shopify-topic"] ?? "").toLowerCase();
  if (topic === "app/uninstalled") return accepted([], await isShutOut(client));
  const id = orderIdOf(topic, body);
  return accepted(id === null ? [] : [id]);
}

function isSigned({ headers, body }: HookRequest, secret: string): boolean {
  const given = Buffer.from(headers["x-shopify-hmac-sha256"] ?? "", "base64");
  const right = createHmac("sha256", secret).update(body).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}

function parse(bytes: Uint8Array): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new AppError("bad_request", "The web hook is not a JSON object.");
}

/** Refunds, parcels and whatever else belongs to an order name it; an order is itself. The topic is not signed, so it decides little. */
function orderIdOf(topic: string, body: Record<string, unknown>): string | null {
  const id = "order_id" in body ? body["order_id"] : topic.startsWith("orders/") ? (body["admin_graphql_api_id"] ?? body["id"]) : null;
  return typeof id === "string" || typeof id === "number" ? toGid("Order", String(id)) : null;
}

/** The hook is not believed: an old one that is sent again must not end a connection that works. */
async function isShutOut(client: Client): Promise<boolean> {
  try {
    await client.read("access");
    return false;
  } catch (error) {
    if (toAppError(error).code === "vendor_unauthorized") return true;
    throw error;
  }
}

export async function subscribe(client: Client, { clientSecret }: ShopifySettings, url: string): Promise<void> {
  if (clientSecret === undefined)
    throw new AppError(
      "vendor_unauthorized",
      "Without the app's client secret its web hooks could not be verified. Add it to the settings.",
    );
  const there = await subscribed(client, url);
  const refused: UserError[] = [];
  for (const [topic, includeFields] of Object.entries(topics)) {
    if (there.has(topic)) continue;
    type Made = { webhookSubscriptionCreate: { userErrors: UserError[] } };
    const subscription = { uri: url, format: "JSON", includeFields };
    const { webhookSubscriptionCreate: made } = await client.write<Made>("webhookCreate", { topic, subscription });
    // Another process was faster.
    refused.push(...made.userErrors.filter(({ message }) => !/already been taken/i.test(message)));
  }
  // Told at the end: one that is refused does not keep the others away.
  refuseErrors(refused, "send its web hooks here");
}

async function subscribed(client: Client, url: string): Promise<Set<string>> {
  const found = new Set<string>();
  for (let after: string | null = null; ;) {
    const { webhookSubscriptions: page }: { webhookSubscriptions: Connection<{ topic: string; uri: string }> } = await client.read(
      "webhooks",
      {
        after,
        topics: Object.keys(topics),
      },
    );
    for (const { topic, uri } of page.nodes) if (uri === url) found.add(topic);
    if (!page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor;
  }
}
