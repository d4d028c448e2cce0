/** A case that every limit can be tried on: Ana's order of last week, paid by card, in one parcel. */
import type { Order, OrderLine } from "../domain/order.ts";
import type { ActionCase } from "./facts.ts";
import { loadPolicies } from "./load.ts";
import type { Policies } from "./policy.ts";

export const now = "2026-03-12T10:00:00.000Z";
const eur = (amount: number) => ({ amount, currency: "EUR" });

function line(title: string, quantity: number, cents: number): OrderLine {
  return {
    id: title,
    productId: `p-${title}`,
    sku: title.toUpperCase(),
    title,
    variant: null,
    quantity,
    fulfilledQuantity: quantity,
    refundedQuantity: 0,
    unitPrice: eur(cents),
    total: eur(cents * quantity),
  };
}

export function anOrder(changes: Partial<Order> = {}): Order {
  return {
    id: "o1",
    number: "1042",
    storeId: "shop",
    customer: { id: "c1", name: "Ana Silva", email: "ana@example.com", phone: null },
    status: "open",
    payment: "paid",
    fulfillment: "fulfilled",
    placedAt: "2026-03-05T10:00:00.000Z",
    cancelledAt: null,
    cancelReason: null,
    currency: "EUR",
    lines: [line("Shirt", 2, 1_999), line("Socks", 3, 499)],
    subtotal: eur(5_495),
    shipping: eur(490),
    tax: eur(0),
    discount: eur(500),
    total: eur(5_485),
    refunds: [],
    payments: [{ method: "card-1", kind: "card", amount: eur(5_485) }],
    hasChargeback: false,
    fulfillments: [{ id: "f", at: "2026-03-07T10:00:00.000Z", lines: [], carrier: null, trackingNumber: null, trackingUrl: null }],
    shippingAddress: null,
    promisedBy: null,
    shipsBy: null,
    tags: [],
    note: null,
    url: null,
    updatedAt: "2026-03-07T10:00:00.000Z",
    ...changes,
  };
}

export function aCase(changes: Partial<ActionCase> = {}): ActionCase {
  return {
    kind: "refund",
    details: {},
    reason: "Late",
    order: anOrder(),
    customer: null,
    products: [],
    isProven: true,
    isConfirmed: false,
    by: { kind: "user", role: "agent" },
    people: 1,
    history: { orderKinds: [], customerCount: 0, chargeback: false },
    now,
    ...changes,
  };
}

export function policiesOf(yaml: string): Policies {
  const loaded = loadPolicies(`policies:\n${yaml}`);
  if ("problems" in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded.policies;
}
