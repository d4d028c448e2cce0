/**
 * The whole shop as it stands on one day: a pure function of the seed and the day. Names, articles, amounts and numbers
 * come from the seed; dates are offsets from the day, so the shop never grows old. Frozen, because all reads share it.
 */
import { dayMs } from "../../domain/demo-parcel.ts";
import type { Order, Product, StoreCustomer } from "../../domain/order.ts";
import { makePeople, type Person } from "./customers.ts";
import { makeOrder } from "./orders.ts";
import { makePlans } from "./plans.ts";
import { makeProducts } from "./products.ts";

export type WorldSetting = { seed: number; /** Today, 00:00 UTC, in milliseconds. */ day: number; storeId: string; shopUrl: string };

export type World = {
  products: readonly Product[];
  customers: readonly StoreCustomer[];
  orders: readonly Order[];
  orderById: ReadonlyMap<string, Order>;
  orderByNumber: ReadonlyMap<string, Order>;
  /** Newest first. */
  ordersByCustomer: ReadonlyMap<string, readonly Order[]>;
  customerById: ReadonlyMap<string, StoreCustomer>;
  customerByEmail: ReadonlyMap<string, StoreCustomer>;
  customersByPhone: ReadonlyMap<string, readonly StoreCustomer[]>;
};

export function makeWorld(setting: WorldSetting): World {
  const products = makeProducts(setting.seed, setting.day, setting.shopUrl);
  const people = makePeople(setting.seed);
  const byEmail = new Map(people.map((person) => [person.email, person]));
  const orders = makePlans(setting.seed, people).map((plan) => makeOrder(plan, byEmail.get(plan.email)!, { ...setting, products }));
  const ordersByCustomer = Map.groupBy(orders.toSorted(newestFirst), (order) => order.customer.id ?? "");
  const customers = people.map((person) => makeCustomer(person, ordersByCustomer.get(person.id) ?? [], setting.day));
  return {
    products: deepFreeze(products),
    customers: deepFreeze(customers),
    orders: deepFreeze(orders),
    orderById: new Map(orders.map((order) => [order.id, order])),
    orderByNumber: new Map(orders.map((order) => [order.number, order])),
    ordersByCustomer,
    customerById: new Map(customers.map((customer) => [customer.id, customer])),
    customerByEmail: new Map(customers.map((customer) => [customer.email ?? "", customer])),
    customersByPhone: Map.groupBy(
      customers.filter((customer) => customer.phone !== null),
      (customer) => customer.phone!,
    ),
  };
}

function newestFirst(one: Order, other: Order): number {
  return one.placedAt === other.placedAt ? Number(other.number) - Number(one.number) : one.placedAt < other.placedAt ? 1 : -1;
}

function makeCustomer(person: Person, orders: readonly Order[], day: number): StoreCustomer {
  const first = orders.at(-1);
  // The account is opened with the first order; somebody without orders came a month ago.
  const createdAt = first?.placedAt ?? new Date(day - 30 * dayMs).toISOString();
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    phone: person.phone,
    language: person.language,
    country: person.country.code,
    isVip: person.isVip,
    orderCount: orders.length,
    lifetimeValue: { amount: lifetimeAmount(orders), currency: person.country.currency },
    createdAt,
    tags: person.isVip ? ["vip"] : [],
    paymentMethods: [{ id: `${person.id}_card`, kind: "card", balance: null }],
  };
}

/** What a customer paid and did not get back, in minor units; a customer's orders share one currency. */
export function lifetimeAmount(orders: readonly Order[]): number {
  let amount = 0;
  for (const order of orders) {
    if (order.payment === "pending" || order.payment === "authorized" || order.payment === "voided") continue;
    amount += order.total.amount - order.refunds.reduce((sum, refund) => sum + refund.amount.amount, 0);
  }
  return amount;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
