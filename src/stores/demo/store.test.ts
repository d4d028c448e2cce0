import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConnectionState } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import { memoryState } from "../../domain/memory-state.ts";
import { testStoreContract } from "../contract.ts";
import type { Store } from "../store.ts";
import { demoCast } from "./cast.ts";
import { demoStoreSettings, type DemoStoreSettings } from "./settings.ts";
import { demoStore } from "./store.ts";

const instant = new Date("2026-03-02T10:00:00Z");
const log = { debug() {}, info() {}, warn() {}, error() {} };

type Setup = { state?: ConnectionState; settings?: DemoStoreSettings; now?: Date };

function openDemo({ state = memoryState(), settings = demoStoreSettings.parse({}), now = instant }: Setup = {}): Store {
  return demoStore.open({ connectionId: "demo-store", settings, state, log, now: () => now, publicUrl: "http://127.0.0.1:4000" });
}

const refundOf1047 = { key: "refund-1", orderId: "ord_1047", amount: { amount: 100, currency: "EUR" }, reason: "Scratched" };

testStoreContract("demo", () => ({ store: openDemo() }), {
  definition: demoStore,
  settings: { storeName: "Nordlicht Outdoor", seed: 1 },
  order: { id: "ord_1042", number: "1042", email: "ana@example.com" },
  product: { sku: "RHB-111-3", text: "hiking boots" },
  related: { boughtId: "prd_11", similarId: "prd_11" },
  unknown: { number: "9999", id: "ord_9999", email: "nobody@example.com", phone: "+15035550199", sku: "XXX-1" },
  emails: demoCast.filter((member) => member.order !== null).map((member) => member.email),
  refundableId: "ord_1047",
  cancellableId: "ord_1056",
  shippedId: "ord_1042",
});

test("a refund and a cancellation are still there the next day, after the order and before now", async () => {
  const state = memoryState();
  const today = openDemo({ state });
  await today.actions.refund!(refundOf1047);
  await today.actions.cancel!({ key: "cancel-1", orderId: "ord_1056", reason: "Changed my mind" });
  const later = new Date("2026-03-20T10:00:00Z");
  const tomorrow = openDemo({ state, now: later });
  const [refunded] = await tomorrow.findOrders({ number: "1047" }),
    [cancelled] = await tomorrow.findOrders({ number: "1056" });
  assert.equal(refunded?.payment, "partially_refunded");
  assert.equal(refunded.refunds[0]?.amount.amount, 100);
  assert.equal(cancelled?.status, "cancelled");
  for (const [order, at] of [
    [refunded, refunded.refunds[0].at],
    [cancelled, cancelled.cancelledAt],
  ] as const) {
    assert.ok(at !== null && at >= order.placedAt && at <= later.toISOString(), `${order.number}: ${at}`);
  }
});

test("two processes on one state see each other's refunds at once", async () => {
  const state = memoryState();
  const one = openDemo({ state }),
    other = openDemo({ state });
  await other.findOrders({ number: "1047" });
  await one.actions.refund!(refundOf1047);
  const [order] = await other.findOrders({ number: "1047" });
  assert.equal(order?.refunds.length, 1);
});

test("a customer's worth falls by what was paid back", async () => {
  const store = openDemo();
  const before = await store.findCustomer({ email: "florence@example.com" });
  await store.actions.refund!(refundOf1047);
  const after = await store.findCustomer({ email: "florence@example.com" });
  assert.equal(after?.lifetimeValue.amount, before!.lifetimeValue.amount - 100);
});

test("a customer is found by telephone, written with spaces or 00", async () => {
  const store = openDemo();
  const ana = await store.findCustomer({ email: "Ana@Example.com" });
  assert.ok(ana?.phone);
  const spaced = `${ana.phone.slice(0, 4)} ${ana.phone.slice(4)}`;
  assert.equal((await store.findCustomer({ phone: spaced }))?.id, ana.id);
  assert.equal((await store.findCustomer({ phone: ana.phone.replace("+", "00") }))?.id, ana.id);
  assert.equal((await store.findOrders({ phone: ana.phone, limit: 1 }))[0]?.number, "1042");
});

test("a thousand questions at the same moment cost one read of the state", async () => {
  const state = memoryState();
  let calls = 0;
  const counted = {
    ...state,
    getMany: (keys: string[]) => (calls++, state.getMany(keys)),
    get: (key: string) => (calls++, state.get(key)),
  };
  const store = openDemo({ state: counted });
  const found = await Promise.all(Array.from({ length: 1_000 }, (_, index) => store.findOrders({ number: String(1001 + index) })));
  assert.equal(found.flat().length, 1_000);
  assert.equal(calls, 1);
});

test("nobody who reads an order can change it for the next reader", async () => {
  const store = openDemo();
  const [order] = await store.findOrders({ number: "1042" });
  assert.throws(() => order!.tags.push("mine"), TypeError);
  assert.throws(() => (order!.total.amount = 1), TypeError);
});

test("it fails its reads when told to, and works again when told so", async () => {
  const settings = demoStoreSettings.parse({});
  const store = openDemo({ settings });
  settings.faults.failReads = "vendor_unavailable";
  for (const read of [
    () => store.findOrders({ number: "1042" }),
    () => store.findCustomer({ email: "ana@example.com" }),
    () => store.findProducts({ text: "tent", limit: 3 }),
  ]) {
    await assert.rejects(read, (error) => error instanceof AppError && error.code === "vendor_unavailable");
  }
  assert.match((await store.check?.()) ?? "", /failReads/);
  delete settings.faults.failReads;
  assert.equal((await store.findOrders({ number: "1042" })).length, 1);
  assert.equal(await store.check?.(), null);
});

test("a refund whose answer got lost has been paid, and asking again with the key says so", async () => {
  const settings = demoStoreSettings.parse({ faults: { timeoutAfterSuccess: true } });
  const store = openDemo({ settings });
  await assert.rejects(
    () => store.actions.refund!(refundOf1047),
    (error) => error instanceof AppError && error.code === "vendor_timeout",
  );
  settings.faults.timeoutAfterSuccess = false;
  const receipt = await store.actions.refund!(refundOf1047);
  assert.equal(receipt.alreadyDone, true);
  assert.equal(receipt.order.refunds.length, 1);
});

test("an unpaid order has nothing to refund, and cancelling it voids the payment", async () => {
  const store = openDemo();
  const [order] = await store.findOrders({ number: "1062" });
  const amount = { amount: 1, currency: order!.currency };
  await assert.rejects(
    () => store.actions.refund!({ key: "refund-1", orderId: order!.id, amount, reason: "None" }),
    (error) => error instanceof AppError && error.code === "conflict",
  );
  const { order: cancelled } = await store.actions.cancel!({ key: "cancel-1", orderId: order!.id, reason: "No payment" });
  assert.equal(cancelled.payment, "voided");
});

test("products are found by what they are called", async () => {
  const store = openDemo();
  const [first] = await store.findProducts({ text: "Do you have the ridge hiking boot in 42?", limit: 3 });
  assert.equal(first?.title, "Ridge Hiking Boots");
  assert.deepEqual(await store.findProducts({ text: "zzzz", limit: 3 }), []);
  assert.ok((await store.findProducts({ text: "tent ".repeat(100_000), limit: 2 })).length === 2);
});

test("what was bought together is counted over the shop's own orders, and a cancelled order does not count any more", async () => {
  const store = openDemo();
  const [first] = await store.boughtTogether!({ productId: "prd_11", limit: 1 });
  let both = 0;
  for (let number = 1001; number <= 2000; number++) {
    const [order] = await store.findOrders({ number: String(number) });
    const ids = order!.lines.map(({ productId }) => productId);
    if (order!.status !== "cancelled" && ids.includes("prd_11") && ids.includes(first!.product.id)) both++;
  }
  assert.equal(first!.orders, both);
});

test("similar products are of the same kind", async () => {
  const similar = await openDemo().similar!({ productId: "prd_26", limit: 3 });
  assert.deepEqual(
    similar.map(({ type }) => type),
    ["Tents", "Tents", "Tents"],
  );
});
