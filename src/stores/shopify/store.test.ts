import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { graphqlFaults, readSchema } from "../../http/fixture-graphql.ts";
import { testStoreFaults } from "../contract-faults.ts";
import { testStoreContract } from "../contract.ts";
import { mutations, queries } from "./documents.ts";
import { fixtureSettings, openFixture } from "./fixture-open.ts";
import { fixtureSecrets, fixtureShop, noSchema, schemaFile, type FixtureShop } from "./fixture-shop.ts";
import { shopifySettings } from "./settings.ts";
import { shopifyStore } from "./store.ts";

const samples = {
  definition: shopifyStore,
  settings: fixtureSettings,
  order: { id: "gid://shopify/Order/1001", number: "1001", email: "ana@example.com" },
  product: { sku: "JKT-M", text: "jacket" },
  related: { similarId: "gid://shopify/Product/1" },
  unknown: { number: "9999", id: "gid://shopify/Order/4711", email: "nobody@example.com", phone: "+15035550199", sku: "NONE-1" },
  emails: ["ben@example.com", "kenji@example.com", "dana@example.com", "guest@example.com"],
  refundableId: "gid://shopify/Order/1010",
  cancellableId: "gid://shopify/Order/1002",
  shippedId: "gid://shopify/Order/1001",
};

describe("a shop of this kind", { skip: noSchema }, () => {
  testStoreContract(
    "Shopify",
    async () => {
      const shop = await fixtureShop();
      return {
        store: openFixture(shop.url),
        async close() {
          await shop.close();
          assert.deepEqual(shop.violations, []);
        },
      };
    },
    samples,
  );

  let healthy: FixtureShop;
  before(async () => void (healthy = await fixtureShop()));
  after(() => healthy.close());
  testStoreFaults("Shopify", {
    url: () => healthy.url,
    open: (url, asks) => openFixture(url, { asks }),
    read: (store) => store.findOrders({ number: "1001" }),
    write: (store) =>
      store.actions.refund!({ key: "lost", orderId: "gid://shopify/Order/1010", amount: { amount: 10, currency: "EUR" }, reason: "Late" }),
    secrets: Object.values(fixtureSecrets),
    missingScope: /scope/,
  });

  test("every question and every change fits the official schema of the version we have pinned", () => {
    const schema = readSchema(schemaFile);
    // Variables are checked with real values wherever the other tests ask.
    const isDocument = (fault: string): boolean => !/of non-null type .* to be provided/.test(fault);
    for (const [name, text] of Object.entries({ ...queries, ...mutations }))
      assert.deepEqual(graphqlFaults(schema, text).filter(isDocument), [], name);
  });
});

test("the settings say what is missing", () => {
  const problems = (settings: object) => shopifySettings.safeParse(settings).error?.issues.map(({ message }) => message);
  assert.equal(problems({ shop: " My-Shop.myshopify.com ", accessToken: "shpat_12345678" }), undefined);
  assert.equal(problems({ shop: "a.myshopify.com", clientId: "12345678", clientSecret: "12345678" }), undefined);
  assert.match(problems({ shop: "a.myshopify.com", clientId: "12345678" })!.join(), /access token, or the client ID and client secret/);
  for (const shop of ["shop.example", "https://a.myshopify.com", "a.myshopify.com.evil.example", "-a.myshopify.com"])
    assert.match(problems({ shop, accessToken: "shpat_12345678" })!.join(), /the shop's own address/, shop);
});
