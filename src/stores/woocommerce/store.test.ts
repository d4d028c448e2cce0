import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, beforeEach, describe, test } from "node:test";
import { memoryState } from "../../domain/memory-state.ts";
import type { Order } from "../../domain/order.ts";
import { testStoreContract } from "../contract.ts";
import { testStoreFaults } from "../contract-faults.ts";
import type { Store } from "../store.ts";
import type { Asks } from "./client.ts";
import { hasDocs } from "./fixture-docs.ts";
import { fixtureShop, keys, type FixtureShop } from "./fixture-shop.ts";
import type { Json } from "./fixture-orders.ts";
import { fetchHttp } from "../../http/fetch.ts";
import { hookSecret, topics } from "./hooks.ts";
import { woocommerceSettings, type WoocommerceSettings } from "./settings.ts";
import { openWoocommerce, woocommerceStore } from "./store.ts";

const log = { debug() {}, info() {}, warn() {}, error() {} };
const settings = (url: string, more: object = {}): WoocommerceSettings =>
  woocommerceSettings.parse({ shopUrl: url, consumerKey: keys.key, consumerSecret: keys.secret, hookSecret: "a-hook-secret", ...more });
const quick: Asks = { askOnce: fetchHttp, wait: async () => undefined };

type Opening = { url: string; more?: object; asks?: Asks; pageSize?: number; state?: ReturnType<typeof memoryState> };
const open = ({ url, more, asks = quick, pageSize, state = memoryState() }: Opening): Store =>
  openWoocommerce(
    { connectionId: "shop", settings: settings(url, more), state, log, now: () => new Date(), publicUrl: "https://desk.example" },
    asks,
    pageSize,
  );

describe("WooCommerce, against its official documentation", { skip: hasDocs ? false : "the documentation is not in ../shared" }, () => {
  let shop: FixtureShop;
  before(async () => {
    shop = await fixtureShop();
  });
  beforeEach(() => {
    shop.before = null;
  });
  after(async () => {
    await shop.close();
    assert.deepEqual(shop.violations, [], "no request and no answer was outside of the documentation");
  });
  const fresh = (more: Partial<Opening> = {}): Store => {
    shop.reset();
    return open({ url: shop.url, ...more });
  };

  testStoreContract("WooCommerce", () => ({ store: fresh({ pageSize: 3 }) }), {
    definition: woocommerceStore,
    settings: { shopUrl: "https://shop.example", consumerKey: keys.key, consumerSecret: keys.secret, hookSecret: "a-hook-secret" },
    order: { id: "742", number: "NL-1042", email: "ana@example.com" },
    product: { sku: "BOT-1", text: "water bottle" },
    related: { boughtId: "93", similarId: "93" },
    unknown: { number: "99999", id: "99999", email: "nobody@example.com", phone: "+15035550199", sku: "XXX-1" },
    emails: ["ben@example.com", "cleo@example.com", "dora@example.com", "emil@example.com"],
    refundableId: "743",
    cancellableId: "744",
    shippedId: "742",
  });

  testStoreFaults("WooCommerce", {
    url: () => (shop.reset(), shop.url),
    open: (url, { askOnce }) => (shop.addresses.add(url), open({ url, asks: { askOnce, wait: async () => undefined } })),
    read: (store) => store.findOrders({ id: "743" }),
    write: (store) => store.actions.refund!({ key: "k", orderId: "743", amount: { amount: 10, currency: "USD" }, reason: "Late" }),
    secrets: [keys.secret, "a-hook-secret"],
    missingScope: /Read\/Write/,
  });
});
