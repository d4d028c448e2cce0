/** A shop for the tests of the mirror: its orders change, it tells of changes by ids, gives what changed in pages, and fails when told to. */
import { AppError } from "../domain/errors.ts";
import type { Order } from "../domain/order.ts";
import type { ChangedOrdersRequest, OrderPage, OrderQuery, Store } from "../stores/store.ts";

const zero = { amount: 0, currency: "EUR" };

export type FixtureShop = {
  store: Store;
  orders: Map<string, Order>;
  /** Questions asked so far. */
  asked: { find: number; pages: number; subscribe: number };
  /** The most readers of pages there were at the same time. */
  mostReaders: number;
  /** Every question fails while it is set. */
  fault: AppError | null;
  /** A new order or a change of one; the shop's clock goes on by a second. Returns its id. */
  change(id: string, change?: Partial<Order>): string;
};

export function fixtureShop({ pageSize = 5, now }: { pageSize?: number; now(): Date }): FixtureShop {
  const orders = new Map<string, Order>();
  let ticks = 0,
    readers = 0;
  const shop: FixtureShop = {
    orders,
    asked: { find: 0, pages: 0, subscribe: 0 },
    mostReaders: 0,
    fault: null,
    change(id, change = {}) {
      const at = new Date(now().getTime() + ++ticks).toISOString();
      orders.set(id, { ...(orders.get(id) ?? freshOrder(id, at)), ...change, updatedAt: at });
      return id;
    },
    store: {
      async findOrders(query) {
        shop.asked.find++;
        fail();
        return structuredClone([...orders.values()].filter((order) => isAsked(order, query)));
      },
      findCustomer: async () => null,
      findProducts: async () => [],
      async changedOrders(request) {
        shop.asked.pages++;
        shop.mostReaders = Math.max(shop.mostReaders, ++readers);
        await new Promise(setImmediate);
        readers--;
        fail();
        return structuredClone(page([...orders.values()], request, pageSize));
      },
      async receive() {
        return { status: 200, orders: [] };
      },
      async subscribe() {
        shop.asked.subscribe++;
        fail();
      },
      actions: {
        async cancel({ orderId }) {
          fail();
          shop.change(orderId, { status: "cancelled", cancelledAt: now().toISOString() });
          return { externalId: "c", alreadyDone: false, order: structuredClone(orders.get(orderId)!) };
        },
      },
    },
  };
  const fail = (): void => {
    if (shop.fault) throw shop.fault;
  };
  return shop;
}

function isAsked(order: Order, query: OrderQuery): boolean {
  if ("id" in query) return order.id === query.id;
  if ("number" in query) return order.number === query.number.replace(/^#/, "");
  return "email" in query ? order.customer.email === query.email : order.customer.phone === query.phone;
}

/** By time of change and id, as shops do; the cursor is the last of the page before, so pages do not shift when orders change meanwhile. */
function page(all: Order[], { since, cursor }: ChangedOrdersRequest, pageSize: number): OrderPage {
  const mark = (order: Order): string => `${order.updatedAt} ${order.id}`;
  const rest = all
    .filter((order) => since === null || order.updatedAt >= since)
    .filter((order) => cursor === null || mark(order) > cursor)
    .sort((a, b) => (mark(a) < mark(b) ? -1 : 1));
  const orders = rest.slice(0, pageSize);
  return { orders, cursor: rest.length > pageSize ? mark(orders.at(-1)!) : null, total: all.length };
}

function freshOrder(id: string, at: string): Order {
  return {
    id,
    number: `N${id}`,
    storeId: "shop",
    customer: { id: null, name: "Ana Lima", email: `${id}@example.com`, phone: null },
    status: "open",
    payment: "paid",
    fulfillment: "unfulfilled",
    placedAt: at,
    cancelledAt: null,
    cancelReason: null,
    currency: "EUR",
    lines: [],
    subtotal: zero,
    shipping: zero,
    tax: zero,
    discount: zero,
    total: zero,
    refunds: [],
    payments: [],
    hasChargeback: null,
    fulfillments: [],
    shippingAddress: null,
    promisedBy: null,
    shipsBy: null,
    tags: [],
    note: null,
    url: null,
    updatedAt: at,
  };
}
