import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { memoryState } from "../../domain/memory-state.ts";
import type { Order } from "../../domain/order.ts";
import { createBucket } from "./bucket.ts";
import { fixtureSecrets, noSchema, type FixtureShop } from "./fixture-shop.ts";
import { noon, openFixture, withShop, type FixtureStore } from "./fixture-open.ts";
import { paymentKind } from "./payment-kind.ts";

async function orderOf(store: FixtureStore, number: string): Promise<Order> {
  const [order] = await store.findOrders({ number });
  assert.ok(order, number);
  return order;
}
const withStore = (run: (store: FixtureStore, shop: FixtureShop) => Promise<void>) => () =>
  withShop((shop) => run(openFixture(shop.url), shop));
const eur = (amount: number) => ({ amount, currency: "EUR" });

describe("orders in the desk's words", { skip: noSchema }, () => {
  test(
    "where prices include tax, nothing comes on top; discounts that do not divide and a refund with shipping add up",
    withStore(async (store) => {
      const order = await orderOf(store, "1003");
      assert.deepEqual(
        [order.subtotal, order.discount, order.shipping, order.tax, order.total],
        [eur(18_994), eur(2_501), eur(500), eur(0), eur(16_993)],
      );
      assert.deepEqual(
        order.lines.map(({ unitPrice, quantity, fulfilledQuantity, refundedQuantity }) => [
          unitPrice.amount,
          quantity,
          fulfilledQuantity,
          refundedQuantity,
        ]),
        [
          [14_995, 1, 1, 0],
          [1_333, 3, 2, 1],
        ],
      );
      assert.deepEqual(order.refunds, [
        {
          id: "gid://shopify/Refund/33",
          at: "2026-02-12T10:00:00Z",
          amount: eur(1_499),
          shipping: eur(500),
          reason: "One pair had a hole",
        },
      ]);
      assert.deepEqual([order.payment, order.fulfillment, order.promisedBy], ["partially_refunded", "partial", "2026-02-09T00:00:00Z"]);
    }),
  );

  test(
    "each parcel has its tracking number, also two of one shipment; one that was called back is none",
    withStore(async (store) => {
      const { fulfillments } = await orderOf(store, "1003");
      assert.deepEqual(
        fulfillments.map(({ trackingNumber, carrier, lines }) => [trackingNumber, carrier, lines.length]),
        [
          ["A1", "DHL", 1],
          ["A2", "DHL", 0],
          ["TRACK14", "DHL", 1],
        ],
      );
    }),
  );

  test(
    "amounts are in the currency the customer paid in, with its own digits",
    withStore(async (store) => {
      const order = await orderOf(store, "1005");
      assert.deepEqual(
        [order.currency, order.total, order.payments[0]?.amount.amount],
        ["JPY", { amount: 24_800, currency: "JPY" }, 24_800],
      );
    }),
  );

  test(
    "pieces that were taken out of an order before it was sent are no part of it; a tip comes on top; a dispute shows",
    withStore(async (store) => {
      const order = await orderOf(store, "1007");
      assert.deepEqual(
        order.lines.map(({ quantity, refundedQuantity }) => [quantity, refundedQuantity]),
        [
          [2, 0],
          [1, 0],
        ],
      );
      assert.deepEqual(
        [order.total, order.discount, order.tax, order.refunds, order.payment],
        [eur(17_961), eur(200), eur(500), [], "paid"],
      );
      assert.deepEqual([order.hasChargeback, (await orderOf(store, "1002")).hasChargeback], [true, false]);
    }),
  );

  test(
    "a cancelled order says why, and is told as it was ordered",
    withStore(async (store) => {
      const order = await orderOf(store, "1004");
      assert.deepEqual(
        [order.status, order.cancelReason, order.payment, order.lines[0]?.quantity, order.total.amount],
        ["cancelled", "sold out", "voided", 3, 3_999],
      );
      assert.deepEqual([(await orderOf(store, "1001")).status, (await orderOf(store, "1002")).status], ["completed", "open"]);
    }),
  );

  test(
    "an article without a number is found by its variant's own",
    withStore(async (store) => {
      const { sku } = (await orderOf(store, "1002")).lines[1]!;
      assert.equal(sku, "variant-301");
      assert.deepEqual(
        (await store.findProducts({ sku })).map(({ title, variants }) => [title, variants[0]?.sku, variants[0]?.stock]),
        [["Mug", "variant-301", 9_999]],
      );
    }),
  );

  test("the kind of a payment is known by what the shop says of it, and by its gateway", () => {
    const kinds = (
      [
        ["shopify_payments", "CardPaymentDetails"],
        ["shopify_payments", "LocalPaymentMethodsPaymentDetails"],
        ["paypal", null],
        ["gift_card", null],
        ["Cash on Delivery (COD)", null],
        ["Bank Deposit", null],
        ["Klarna", "LocalPaymentMethodsPaymentDetails"],
        ["manual", null],
        [null, null],
      ] as const
    ).map(([gateway, details]) => paymentKind(gateway, details));
    assert.deepEqual(kinds, ["card", "other", "paypal", "gift_card", "cash", "bank_transfer", "invoice", "other", "other"]);
  });

  test(
    "an order with more lines, parcels and refunds than fit into one answer is whole",
    withStore(async (store, shop) => {
      const order = shop.state.orders.get(1001)!;
      order.lines = Array.from({ length: 250 }, (_, nth) => ({ sku: `S-${nth}`, title: `Article ${nth}`, quantity: 2, unit: 100 + nth }));
      order.parcels[0]!.lines = order.lines.map((_, line) => ({ line, quantity: 2 }));
      order.refunds = [
        {
          id: "gid://shopify/Refund/1",
          at: order.updatedAt,
          note: "",
          shipping: 0,
          transactions: [],
          lines: order.lines.map((_, line) => ({ line, quantity: 1, restockType: "RETURN" })),
        },
      ];
      const found = await orderOf(store, "1001");
      assert.deepEqual(
        [found.lines.length, found.fulfillment, found.lines.every((line) => line.refundedQuantity === 1)],
        [250, "fulfilled", true],
      );
      assert.equal(
        found.subtotal.amount,
        found.lines.reduce((sum, { total }) => sum + total.amount, 0),
      );
      for (const name of ["LinesOf", "SentLinesOf", "BackLinesOf"]) assert.ok(shop.asked.includes(name), name);
    }),
  );
});

describe("finding", { skip: noSchema }, () => {
  test(
    "an order is found by exactly its number, and never by one that only begins the same",
    withStore(async (store) => {
      const ids = async (number: string) => (await store.findOrders({ number })).map(({ id }) => id.split("/").at(-1));
      assert.deepEqual(
        [await ids("1001"), await ids("10011"), await ids("100"), await ids("#10011 ")],
        [["1001"], ["10011"], [], ["10011"]],
      );
    }),
  );

  test(
    "a shop's own prefix and suffix belong to the number, and may be left out",
    withStore(async (store, shop) => {
      shop.state.numbering = { prefix: "EN", suffix: "-A" };
      shop.state.orders.get(1001)!.name = "EN1001-A";
      for (const number of ["EN1001-A", "en1001-a", "#EN1001-A", "1001"]) {
        const [order] = await store.findOrders({ number });
        assert.deepEqual([order?.number, order?.id], ["EN1001-A", "gid://shopify/Order/1001"], number);
      }
    }),
  );

  test(
    "what stands in a number or an address is never read as a search of its own",
    withStore(async (store) => {
      for (const number of ['1001" OR name:"1002', "*", "name:1001", "1001 OR 1002", "(1001)", "\\"])
        assert.deepEqual(await store.findOrders({ number }), [], number);
      assert.deepEqual(await store.findOrders({ email: 'ana@example.com" OR email:"ben@example.com', limit: 5 }), []);
      assert.deepEqual((await store.findOrders({ id: "1001" })).length, 1);
      for (const id of ["gid://shopify/Customer/1", "1 OR 1", "gid://shopify/Order/x"])
        assert.deepEqual(await store.findOrders({ id }), []);
    }),
  );

  test(
    "a customer is found by address and telephone, with what they spent and whether they are VIP",
    withStore(async (store, shop) => {
      const ana = await store.findCustomer({ email: "Ana@Example.com" });
      assert.deepEqual(
        [ana?.isVip, ana?.language, ana?.country, ana?.orderCount, ana?.lifetimeValue],
        [true, "en", "DE", 3, { amount: 12_340, currency: "SEK" }],
      );
      for (const phone of ["+49 30 123456", "0049 30/123456"]) {
        assert.equal((await store.findCustomer({ phone }))?.id, ana!.id);
        assert.deepEqual((await store.findOrders({ phone, limit: 2 })).length, 2);
      }
      assert.deepEqual([await store.findCustomer({ phone: "030 123456" }), await store.findCustomer({ email: "nobody" })], [null, null]);
      assert.equal(
        (await openFixture(shop.url, { settings: { vipTag: "Newsletter" } }).findCustomer({ email: "ben@example.com" }))?.isVip,
        false,
      );
    }),
  );

  test(
    "products are told as the shop's pages show them: sold ones only, without purchase prices, with their options",
    withStore(async (store) => {
      const [jacket] = (await store.findProducts({ sku: "jkt-l" })) as (Awaited<ReturnType<FixtureStore["findProducts"]>>[number] & {
        attributes?: unknown;
      })[];
      assert.deepEqual(jacket?.attributes, [
        { name: "Material", value: "recycled polyamide" },
        { name: "Weight", value: "480 grams" },
        { name: "Colours", value: "red, blue" },
      ]);
      assert.deepEqual(
        jacket.variants.map((variant) => [variant.sku, variant.stock, (variant as { options?: unknown }).options]),
        [
          ["JKT-M", 4, [{ name: "Size", value: "M" }]],
          ["JKT-L", 0, [{ name: "Size", value: "L" }]],
        ],
      );
      assert.deepEqual(await store.findProducts({ sku: "SEC-1" }), []);
      assert.deepEqual(await store.findProducts({ id: "5" }), []);
      const titles = (await store.findProducts({ text: "Do you have socks OR a jacket?", limit: 10 })).map(({ title }) => title);
      assert.deepEqual(titles.sort(), ["Fleece Jacket", "Rain Jacket", "Socks", "Wind Jacket"]);
      assert.deepEqual(await store.findProducts({ text: "?!", limit: 10 }), []);
    }),
  );

  test(
    "similar products are those the shop has put together, then others of the same type",
    withStore(async (store) => {
      const titles = async (productId: string, limit: number) => (await store.similar({ productId, limit })).map(({ title }) => title);
      assert.deepEqual(await titles("gid://shopify/Product/1", 5), ["Wind Jacket", "Fleece Jacket"]);
      assert.deepEqual(await titles("1", 1), ["Wind Jacket"]);
      assert.deepEqual([await titles("2", 5), await titles("99", 5)], [[], []]);
    }),
  );
});

describe("the shop's allowance", { skip: noSchema }, () => {
  test("is waited for before it is used up, so that the shop never has to say no", async () => {
    let clock = noon.getTime();
    const now = () => new Date(clock);
    const waits: number[] = [];
    const wait = async (ms: number): Promise<void> => void (waits.push(ms), (clock += ms));
    await withShop(async (shop) => {
      Object.assign(shop.state.allowance, { maximumAvailable: 1_000, currentlyAvailable: 1_000, restoreRate: 100, at: clock });
      const store = openFixture(shop.url, { now, asks: { wait } });
      // One by one, so that the first answer tells the prices.
      for (let nth = 0; nth < 40; nth++) await store.findProducts({ id: "1" });
      assert.equal(shop.throttled, 0);
      assert.ok(waits.length > 0, "there was something to wait for");
    }, now);
  });

  test("that another app has used up is waited for, and the question asked again", async () => {
    let clock = noon.getTime();
    const now = () => new Date(clock);
    const wait = async (ms: number): Promise<void> => void (clock += ms);
    await withShop(async (shop) => {
      const store = openFixture(shop.url, { now, asks: { wait } });
      Object.assign(shop.state.allowance, { maximumAvailable: 20_000, currentlyAvailable: 0, restoreRate: 5_000, at: clock });
      assert.equal((await store.findOrders({ id: "1001" })).length, 1);
      assert.ok(shop.throttled > 0);
      // For ever is for ever: then it is said.
      Object.assign(shop.state.allowance, { currentlyAvailable: 0, restoreRate: 0.001, at: clock });
      await assert.rejects(store.findOrders({ id: "1001" }), { code: "vendor_unavailable" });
    }, now);
  });

  test("of one question is kept to: what is too dear is asked for in smaller parts", async () => {
    await withShop(async (shop) => {
      shop.state.maxQueryCost = 1_000;
      const store = openFixture(shop.url);
      assert.equal((await store.findOrders({ number: "1001" })).length, 1);
      assert.equal((await store.findOrders({ email: "ana@example.com", limit: 10 })).length, 3);
      const before = shop.asked.length;
      await store.findOrders({ email: "ana@example.com", limit: 1 });
      assert.equal(shop.asked.length, before + 1, "the size that fits is remembered");
    });
  });

  test("of a bucket is counted with what is on its way", async () => {
    let clock = 0;
    const waits: number[] = [];
    const bucket = createBucket(
      () => clock,
      async (ms) => void (waits.push(ms), (clock += ms)),
    );
    await bucket.take(50);
    bucket.done(50, { maximumAvailable: 100, currentlyAvailable: 100, restoreRate: 50 });
    await bucket.take(80);
    await bucket.take(30);
    assert.deepEqual(waits, [200]);
    assert.equal(bucket.waitFor(10_000), 2_000, "a question dearer than the bucket waits until it is full, not for ever");
  });
});

describe("the key of the shop", { skip: noSchema }, () => {
  const grant = { accessToken: undefined };

  test("is fetched once with the app's id and secret, kept for all processes and not readable there, and renewed before it ends", async () => {
    let clock = noon.getTime();
    const now = () => new Date(clock);
    await withShop(async (shop) => {
      const state = memoryState();
      const [one, other] = [openFixture(shop.url, { settings: grant, state, now }), openFixture(shop.url, { settings: grant, state, now })];
      await Promise.all(Array.from({ length: 5 }, () => one.findOrders({ id: "1001" })));
      shop.state.nextToken = "shpat_granted-2";
      await other.findOrders({ id: "1001" });
      assert.equal(shop.state.tokens.has("shpat_granted-2"), false, "the first is still good");
      assert.doesNotMatch(JSON.stringify(await state.list("")), /shpat_/);
      clock += 23 * 3_600_000 + 55 * 60_000;
      await other.findOrders({ id: "1001" });
      assert.equal(shop.state.tokens.has("shpat_granted-2"), true);
    }, now);
  });

  test("that the shop does not take any more is fetched anew, also in the middle of a write, which is made once", async () => {
    await withShop(async (shop) => {
      const store = openFixture(shop.url, { settings: grant });
      await store.findOrders({ id: "1001" });
      shop.state.tokens.delete("shpat_granted-1");
      shop.state.nextToken = "shpat_granted-2";
      const { order } = await store.actions.tag({ key: "k", orderId: "1001", reason: "r", tags: ["late"] });
      assert.deepEqual(order.tags, ["late"]);
      assert.equal(shop.asked.filter((name) => name === "TagsAdd").length, 1);
    });
  });

  test("that cannot be had is said in a sentence without the secret", async () => {
    await withShop(async (shop) => {
      const store = openFixture(shop.url, { settings: { ...grant, clientSecret: "another-secret" } });
      await assert.rejects(store.findOrders({ id: "1001" }), { code: "vendor_unauthorized", message: /client ID and client secret/ });
      assert.match((await store.check()) ?? "", /client ID and client secret/);
    });
  });

  test("that lacks a scope, or is of another shop, is told by name", async () => {
    await withShop(async (shop) => {
      const store = openFixture(shop.url);
      assert.equal(await store.check(), null);
      shop.state.scopes = ["write_orders", "read_customers"];
      assert.match((await store.check()) ?? "", /write_customers, read_products/);
      assert.doesNotMatch((await store.check()) ?? "", /read_orders/);
      assert.match(
        (await openFixture(shop.url, { settings: { shop: "other.myshopify.com" } }).check()) ?? "",
        /belongs to test-shop\.myshopify\.com/,
      );
      shop.state.tokens.delete(fixtureSecrets.accessToken);
      assert.match((await store.check()) ?? "", /access token/);
    });
  });
});
