/** The part of the stores' contract about what their facts look like. Called by contract.ts only. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Money } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import { withStore, type OpenStore, type StoreSamples } from "./contract-samples.ts";

const maxOrders = 50;
// With seconds and a zone: a time without one means another instant on every server.
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/;

export function testStoreFacts(openStore: OpenStore, samples: StoreSamples): void {
  const eachOrder = (check: (order: Order) => void) => () =>
    withStore(openStore, async (store) => {
      for (const email of [samples.order.email, ...samples.emails]) {
        const orders = await store.findOrders({ email, limit: maxOrders });
        assert.ok(orders.length > 0, `${email} has orders`);
        for (const order of orders) check(order);
      }
    });

  test("amounts are whole minor units in the order's currency, and the sums add up", eachOrder(checkSums));
  test("times are ISO 8601 with a zone", eachOrder(checkTimes));
  test("quantities fit together: nothing is sent or paid back that was not ordered", eachOrder(checkQuantities));
  test("states fit the facts beside them", eachOrder(checkStates));
  test(
    "what is unknown is null, never an empty text",
    eachOrder((order) => assert.deepEqual(emptyTexts(order, "order"), [])),
  );
}

function checkSums(order: Order): void {
  const where = `order ${order.number}`;
  const sum = (items: readonly Money[]): number => items.reduce((total, money) => total + checkMoney(money, order.currency, where), 0);
  for (const line of order.lines) assert.equal(sum([line.total]), sum([line.unitPrice]) * line.quantity, where);
  assert.equal(sum(order.lines.map((line) => line.total)), sum([order.subtotal]), where);
  assert.equal(sum([order.subtotal, order.shipping, order.tax]) - sum([order.discount]), sum([order.total]), where);
  assert.ok(sum(order.refunds.map((refund) => refund.amount)) <= order.total.amount, `${where}: more refunded than it cost`);
}

function checkMoney(money: Money, currency: string, where: string): number {
  assert.ok(Number.isSafeInteger(money.amount) && money.amount >= 0, `${where}: ${money.amount} is not an amount`);
  assert.equal(money.currency, currency, where);
  return money.amount;
}

function checkTimes(order: Order): void {
  const times = [
    order.placedAt,
    order.updatedAt,
    order.cancelledAt,
    order.promisedBy,
    order.shipsBy,
    ...order.refunds.map((refund) => refund.at),
    ...order.fulfillments.map((item) => item.at),
  ];
  for (const time of times) {
    if (time !== null) assert.ok(TIME.test(time) && !Number.isNaN(Date.parse(time)), `order ${order.number}: "${time}"`);
  }
  const happened = [order.cancelledAt, ...order.refunds.map((refund) => refund.at), ...order.fulfillments.map((item) => item.at)];
  for (const time of happened)
    assert.ok(time === null || Date.parse(time) >= Date.parse(order.placedAt), `order ${order.number}: ${time} is before it was placed`);
}

function checkQuantities(order: Order): void {
  const sent = new Map<string, number>();
  for (const { lines } of order.fulfillments)
    for (const { lineId, quantity } of lines) sent.set(lineId, (sent.get(lineId) ?? 0) + quantity);
  for (const line of order.lines) {
    assert.ok(
      line.quantity > 0 && line.fulfilledQuantity <= line.quantity && line.refundedQuantity <= line.quantity,
      `order ${order.number}, line ${line.id}`,
    );
    assert.equal(sent.get(line.id) ?? 0, line.fulfilledQuantity, `order ${order.number}, line ${line.id}`);
    sent.delete(line.id);
  }
  assert.deepEqual([...sent.keys()], [], `order ${order.number}: parcels hold only its own lines`);
}

function checkStates(order: Order): void {
  const where = `order ${order.number}`;
  const ordered = order.lines.reduce((sum, line) => sum + line.quantity, 0),
    sent = order.lines.reduce((sum, line) => sum + line.fulfilledQuantity, 0);
  if (order.fulfillment === "fulfilled") assert.equal(sent, ordered, where);
  if (order.fulfillment === "unfulfilled") assert.equal(sent, 0, where);
  if (order.fulfillment === "partial") assert.ok(sent > 0 && sent < ordered, where);
  assert.equal(order.status === "cancelled", order.cancelledAt !== null, where);
  const back = order.refunds.reduce((sum, refund) => sum + refund.amount.amount, 0);
  if (order.payment === "refunded") assert.equal(back, order.total.amount, where);
  if (order.payment === "partially_refunded") assert.ok(back > 0 && back < order.total.amount, where);
  if (["pending", "authorized", "paid", "voided"].includes(order.payment)) assert.equal(back, 0, where);
  assert.ok(!order.number.startsWith("#"), where);
}

function emptyTexts(value: unknown, path: string): string[] {
  if (value === "") return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => emptyTexts(part, `${path}.${name}`));
}
