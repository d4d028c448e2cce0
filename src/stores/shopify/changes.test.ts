import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../../db/test-db.ts";
import type { HookRequest } from "../../domain/hook.ts";
import type { Order } from "../../domain/order.ts";
import { silentLog } from "../../log/log.ts";
import { createMirror } from "../../mirror/mirror.ts";
import { noon, openFixture, withShop, type FixtureStore } from "./fixture-open.ts";
import { fixtureSecrets, fixtureShop, noSchema, type FixtureShop } from "./fixture-shop.ts";
import { topics } from "./hooks.ts";

const hookUrl = "https://desk.example/hooks/shop";

/** All pages of one reading. */
async function readAll(
  store: FixtureStore,
  since: string | null = null,
): Promise<{ orders: Order[]; pages: number; total: number | undefined }> {
  const orders: Order[] = [];
  let total: number | undefined;
  for (let cursor: string | null = null, pages = 1; ; pages++) {
    const page = await store.changedOrders({ since, cursor });
    orders.push(...page.orders);
    total ??= page.total;
    cursor = page.cursor;
    if (cursor === null) return { orders, pages, total };
    assert.ok(pages < 200, "it comes to an end");
  }
}
const byId = (orders: readonly Order[]): Order[] => orders.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const truth = async (store: FixtureStore, shop: FixtureShop): Promise<Order[]> =>
  byId((await Promise.all([...shop.state.orders.keys()].map((nr) => store.findOrders({ id: String(nr) })))).flat());

describe("reading all orders", { skip: noSchema }, () => {
  test("the first time they come in bulk, piece by piece, and are the same as when asked for one by one", () =>
    withShop(async (shop) => {
      const store = openFixture(shop.url, { pieceBytes: 12_000 });
      const { orders, pages, total } = await readAll(store);
      assert.deepEqual(byId(orders), await truth(store, shop));
      assert.equal(total, shop.state.orders.size);
      assert.ok(pages > 2, "several pieces");
      assert.deepEqual([shop.asked.filter((name) => name === "BulkRun").length, shop.asked.includes("OrderPage")], [1, false]);
      // Parcels and refunds that the file tells too little of are asked for; the others are not.
      assert.ok(shop.asked.filter((name) => name === "OrdersById").length < pages);
    }));

  test("where the shop gives no file, or none that can be read, they are read page by page", async () => {
    const troubles: ((shop: FixtureShop) => void)[] = [
      (shop) => (shop.state.bulkRefusal = "A bulk query operation for this app and shop is already in progress"),
      (shop) => (shop.state.bulkEnd = "FAILED"),
      (shop) => (shop.state.bulkEnd = "EXPIRED"),
      (shop) => (shop.state.bulks.set = () => shop.state.bulks),
    ];
    for (const trouble of troubles)
      await withShop(async (shop) => {
        trouble(shop);
        const store = openFixture(shop.url);
        assert.deepEqual(byId((await readAll(store)).orders), await truth(store, shop));
        assert.ok(shop.asked.includes("OrderPage"));
      });
  });

  test("a file that is gone in the middle of the reading is followed by pages, and nothing is missing", () =>
    withShop(async (shop) => {
      const store = openFixture(shop.url, { pieceBytes: 12_000 });
      const begun = await store.changedOrders({ since: null, cursor: null });
      const first = await store.changedOrders({ since: null, cursor: begun.cursor });
      assert.ok(first.orders.length > 0 && first.cursor !== null);
      for (const bulk of shop.state.bulks.values()) bulk.status = shop.state.bulkEnd = "EXPIRED";
      const second = await store.changedOrders({ since: null, cursor: first.cursor });
      assert.deepEqual(byId(second.orders), await truth(store, shop));
    }));

  test("a shop that prepares its file for long is waited for a while, and then later", () =>
    withShop(async (shop) => {
      const waits: number[] = [];
      const store = openFixture(shop.url, { asks: { wait: async (ms) => void waits.push(ms) } });
      shop.state.bulkEnd = "RUNNING";
      const begun = await store.changedOrders({ since: null, cursor: null });
      const first = await store.changedOrders({ since: null, cursor: begun.cursor });
      assert.deepEqual([first.orders, first.cursor, waits.length], [[], begun.cursor, 8]);
      shop.state.bulkEnd = "COMPLETED";
      const next = await store.changedOrders({ since: null, cursor: first.cursor });
      assert.deepEqual([next.orders.length, next.cursor], [shop.state.orders.size, null]);
    }));

  test("a shop without orders is read to its end at once", () =>
    withShop(async (shop) => {
      shop.state.orders.clear();
      assert.deepEqual((await readAll(openFixture(shop.url))).orders, []);
    }));

  test("later only what changed since is read, oldest change first, and orders that change meanwhile come again", () =>
    withShop(async (shop) => {
      shop.state.maxQueryCost = 2_000;
      const store = openFixture(shop.url);
      const since = "2026-02-04T00:00:00.000Z";
      const first = await store.changedOrders({ since, cursor: null });
      assert.ok(first.cursor !== null, "more than one page");
      const moved = first.orders[0]!;
      await store.actions.tag({ key: "k", orderId: moved.id, reason: "r", tags: ["moved"] });
      const rest: Order[] = [];
      for (let cursor: string | null = first.cursor; cursor !== null;) {
        const page = await store.changedOrders({ since, cursor });
        rest.push(...page.orders);
        cursor = page.cursor;
      }
      const times = [...first.orders, ...rest].map(({ updatedAt }) => updatedAt);
      assert.deepEqual(times, times.toSorted());
      assert.deepEqual(rest.at(-1)?.tags, ["moved"]);
      const expected = [...shop.state.orders.values()].filter(({ updatedAt }) => updatedAt >= since).length;
      assert.equal(new Set([...first.orders, ...rest].map(({ id }) => id)).size, expected);
      assert.equal(first.total, expected);
    }));
});

const payloads = join(import.meta.dirname, "../../../../shared/data/payloads/shopify-webhook-bodies");
const payload = (name: string): Record<string, unknown> =>
  Object.values(JSON.parse(readFileSync(join(payloads, `${name}.json`), "utf8")))[0] as never;

function hook(topic: string, body: unknown, secret: string = fixtureSecrets.clientSecret, more: Record<string, string> = {}): HookRequest {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const headers = {
    "x-shopify-topic": topic,
    "x-shopify-shop-domain": "test-shop.myshopify.com",
    "x-shopify-hmac-sha256": createHmac("sha256", secret).update(bytes).digest("base64"),
    ...more,
  };
  return { method: "POST", path: "", query: {}, headers, body: bytes, remoteAddress: "127.0.0.1" };
}

describe("web hooks", { skip: noSchema }, () => {
  let shop: FixtureShop;
  let store: FixtureStore;
  before(async () => {
    shop = await fixtureShop();
    store = openFixture(shop.url);
  });
  after(() => shop.close());

  test(
    "say which order they are about, and nothing else is taken from them",
    { skip: existsSync(payloads) ? false : "the shop's bodies are not here" },
    async () => {
      const about = async (topic: string, body: unknown) => (await store.receive(hook(topic, body))).orders;
      const order = ["gid://shopify/Order/450789469"];
      for (const topic of ["orders/create", "orders/updated", "orders/cancelled", "orders/delete"])
        assert.deepEqual(await about(topic, payload("order")), order, topic);
      assert.deepEqual(await about("refunds/create", payload("refund")), order);
      for (const topic of ["fulfillments/create", "fulfillments/update"])
        assert.deepEqual(await about(topic, payload("fulfillment")), order);
      assert.deepEqual(await about("disputes/create", payload("dispute")), [], "a dispute without an order");
      assert.deepEqual(await about("products/update", payload("product")), []);
      assert.deepEqual(await about("orders/updated", { admin_graphql_api_id: "gid://shopify/Order/7", id: 7 }), ["gid://shopify/Order/7"]);
    },
  );

  test("that are not signed with the app's secret, byte for byte, are refused", async () => {
    const right = hook("orders/updated", '{ "id": 1 }');
    assert.deepEqual((await store.receive(right)).orders, ["gid://shopify/Order/1"]);
    const { "x-shopify-hmac-sha256": signature, ...unsigned } = right.headers;
    const wrong: HookRequest[] = [
      hook("orders/updated", { id: 1 }, "another-secret"),
      { ...right, body: Buffer.from('{"id": 1 }') },
      { ...right, headers: unsigned },
      ...["", "x", signature!.slice(0, 20), Buffer.from(signature!).toString("hex")].map((one) => ({
        ...right,
        headers: { ...right.headers, "x-shopify-hmac-sha256": one },
      })),
    ];
    for (const one of wrong) await assert.rejects(store.receive(one), { code: "bad_signature" });
    await assert.rejects(openFixture(shop.url, { settings: { clientSecret: undefined } }).receive(right), { code: "bad_signature" });
  });

  test("of another shop, or that are no JSON object, are refused", async () => {
    await assert.rejects(store.receive(hook("orders/updated", { id: 1 }, undefined, { "x-shopify-shop-domain": "other.myshopify.com" })), {
      code: "bad_request",
    });
    for (const body of ["", "[1]", "null", "{", '"1"'])
      await assert.rejects(store.receive(hook("orders/updated", body)), { code: "bad_request" }, body);
    for (const body of [{ id: "1 OR 1" }, { id: { a: 1 } }, {}, { order_id: null }])
      assert.deepEqual((await store.receive(hook("orders/updated", body))).orders, []);
  });

  test("that say the app was removed are believed when the shop really shuts us out", async () => {
    const removed = hook("app/uninstalled", { id: 1, myshopify_domain: "test-shop.myshopify.com" });
    assert.equal((await store.receive(removed)).ended, undefined, "an old one that came again");
    shop.state.tokens.clear();
    assert.equal((await store.receive(removed)).ended, true);
    shop.state.tokens.add(fixtureSecrets.accessToken);
  });

  test("are asked for once each, however often, and without what nobody needs", async () => {
    shop.state.webhooks.push({
      id: "gid://shopify/WebhookSubscription/1",
      topic: "ORDERS_CREATE",
      uri: "https://other.example/",
      includeFields: [],
    });
    shop.state.webhooks.push(
      ...Array.from({ length: 120 }, (_, nth) => ({
        id: `gid://shopify/WebhookSubscription/${nth + 2}`,
        topic: "ORDERS_UPDATED",
        uri: `https://${nth}.example/`,
        includeFields: [],
      })),
    );
    await Promise.all([store.subscribe(hookUrl), store.subscribe(hookUrl)]);
    await store.subscribe(hookUrl);
    const ours = shop.state.webhooks.filter(({ uri }) => uri === hookUrl);
    assert.deepEqual(ours.map(({ topic }) => topic).sort(), Object.keys(topics).sort());
    assert.ok(ours.every(({ includeFields }) => includeFields.length > 0 && !includeFields.includes("email")));
    await assert.rejects(openFixture(shop.url, { settings: { clientSecret: undefined } }).subscribe(hookUrl), { message: /client secret/ });
    assert.deepEqual(shop.violations, []);
  });
});

describe("the copy of this shop's orders", { skip: noSchema }, () => {
  let db: TestDb;
  before(async () => void (db = await createTestDb()));
  after(() => db.close());
  beforeEach(async () => {
    await db.pool.query("delete from connection");
    await db.pool.query("insert into connection (id, kind, connector, title, settings) values ('shop', 'store', 'fixture', 'Shop', '{}')");
  });

  for (const seed of [1, 2])
    test(`ends in the shop's own state, with hooks lost, doubled and out of order (${seed})`, async () => {
      let clock = noon.getTime();
      const now = () => new Date(clock);
      await withShop(async (shop) => {
        const store = openFixture(shop.url, { now, pieceBytes: 12_000 });
        const mirror = createMirror({ db: db.pool, log: silentLog(), now, stores: () => [{ id: "shop", store }], hookUrl: () => hookUrl });
        const random = randomOf(seed);
        const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
        let hooks: HookRequest[] = [];
        await mirror.syncOne("shop", 60_000);
        for (let step = 0; step < 25; step++) {
          clock += Math.floor(random() * 120_000);
          const order = pick([...shop.state.orders.values()]);
          order.note = `step ${step}`;
          order.updatedAt = new Date(clock).toISOString();
          hooks.push(hook(pick(["orders/updated", "orders/create", "orders/cancelled"]), { id: order.nr }));
          if (random() < 0.3) await mirror.syncOne("shop", 60_000);
          if (random() < 0.6) continue;
          hooks = hooks.filter(() => random() < 0.7);
          for (const one of [...hooks, ...hooks.slice(0, 2)].sort(() => random() - 0.5))
            await mirror.tell("shop", (await store.receive(one)).orders);
          hooks = [];
          await mirror.readNews();
        }
        clock += 6 * 60_000;
        await mirror.syncOne("shop", 60_000);
        const copies: Order[] = (await db.pool.query("select body from mirror_order")).rows.map(({ body }) => body);
        assert.deepEqual(byId(copies), await truth(store, shop));
      }, now);
    });
});

/** A small linear congruential generator: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
}
