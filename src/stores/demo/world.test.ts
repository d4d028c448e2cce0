import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, readDemoParcel } from "../../domain/demo-parcel.ts";
import { currencyDigits } from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import { demoCast } from "./cast.ts";
import { makeWorld, type World } from "./world.ts";

const someDay = Date.UTC(2026, 2, 2);
const days = [someDay, someDay + dayMs, someDay + 17 * dayMs, Date.UTC(2028, 1, 29), Date.UTC(2031, 11, 31)];

function worldOn(day: number, seed = 1): World {
  return makeWorld({ seed, day, storeId: "demo-store", shopUrl: "http://127.0.0.1:4000/shop" });
}

const world = worldOn(someDay);

function openOrders(of: World, customerId: string): Order[] {
  return (of.ordersByCustomer.get(customerId) ?? []).filter((order) => order.status === "open");
}

test("the shop is as big as a small shop: customers, products with variants, a thousand orders", () => {
  assert.ok(world.customers.length >= 200);
  assert.equal(world.products.length, 60);
  assert.ok(world.products.some((product) => product.variants.length > 1));
  assert.ok(world.products.some((product) => product.variants.some((variant) => variant.stock === 0)));
  assert.deepEqual(
    world.orders.map((order) => order.number),
    Array.from({ length: 1_000 }, (_, index) => String(1001 + index)),
  );
});

test("ids, addresses, telephones and article numbers belong to one each", () => {
  const unique = (values: readonly (string | null)[]): void => {
    const present = values.filter((value) => value !== null);
    assert.equal(new Set(present).size, present.length);
  };
  unique(world.customers.map((customer) => customer.id));
  unique(world.customers.map((customer) => customer.email));
  unique(world.customers.map((customer) => customer.phone));
  unique(world.orders.map((order) => order.id));
  unique(world.orders.flatMap((order) => order.fulfillments.map((item) => item.trackingNumber)));
  unique(world.products.flatMap((product) => product.variants.map((variant) => variant.sku)));
});

test("nobody real can be written to: all addresses are example addresses", () => {
  for (const customer of world.customers) assert.match(customer.email ?? "", /^[a-z0-9.]+@example\.(com|net|org)$/);
});

test("every state occurs", () => {
  const seen = <T>(of: (order: Order) => T): Set<T> => new Set(world.orders.map(of));
  assert.deepEqual(
    seen((order) => order.status),
    new Set(["open", "completed", "cancelled"]),
  );
  assert.equal(seen((order) => order.payment).size, 6);
  assert.equal(seen((order) => order.fulfillment).size, 3);
  assert.ok(seen((order) => order.currency).size >= 10);
  assert.deepEqual(new Set([0, 2, 3]), new Set([...seen((order) => order.currency)].map(currencyDigits)));
  const scenarios = new Set(
    world.orders.flatMap((order) => order.fulfillments.map((item) => readDemoParcel(item.trackingNumber!)?.scenario)),
  );
  assert.equal(scenarios.size, 13);
  assert.ok(!scenarios.has(undefined), "every tracking number is the carrier's");
  assert.ok(
    world.orders.some((order) => order.fulfillments.length > 1),
    "some orders travel in two parcels",
  );
});

test("there are customers with one open order, with several and with none, and very good ones", () => {
  const counts = new Set(world.customers.map((customer) => Math.min(2, openOrders(world, customer.id).length)));
  assert.deepEqual(counts, new Set([0, 1, 2]));
  assert.ok(world.customers.some((customer) => customer.isVip));
  assert.ok(new Set(world.customers.map((customer) => customer.language)).size >= 10);
});

for (const seed of [1, 7, 4711]) {
  test(`sums add up in all thousand orders of seed ${seed}, and nothing happens before the order or after today`, () => {
    for (const order of worldOn(someDay, seed).orders) {
      const lines = order.lines.reduce((sum, line) => sum + line.total.amount, 0);
      assert.equal(lines + order.shipping.amount + order.tax.amount - order.discount.amount, order.total.amount, order.number);
      const back = order.refunds.reduce((sum, refund) => sum + refund.amount.amount, 0);
      assert.ok(back <= order.total.amount, order.number);
      const times = [
        order.updatedAt,
        order.cancelledAt,
        ...order.refunds.map((refund) => refund.at),
        ...order.fulfillments.map((item) => item.at),
      ];
      for (const time of times) {
        if (time !== null) assert.ok(time >= order.placedAt && Date.parse(time) <= someDay, `${order.number}: ${order.placedAt} ${time}`);
      }
    }
  });
}

test("the same seed and day give the same shop, another seed another one", () => {
  assert.deepEqual(worldOn(someDay).orders, world.orders);
  assert.deepEqual(worldOn(someDay).customers, world.customers);
  const other = worldOn(someDay, 2);
  assert.notDeepEqual(other.customers.slice(demoCast.length), world.customers.slice(demoCast.length));
});

test("tomorrow is the same shop, one day later", () => {
  const shifted = JSON.stringify(world.orders).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) =>
    new Date(Date.parse(time) + dayMs).toISOString(),
  );
  assert.equal(JSON.stringify(worldOn(someDay + dayMs).orders), shifted);
});

for (const day of days) {
  test(`on ${new Date(day).toISOString().slice(0, 10)}, Ana's order 1042 is her newest and only open one, and on time`, () => {
    const then = worldOn(day);
    const ana = then.customerByEmail.get("ana@example.com")!;
    const orders = then.ordersByCustomer.get(ana.id)!;
    assert.deepEqual(
      orders.map((order) => order.number),
      ["1042", "1019", "1007"],
    );
    assert.deepEqual(
      openOrders(then, ana.id).map((order) => order.number),
      ["1042"],
    );
    const [order] = orders as [Order];
    assert.deepEqual([order.payment, order.fulfillment, order.customer.name], ["paid", "fulfilled", "Ana Lima"]);
    assert.ok(Date.parse(order.promisedBy!) > day + dayMs, "promised for tomorrow or later");
    assert.equal(readDemoParcel(order.fulfillments[0]!.trackingNumber!)?.scenario, "in_transit");
  });
}

test("each member of the cast has the order they are there for", () => {
  for (const member of demoCast) {
    const customer = world.customerByEmail.get(member.email);
    assert.equal(customer?.name, member.name);
    assert.equal(customer.language, member.language);
    const orders = world.ordersByCustomer.get(customer.id) ?? [];
    if (member.order === null) assert.deepEqual(orders, []);
    else
      assert.ok(
        orders.some((order) => order.number === member.order),
        member.name,
      );
    const open = openOrders(world, customer.id).length;
    if (member.situation === "several_open") assert.equal(open, 3);
    else assert.ok(open <= 1, member.name);
  }
});

test("the cast's orders are in the state the demo page says", () => {
  const of = (number: string): Order => world.orderByNumber.get(number)!;
  assert.equal(of("1049").fulfillment, "partial");
  assert.deepEqual([of("1050").status, of("1050").payment], ["cancelled", "refunded"]);
  assert.deepEqual([of("1051").payment, of("1052").payment, of("1052").currency], ["refunded", "partially_refunded", "JPY"]);
  assert.deepEqual([of("1056").fulfillment, of("1062").payment], ["unfulfilled", "pending"]);
  assert.ok(Date.parse(of("1056").shipsBy!) > someDay && Date.parse(of("1064").shipsBy!) < someDay - 2 * dayMs);
});
