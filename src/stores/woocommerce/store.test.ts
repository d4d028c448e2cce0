import assert from "node:assert/strict";
import { after, before, beforeEach, describe } from "node:test";
import { testStoreContract } from "../contract.ts";
import { testStoreFaults } from "../contract-faults.ts";
import type { Store } from "../store.ts";
import { hasDocs } from "./fixture-docs.ts";
import { openShop, ownHookSecret, type Opening } from "./fixture-open.ts";
import { fixtureShop, keys, type FixtureShop } from "./fixture-shop.ts";
import { woocommerceStore } from "./store.ts";

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
    return openShop({ url: shop.url, ...more });
  };

  testStoreContract("WooCommerce", () => ({ store: fresh({ pageSize: 3 }) }), {
    definition: woocommerceStore,
    settings: { shopUrl: "https://shop.example", consumerKey: keys.key, consumerSecret: keys.secret, hookSecret: ownHookSecret },
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
    open(url, { askOnce }) {
      shop.addresses.add(url);
      return openShop({ url, asks: { askOnce, wait: async () => undefined } });
    },
    read: (store) => store.findOrders({ id: "743" }),
    write: (store) => store.actions.refund!({ key: "k", orderId: "743", amount: { amount: 10, currency: "USD" }, reason: "Late" }),
    secrets: [keys.secret, ownHookSecret],
    missingScope: /Read\/Write/,
  });
});
