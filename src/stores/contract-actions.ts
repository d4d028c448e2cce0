/** The part of the stores' contract about writes: once only, never too much. Called by contract.ts only. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError, type ErrorCode } from "../domain/errors.ts";
import type { Order } from "../domain/order.ts";
import { withStore, type OpenStore, type StoreSamples } from "./contract-samples.ts";
import type { RefundRequest, Store } from "./store.ts";

const parallel = 20;

export function testStoreActions(openStore: OpenStore, samples: StoreSamples): void {
  testRefunds(openStore, samples.refundableId);
  testParallelRefunds(openStore, samples.refundableId);
  testCancel(openStore, samples);
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
