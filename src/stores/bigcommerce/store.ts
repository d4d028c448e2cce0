/** BigCommerce: orders by its V2 API, everything else by V3. https://developer.bigcommerce.com/docs/rest-management */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { toAppError } from "../../domain/errors.ts";
import type { Store, StoreDefinition } from "../store.ts";
import { takeTurns } from "../turns.ts";
import { changedOrders } from "./changed-orders.ts";
import { bigcommerceClient, usualAsks, type Asks, type Client } from "./client.ts";
import { findCustomer } from "./customers.ts";
import { receiveHook, subscribe } from "./hooks.ts";
import { cancel, changeAddress, changeProfile, reship, tag } from "./order-changes.ts";
import { findProducts, similarProducts } from "./products.ts";
import { orderReader } from "./read-orders.ts";
import { refund } from "./refund.ts";
import { bigcommerceSettings, type BigcommerceSettings } from "./settings.ts";
import { shopFacts, writing, type WriteParts } from "./writes.ts";

export function openBigcommerce(context: ConnectorContext<BigcommerceSettings>, asks: Asks = usualAsks, pageSize?: number): Store {
  const { settings, connectionId, state, now } = context;
  const client = bigcommerceClient(context, asks);
  const reader = orderReader(client, connectionId);
  const facts = shopFacts(client, now);
  const parts: WriteParts = { client, reader, settings, facts, now, inTurn: takeTurns({ state, now, wait: asks.wait }) };
  return {
    findOrders: reader.find,
    findCustomer: (query) => findCustomer(parts, query),
    findProducts: (query) => findProducts(parts, query),
    similar: (query) => similarProducts(parts, query),
    actions: {
      refund: writing(parts, refund),
      cancel: writing(parts, cancel),
      change_address: writing(parts, changeAddress),
      reship: writing(parts, reship),
      tag: writing(parts, tag),
      change_profile: writing(parts, changeProfile),
    },
    changedOrders: (request) => changedOrders({ client, reader, ...(pageSize ? { pageSize } : {}) }, request),
    receive: (request) => receiveHook(settings, request),
    subscribe: (url) => subscribe(client, settings, url),
    check: () => check(client, settings),
  };
}

/** One question for each right; which of the rights to change things are missing only a change would tell. */
const probes: [path: string, query: Record<string, number>][] = [
  ["/v2/store", {}],
  ["/v2/orders/count", {}],
  ["/v3/orders/payment_actions/refunds", { limit: 1 }],
  ["/v3/customers", { limit: 1 }],
  ["/v3/catalog/products", { limit: 1 }],
  ["/v3/hooks", { limit: 1 }],
];

async function check(client: Client, { storeHash }: BigcommerceSettings): Promise<string | null> {
  try {
    for (const [path, query] of probes)
      if ((await client.get(path, z.unknown(), query)) === null && path === "/v2/store")
        return `There is no shop with the store hash ${storeHash}.`;
    return null;
  } catch (error) {
    const { message, details } = toAppError(error);
    return details["status"] === 404 ? `There is no shop with the store hash ${storeHash}. It is the short part of the API path.` : message;
  }
}

export const bigcommerceStore = {
  id: "bigcommerce",
  title: "BigCommerce",
  settings: bigcommerceSettings,
  open: (context) => openBigcommerce(context),
} satisfies StoreDefinition<typeof bigcommerceSettings>;
