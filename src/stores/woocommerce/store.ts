/** WooCommerce, by its REST API version 3. https://woocommerce.github.io/woocommerce-rest-api-docs/ */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { toAppError } from "../../domain/errors.ts";
import type { Store, StoreDefinition } from "../store.ts";
import { takeTurns } from "../turns.ts";
import { changedOrders } from "./changed-orders.ts";
import { usualAsks, woocommerceClient, type Asks, type Client } from "./client.ts";
import { findCustomer } from "./customers.ts";
import { discountCode, reship } from "./gifts.ts";
import { receiveHook, subscribe } from "./hooks.ts";
import { cancel, changeAddress, changeProfile, tag } from "./order-changes.ts";
import { boughtTogether, findProducts, similarProducts } from "./products.ts";
import { orderReader } from "./read-orders.ts";
import { rawOrder } from "./raw.ts";
import { refund } from "./refund.ts";
import { woocommerceSettings, type WoocommerceSettings } from "./settings.ts";
import { shopCurrency, writing, type WriteParts } from "./writes.ts";

export function openWoocommerce(context: ConnectorContext<WoocommerceSettings>, asks: Asks = usualAsks, pageSize?: number): Store {
  const { settings, connectionId: storeId, state, now } = context;
  const client = woocommerceClient(context, asks);
  const reader = orderReader(client, { storeId, settings });
  const currency = shopCurrency(client, now);
  const parts: WriteParts = { client, reader, settings, storeId, state, currency, now, inTurn: takeTurns({ state, now, wait: asks.wait }) };
  return {
    findOrders: reader.find,
    findCustomer: (query) => findCustomer(parts, query),
    findProducts: (query) => findProducts(parts, query),
    similar: (query) => similarProducts(parts, query),
    boughtTogether: (query) => boughtTogether(parts, query),
    actions: {
      refund: writing(parts, refund),
      cancel: writing(parts, cancel),
      change_address: writing(parts, changeAddress),
      reship: writing(parts, reship),
      discount_code: writing(parts, discountCode),
      tag: writing(parts, tag),
      change_profile: writing(parts, changeProfile),
    },
    changedOrders: (request) => changedOrders({ reader, now, ...(pageSize ? { pageSize } : {}) }, request),
    receive: (request) => receiveHook(settings, request),
    subscribe: (url) => subscribe({ client, settings, state }, url),
    hosts: [new URL(settings.shopUrl).hostname],
    check: () => check(client, settings),
  };
}

/** An empty batch changes nothing, and is refused when the key may only read. */
async function check(client: Client, { shopUrl }: WoocommerceSettings): Promise<string | null> {
  try {
    await client.list("/orders", rawOrder, { per_page: 1 });
    await client.write("POST", "/orders/batch", {}, z.unknown());
    return null;
  } catch (error) {
    const { message, details } = toAppError(error);
    if (details["status"] === 401 && details["shopCode"] === undefined)
      return "The shop does not accept the consumer key and secret. Enter them again; if they are right, switch on Sign requests, as the server may lose the Authorization header.";
    if (details["status"] === 403 && details["shopCode"] === undefined)
      return "The shop does not let this key in: give it Read/Write access and a shop manager as its user, and look whether a security plugin blocks the REST API.";
    if (details["status"] === 404 && details["shopCode"] === undefined)
      return `There is no WooCommerce at ${shopUrl}. Enter the shop's address as visitors see it, and set Permalinks to anything but Plain.`;
    return message;
  }
}

export const woocommerceStore = {
  id: "woocommerce",
  title: "WooCommerce",
  settings: woocommerceSettings,
  open: (context) => openWoocommerce(context),
} satisfies StoreDefinition<typeof woocommerceSettings>;
