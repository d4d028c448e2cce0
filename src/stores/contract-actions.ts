/** The part of the stores' contract about writes: once only, never too much. Called by contract.ts only. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError, type ErrorCode } from "../domain/errors.ts";
import type { Address, Order } from "../domain/order.ts";
import { withStore, type OpenStore, type StoreSamples } from "./contract-samples.ts";
import type { RefundRequest, Store } from "./store.ts";

const parallel = 20;

export function testStoreActions(openStore: OpenStore, samples: StoreSamples): void {
  testRefunds(openStore, samples.refundableId);
  testParallelRefunds(openStore, samples.refundableId);
  testRefundOfLines(openStore, samples.refundableId);
  testCancel(openStore, samples);
  testOrderChanges(openStore, samples);
  testGifts(openStore, samples);
}

type Purse = { store: Store; order: Order; refund: (key: string, amount: number) => ReturnType<NonNullable<Store["actions"]["refund"]>> };

/** Runs with the refundable order; a store that cannot refund has nothing to prove. */
async function withPurse(openStore: OpenStore, id: string | undefined, run: (purse: Purse) => Promise<void>): Promise<void> {
  await withStore(openStore, async (store) => {
    const act = store.actions.refund?.bind(store.actions);
    if (!act) return;
    assert.ok(id, "a store that can refund names a refundable order");
    const order = await orderOf(store, id);
    const refund = (key: string, amount: number) => act(requestOf(order, key, amount));
    await run({ store, order, refund });
  });
}

function requestOf(order: Order, key: string, amount: number): RefundRequest {
  return { key, orderId: order.id, amount: { amount, currency: order.currency }, reason: "Contract test" };
}

function testRefunds(openStore: OpenStore, id: string | undefined): void {
  test("a refund with the same key pays once and answers the same again", () =>
    withPurse(openStore, id, async ({ store, order, refund }) => {
      const first = await refund("key-1", 10),
        second = await refund("key-1", 10);
      assert.equal(first.alreadyDone, false);
      assert.equal(second.alreadyDone, true);
      assert.equal(second.externalId, first.externalId);
      assert.equal(refunded(await orderOf(store, order.id)), refunded(order) + 10);
      assert.equal(refunded(first.order), refunded(order) + 10);
    }));

  test("more than what is left is refused, the rest to the last cent is not", () =>
    withPurse(openStore, id, async ({ store, order, refund }) => {
      const left = order.total.amount - refunded(order);
      await refusedWith("conflict", () => refund("key-much", left + 1));
      assert.equal(refunded(await orderOf(store, order.id)), refunded(order));
      const { order: after } = await refund("key-rest", left);
      assert.equal(after.payment, "refunded");
      await refusedWith("conflict", () => refund("key-more", 1));
    }));

  test("an amount that is none, another currency or an unknown order is refused", () =>
    withPurse(openStore, id, async ({ store, order, refund }) => {
      for (const amount of [0, -5, 1.5, Number.NaN]) await refusedWith("invalid", () => refund(`key-${amount}`, amount));
      const foreign = { amount: 10, currency: order.currency === "EUR" ? "USD" : "EUR" };
      await refusedWith("invalid", () => store.actions.refund!({ ...requestOf(order, "key-foreign", 10), amount: foreign }));
      await refusedWith("not_found", () => store.actions.refund!({ ...requestOf(order, "key-nobody", 10), orderId: "999999999999" }));
      assert.equal(refunded(await orderOf(store, order.id)), refunded(order));
    }));
}

function testParallelRefunds(openStore: OpenStore, id: string | undefined): void {
  test("twenty refunds at once never pay back more than was paid", () =>
    withPurse(openStore, id, async ({ store, order, refund }) => {
      const left = order.total.amount - refunded(order);
      // Three fit, the fourth does not.
      const part = Math.floor(left / 3);
      const results = await Promise.allSettled(Array.from({ length: parallel }, (_, index) => refund(`key-${index}`, part)));
      const done = results.filter((result) => result.status === "fulfilled");
      const after = await orderOf(store, order.id);
      assert.equal(done.length, 3);
      assert.equal(new Set(done.map((result) => result.value.externalId)).size, 3);
      assert.equal(refunded(after), refunded(order) + 3 * part);
      for (const result of results) if (result.status === "rejected") assert.equal((result.reason as AppError).code, "conflict");
    }));

  test("twenty times the same key at once pays once", () =>
    withPurse(openStore, id, async ({ store, order, refund }) => {
      const receipts = await Promise.all(Array.from({ length: parallel }, () => refund("key-same", 10)));
      assert.equal(receipts.filter((receipt) => !receipt.alreadyDone).length, 1);
      assert.equal(new Set(receipts.map((receipt) => receipt.externalId)).size, 1);
      assert.equal(refunded(await orderOf(store, order.id)), refunded(order) + 10);
    }));
}

function testCancel(openStore: OpenStore, { cancellableId, shippedId }: StoreSamples): void {
  const withCancel = (run: (store: Store, cancel: NonNullable<Store["actions"]["cancel"]>) => Promise<void>) => () =>
    withStore(openStore, async (store) => {
      if (store.actions.cancel) await run(store, store.actions.cancel.bind(store.actions));
    });

  test(
    "an order that was not sent can be cancelled, once",
    withCancel(async (store, cancel) => {
      assert.ok(cancellableId, "a store that can cancel names a cancellable order");
      const request = { key: "key-1", orderId: cancellableId, reason: "Changed my mind" };
      const first = await cancel(request),
        second = await cancel(request);
      assert.deepEqual([first.alreadyDone, second.alreadyDone], [false, true]);
      assert.equal(second.externalId, first.externalId);
      const order = await orderOf(store, cancellableId);
      assert.equal(order.status, "cancelled");
      assert.notEqual(order.cancelledAt, null);
      await refusedWith("conflict", () => cancel({ ...request, key: "key-2" }));
    }),
  );

  test(
    "an order that was sent cannot be cancelled",
    withCancel(async (store, cancel) => {
      assert.ok(shippedId, "a store that can cancel names an order that was sent");
      const before = structuredClone(await orderOf(store, shippedId));
      await refusedWith("conflict", () => cancel({ key: "key-1", orderId: shippedId, reason: "Too late" }));
      assert.deepEqual(await orderOf(store, shippedId), before);
    }),
  );
}

function testRefundOfLines(openStore: OpenStore, id: string | undefined): void {
  test("a refund of a line counts its pieces, and pieces given back cannot be given back again", () =>
    withPurse(openStore, id, async ({ store, order }) => {
      const line = order.lines.find(({ quantity, refundedQuantity }) => quantity > refundedQuantity);
      assert.ok(line, "the refundable order has a line nothing was given back of");
      const left = line.quantity - line.refundedQuantity;
      const part = { ...requestOf(order, "key-line", 10), lines: [{ lineId: line.id, quantity: left }] };
      await store.actions.refund!(part);
      const after = (await orderOf(store, order.id)).lines.find((one) => one.id === line.id)!;
      assert.equal(after.refundedQuantity, line.quantity);
      await refusedWith("conflict", () => store.actions.refund!({ ...part, key: "key-line-2", lines: [{ lineId: line.id, quantity: 1 }] }));
      await refusedWith("invalid", () => store.actions.refund!({ ...part, key: "key-line-3", lines: [{ lineId: "none", quantity: 1 }] }));
    }));
}

const elsewhere: Address = {
  name: "Contract Test",
  line1: "Lindenweg 4",
  line2: null,
  postalCode: "10115",
  city: "Berlin",
  region: null,
  country: "DE",
};

function testOrderChanges(openStore: OpenStore, { cancellableId, shippedId }: StoreSamples): void {
  test("an order that was not sent goes to another address, one that was sent does not", () =>
    withStore(openStore, async (store) => {
      const change = store.actions.change_address?.bind(store.actions);
      if (!change) return;
      const request = { key: "key-address", orderId: cancellableId!, reason: "Moved", address: elsewhere };
      assert.deepEqual([(await change(request)).alreadyDone, (await change(request)).alreadyDone], [false, true]);
      assert.deepEqual((await orderOf(store, cancellableId!)).shippingAddress, elsewhere);
      await refusedWith("conflict", () => change({ ...request, key: "key-address-2", orderId: shippedId! }));
    }));

  test("an article is changed for another one that can be had, and the sums still add up", () =>
    withStore(openStore, async (store) => {
      const change = store.actions.change_items?.bind(store.actions);
      if (!change) return;
      const before = await orderOf(store, cancellableId!);
      const line = before.lines[0]!;
      const wanted = await articleInStock(store, line.sku, line.quantity);
      const request = {
        key: "key-items",
        orderId: before.id,
        reason: "Other size",
        lines: [{ lineId: line.id, quantity: line.quantity, sku: wanted }],
      };
      assert.deepEqual([(await change(request)).alreadyDone, (await change(request)).alreadyDone], [false, true]);
      const after = await orderOf(store, before.id);
      assert.ok(after.lines.some(({ sku, quantity }) => sku === wanted && quantity === line.quantity));
      assert.equal(pieces(after), pieces(before));
      assert.equal(
        after.subtotal.amount,
        after.lines.reduce((sum, { total }) => sum + total.amount, 0),
      );
      assert.equal(after.total.amount, after.subtotal.amount + after.shipping.amount + after.tax.amount - after.discount.amount);
      await refusedWith("conflict", () =>
        change({ ...request, key: "key-items-2", lines: [{ ...request.lines[0]!, lineId: after.lines.at(-1)!.id, sku: "NO-SUCH" }] }),
      );
    }));
}

function testGifts(openStore: OpenStore, { shippedId, cancellableId }: StoreSamples): void {
  test("a replacement is an order of its own that can be found by its number", () =>
    withStore(openStore, async (store) => {
      const reship = store.actions.reship?.bind(store.actions);
      if (!reship) return;
      const order = await orderOf(store, shippedId!);
      const request = {
        key: "key-again",
        orderId: order.id,
        reason: "Broken",
        returns: false,
        lines: [{ lineId: order.lines[0]!.id, quantity: 1, sku: await articleInStock(store, "", 1) }],
      };
      const [first, second] = [await reship(request), await reship(request)];
      assert.deepEqual([first.alreadyDone, second.alreadyDone, second.made], [false, true, first.made]);
      const [made] = await store.findOrders({ number: first.made!.order! });
      assert.equal(made?.fulfillment, "unfulfilled");
      assert.equal(made.total.amount, 0);
    }));

  test("a return label has an address of its own, and nothing comes back that was not sent", () =>
    withStore(openStore, async (store) => {
      const label = store.actions.return_label?.bind(store.actions);
      if (!label) return;
      const order = await orderOf(store, shippedId!);
      const request = { key: "key-label", orderId: order.id, reason: "Too small", lines: [{ lineId: order.lines[0]!.id, quantity: 1 }] };
      const [first, second] = [await label(request), await label(request)];
      assert.deepEqual([first.alreadyDone, second.alreadyDone, second.made], [false, true, first.made]);
      assert.match(first.made!.url!, /^https?:\/\//);
      const unsent = await orderOf(store, cancellableId!);
      const early = { ...request, key: "key-label-2", orderId: unsent.id, lines: [{ lineId: unsent.lines[0]!.id, quantity: 1 }] };
      await refusedWith("conflict", () => label(early));
    }));

  test("a discount code is made once per key, and tags are added to those there are", () =>
    withStore(openStore, async (store) => {
      const { discount_code: code, tag } = store.actions;
      const base = { orderId: shippedId!, reason: "Late" };
      if (code) {
        const request = { ...base, key: "key-code", percent: 10, expiresAt: "2030-01-01T00:00:00.000Z" };
        const [first, second] = [await code(request), await code(request)];
        assert.equal(second.made!.code, first.made!.code);
        assert.notEqual((await code({ ...request, key: "key-code-2" })).made!.code, first.made!.code);
        await refusedWith("invalid", () => code({ ...request, key: "key-code-3", amount: { amount: 500, currency: "EUR" } }));
      }
      if (tag) {
        const before = (await orderOf(store, shippedId!)).tags;
        await tag({ ...base, key: "key-tag", tags: ["handrail"] });
        assert.deepEqual(new Set((await orderOf(store, shippedId!)).tags), new Set([...before, "handrail"]));
      }
    }));
}

/** An article that can be had now, another one than `not`. */
async function articleInStock(store: Store, not: string, quantity: number): Promise<string> {
  const products = await store.findProducts({ text: "jacket tent shoe bag shirt bottle", limit: 50 });
  const variant = products.flatMap(({ variants }) => variants).find(({ sku, stock }) => sku !== not && stock >= quantity);
  assert.ok(variant, "something is in stock");
  return variant.sku;
}

const pieces = ({ lines }: Order): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);

async function orderOf(store: Store, id: string): Promise<Order> {
  const [order] = await store.findOrders({ id });
  assert.ok(order, `order ${id} is in the store`);
  return order;
}

function refunded(order: Order): number {
  return order.refunds.reduce((sum, refund) => sum + refund.amount.amount, 0);
}

async function refusedWith(code: ErrorCode, run: () => Promise<unknown>): Promise<void> {
  await assert.rejects(run, (error) => error instanceof AppError && error.code === code);
}
