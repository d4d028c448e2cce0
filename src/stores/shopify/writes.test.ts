import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../domain/errors.ts";
import { memoryState } from "../../domain/memory-state.ts";
import type { Address, Order } from "../../domain/order.ts";
import { fetchHttp } from "../../http/fetch.ts";
import type { Ask } from "../../http/patient.ts";
import { openFixture, withShop, type FixtureStore } from "./fixture-open.ts";
import { noSchema, type FixtureShop } from "./fixture-shop.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });
const id = (nr: number): string => `gid://shopify/Order/${nr}`;
const withStore = (run: (store: FixtureStore, shop: FixtureShop) => Promise<void>) => () =>
  withShop((shop) => run(openFixture(shop.url), shop));
const count = (shop: FixtureShop, name: string): number => shop.asked.filter((one) => one === name).length;
const back = (order: Order): number => order.refunds.reduce((sum, { amount }) => sum + amount.amount, 0);

/** The first write arrives, and its answer does not. */
function losesFirstAnswer(name: string): Ask {
  let isLost = false;
  return async (request) => {
    const answer = await fetchHttp(request);
    if (isLost || !String(request.body).includes(name)) return answer;
    isLost = true;
    throw new AppError("vendor_timeout", "The answer got lost.");
  };
}

describe("refunds", { skip: noSchema }, () => {
  test("five full refunds at the same time, from two processes, pay back once", () =>
    withShop(async (shop) => {
      const state = memoryState();
      const options = { state, asks: { wait: () => sleep(5) } };
      const stores = [openFixture(shop.url, options), openFixture(shop.url, options)];
      const results = await Promise.allSettled(
        Array.from({ length: 5 }, (_, nth) =>
          stores[nth % 2]!.actions.refund({ key: `full-${nth}`, orderId: id(1010), amount: eur(19_484), reason: "Broken" }),
        ),
      );
      assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
      for (const result of results) if (result.status === "rejected") assert.equal((result.reason as AppError).code, "conflict");
      const [order] = await stores[0]!.findOrders({ id: id(1010) });
      assert.deepEqual([back(order!), order!.payment], [19_484, "refunded"]);
    }));

  test(
    "what was paid in two ways goes back in two ways, or by the one that is asked for as far as it reaches",
    withStore(async (store, shop) => {
      const request = { orderId: id(1010), reason: "Broken" };
      await store.actions.refund({ ...request, key: "a", amount: eur(5_500) });
      const paid = () =>
        shop.state.orders
          .get(1010)!
          .transactions.filter(({ kind }) => kind === "REFUND")
          .map(({ gateway, amount }) => [gateway, amount]);
      assert.deepEqual(paid(), [
        ["gift_card", 5_000],
        ["shopify_payments", 500],
      ]);
      await assert.rejects(store.actions.refund({ ...request, key: "b", amount: eur(10), method: "gift_card" }), { code: "conflict" });
      await assert.rejects(store.actions.refund({ ...request, key: "c", amount: eur(10), method: "cheque" }), { code: "invalid" });
      await store.actions.refund({ ...request, key: "d", amount: eur(10), method: "shopify_payments" });
      assert.deepEqual(paid().at(-1), ["shopify_payments", 10]);
    }),
  );

  test(
    "lines and shipping go into the shop's books; more shipping than is left does not",
    withStore(async (store, shop) => {
      const [order] = await store.findOrders({ id: id(1010) });
      const lines = [{ lineId: order!.lines[1]!.id, quantity: 2 }];
      const request = { orderId: id(1010), reason: "Holes", amount: eur(2_666 + 400), lines, shipping: eur(400) };
      const { order: after } = await store.actions.refund({ ...request, key: "a" });
      assert.deepEqual([after.refunds[0]?.shipping, after.refunds[0]?.reason, after.lines[1]?.refundedQuantity], [eur(400), "Holes", 2]);
      await assert.rejects(store.actions.refund({ ...request, lines: [], key: "b" }), {
        code: "conflict",
        message: /0\.90 EUR of shipping left/,
      });
      await assert.rejects(store.actions.refund({ ...request, lines: [], key: "c", amount: eur(50), shipping: eur(60) }), {
        code: "invalid",
      });
      assert.match(shop.state.orders.get(1010)!.refunds[0]!.note, /^Holes \[handrail:[0-9a-f]{20}\]$/);
    }),
  );

  test("a refund whose answer got lost was made, and asking again with its key says so", () =>
    withShop(async (shop) => {
      const store = openFixture(shop.url, { asks: { askOnce: losesFirstAnswer("RefundOnce") } });
      const request = { key: "lost", orderId: id(1010), amount: eur(100), reason: "Late" };
      await assert.rejects(store.actions.refund(request), { code: "vendor_timeout" });
      const receipt = await store.actions.refund(request);
      assert.deepEqual([receipt.alreadyDone, back(receipt.order), count(shop, "RefundOnce")], [true, 100, 1]);
    }));

  test("a key that the shop has used up for an attempt that failed is followed by another", () =>
    withShop(async (shop) => {
      const used = shop.state.idempotency;
      const get = used.get.bind(used);
      let first: string | undefined;
      used.get = (key) => ((first ??= key) === key ? "failed" : get(key));
      const { alreadyDone, order } = await openFixture(shop.url).actions.refund({
        key: "k",
        orderId: id(1010),
        amount: eur(100),
        reason: "Late",
      });
      assert.deepEqual([alreadyDone, back(order), used.size], [false, 100, 1]);
    }));

  test(
    "a shop that says no is heard in its own words",
    withStore(async (store, shop) => {
      // Somebody else gives back the rest between our look and our refund.
      const order = shop.state.orders.get(1008)!;
      order.transactions = [order.transactions[0]!];
      order.refunds = [];
      const locked = { ...order.transactions[0]!, gateway: "locked" };
      Object.defineProperty(order.transactions, "find", { value: () => locked });
      await assert.rejects(store.actions.refund({ key: "k", orderId: id(1008), amount: eur(100), reason: "Late" }), {
        code: "conflict",
        message: /Parent transaction is not of this gateway/,
      });
    }),
  );
});

const elsewhere: Address = {
  name: "Ana Maria Lima",
  line1: "Lindenweg 4",
  line2: "Hinterhaus",
  postalCode: "8001",
  city: "Zürich",
  region: "ZH",
  country: "ch",
};

describe("changes", { skip: noSchema }, () => {
  test("a cancellation that takes the shop long is waited for, and never begun twice", () =>
    withShop(async (shop) => {
      const state = memoryState();
      const store = openFixture(shop.url, { state, asks: { askOnce: losesFirstAnswer("mutation Nothing") } });
      const request = { key: "k", orderId: id(1002), reason: "Changed my mind" };
      // The shop is at work for longer than we wait.
      const set = shop.state.jobs.set.bind(shop.state.jobs);
      shop.state.jobs.set = (job, work) => set(job, { ...work, left: 40 });
      await assert.rejects(store.actions.cancel(request), { code: "vendor_unavailable", message: /still at work/ });
      const receipt = await store.actions.cancel(request);
      assert.deepEqual([receipt.order.status, receipt.order.cancelReason, shop.state.cancels], ["cancelled", "Changed my mind", 1]);
      assert.equal((await store.actions.cancel(request)).alreadyDone, true);
    }));

  test(
    "another address takes the place of all of the one before, and the same change asked for again does not undo a later one",
    withStore(async (store) => {
      const change = (key: string, address: Address) => store.actions.change_address({ key, orderId: id(1002), reason: "Moved", address });
      const { order } = await change("a", elsewhere);
      assert.deepEqual(order.shippingAddress, { ...elsewhere, country: "CH" });
      const later = { ...elsewhere, line2: null, region: null, country: "DE", postalCode: "10115", city: "Berlin" };
      await change("b", later);
      const again = await change("a", elsewhere);
      assert.deepEqual([again.alreadyDone, again.order.shippingAddress], [true, later]);
      await assert.rejects(change("c", { ...elsewhere, country: "Switzerland" }), { code: "invalid", message: /two letters/ });
    }),
  );

  test(
    "a replacement goes to the order's address, costs nothing and says what it is for; sold out is a conflict",
    withStore(async (store, shop) => {
      const [order] = await store.findOrders({ id: id(1002) });
      const [jacket, mug] = order!.lines;
      const request = { orderId: id(1002), reason: "Broken", returns: true };
      const { made, order: same } = await store.actions.reship({
        ...request,
        key: "a",
        lines: [
          { lineId: jacket!.id, quantity: 1 },
          { lineId: mug!.id, quantity: 2 },
        ],
      });
      assert.equal(same.number, "1002");
      const [replacement] = await store.findOrders({ number: made!.order! });
      assert.deepEqual(
        [replacement!.total, replacement!.discount, replacement!.shippingAddress],
        [eur(0), eur(16_793), order!.shippingAddress],
      );
      assert.match(replacement!.note ?? "", /Replacement for #1002: Broken The pieces it replaces come back\./);
      await assert.rejects(store.actions.reship({ ...request, key: "b", lines: [{ lineId: jacket!.id, quantity: 1, sku: "JKT-L" }] }), {
        code: "conflict",
        message: /0 are in stock/,
      });
      await assert.rejects(store.actions.reship({ ...request, key: "c", lines: [{ lineId: jacket!.id, quantity: 2 }] }), {
        code: "conflict",
      });
      assert.equal(shop.state.drafts.size, 1);
    }),
  );

  test(
    "an address without a postal code goes to a replacement without one",
    withStore(async (store, shop) => {
      const order = shop.state.orders.get(1002)!;
      order.address = { ...order.address, zip: null, city: "Hong Kong", countryCode: "HK" };
      const [before] = await store.findOrders({ id: id(1002) });
      assert.equal(before!.shippingAddress?.postalCode, "-");
      const lines = [{ lineId: before!.lines[1]!.id, quantity: 1 }];
      await store.actions.reship({ key: "a", orderId: id(1002), reason: "Broken", returns: false, lines });
      assert.equal([...shop.state.drafts.values()][0]!.input["shippingAddress"].zip, "");
    }),
  );

  test("a replacement whose answer got lost is there once", () =>
    withShop(async (shop) => {
      for (const name of ["DraftCreate", "DraftComplete"]) {
        const before = shop.state.orders.size;
        const store = openFixture(shop.url, { asks: { askOnce: losesFirstAnswer(name) } });
        const [order] = await store.findOrders({ id: id(1002) });
        const request = {
          key: name,
          orderId: id(1002),
          reason: "Broken",
          returns: false,
          lines: [{ lineId: order!.lines[1]!.id, quantity: 1 }],
        };
        await assert.rejects(store.actions.reship(request), { code: "vendor_timeout" });
        const receipts = [await store.actions.reship(request), await store.actions.reship(request)];
        assert.deepEqual([shop.state.orders.size - before, new Set(receipts.map(({ externalId }) => externalId)).size], [1, 1], name);
      }
    }));

  test(
    "an article that is not sold any more is sent again by its name, when somebody asks for it",
    withStore(async (store, shop) => {
      delete shop.state.orders.get(1002)!.lines[0]!.variant;
      const [order] = await store.findOrders({ id: id(1002) });
      const lines = [{ lineId: order!.lines[0]!.id, quantity: 1 }];
      const { made } = await store.actions.reship({ key: "a", orderId: id(1002), reason: "Broken", returns: false, lines });
      assert.deepEqual(
        (await store.findOrders({ number: made!.order! }))[0]?.lines.map(({ title, sku }) => [title, sku]),
        [["Rain Jacket", "custom"]],
      );
    }),
  );

  test(
    "a discount code is for this customer, once, until its day, in the shop's currency",
    withStore(async (store, shop) => {
      const request = { orderId: id(1001), reason: "Late", expiresAt: "2030-01-01T00:00:00.000Z" };
      const { made } = await store.actions.discount_code({ ...request, key: "a", amount: eur(500) });
      assert.match(made!.code!, /^THANKS-[0-9A-F]{10}$/);
      const { discount } = shop.state.codes.get(made!.code!)!;
      assert.deepEqual(
        [
          discount["usageLimit"],
          discount["appliesOncePerCustomer"],
          discount["context"],
          discount["endsAt"],
          discount["customerGets"].value,
        ],
        [
          1,
          true,
          { customers: { add: ["gid://shopify/Customer/1"] } },
          request.expiresAt,
          { discountAmount: { amount: "5.00", appliesOnEachItem: false } },
        ],
      );
      const wrong = [
        { amount: { amount: 500, currency: "JPY" } },
        { percent: 0 },
        { percent: 101 },
        { percent: 10, expiresAt: "2020-01-01T00:00:00Z" },
        { amount: eur(0.5) },
      ];
      for (const [nth, one] of wrong.entries())
        await assert.rejects(store.actions.discount_code({ ...request, key: `w${nth}`, ...one }), { code: "invalid" }, JSON.stringify(one));
      const guest = await store.actions.discount_code({ ...request, key: "g", orderId: id(1012), percent: 12.5 });
      assert.deepEqual(shop.state.codes.get(guest.made!.code!)!.discount["context"], { all: "ALL" });
    }),
  );

  test("a discount code whose answer got lost is found again", () =>
    withShop(async (shop) => {
      const store = openFixture(shop.url, { asks: { askOnce: losesFirstAnswer("CodeCreate") } });
      const request = { key: "k", orderId: id(1001), reason: "Late", percent: 10, expiresAt: "2030-01-01T00:00:00.000Z" };
      await assert.rejects(store.actions.discount_code(request), { code: "vendor_timeout" });
      assert.equal((await store.actions.discount_code(request)).alreadyDone, true);
      assert.equal(shop.state.codes.size, 1);
    }));

  test(
    "tags that are there already stay, and a comma does not make two of one",
    withStore(async (store, shop) => {
      const tag = (tags: string[]) => store.actions.tag({ key: "k", orderId: id(1002), reason: "r", tags });
      assert.deepEqual((await tag(["late, very", "Gift"])).order.tags, ["gift", "late  very"]);
      assert.deepEqual([(await tag(["GIFT"])).alreadyDone, count(shop, "TagsAdd")], [true, 1]);
    }),
  );

  test(
    "the address in a customer's account is changed, or made where there is none; a guest has no account",
    withStore(async (store, shop) => {
      const change = (nr: number) =>
        store.actions.change_profile({ key: `k${nr}`, orderId: id(nr), reason: "Moved", address: { ...elsewhere, country: "CH" } });
      assert.deepEqual([(await change(1001)).alreadyDone, (await change(1001)).alreadyDone], [false, true]);
      assert.equal((await store.findCustomer({ email: "ana@example.com" }))?.country, "CH");
      await change(1003);
      assert.deepEqual([count(shop, "AddressUpdate"), count(shop, "AddressCreate")], [1, 1]);
      await assert.rejects(change(1012), { code: "conflict", message: /no customer's account/ });
    }),
  );
});
