/** The tau-bench retail shop and its gold solutions as Handrail's orders and wishes. Read at test time only. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ActionDetails, ActionKind } from "../../src/domain/action.ts";
import type { Order, PaymentMethod, Product, StoreCustomer } from "../../src/domain/order.ts";
import type { ActionCase } from "../../src/policy/facts.ts";

type Payment = { transaction_type: string; amount: number; payment_method_id: string };
type RawAddress = { address1: string; address2: string; city: string; country: string; state: string; zip: string };
type RawOrder = {
  order_id: string;
  user_id: string;
  address: RawAddress;
  items: { name: string; product_id: string; item_id: string; price: number }[];
  status: string;
  payment_history: Payment[];
};
type RawUser = {
  user_id: string;
  name: { first_name: string; last_name: string };
  email: string;
  payment_methods: Record<string, { source: string; id: string; balance?: number }>;
  orders: string[];
};
type RawProduct = {
  name: string;
  product_id: string;
  variants: Record<string, { item_id: string; available: boolean; price: number; options: Record<string, string> }>;
};
type Task = { id: string; evaluation_criteria: { actions: { name: string; arguments: Record<string, never> }[] } };
export type Wish = {
  task: string;
  kind: ActionKind;
  details: ActionDetails;
  reason: string;
  order: Order;
  customer: StoreCustomer;
};

const usd = (dollars: number) => ({ amount: Math.round(dollars * 100), currency: "USD" });
const placedAt = "2026-03-01T10:00:00.000Z";

export type RetailWorld = ReturnType<typeof loadRetailWorld>;

export function loadRetailWorld(folder: string) {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const raw = read("tau-retail-db.json") as {
    orders: Record<string, RawOrder>;
    users: Record<string, RawUser>;
    products: Record<string, RawProduct>;
  };
  const tasks = read("tau-retail-train-tasks.json") as Task[];
  const products = Object.values(raw.products).map(productOf);
  const productBySku = new Map(products.flatMap((product) => product.variants.map(({ sku }) => [sku, product] as const)));
  const customer = (id: string) => customerOf(raw.users[id]!);
  const order = (id: string) => orderOf(raw.orders[id]!, raw.users[raw.orders[id]!.user_id]!);
  return {
    products,
    productBySku,
    customers: Object.keys(raw.users).map(customer),
    /** The writes of each task's gold solution, in order. */
    tasks: tasks.map(({ id, evaluation_criteria: { actions } }) =>
      actions.flatMap(({ name, arguments: given }) => {
        const wish = wishOf(name, given);
        if (!wish) return [];
        const orderId: string = wish.orderId ?? raw.users[wish.userId!]!.orders[0]!;
        const from = order(orderId);
        return [{ ...wish, task: id, order: from, customer: customer(raw.orders[orderId]!.user_id) } satisfies Wish & object];
      }),
    ),
  };
}

/** What was asked for at the order, for the customer who has proven to be its owner and has said yes. */
export function caseOf({ kind, details, reason, order, customer }: Wish, world: Pick<RetailWorld, "products">): ActionCase {
  return {
    kind,
    details,
    reason,
    order,
    customer,
    products: world.products,
    isProven: true,
    isConfirmed: true,
    by: { kind: "automation", workflow: "retail" },
    people: 0,
    history: { orderKinds: [], customerCount: 0, chargeback: false },
    now: "2026-03-12T10:00:00.000Z",
  };
}

function wishOf(name: string, given: Record<string, any>) {
  const orderId = given["order_id"] as string | undefined;
  const method = given["payment_method_id"] as string | undefined;
  const base = { orderId, userId: given["user_id"] as string | undefined, reason: "As the customer wishes" };
  switch (name) {
    case "cancel_pending_order":
      return { ...base, kind: "cancel" as const, details: {}, reason: given["reason"] as string };
    case "modify_pending_order_address":
      return { ...base, kind: "change_address" as const, details: { address: addressOf(given as RawAddress, "") } };
    case "modify_user_address":
      return { ...base, kind: "change_profile" as const, details: { address: addressOf(given as RawAddress, "") } };
    case "modify_pending_order_items":
      return {
        ...base,
        kind: "change_items" as const,
        details: { lines: linesOf(given["item_ids"], given["new_item_ids"]), method: method! },
      };
    case "exchange_delivered_order_items":
      return {
        ...base,
        kind: "reship" as const,
        details: { lines: linesOf(given["item_ids"], given["new_item_ids"]), method: method!, returns: true },
      };
    case "return_delivered_order_items":
      return { ...base, kind: "return_label" as const, details: { lines: linesOf(given["item_ids"]), method: method! } };
    default:
      return null;
  }
}

function linesOf(items: string[], wanted?: string[]): NonNullable<ActionDetails["lines"]> {
  return items.map((line, index) => ({ line, quantity: 1, ...(wanted ? { sku: wanted[index]! } : {}) }));
}

/** pending: open, nothing sent. processed: open, sent. delivered: completed. */
function orderOf(raw: RawOrder, user: RawUser): Order {
  const isCancelled = raw.status === "cancelled";
  const quantities = new Map<string, number>();
  for (const { item_id } of raw.items) quantities.set(item_id, (quantities.get(item_id) ?? 0) + 1);
  const isSent = raw.status === "processed" || raw.status === "delivered";
  const lines = [...quantities].map(([id, quantity]) => {
    const item = raw.items.find(({ item_id }) => item_id === id)!;
    return {
      id,
      productId: item.product_id,
      sku: id,
      title: item.name,
      variant: null,
      quantity,
      fulfilledQuantity: isSent ? quantity : 0,
      refundedQuantity: 0,
      unitPrice: usd(item.price),
      total: usd(item.price * quantity),
    };
  });
  const subtotal = usd(raw.items.reduce((sum, { price }) => sum + price, 0));
  return {
    id: raw.order_id,
    number: raw.order_id.slice(1),
    storeId: "retail",
    customer: { id: user.user_id, name: nameOf(user), email: user.email, phone: null },
    status: isCancelled ? "cancelled" : raw.status === "delivered" ? "completed" : "open",
    payment: isCancelled ? "refunded" : "paid",
    fulfillment: isSent ? "fulfilled" : "unfulfilled",
    placedAt,
    cancelledAt: isCancelled ? placedAt : null,
    cancelReason: null,
    currency: "USD",
    lines,
    subtotal,
    shipping: usd(0),
    tax: usd(0),
    discount: usd(0),
    total: subtotal,
    refunds: isCancelled ? [{ id: "r", at: placedAt, amount: subtotal, shipping: null, reason: null }] : [],
    payments: raw.payment_history
      .filter(({ transaction_type }) => transaction_type === "payment")
      .map(({ payment_method_id: method, amount }) => ({ method, kind: kindOf(method), amount: usd(amount) })),
    hasChargeback: null,
    fulfillments: [],
    shippingAddress: addressOf(raw.address, nameOf(user)),
    promisedBy: null,
    shipsBy: null,
    tags: [],
    note: null,
    url: null,
    updatedAt: placedAt,
  };
}

function customerOf(user: RawUser): StoreCustomer {
  return {
    id: user.user_id,
    name: nameOf(user),
    email: user.email,
    phone: null,
    language: "en",
    country: "US",
    isVip: false,
    orderCount: user.orders.length,
    lifetimeValue: usd(0),
    createdAt: placedAt,
    tags: [],
    paymentMethods: Object.values(user.payment_methods).map(({ id, balance }) => ({
      id,
      kind: kindOf(id),
      balance: balance === undefined ? null : usd(balance),
    })),
  };
}

function productOf(raw: RawProduct): Product {
  return {
    id: raw.product_id,
    title: raw.name,
    description: "",
    type: raw.name,
    url: null,
    attributes: [],
    variants: Object.values(raw.variants).map(({ item_id, available, price, options }) => ({
      id: item_id,
      sku: item_id,
      title: Object.values(options).join(", "),
      price: usd(price),
      stock: available ? 10 : 0,
      restockAt: null,
      options: Object.entries(options).map(([name, value]) => ({ name, value })),
    })),
  };
}

function addressOf({ address1, address2, city, state, zip }: RawAddress, name: string) {
  return { name: name || "As on the order", line1: address1, line2: address2 || null, postalCode: zip, city, region: state, country: "US" };
}

const nameOf = ({ name }: RawUser): string => `${name.first_name} ${name.last_name}`;

function kindOf(method: string): PaymentMethod["kind"] {
  if (method.startsWith("gift_card")) return "gift_card";
  return method.startsWith("paypal") ? "paypal" : "card";
}
