import assert from "node:assert/strict";
import { after, before, beforeEach, describe } from "node:test";
import { testStoreContract } from "../contract.ts";
import { testStoreFaults } from "../contract-faults.ts";
import { openShop, ownHookSecret } from "./fixture-open.ts";
import { fixtureShop, hash, hasSpecs, token, type FixtureShop } from "./fixture-shop.ts";
import { bigcommerceStore } from "./store.ts";

describe("BigCommerce, against its official specification", { skip: hasSpecs ? false : "the specification is not in ../shared" }, () => {
  let shop: FixtureShop;
  before(async () => {
    shop = await fixtureShop();
  });
  beforeEach(() => {
    shop.before = null;
  });
  after(async () => {
    await shop.close();
    assert.deepEqual([...new Set(shop.violations)], [], "no request and no answer was outside of the specification");
  });

  testStoreContract("BigCommerce", () => (shop.reset(), { store: openShop({ url: shop.url, pageSize: 3 }) }), {
    definition: bigcommerceStore,
    settings: { storeHash: hash, accessToken: token, hookSecret: ownHookSecret },
    order: { id: "100", number: "100", email: "ana@example.com" },
    product: { sku: "BOT-1", text: "water bottle" },
    related: { similarId: "81" },
    unknown: { number: "99999", id: "99999", email: "nobody@example.com", phone: "+15035550199", sku: "XXX-1" },
    emails: ["ben@example.com", "cleo@example.com", "dora@example.com", "emil@example.com"],
    refundableId: "101",
    cancellableId: "102",
    shippedId: "100",
  });

  testStoreFaults("BigCommerce", {
    url: () => (shop.reset(), shop.url),
    open: (url, { askOnce }) => openShop({ url, asks: { askOnce, wait: async () => undefined } }),
    read: (store) => store.findOrders({ id: "101" }),
    write: (store) => store.actions.refund!({ key: "k", orderId: "101", amount: { amount: 10, currency: "USD" }, reason: "Late" }),
    secrets: [token, ownHookSecret],
    missingScope: /lacks a scope: Information & Settings/,
  });
});
