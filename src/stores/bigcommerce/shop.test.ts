import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { createTestDb } from "../../db/test-db.ts";
import { AppError } from "../../domain/errors.ts";
import type { HookRequest } from "../../domain/hook.ts";
import { memoryState } from "../../domain/memory-state.ts";
import type { Order } from "../../domain/order.ts";
import { fetchHttp } from "../../http/fetch.ts";
import { silentLog } from "../../log/log.ts";
import { createMirror } from "../../mirror/mirror.ts";
import type { Store } from "../store.ts";
import { openShop, ownHookSecret, type Opening } from "./fixture-open.ts";
import { fixtureShop, hash, hasSpecs, token, type FixtureShop } from "./fixture-shop.ts";
import { makeOrder, type FixtureOrder } from "./fixture-state.ts";
import { hookSecret, scope } from "./hooks.ts";
import { bigcommerceSettings } from "./settings.ts";

const hookUrl = "https://desk.example/hooks/shop";

function hook(
  data: object,
  headers: Record<string, string> = { "x-handrail-secret": ownHookSecret },
  producer = `stores/${hash}`,
): HookRequest {
  const body = JSON.stringify({ scope: "store/order/updated", store_id: "1", hash: "h", created_at: 1, producer, data });
  return { method: "POST", path: "", query: {}, headers, body: Buffer.from(body), remoteAddress: "127.0.0.1" };
}

const refusedAs = (code: string, words: RegExp) => (error: unknown) =>
  error instanceof AppError && error.code === code && words.test(error.message);

describe("BigCommerce", { skip: hasSpecs ? false : "the specification is not in ../shared" }, () => {
  let shop: FixtureShop;
  before(async () => {
    shop = await fixtureShop();
  });
  beforeEach(() => {
    shop.before = null;
    shop.limits = {};
    shop.requests.length = 0;
    shop.reset();
  });
  after(async () => {
    await shop.close();
    assert.deepEqual([...new Set(shop.violations)], []);
  });
  const open = (more: Partial<Opening> = {}): Store => openShop({ url: shop.url, ...more });
  const one = async (store: Store, id: string): Promise<Order> => (await store.findOrders({ id }))[0]!;
  const raw = (id: number): FixtureOrder => shop.state.orders.find((order) => order.id === id)!;
  const touch = (id: number, change: Partial<FixtureOrder>): void => void Object.assign(raw(id), change, { modified: shop.state.tick() });
  const asked = (path: RegExp): number => shop.requests.filter((request) => path.test(request.path)).length;

  test("every status of the shop has its meaning, and what never became an order is none", async () => {
    const store = open();
    const seen: Record<number, string> = {};
    for (let status = 0; status <= 14; status++) {
      touch(102, { status });
      const [order] = await store.findOrders({ id: "102" });
      seen[status] = order ? `${order.status} ${order.fulfillment} ${String(order.hasChargeback)}` : "none";
    }
    const open_ = "open unfulfilled null",
      sent = "completed fulfilled null",
      gone = "cancelled unfulfilled null";
    assert.deepEqual(Object.values(seen), [
      "none",
      open_,
      sent,
      open_,
      "completed unfulfilled null",
      gone,
      gone,
      open_,
      open_,
      open_,
      sent,
      open_,
      open_,
      "open unfulfilled true",
      open_,
    ]);
  });

  test("amounts with tax, discounts, wrapping and other currencies are told to the last unit", async () => {
    const store = open();
    const sums = async (id: string): Promise<number[]> => {
      const { subtotal, discount, shipping, tax, total } = await one(store, id);
      return [subtotal, discount, shipping, tax, total].map(({ amount }) => amount);
    };
    assert.deepEqual(await sums("100"), [12_947, 1_000, 583, 0, 12_530]);
    assert.deepEqual(await sums("101"), [10_977, 0, 1_000, 869, 12_846]);
    assert.deepEqual(await sums("105"), [4_980, 0, 0, 300, 5_280]);
    assert.deepEqual(await sums("107"), [4_500, 0, 300, 0, 4_800]);
    assert.deepEqual(await sums("108"), [3_705, 500, 0, 186, 3_391]);
  });

  test("parcels hold the pieces the shop says, and an order is partly sent by them", async () => {
    const order = await one(open(), "106");
    const [parcel] = order.fulfillments;
    assert.deepEqual(
      [order.fulfillment, parcel?.carrier, parcel?.trackingNumber, parcel?.service, parcel?.lines[0]?.quantity],
      ["partial", "UPS", "1Z2", "Standard", 2],
    );
  });

  test("a payment method with a made-up name is told by its transactions, and only then are they read", async () => {
    const store = open();
    assert.deepEqual((await one(store, "107")).payments, [
      { method: "bankdeposit", kind: "bank_transfer", amount: { amount: 4_800, currency: "JPY" } },
    ]);
    assert.equal((await one(store, "101")).payments[0]?.kind, "card");
    assert.equal(asked(/transactions/), 1);
  });

  test("a customer has the worth of their orders, and a group makes them VIP; guests are known by e-mail", async () => {
    const store = open({ more: { vipGroups: [4] } });
    const ana = await store.findCustomer({ phone: "+49 151 23456789" });
    assert.deepEqual(
      [ana?.id, ana?.isVip, ana?.orderCount, ana?.lifetimeValue.amount, ana?.language],
      ["25", true, 2, 12_530 + 12_947, "de"],
    );
    const guest = await store.findCustomer({ email: "emil@example.com" });
    assert.deepEqual(await store.findCustomer({ id: guest!.id }), guest);
    assert.equal(guest?.id, "guest:emil@example.com");
  });

  test("a refund of pieces and shipping pays the amount that was agreed, back the way it came", async () => {
    const store = open();
    const before = await one(store, "101");
    const request = {
      key: "r",
      orderId: "101",
      reason: "Broken",
      amount: { amount: 3_000, currency: "USD" },
      shipping: { amount: 500, currency: "USD" },
      lines: [{ lineId: before.lines[0]!.id, quantity: 1 }],
    };
    const { order } = await store.actions.refund!(request);
    const [made] = raw(101).refunds;
    assert.deepEqual([made!["total_amount"], made!["uses_merchant_override_values"]], [30, true]);
    assert.deepEqual(
      (made!["payments"] as { provider_id: string; amount: number }[]).map(({ provider_id: id, amount }) => [id, amount]),
      [["stripev3", 30]],
    );
    assert.deepEqual(
      [order.refunds[0]?.amount.amount, order.refunds[0]?.shipping?.amount, order.refunds[0]?.reason],
      [3_000, 500, "Broken"],
    );
    assert.deepEqual([order.payment, order.lines[0]?.refundedQuantity], ["partially_refunded", 1]);
  });

  test("nobody who paid with money gets store credit, and by hand is paid back only where that was agreed", async () => {
    const request = { key: "r", orderId: "107", amount: { amount: 100, currency: "JPY" }, reason: "Late" };
    await assert.rejects(open().actions.refund!(request), refusedAs("conflict", /only by hand/));
    await assert.rejects(open().actions.refund!({ ...request, method: "paypal" }), refusedAs("conflict", /not by "paypal"/));
    await open({ more: { manualRefunds: true } }).actions.refund!(request);
    assert.equal((raw(107).refunds[0]!["payments"] as { offline: boolean }[])[0]!.offline, true);
    await open().actions.refund!({ ...request, orderId: "102", amount: { amount: 100, currency: "EUR" }, method: "storecredit" });
    assert.equal((raw(102).refunds[0]!["payments"] as { provider_id: string }[])[0]!.provider_id, "storecredit");
  });

  test("a refund the payment provider declined is told as one, and asking again does not make another", async () => {
    raw(102).declines = true;
    const store = open();
    const request = { key: "r", orderId: "102", amount: { amount: 100, currency: "EUR" }, reason: "Late" };
    for (let nth = 0; nth < 2; nth++) await assert.rejects(store.actions.refund!(request), refusedAs("conflict", /declined the refund/));
    assert.equal(raw(102).refunds.length, 1);
    assert.deepEqual((await one(store, "102")).refunds, [], "no money went back");
  });

  test("five full refunds at the same time from two processes pay once", async () => {
    const state = memoryState();
    const stores = [open({ state }), open({ state })];
    const full = (await one(stores[0]!, "102")).total;
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, (_, nth) =>
        stores[nth % 2]!.actions.refund!({ key: `full-${nth}`, orderId: "102", amount: full, reason: "All" }),
      ),
    );
    assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
    assert.equal(raw(102).refunds.length, 1);
  });

  test("a cancellation and tags stand in the staff notes beside what people wrote there", async () => {
    const at = new Date();
    const store = open({ now: () => at });
    raw(102).notes = "Call before delivery";
    await store.actions.tag!({ key: "t", orderId: "102", reason: "Late", tags: ["late", "gift, wrapped"] });
    await store.actions.cancel!({ key: "c", orderId: "102", reason: "Changed\nmy mind" });
    const order = await one(store, "102");
    assert.deepEqual([order.cancelledAt, order.cancelReason, order.tags], [at.toISOString(), "Changed my mind", ["late", "gift wrapped"]]);
    assert.ok(raw(102).notes.startsWith("Call before delivery\nHandrail "));
  });

  test("a replacement is not made a second time after a crash, and costs nothing", async () => {
    const lines = [{ lineId: (await one(open(), "100")).lines[0]!.id, quantity: 1 }];
    const request = { key: "again", orderId: "100", reason: "Broken", returns: true, lines };
    const [first, second] = [await open().actions.reship!(request), await open().actions.reship!(request)];
    assert.deepEqual([first.alreadyDone, second.alreadyDone, second.externalId], [false, true, first.externalId]);
    const made = await one(open(), first.externalId);
    assert.deepEqual([made.total.amount, made.fulfillment, made.shippingAddress?.city], [0, "unfulfilled", "Berlin"]);
    assert.equal(
      (await open().findOrders({ number: raw(Number(first.externalId)).external }))[0]?.id,
      first.externalId,
      "also by the number of another system",
    );
  });

  test("a new address in the account is written once", async () => {
    const store = open();
    const address = { name: "Ana Lima", line1: "Weg 2", line2: null, postalCode: "10117", city: "Berlin", region: null, country: "DE" };
    const request = { key: "p", orderId: "100", reason: "Moved", address };
    assert.deepEqual(
      [(await store.actions.change_profile!(request)).alreadyDone, (await store.actions.change_profile!(request)).alreadyDone],
      [false, true],
    );
    assert.equal(shop.state.addresses[0]!["address1"], "Weg 2");
    await store.actions.change_profile!({ ...request, orderId: "102" });
    assert.equal(shop.state.addresses.at(-1)!["customer_id"], 26);
    await assert.rejects(store.actions.change_profile!({ ...request, orderId: "101" }), refusedAs("conflict", /no customer's account/));
  });

  test("only what the shop shows is told of a product", async () => {
    const store = open();
    const [jacket] = await store.findProducts({ sku: "variant-812" });
    assert.deepEqual(
      [jacket?.url, jacket?.attributes, jacket?.description],
      ["https://shop.example/product-81/", [{ name: "Material", value: "Nylon" }], "Good for rain."],
    );
    assert.deepEqual(
      jacket!.variants.map(({ sku, stock, options }) => [sku, stock, options[0]?.value]),
      [
        ["JACK-M", 4, "M"],
        ["variant-812", 0, "L"],
      ],
    );
    assert.deepEqual(await store.findProducts({ sku: "BAG-0" }), []);
    assert.deepEqual(
      (await store.similar!({ productId: "81", limit: 2 })).map(({ id }) => id),
      ["82", "83"],
    );
  });

  test("the desk waits when the shop says how little is left, and as long as it says when there is nothing", async () => {
    const waited: number[] = [];
    let clock = Date.parse("2026-02-05T00:00:00Z");
    const wait = async (ms: number): Promise<void> => {
      waited.push(ms);
      clock += ms;
    };
    const store = open({ asks: { askOnce: fetchHttp, wait }, now: () => new Date(clock) });
    shop.limits = { "x-rate-limit-requests-left": "2", "x-rate-limit-time-reset-ms": "7000" };
    await one(store, "101");
    shop.limits = {};
    await one(store, "101");
    assert.deepEqual(waited, [7_000]);
    let times = 2;
    shop.before = () => (times-- > 0 ? { status: 429, body: {}, headers: { "x-rate-limit-time-reset-ms": "3000" } } : null);
    await one(store, "101");
    assert.deepEqual(waited, [7_000, 3_000, 3_000]);
  });

  test("the test of the connection names the scope that is missing, and a wrong store hash", async () => {
    const without = async (path: RegExp): Promise<string | null> => {
      shop.before = (_method, asking) =>
        path.test(asking) ? { status: 403, body: { status: 403, title: "You don't have a required scope to access the endpoint" } } : null;
      return open().check!();
    };
    assert.match((await without(/payment_actions/))!, /lacks a scope: Order Transactions: modify/);
    assert.match((await without(/customers/))!, /lacks a scope: Customers: modify/);
    assert.match((await without(/catalog/))!, /lacks a scope: Products: read-only/);
    shop.before = () => ({ status: 404, body: "" });
    assert.match((await open().check!())!, /no shop with the store hash abc123xyz/);
    await assert.rejects(open().findOrders({ id: "100" }), { code: "vendor_refused" }, "a page that is gone is not an order that is gone");
  });

  test("web hooks are asked for once, with our secret, and switched on again", async () => {
    const store = open();
    await assert.rejects(store.subscribe!("http://desk.example/hooks"), refusedAs("invalid", /https/));
    await store.subscribe!(hookUrl);
    await store.subscribe!(hookUrl);
    assert.deepEqual(
      shop.state.hooks.map((made) => [made["scope"], made["destination"], made["headers"]]),
      [[scope, hookUrl, { "x-handrail-secret": ownHookSecret }]],
    );
    shop.state.hooks[0]!["is_active"] = false;
    await store.subscribe!(hookUrl);
    await open({ more: { hookSecret: "another-secret" } }).subscribe!(hookUrl);
    assert.deepEqual(
      [shop.state.hooks.length, shop.state.hooks[0]!["is_active"], shop.state.hooks[0]!["headers"]],
      [1, true, { "x-handrail-secret": "another-secret" }],
    );
  });

  test("a web hook counts when it carries our secret and is of this shop", async () => {
    const store = open();
    assert.deepEqual((await store.receive!(hook({ type: "order", id: 250, refund: { refund_id: 3 } }))).orders, ["250"]);
    assert.deepEqual((await store.receive!(hook({ type: "order_transaction", id: 7, order_id: 250 }))).orders, ["250"]);
    assert.deepEqual((await store.receive!(hook({ type: "product", id: 7 }))).orders, []);
    for (const headers of [{}, { "x-handrail-secret": "wrong" }, { "x-handrail-secret": "" }] as Record<string, string>[])
      await assert.rejects(store.receive!(hook({ type: "order", id: 1 }, headers)), { code: "bad_signature" });
    await assert.rejects(
      store.receive!(hook({ type: "order", id: 1 }, undefined, "stores/other")),
      refusedAs("bad_request", /another shop/),
    );
    await assert.rejects(store.receive!({ ...hook({ type: "order", id: 1 }), body: Buffer.from("{") }), { code: "bad_request" });
    const derived = hookSecret(bigcommerceSettings.parse({ storeHash: hash, accessToken: token }));
    assert.ok(derived !== token && derived.length >= 32);
    assert.deepEqual(
      (await open({ more: { hookSecret: undefined } }).receive!(hook({ type: "order", id: 9 }, { "x-handrail-secret": derived }))).orders,
      ["9"],
    );
  });

  test("orders that change while pages are read are missed by none, also when many changed in one second", async () => {
    const at = Date.parse("2026-02-03T00:00:00Z");
    for (let id = 300; id < 315; id++)
      shop.state.orders.push(makeOrder({ ...raw(102), id, created: at, modified: at, lines: [...raw(102).lines] }));
    const store = open({ pageSize: 4 });
    const seen = new Map<string, string>();
    let cursor: string | null = null;
    for (let page = 0; page < 60; page++) {
      const read = await store.changedOrders!({ since: null, cursor });
      for (const order of read.orders) seen.set(order.id, order.updatedAt);
      if (page === 1 || page === 5) raw(300 + page).modified = at + 86_400_000 + page * 1_000;
      cursor = read.cursor;
      if (cursor === null) break;
    }
    assert.equal(cursor, null);
    const all = shop.state.orders.filter(({ status }) => status !== 0).map(({ id }) => String(id));
    assert.deepEqual([...seen.keys()].toSorted(), all.toSorted());
    for (const id of ["301", "305"]) assert.match(seen.get(id)!, /^2026-02-04/);
  });

  test("hooks that are lost, doubled and out of order end in the shop's own state", async () => {
    const db = await createTestDb();
    try {
      await db.pool.query(
        "insert into connection (id, kind, connector, title, settings) values ('shop', 'store', 'fixture', 'Shop', '{}')",
      );
      const store = open({ pageSize: 5 });
      let clock = Date.parse("2026-02-01T08:01:00Z");
      const now = (): Date => new Date((clock += 1_000));
      const mirror = createMirror({ db: db.pool, log: silentLog(), now, stores: () => [{ id: "shop", store }], hookUrl: () => hookUrl });
      await mirror.syncOne("shop", 600_000);
      assert.equal(shop.state.hooks.length, 1);
      touch(101, { status: 10 });
      touch(102, { status: 12 });
      touch(104, { status: 0 });
      touch(101, { status: 5 });
      for (const id of [101, 104, 101, 101]) await mirror.tell("shop", (await store.receive!(hook({ type: "order", id }))).orders);
      await db.pool.query("update mirror_news set ready_at = now() - interval '1 second'");
      await mirror.readNews();
      await mirror.syncOne("shop", 600_000);
      const { rows } = await db.pool.query<{ body: Order }>("select body from mirror_order order by id");
      const ids = shop.state.orders.filter(({ status }) => status !== 0).map(({ id }) => String(id));
      assert.deepEqual(
        rows.map(({ body }) => body),
        await Promise.all(ids.map((id) => one(store, id))),
      );
    } finally {
      await db.close();
    }
  });
});
