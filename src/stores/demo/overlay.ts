/**
 * What was done to the demo's orders, kept in the connection's state under `order/<id>` and laid over the generated
 * world on every read. One key per order makes a write atomic: check and effect happen inside one `state.update`.
 */
import { z } from "zod";
import { sumMoney } from "../../domain/money.ts";
import type { Order, Refund } from "../../domain/order.ts";

const money = z.object({ amount: z.int(), currency: z.string() });
const pieces = z.array(z.object({ lineId: z.string(), quantity: z.int() }));
const done = { key: z.string(), id: z.string(), at: z.string(), reason: z.string() };
const address = z.object({
  name: z.string(),
  line1: z.string(),
  line2: z.string().nullable(),
  postalCode: z.string(),
  city: z.string(),
  region: z.string().nullable(),
  country: z.string(),
});
const article = z.object({ productId: z.string(), sku: z.string(), title: z.string(), variant: z.string().nullable(), unitPrice: money });

const written = z.object({
  refunds: z.array(z.object({ ...done, amount: money, shipping: money.nullable().default(null), lines: pieces.default([]) })),
  cancelled: z.object({ key: z.string(), at: z.string(), reason: z.string() }).nullable(),
  addresses: z.array(z.object({ ...done, address })).default([]),
  items: z.array(z.object({ ...done, lines: z.array(z.object({ lineId: z.string(), quantity: z.int(), article })) })).default([]),
  replacements: z
    .array(
      z.object({ ...done, returns: z.boolean(), address: address.nullable(), lines: z.array(z.object({ quantity: z.int(), article })) }),
    )
    .default([]),
  returns: z.array(z.object({ ...done, lines: pieces })).default([]),
  codes: z
    .array(z.object({ ...done, code: z.string(), percent: z.int().nullable(), amount: money.nullable(), expiresAt: z.string() }))
    .default([]),
  tags: z.array(z.object({ ...done, tags: z.array(z.string()) })).default([]),
});

export type Overlay = z.infer<typeof written>;
export type Article = z.infer<typeof article>;

export function overlayKey(orderId: string): string {
  return `order/${orderId}`;
}

export function readOverlay(value: unknown): Overlay {
  return written.parse(value ?? { refunds: [], cancelled: null });
}

/** The order with everything that was done to it. Returns `base` itself when nothing was. */
export function withOverlay(base: Order, overlay: Overlay): Order {
  const changes = [
    overlay.refunds,
    overlay.addresses,
    overlay.items,
    overlay.replacements,
    overlay.returns,
    overlay.codes,
    overlay.tags,
  ].flat();
  const cancelled = overlay.cancelled;
  if (changes.length === 0 && cancelled === null) return base;
  const bought = withItems(base, overlay);
  const refunds = [...base.refunds, ...overlay.refunds.map((refund) => asRefund(base, refund))];
  const times = [base.updatedAt, ...changes.map(({ at }) => notBefore(base, at)), ...(cancelled ? [notBefore(base, cancelled.at)] : [])];
  return {
    ...bought,
    lines: bought.lines.map((line) => ({ ...line, refundedQuantity: refundedPieces(line, overlay) })),
    refunds,
    shippingAddress: overlay.addresses.at(-1)?.address ?? base.shippingAddress,
    tags: [...new Set([...base.tags, ...overlay.tags.flatMap(({ tags }) => tags)])],
    status: cancelled ? "cancelled" : base.status,
    cancelledAt: cancelled ? notBefore(base, cancelled.at) : base.cancelledAt,
    cancelReason: cancelled ? cancelled.reason : base.cancelReason,
    // Nothing will be sent any more, so nothing is promised any more.
    ...(cancelled ? { promisedBy: null, shipsBy: null } : {}),
    payment: paymentOf(bought, refunds, cancelled !== null),
    updatedAt: times.toSorted().at(-1)!,
  };
}

/** Number of the order that sends the how-manieth replacement. */
export const replacementNumber = (base: Order, index: number): string => `${base.number}-R${index + 1}`;

/** A replacement is an order of its own that costs nothing. */
export function replacementOrder(base: Order, overlay: Overlay, index: number): Order | null {
  const replacement = overlay.replacements[index];
  if (!replacement) return null;
  const none = { amount: 0, currency: base.currency };
  const at = notBefore(base, replacement.at);
  return {
    ...base,
    id: `${base.id}_r${index + 1}`,
    number: replacementNumber(base, index),
    status: "open",
    payment: "paid",
    fulfillment: "unfulfilled",
    placedAt: at,
    cancelledAt: null,
    cancelReason: null,
    lines: replacement.lines.map(({ quantity, article: { unitPrice: _price, ...about } }, place) => ({
      id: `${base.id}_r${index + 1}_${place + 1}`,
      ...about,
      quantity,
      fulfilledQuantity: 0,
      refundedQuantity: 0,
      unitPrice: none,
      total: none,
    })),
    subtotal: none,
    shipping: none,
    tax: none,
    discount: none,
    total: none,
    refunds: [],
    payments: [],
    fulfillments: [],
    shippingAddress: replacement.address ?? base.shippingAddress,
    promisedBy: null,
    shipsBy: null,
    note: `Replacement for order ${base.number}.`,
    updatedAt: at,
  };
}

/** Changed articles: a line keeps its id for what stays of it, what was changed stands beside it. The sums follow. */
function withItems(base: Order, { items }: Overlay): Order {
  if (items.length === 0) return base;
  const lines = base.lines.map((line) => ({ ...line }));
  for (const { id, lines: changed } of items) {
    for (const [place, { lineId, quantity, article: wanted }] of changed.entries()) {
      const line = lines.find((one) => one.id === lineId);
      if (!line) continue;
      const { unitPrice, ...about } = wanted;
      const total = { amount: unitPrice.amount * quantity, currency: unitPrice.currency };
      const made = { ...line, ...about, id: `${id}_${place + 1}`, quantity, unitPrice, total, fulfilledQuantity: 0, refundedQuantity: 0 };
      line.quantity -= quantity;
      line.total = { ...line.total, amount: line.unitPrice.amount * line.quantity };
      lines.splice(lines.indexOf(line), line.quantity === 0 ? 1 : 0);
      lines.push(made);
    }
  }
  const subtotal = lines.reduce((sum, line) => sum + line.total.amount, 0);
  const taxed = base.subtotal.amount - base.discount.amount + base.shipping.amount;
  const goods = subtotal - base.discount.amount + base.shipping.amount;
  const tax = taxed > 0 ? Math.round((base.tax.amount * goods) / taxed) : base.tax.amount;
  const money = (amount: number) => ({ amount, currency: base.currency });
  const total = money(goods + tax);
  return {
    ...base,
    lines,
    subtotal: money(subtotal),
    tax: money(tax),
    total,
    // The difference is charged or paid back with the change.
    payments: base.payments.map((payment, index) => (index === 0 ? { ...payment, amount: total } : payment)),
  };
}

function refundedPieces(line: Order["lines"][number], { refunds }: Overlay): number {
  const more = refunds.flatMap(({ lines }) => lines).reduce((sum, { lineId, quantity }) => (lineId === line.id ? sum + quantity : sum), 0);
  return Math.min(line.quantity, line.refundedQuantity + more);
}

function paymentOf(base: Order, refunds: readonly Refund[], isCancelled: boolean): Order["payment"] {
  if (isCancelled && (base.payment === "pending" || base.payment === "authorized")) return "voided";
  if (refunds.length === 0) return base.payment;
  return sumMoney(
    refunds.map((refund) => refund.amount),
    base.currency,
  ).amount >= base.total.amount
    ? "refunded"
    : "partially_refunded";
}

function asRefund(base: Order, { id, at, amount, shipping, reason }: Overlay["refunds"][number]): Refund {
  return { id, at: notBefore(base, at), amount, shipping, reason };
}

/** The world's dates move with the days, what was done stands still: without this an order would be placed after its refund. */
function notBefore(base: Order, at: string): string {
  return at < base.updatedAt ? base.updatedAt : at;
}
