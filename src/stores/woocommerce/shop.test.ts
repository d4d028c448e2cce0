import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, beforeEach, describe, test } from "node:test";
import type { z } from "zod";
import { createTestDb } from "../../db/test-db.ts";
import { AppError } from "../../domain/errors.ts";
import type { HookRequest } from "../../domain/hook.ts";
import { memoryState } from "../../domain/memory-state.ts";
import type { Order } from "../../domain/order.ts";
import type { HttpRequest } from "../../http/fetch.ts";
import { silentLog } from "../../log/log.ts";
import { createMirror } from "../../mirror/mirror.ts";
import type { Store } from "../store.ts";
import { hasDocs, queryFaults, readDocs, strays } from "./fixture-docs.ts";
import { openShop, ownHookSecret, settingsFor, type Opening } from "./fixture-open.ts";
import { makeOrder, type Json } from "./fixture-orders.ts";
import { fixtureShop, keys, type FixtureShop } from "./fixture-shop.ts";
import { hookSecret, topics } from "./hooks.ts";
import { mapOrder } from "./map-order.ts";
import { baseString } from "./oauth.ts";
import * as raw from "./raw.ts";
import { woocommerceSettings } from "./settings.ts";

const hookUrl = "https://desk.example/hooks/shop";
const later = "2030-01-01T00:00:00.000Z";

function hook(body: string, headers: Record<string, string> = {}, secret = ownHookSecret): HookRequest {
  const signature = createHmac("sha256", secret).update(body).digest("base64");
  return {
    method: "POST",
    path: "",
    query: {},
    headers: { "x-wc-webhook-signature": signature, "x-wc-webhook-resource": "order", ...headers },
    body: Buffer.from(body),
    remoteAddress: "127.0.0.1",
  };
}

const refusedAs = (code: string, words: RegExp) => (error: unknown) =>
  error instanceof AppError && error.code === code && words.test(error.message);

describe("WooCommerce", { skip: hasDocs ? false : "the documentation is not in ../shared" }, () => {
  let shop: FixtureShop;
  before(async () => {
    shop = await fixtureShop();
  });
  beforeEach(() => {
    shop.before = null;
    shop.requests.length = 0;
    shop.reset();
  });
  after(async () => {
    await shop.close();
    assert.deepEqual(shop.violations, []);
  });
  const open = (more: Partial<Opening> = {}): Store => openShop({ url: shop.url, ...more });
  const one = async (store: Store, id: string): Promise<Order> => (await store.findOrders({ id }))[0]!;
  const raws = (id: number): Json => shop.state.orders.find((order) => order["id"] === id)!;
  const touch = (id: number, change: Json): void => void Object.assign(raws(id), change, { date_modified_gmt: shop.state.tick() });

  test("whatever is read of an answer is in the official documentation", () => {
    const { sections } = readDocs();
    const read: [string, z.ZodObject][] = [
      ["order properties", raw.rawOrder],
      ["order - billing properties", raw.rawBilling],
      ["order - shipping properties", raw.rawAddress],
      ["order - line items properties", raw.rawLine],
      ["order - shipping lines properties", raw.rawShippingLine],
      ["order - refunds properties", raw.rawRefundOfOrder],
      ["order - meta data properties", raw.rawMeta],
      ["order refund properties", raw.rawRefund],
      ["order note properties", raw.rawNote],
      ["customer properties", raw.rawCustomer],
      ["product properties", raw.rawProduct],
      ["product - attributes properties", raw.rawAttribute],
      ["product variation properties", raw.rawVariation],
      ["coupon properties", raw.rawCoupon],
      ["webhook properties", raw.rawHook],
      ["currencies properties", raw.rawCurrency],
    ];
    for (const [section, schema] of read)
      for (const name of Object.keys(schema.shape)) assert.ok(sections.get(section)?.has(name), `${section}: ${name}`);
    for (const [heading, schema] of [
      ["retrieve an order", raw.rawOrder],
      ["list all refunds", raw.rawRefund.array()],
      ["retrieve a customer", raw.rawCustomer],
      ["retrieve a product", raw.rawProduct],
      ["retrieve a product variation", raw.rawVariation],
    ] as const)
      assert.ok(schema.safeParse(readDocs().example(heading)).success, heading);
  });

  test("what the documentation does not know is refused by the shop of these tests", () => {
    assert.deepEqual(queryFaults("GET", "/orders", new URLSearchParams("modified_after=2026-01-01T00:00:00&orderby=id")), []);
    assert.match(queryFaults("GET", "/orders", new URLSearchParams("orderby=modified")).join(), /never "modified"/);
    assert.match(queryFaults("GET", "/orders", new URLSearchParams("updated_after=1")).join(), /no parameter updated_after/);
    assert.match(queryFaults("PATCH", "/orders/1", new URLSearchParams()).join(), /no such path/);
    const wrong = { total: "1", shipping: { street: "Weg 1" }, line_items: [{ quantity: "two" }], colour: "red" };
    const faults = strays("order properties", wrong, true).join("\n");
    for (const words of [/total is read-only/, /no street/, /"two" is no integer/, /no colour/]) assert.match(faults, words);
    assert.match(strays("coupon properties", { discount_type: "half" }, true).join(), /"half" is none of/);
  });

  test("the parts of any order add up to its whole", () => {
    let seed = 11;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let nth = 0; nth < 300; nth++) {
      const [currency, digits] = (
        [
          ["EUR", 2],
          ["JPY", 0],
          ["KWD", 3],
        ] as const
      )[random(3)]!;
      const line_items = Array.from({ length: 1 + random(4) }, () => ({
        product_id: 95,
        quantity: 1 + random(5),
        price: random(100_000) / 10 ** digits,
      }));
      const made = makeOrder(
        {
          id: 1 + nth,
          at: "2026-02-01T00:00:00",
          currency,
          digits,
          line_items,
          rate: random(2_500) / 100,
          isGross: random(2) === 1,
          off: random(101),
          fee: random(3),
          shipping_cost: random(900) / 10 ** digits,
        },
        shop.state,
      );
      const order = mapOrder(raw.rawOrder.parse(made), [], { storeId: "shop", settings: settingsFor("https://shop.example") });
      const { subtotal, shipping, tax, discount, total, lines } = order;
      const where = JSON.stringify(made);
      assert.equal(total.amount, Math.round(Number(made["total"]) * 10 ** digits), where);
      assert.equal(subtotal.amount + shipping.amount + tax.amount - discount.amount, total.amount, where);
      for (const line of lines) assert.equal(line.total.amount, line.unitPrice.amount * line.quantity);
      for (const { amount } of [subtotal, shipping, tax, discount, total]) assert.ok(Number.isSafeInteger(amount) && amount >= 0, where);
    }
  });

  test("every status the documentation names has its meaning, and the headers of web hooks are the documented ones", async () => {
    const statuses = readDocs().sections.get("order properties")!.get("status")!.options!;
    const store = open();
    const seen: Record<string, string> = {};
    for (const status of statuses) {
      touch(744, { status });
      const order = (await store.findOrders({ id: "744" }))[0];
      seen[status] = order ? `${order.status} ${order.fulfillment}` : "none";
    }
    assert.deepEqual(seen, {
      pending: "open unfulfilled",
      processing: "open unfulfilled",
      "on-hold": "open unfulfilled",
      completed: "completed fulfilled",
      cancelled: "cancelled unfulfilled",
      refunded: "completed unfulfilled",
      failed: "open unfulfilled",
      trash: "none",
    });
    for (const header of ["X-WC-Webhook-Signature", "X-WC-Webhook-Resource"]) assert.ok(readDocs().text.includes(header));
    for (const topic of topics.filter((name) => name !== "order.restored")) assert.ok(readDocs().text.includes(`\`${topic}\``), topic);
  });

  test("a signature is made as the documentation shows it", () => {
    const url = new URL("http://www.example.com/wp-json/wc/v3/orders?oauth_signature_method=HMAC-SHA1&oauth_consumer_key=abc123");
    assert.ok(readDocs().text.includes(baseString("GET", url)));
  });

  test("over https the key goes into the header, over http only a signature leaves the desk", async () => {
    const asked: HttpRequest[] = [];
    const askOnce = async (request: HttpRequest): Promise<never> => {
      asked.push(request);
      throw new AppError("vendor_refused", "Enough.");
    };
    const asks = { askOnce, wait: async () => undefined };
    for (const [url, more] of [
      ["https://shop.example/sub/", {}],
      ["http://shop.example", {}],
      ["https://shop.example", { signRequests: true }],
    ] as const)
      await assert.rejects(open({ url, more, asks }).findOrders({ id: "1" }));
    const [plain, signed, also] = asked;
    assert.equal(plain?.url, "https://shop.example/sub/wp-json/wc/v3/orders/1?dp=6");
    assert.equal(plain.headers?.["authorization"], `Basic ${Buffer.from(`${keys.key}:${keys.secret}`).toString("base64")}`);
    for (const request of [signed, also]) {
      assert.match(request!.url, /oauth_signature=/);
      assert.equal(request!.headers?.["authorization"], undefined);
      assert.ok(!JSON.stringify(request).includes(keys.secret));
    }
  });

  test("an order whose prices include tax, with a coupon and a parcel, reads as its customer saw it", async () => {
    const order = await one(open(), "742");
    const amounts = [order.subtotal, order.discount, order.shipping, order.tax, order.total].map(({ amount }) => amount);
    assert.deepEqual(amounts, [10_880, 1_088, 490, 0, 10_282]);
    assert.deepEqual(
      order.lines.map(({ title, variant, sku, unitPrice }) => [title, variant, sku, unitPrice.amount]),
      [
        ["Water bottle – 1 l", null, "BOT-1", 2_490],
        ["Rain jacket", "M", "JACK-M", 5_900],
      ],
    );
    assert.deepEqual(
      order.fulfillments.map(({ carrier, trackingNumber, lines }) => [carrier, trackingNumber, lines.length]),
      [["DHL", "00340434161094042557", 2]],
    );
  });

  test("tax on top, fees, odd prices and currencies without cents are told to the last unit", async () => {
    const store = open();
    const sums = async (id: string): Promise<number[]> => {
      const { subtotal, discount, shipping, tax, total } = await one(store, id);
      return [subtotal, discount, shipping, tax, total].map(({ amount }) => amount);
    };
    assert.deepEqual(await sums("743"), [10_977, 0, 1_000, 868, 12_845]);
    assert.deepEqual(await sums("749"), [999, 0, 0, 351, 1_350]);
    assert.deepEqual(await sums("750"), [3_000, 0, 300, 0, 3_300]);
    assert.deepEqual(await sums("751"), [3_705, 1_223, 0, 124, 2_606]);
  });

  test("a status of the shop's own means what the settings say", async () => {
    const more = { shippedStatuses: ["awaiting-pickup"], cancelledStatuses: ["cancelled", "no-show"] };
    touch(744, { status: "no-show" });
    assert.equal((await one(open(), "749")).fulfillment, "unfulfilled");
    assert.equal((await one(open({ more }), "749")).fulfillment, "fulfilled");
    assert.equal((await one(open({ more }), "744")).status, "cancelled");
  });

  test("parcels that list their pieces leave the others where they are", async () => {
    const order = await one(open(), "748");
    assert.deepEqual([order.fulfillment, order.fulfillments.length, order.lines[0]?.fulfilledQuantity], ["partial", 1, 1]);
  });

  test("a number is found that a plugin made, kept aside, or built around the order's id", async () => {
    touch(747, { meta_data: [{ id: 1, key: "_order_number", value: "2026-0007" }] });
    touch(746, { number: "AT746X" });
    const store = open();
    assert.equal((await store.findOrders({ number: "#at746x" }))[0]?.id, "746");
    assert.equal((await one(store, "747")).number, "2026-0007");
    assert.deepEqual(await store.findOrders({ number: "746" }), [], "another shop's number is not this order's");
  });

  test("a customer is found by telephone however it is written, also one without an account", async () => {
    const store = open();
    for (const phone of ["+1 555 555 5555", "5555555555"]) assert.equal((await store.findOrders({ phone, limit: 3 }))[0]?.id, "743");
    assert.equal((await store.findCustomer({ phone: "+49 151 23456789" }))?.id, "25");
    const guest = await store.findCustomer({ phone: "(555) 555-5555" });
    assert.deepEqual(await store.findCustomer({ id: guest!.id }), guest);
    assert.deepEqual([guest?.email, guest?.lifetimeValue, guest?.orderCount], ["ben@example.com", { amount: 0, currency: "EUR" }, 1]);
  });

  test("a customer's worth is what their orders paid, and a role makes them VIP", async () => {
    const store = open();
    const before = await store.findCustomer({ email: "Ana@example.com" });
    assert.deepEqual([before?.isVip, before?.orderCount, before?.lifetimeValue.amount], [true, 2, 10_282 + 10_880]);
    await store.actions.refund!({ key: "r", orderId: "742", amount: { amount: 500, currency: "EUR" }, reason: "Late" });
    assert.equal((await store.findCustomer({ id: "25" }))?.lifetimeValue.amount, 10_282 + 10_880 - 500);
  });

  test("a refund of pieces and shipping is booked where it belongs, and its reason is told without our mark", async () => {
    const store = open();
    const before = await one(store, "743");
    const request = {
      key: "r1",
      orderId: "743",
      reason: "Broken",
      amount: { amount: 3_743, currency: "USD" },
      shipping: { amount: 1_073, currency: "USD" },
      lines: [{ lineId: before.lines[0]!.id, quantity: 1 }],
    };
    await assert.rejects(store.actions.refund!(request), refusedAs("conflict", /shipping left/));
    const { order } = await store.actions.refund!({ ...request, shipping: { amount: 1_000, currency: "USD" } });
    assert.deepEqual([order.refunds[0]?.amount.amount, order.refunds[0]?.reason, order.payment], [3_743, "Broken", "partially_refunded"]);
    const body = shop.requests.find(({ method, path }) => method === "POST" && path.endsWith("/refunds"))!.body!;
    const items = body["line_items"] as { quantity: number; refund_total: number; refund_tax: { refund_total: number }[] }[];
    assert.deepEqual([body["api_refund"], body["api_restock"]], [true, false]);
    assert.deepEqual(
      items.map(({ quantity, refund_total: net, refund_tax: taxes }) => [quantity, Math.round((net + taxes[0]!.refund_total) * 100)]),
      [
        [1, 2_671],
        [0, 1_000],
      ],
    );
  });

  test("a payment method that cannot pay back is refused, unless the shop's people pay by hand", async () => {
    touch(744, { payment_method: "bacs" });
    const request = { key: "r", orderId: "744", amount: { amount: 100, currency: "EUR" }, reason: "Late" };
    await assert.rejects(open().actions.refund!(request), refusedAs("conflict", /does not support automatic refunds/));
    const { order } = await open({ more: { manualRefundMethods: ["bacs"] } }).actions.refund!(request);
    assert.equal(order.refunds.length, 1);
  });

  test("a refund the shop wrote down but did not pay is neither made again nor called paid", async () => {
    const store = open();
    const request = { key: "r", orderId: "743", amount: { amount: 100, currency: "USD" }, reason: "Late" };
    await store.actions.refund!(request);
    shop.state.refunds.get("743")![0]!["refunded_payment"] = false;
    await assert.rejects(store.actions.refund!(request), refusedAs("vendor_unavailable", /does not say that it was paid/));
    assert.equal(shop.state.refunds.get("743")!.length, 1);
  });

  test("five full refunds at the same time from two processes pay once", async () => {
    const state = memoryState();
    const stores = [open({ state }), open({ state })];
    const full = (await one(stores[0]!, "744")).total;
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, (_, nth) =>
        stores[nth % 2]!.actions.refund!({ key: `full-${nth}`, orderId: "744", amount: full, reason: "All" }),
      ),
    );
    assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
    assert.equal(shop.state.refunds.get("744")!.length, 1);
  });

  test("a cancellation says when and why, and leaves one note for the shop's people", async () => {
    const at = new Date();
    const store = open({ now: () => at });
    const request = { key: "c", orderId: "744", reason: "Changed my mind" };
    await store.actions.cancel!(request);
    const order = await one(store, "744");
    assert.deepEqual([order.cancelledAt, order.cancelReason], [at.toISOString(), "Changed my mind"]);
    await store.actions.cancel!(request);
    assert.equal(shop.state.notes.get("744")!.length, 1);
  });

  test("a coupon is for the order's customer only, once, until its day", async () => {
    const store = open();
    const base = { orderId: "744", reason: "Late", expiresAt: later };
    const { made } = await store.actions.discount_code!({ ...base, key: "d", amount: { amount: 500, currency: "EUR" } });
    const coupon = shop.state.coupons[0]!;
    assert.deepEqual([coupon["email_restrictions"], coupon["usage_limit"], coupon["amount"]], [["cleo@example.com"], 1, "5.00"]);
    assert.deepEqual([coupon["discount_type"], coupon["date_expires_gmt"]], ["fixed_cart", "2030-01-01T00:00:00"]);
    assert.equal(coupon["code"], made!.code!.toLowerCase());
    await assert.rejects(
      store.actions.discount_code!({ ...base, key: "e", amount: { amount: 500, currency: "USD" } }),
      refusedAs("invalid", /in EUR/),
    );
  });

  test("a replacement stands below the order it replaces and is not made a second time after a crash", async () => {
    const lines = [{ lineId: (await one(open(), "742")).lines[0]!.id, quantity: 1 }];
    const request = { key: "again", orderId: "742", reason: "Broken", returns: true, lines };
    const [first, second] = [await open().actions.reship!(request), await open().actions.reship!(request)];
    assert.deepEqual([first.alreadyDone, second.alreadyDone, second.externalId], [false, true, first.externalId]);
    const made = shop.state.orders.at(-1)!;
    assert.deepEqual([made["parent_id"], made["status"], made["total"]], [742, "processing", "0.00"]);
  });

  test("a new address in the account is written once", async () => {
    const store = open();
    const address = { name: "Ana Lima", line1: "Weg 2", line2: null, postalCode: "10117", city: "Berlin", region: null, country: "de" };
    const request = { key: "p", orderId: "742", reason: "Moved", address: { ...address, country: "DE" } };
    assert.deepEqual(
      [(await store.actions.change_profile!(request)).alreadyDone, (await store.actions.change_profile!(request)).alreadyDone],
      [false, true],
    );
    await assert.rejects(store.actions.change_profile!({ ...request, orderId: "743" }), refusedAs("conflict", /no customer's account/));
    await assert.rejects(
      store.actions.change_address!({ ...request, orderId: "744", address: { ...address, country: "Germany" } }),
      refusedAs("invalid", /two letters/),
    );
  });

  test("only what the shop shows is told of a product, and an article without a number has one of its own", async () => {
    const store = open();
    const [jacket] = await store
      .findProducts({ sku: "variation-932" })
      .then(async (found) => (found.length > 0 ? found : store.findProducts({ id: "93" })));
    assert.deepEqual(jacket?.attributes, [{ name: "Material", value: "Nylon, Wool & more" }]);
    assert.deepEqual(
      jacket.variants.map(({ sku, options, stock }) => [sku, options[0]?.value, stock]),
      [
        ["JACK-M", "M", 4],
        ["variation-932", "L", 12],
      ],
    );
    assert.deepEqual([jacket.type, jacket.description], ["Outdoor & Camping", "Good for rain."]);
    assert.deepEqual(await store.findProducts({ sku: "BAG-0" }), [], "what is not published is nobody's business");
    assert.equal((await store.findProducts({ text: "Do you have a water bottle in blue?", limit: 3 }))[0]?.id, "94");
  });

  test("a path that is gone is not an order that is gone", async () => {
    shop.before = () => ({ status: 404, body: { code: "rest_no_route", message: "No route was found" } });
    await assert.rejects(open().findOrders({ id: "742" }), refusedAs("vendor_refused", /WooCommerce is not there/));
    shop.before = () => ({ status: 404, body: "<h1>Not found</h1>" });
    await assert.rejects(open().findOrders({ id: "742" }), { code: "vendor_refused" });
  });

  test("the test of the connection says which right is missing and when the address is wrong", async () => {
    const store = open();
    shop.before = (method) =>
      method === "POST"
        ? {
            status: 401,
            body: { code: "woocommerce_rest_authentication_error", message: "The API key provided does not have write permissions." },
          }
        : null;
    assert.match((await store.check!())!, /write permissions.*Read\/Write/);
    shop.before = () => ({ status: 404, body: "" });
    assert.match((await store.check!())!, /no WooCommerce at/);
  });

  test("web hooks are asked for once, switched on again after failures, and left alone when somebody paused them", async () => {
    const store = open();
    await store.subscribe!(hookUrl);
    await store.subscribe!(hookUrl);
    assert.deepEqual(
      shop.state.hooks.map((one) => one["topic"]),
      [...topics],
    );
    assert.ok(shop.state.hooks.every((one) => one["secret"] === ownHookSecret && one["delivery_url"] === hookUrl));
    shop.state.hooks[1]!["status"] = "disabled";
    await store.subscribe!(hookUrl);
    assert.ok(shop.state.hooks.every((one) => one["status"] === "active"));
    shop.state.hooks[2]!["status"] = "paused";
    await assert.rejects(store.subscribe!(hookUrl), refusedAs("conflict", /paused/));
    assert.equal(shop.state.hooks.length, topics.length);
  });

  test("a web hook counts when it is signed, a new one is greeted, and any other is refused", async () => {
    const store = open();
    assert.deepEqual((await store.receive!(hook('{"id":742,"status":"completed"}'))).orders, ["742"]);
    assert.deepEqual((await store.receive!(hook('{"id":742}', { "x-wc-webhook-resource": "coupon" }))).orders, []);
    assert.deepEqual(await store.receive!({ ...hook("webhook_id=12"), headers: {} }), { status: 200, orders: [] });
    const wrong = [
      hook('{"id":742}', {}, "another-secret"),
      { ...hook('{"id":742}'), body: Buffer.from('{"id":743}') },
      { ...hook('{"id":742}'), headers: {} },
    ];
    for (const request of wrong) await assert.rejects(store.receive!(request), { code: "bad_signature" });
    await assert.rejects(store.receive!(hook("no json")), { code: "bad_request" });
    const { hookSecret: _own, ...without } = settingsFor(shop.url);
    const derived = hookSecret(woocommerceSettings.parse(without));
    assert.notEqual(derived, keys.secret);
    assert.deepEqual((await open({ more: { hookSecret: undefined } }).receive!(hook('{"id":1}', {}, derived))).orders, ["1"]);
  });

  test("orders that change while pages are read are missed by none, also when hundreds changed in one second", async () => {
    const template = raws(744);
    const at = "2026-02-03T00:00:00";
    for (let id = 2_000; id < 2_020; id++)
      shop.state.orders.push({ ...structuredClone(template), id, number: String(id), date_modified_gmt: at });
    const store = open({ pageSize: 4 });
    const seen = new Map<string, string>();
    let cursor: string | null = null;
    for (let page = 0; page < 200; page++) {
      const read = await store.changedOrders!({ since: null, cursor });
      for (const order of read.orders) seen.set(order.id, order.updatedAt);
      if (page === 3 || page === 9) Object.assign(raws(2_000 + page), { date_modified_gmt: `2026-02-04T00:00:0${page}` });
      cursor = read.cursor;
      if (cursor === null) break;
    }
    assert.equal(cursor, null);
    const all = shop.state.orders.filter(({ status }) => status !== "trash");
    assert.deepEqual([...seen.keys()].toSorted(), all.map(({ id }) => String(id)).toSorted());
    for (const id of ["2003", "2009"]) assert.match(seen.get(id)!, /^2026-02-04/, "the newest state was read");
  });

  test("a shop too old to say what changed is told to be brought up to date, and nothing is taken for new", async () => {
    touch(744, { date_modified_gmt: "2026-03-01T00:00:00" });
    shop.before = (_method, path) => (path === "/orders" ? { status: 200, body: shop.state.orders, total: 13 } : null);
    await assert.rejects(
      open().changedOrders!({ since: "2026-02-20T00:00:00Z", cursor: null }),
      refusedAs("vendor_refused", /version 5\.8 or newer/),
    );
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
      assert.equal(shop.state.hooks.length, topics.length);
      touch(743, { status: "completed" });
      touch(744, { status: "on-hold" });
      touch(746, { status: "trash" });
      touch(743, { status: "cancelled" });
      for (const body of ['{"id":743,"status":"cancelled"}', '{"id":746}', '{"id":743,"status":"completed"}', '{"id":743}'])
        await mirror.tell("shop", (await store.receive!(hook(body))).orders);
      await db.pool.query("update mirror_news set ready_at = now() - interval '1 second'");
      await mirror.readNews();
      await mirror.syncOne("shop", 600_000);
      const { rows } = await db.pool.query<{ body: Order }>("select body from mirror_order order by id");
      const ids = shop.state.orders.filter(({ status }) => status !== "trash").map(({ id }) => String(id));
      const truth = await Promise.all(ids.map((id) => one(store, id)));
      assert.deepEqual(
        rows.map(({ body }) => body),
        truth,
      );
    } finally {
      await db.close();
    }
  });
});
