import { describe } from "node:test";
import { memoryState } from "../../domain/memory-state.ts";
import { testStoreContract } from "../contract.ts";
import { testStoreFaults } from "../contract-faults.ts";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { graphqlFaults, readSchema } from "../../http/fixture-graphql.ts";
import { fetchHttp } from "../../http/fetch.ts";
import { fixtureShop, fixtureSecrets, noSchema, schemaFile, type FixtureShop } from "./fixture-shop.ts";
import { mutations, queries } from "./documents.ts";
import { shopifySettings } from "./settings.ts";
import { openShopify, shopifyStore } from "./store.ts";
import type { Store } from "../store.ts";
const settings = { shop: "test-shop.myshopify.com", clientId: "client-of-the-app", ...fixtureSecrets };
const log = { debug() {}, info() {}, warn() {}, error() {} };
function open(url: string, asks: object = {}): Store {
  return openShopify(
    {
      connectionId: "shop",
      settings: shopifySettings.parse({ ...settings, baseUrl: url }),
      state: memoryState(),
      log,
      now: () => new Date("2026-03-01T12:00:00Z"),
      publicUrl: "http://127.0.0.1:4000",
    },
    { ask: fetchHttp, askOnce: fetchHttp, wait: async () => undefined, ...asks },
  );
}
describe("shopify", { skip: noSchema }, () => {
  testStoreContract(
    "Shopify",
    async () => {
      const shop = await fixtureShop();
      return {
        store: open(shop.url),
        async close() {
          await shop.close();
          assert.deepEqual(shop.violations, []);
        },
      };
    },
    {
      definition: shopifyStore,
      settings,
      order: { id: "gid://shopify/Order/1001", number: "1001", email: "ana@example.com" },
      product: { sku: "JKT-M", text: "jacket" },
      unknown: { number: "9999", id: "gid://shopify/Order/4711", email: "nobody@example.com", phone: "+15035550199", sku: "NONE-1" },
      emails: ["ben@example.com", "kenji@example.com", "dana@example.com", "guest@example.com"],
      refundableId: "gid://shopify/Order/1010",
      cancellableId: "gid://shopify/Order/1002",
      shippedId: "gid://shopify/Order/1001",
    },
  );
  test("docs", () => {
    const schema = readSchema(schemaFile);
    for (const [name, text] of Object.entries({ ...queries, ...mutations })) {
      const faults = graphqlFaults(schema, text).filter((f) => !/\$\w+" of required type/.test(f));
      assert.deepEqual(faults, [], name);
    }
  });
  let healthy: FixtureShop;
  before(async () => void (healthy = await fixtureShop()));
  after(() => healthy?.close());
  testStoreFaults("Shopify", {
    url: () => healthy.url,
    open: (url, asks) => open(url, asks),
    read: (store) => store.findOrders({ number: "1001" }),
    write: (store) =>
      store.actions.refund!({ key: "lost", orderId: "gid://shopify/Order/1010", amount: { amount: 10, currency: "EUR" }, reason: "Late" }),
    secrets: Object.values(fixtureSecrets),
    missingScope: /scope/,
  });
});
