/**
 * What every store has to hold, run against each of them in a few lines of its own test file. Actions are tested only
 * where the store has them. Each test opens the store anew, with the vendor's data (or its stand-in) as it was at first.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Order } from "../domain/order.ts";
import { secretFields, settingFields } from "../domain/secret-fields.ts";
import { testStoreActions } from "./contract-actions.ts";
import { testStoreFacts } from "./contract-facts.ts";
import { testStoreProducts } from "./contract-products.ts";
import type { OrderPage } from "./store.ts";
import { withStore, type OpenStore, type StoreSamples } from "./contract-samples.ts";

export type { OpenedStore, OpenStore, StoreSamples } from "./contract-samples.ts";

export function testStoreContract(name: string, openStore: OpenStore, samples: StoreSamples): void {
  describe(`the ${name} store keeps the contract of all stores`, () => {
    testSettings(openStore, samples);
    testReads(openStore, samples);
    testStoreFacts(openStore, samples);
    testStoreProducts(openStore, samples);
    testStoreActions(openStore, samples);
  });
}

const secretName = /secret|token|password|private|api_?key/i;

function testSettings(openStore: OpenStore, { definition, settings, order }: StoreSamples): void {
  test("every setting that sounds like a secret is marked as one", () => {
    assert.match(definition.id, /^[a-z][a-z0-9-]*$/);
    assert.ok(definition.title.length > 0);
    assert.ok(definition.settings.safeParse(settings).success, "the sample settings are valid");
    const open = settingFields(definition.settings).filter((field) => !field.isSecret && secretName.test(field.path));
    assert.deepEqual(
      open.map((field) => field.path),
      [],
    );
  });

  test("no secret appears in what it answers", () =>
    withStore(openStore, async (store) => {
      const answers = JSON.stringify([await store.findOrders({ id: order.id }), await store.findCustomer({ email: order.email })]);
      for (const path of secretFields(definition.settings)) {
        const value = valueAt(settings, path);
        assert.ok(typeof value === "string" && value.length >= 8, `the sample settings fill in ${path} with at least 8 characters`);
        assert.ok(!answers.includes(value), `${path} is in an answer`);
      }
    }));
}

function valueAt(settings: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], settings);
}

function testReads(openStore: OpenStore, { order, product, unknown }: StoreSamples): void {
  test("reading twice gives the same twice", () =>
    withStore(openStore, async (store) => {
      const read = async (): Promise<unknown[]> => [
        await store.findOrders({ number: order.number }),
        await store.findOrders({ id: order.id }),
        await store.findOrders({ email: order.email, limit: 10 }),
        await store.findCustomer({ email: order.email }),
        await store.findProducts({ sku: product.sku }),
        await store.findProducts({ text: product.text, limit: 5 }),
      ];
      const first = structuredClone(await read());
      for (const answer of first)
        assert.ok(answer !== null && (!Array.isArray(answer) || answer.length > 0), "the samples are in the store");
      assert.deepEqual(await read(), first);
    }));

  test("an order is found by its number however the customer writes it", () =>
    withStore(openStore, async (store) => {
      const { number } = order;
      for (const spelling of [number, `#${number}`, ` ${number} `, number.toLowerCase(), number.toUpperCase()]) {
        const found = await store.findOrders({ number: spelling });
        assert.deepEqual(
          found.map((item) => item.id),
          [order.id],
          `written as "${spelling}"`,
        );
        assert.equal(found[0]?.number, number);
      }
    }));

  test("a customer's orders are theirs, newest first, and no more than asked for", () =>
    withStore(openStore, async (store) => {
      const orders = await store.findOrders({ email: order.email.toUpperCase(), limit: 10 });
      assert.ok(orders.some((item) => item.id === order.id));
      for (const item of orders) assert.equal(item.customer.email?.toLowerCase(), order.email.toLowerCase());
      const times = orders.map((item) => Date.parse(item.placedAt));
      assert.deepEqual(
        times,
        times.toSorted((one, other) => other - one),
      );
      assert.deepEqual(
        (await store.findOrders({ email: order.email, limit: 1 })).map((item) => item.id),
        [orders[0]?.id],
      );
    }));

  test("where all orders can be listed, pages hold each of them once, and those that changed since a time", () =>
    withStore(openStore, async (store) => {
      if (!store.changedOrders) return;
      const read = async (since: string | null): Promise<Order[]> => {
        const found: Order[] = [];
        for (let cursor: string | null = null, page = 0; page < 200; page++) {
          const { orders, cursor: next }: OrderPage = await store.changedOrders!({ since, cursor });
          found.push(...orders);
          if (next === null) return found;
          cursor = next;
        }
        return assert.fail("the pages never end");
      };
      const all = await read(null);
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length, "no order twice");
      assert.ok(all.some(({ id }) => id === order.id));
      const changed = all.map(({ updatedAt }) => Date.parse(updatedAt));
      assert.deepEqual(
        changed,
        changed.toSorted((one, other) => one - other),
      );
      const since = all[Math.floor(all.length / 2)]!.updatedAt;
      assert.deepEqual(
        (await read(since)).map(({ id }) => id),
        all.filter(({ updatedAt }) => Date.parse(updatedAt) >= Date.parse(since)).map(({ id }) => id),
      );
    }));

  test("what is not there is an empty answer, not an error", () =>
    withStore(openStore, async (store) => {
      const queries = [
        { number: unknown.number },
        { id: unknown.id },
        { email: unknown.email, limit: 5 },
        { phone: unknown.phone, limit: 5 },
        { number: "" },
        { number: `${order.number}' OR 1=1` },
      ];
      for (const query of queries) assert.deepEqual(await store.findOrders(query), [], JSON.stringify(query));
      assert.equal(await store.findCustomer({ email: unknown.email }), null);
      assert.equal(await store.findCustomer({ phone: unknown.phone }), null);
      assert.equal(await store.findCustomer({ id: unknown.id }), null);
      assert.deepEqual(await store.findProducts({ sku: unknown.sku }), []);
      assert.deepEqual(await store.findProducts({ id: unknown.id }), []);
    }));
}
