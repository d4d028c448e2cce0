/** The part of the stores' contract about the catalogue: what is said of products, and which belong together. Called by contract.ts only. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Attribute, Product } from "../domain/order.ts";
import { withStore, type OpenStore, type StoreSamples } from "./contract-samples.ts";
import type { Store } from "./store.ts";

const limit = 5;

export function testStoreProducts(openStore: OpenStore, { product: sample, related = {}, unknown }: StoreSamples): void {
  test("each variant of a product has an id, a price, a stock in pieces and its own values of the options", () =>
    withStore(openStore, async (store) => {
      const found = [...(await store.findProducts({ sku: sample.sku })), ...(await store.findProducts({ text: sample.text, limit: 50 }))];
      assert.ok(found.length > 0);
      for (const product of found) checkProduct(product);
    }));

  test("a product found by its id is the one found by its words, with the same attributes", () =>
    withStore(openStore, async (store) => {
      const [one] = await store.findProducts({ sku: sample.sku });
      const [again] = await store.findProducts({ id: one!.id });
      assert.deepEqual(again, one);
    }));

  test("what was bought together comes from at least two orders, the most frequent first, never the product itself", () =>
    withStore(openStore, async (store) => {
      const ask = store.boughtTogether?.bind(store);
      if (!ask) return;
      assert.ok(related.boughtId, "a store that knows what was bought together names a product that was");
      const found = await ask({ productId: related.boughtId, limit });
      for (const { orders } of found) assert.ok(Number.isInteger(orders) && orders >= 2, String(orders));
      const counts = found.map(({ orders }) => orders);
      assert.deepEqual(
        counts,
        counts.toSorted((a, b) => b - a),
      );
      await checkRelated(
        store,
        related.boughtId,
        found.map(({ product }) => product),
      );
      assert.deepEqual(await ask({ productId: unknown.id, limit }), []);
      assert.deepEqual(
        (await ask({ productId: related.boughtId, limit: 1 })).map(({ product }) => product.id),
        [found[0]!.product.id],
      );
    }));

  test("similar products are others of the catalogue, each once", () =>
    withStore(openStore, async (store) => {
      const ask = store.similar?.bind(store);
      if (!ask) return;
      assert.ok(related.similarId, "a store that knows similar products names one that has some");
      const found = await ask({ productId: related.similarId, limit });
      await checkRelated(store, related.similarId, found);
      assert.deepEqual(await ask({ productId: unknown.id, limit }), []);
      assert.deepEqual(await ask({ productId: related.similarId, limit: 1 }), found.slice(0, 1));
    }));
}

async function checkRelated(store: Store, productId: string, found: readonly Product[]): Promise<void> {
  assert.ok(found.length > 0 && found.length <= limit);
  const ids = found.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, "each once");
  assert.ok(!ids.includes(productId), "never itself");
  for (const product of found) assert.deepEqual(await store.findProducts({ id: product.id }), [product]);
}

function checkProduct(product: Product): void {
  assert.ok(product.id !== "" && product.title !== "" && product.url !== "", product.id);
  checkNames(product.attributes, product.title);
  const optionNames = product.variants.map(({ options }) => options.map(({ name }) => name).join("/"));
  assert.equal(new Set(optionNames).size, 1, `${product.title}: every variant has the same options`);
  for (const { id, title, price, stock, options } of product.variants) {
    const where = `${product.title}, ${title}`;
    assert.ok(id !== "" && title !== "", where);
    assert.ok(Number.isSafeInteger(price.amount) && price.amount >= 0 && /^[A-Z]{3}$/.test(price.currency), where);
    assert.ok(Number.isInteger(stock), where);
    checkNames(options, where);
  }
  const chosen = product.variants.filter(({ options }) => options.length > 0).map(({ options }) => JSON.stringify(options));
  assert.equal(new Set(chosen).size, chosen.length, `${product.title}: no two variants have the same values`);
}

function checkNames(pairs: readonly Attribute[], where: string): void {
  for (const { name, value } of pairs) assert.ok(name.trim() !== "" && value.trim() !== "", `${where}: ${name}: ${value}`);
  assert.equal(new Set(pairs.map(({ name }) => name)).size, pairs.length, `${where}: no name twice`);
}
