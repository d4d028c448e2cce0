/** Shopify, by its Admin GraphQL API. https://shopify.dev/docs/api/admin-graphql */
import type { ConnectorContext } from "../../domain/connection.ts";
import { toAppError } from "../../domain/errors.ts";
import type { Store, StoreDefinition } from "../store.ts";
import { takeTurns } from "../turns.ts";
import { changedOrders } from "./changed-orders.ts";
import { shopifyClient, usualAsks, type Asks, type Client } from "./client.ts";
import { findCustomer } from "./customers.ts";
import { discountCode, reship } from "./gifts.ts";
import { receiveHook, subscribe } from "./hooks.ts";
import { install } from "./install.ts";
import { cancel, changeAddress, changeProfile, tag } from "./order-changes.ts";
import { findProducts, similarProducts } from "./products.ts";
import { orderReader } from "./read-orders.ts";
import { refund } from "./refund.ts";
import { scopes, shopifySettings, type ShopifySettings } from "./settings.ts";
import { writing } from "./writes.ts";

export function openShopify(context: ConnectorContext<ShopifySettings>, asks: Asks = usualAsks, pieceBytes?: number) {
  const { settings, connectionId, state, now } = context;
  const client = shopifyClient(context, asks);
  const reader = orderReader(client, connectionId);
  const writes = { client, reader, settings, state, connectionId, now, inTurn: takeTurns({ state, now, wait: asks.wait }) };
  const bulk = {
    client,
    reader,
    storeId: connectionId,
    isPublicOnly: settings.baseUrl === undefined,
    ...(pieceBytes ? { pieceBytes } : {}),
  };
  return {
    findOrders: reader.find,
    findCustomer: (query) => findCustomer(client, settings.vipTag, query),
    findProducts: (query) => findProducts(client, query),
    similar: (query: { productId: string; limit: number }) => similarProducts(client, query),
    actions: {
      refund: writing(writes, refund),
      cancel: writing(writes, cancel),
      change_address: writing(writes, changeAddress),
      reship: writing(writes, reship),
      discount_code: writing(writes, discountCode),
      tag: writing(writes, tag),
      change_profile: writing(writes, changeProfile),
    },
    changedOrders: (request) => changedOrders(bulk, request),
    receive: (request) => receiveHook(client, settings, request),
    subscribe: (url) => subscribe(client, settings, url),
    check: () => check(client, settings),
  } satisfies Store & Record<string, unknown>;
}

async function check(client: Client, { shop, accessToken }: ShopifySettings): Promise<string | null> {
  type Access = { shop: { myshopifyDomain: string }; currentAppInstallation: { accessScopes: { handle: string }[] } };
  try {
    const found = await client.read<Access>("access");
    if (found.shop.myshopifyDomain.toLowerCase() !== shop)
      return `The token belongs to ${found.shop.myshopifyDomain}, not to ${shop}. Enter the shop's address again.`;
    const given = new Set(found.currentAppInstallation.accessScopes.map(({ handle }) => handle));
    // Who may write may read.
    const missing = scopes.filter((scope) => !given.has(scope) && !given.has(scope.replace(/^read_/, "write_")));
    return missing.length === 0 ? null : `The app lacks the scopes ${missing.join(", ")}. Add them to the app and install it again.`;
  } catch (error) {
    const { message, details } = toAppError(error);
    if (details["status"] === 401)
      return accessToken === undefined
        ? "Shopify does not accept the client ID and client secret. Enter them again, and look whether the app is installed in this shop."
        : "Shopify does not accept the access token. Install the app again and enter its new token.";
    if (details["status"] === 403)
      return "Shopify does not let this app in: a scope or the permission is missing. Compare the app's scopes with the instructions.";
    if (details["status"] === 404) return `There is no shop at ${shop}. Enter the address that ends in .myshopify.com.`;
    if (details["status"] === 402 || details["status"] === 423) return `The shop ${shop} is closed or locked at Shopify.`;
    return message;
  }
}

export const shopifyStore = {
  id: "shopify",
  title: "Shopify",
  settings: shopifySettings,
  open: (context) => openShopify(context),
  install,
} satisfies StoreDefinition<typeof shopifySettings>;
