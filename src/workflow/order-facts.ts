import { currencyDigits, sumMoney, type Money } from "../domain/money.ts";
import type { Order, OrderLine } from "../domain/order.ts";
import { calendarDays, utc } from "./calendar.ts";

export type MoneyFact = { amount: number; currency: string; value: number };
export type LineFact = {
  title: string;
  variant: string | null;
  sku: string;
  quantity: number;
  unit_price: MoneyFact;
  total: MoneyFact;
};
export type OrderSummaryFact = {
  number: string;
  status: string;
  fulfillment: string;
  placed_at: string;
  total: MoneyFact;
  item_count: number;
  first_item: string | null;
};

/** Lists in facts are cut here: an order of a thousand lines must not make a reply of a thousand lines. */
const maxItems = 50;

export function moneyFact(money: Money): MoneyFact {
  return {
    amount: money.amount,
    currency: money.currency,
    value: money.amount / 10 ** currencyDigits(money.currency),
  };
}

/** The facts `order.*` of the catalog. `now` is ISO 8601 in UTC. */
export function orderFacts(order: Order, now: string) {
  const isWaiting = order.fulfillment !== "fulfilled" && order.status !== "cancelled";
  const promisedBy = utc(order.promisedBy),
    shipsBy = utc(order.shipsBy),
    placedAt = utc(order.placedAt) ?? now;
  return {
    number: order.number,
    status: order.status,
    payment: order.payment,
    fulfillment: order.fulfillment,
    placed_at: placedAt,
    age_days: calendarDays(placedAt, now),
    promised_by: promisedBy,
    days_late: isWaiting ? calendarDays(promisedBy, now) : 0,
    ships_by: shipsBy,
    days_past_ships_by: isWaiting ? calendarDays(shipsBy, now) : 0,
    cancelled_at: utc(order.cancelledAt),
    cancel_reason: order.cancelReason,
    total: moneyFact(order.total),
    ...refundFacts(order),
    ...lineFacts(order),
    parcel_count: order.fulfillments.length,
    tags: order.tags.slice(0, maxItems),
    url: order.url,
  };
}

export function orderSummary(order: Order, now: string): OrderSummaryFact {
  return {
    number: order.number,
    status: order.status,
    fulfillment: order.fulfillment,
    placed_at: utc(order.placedAt) ?? now,
    total: moneyFact(order.total),
    item_count: pieces(order.lines),
    first_item: order.lines[0]?.title ?? null,
  };
}

function refundFacts(order: Order) {
  if (order.refunds.length === 0) return { refunded: null, last_refund_at: null, refunds: [] };
  const refunds = order.refunds.slice(0, maxItems).map((refund) => ({
    at: utc(refund.at),
    amount: moneyFact(refund.amount),
    reason: refund.reason,
  }));
  const total = sumMoney(
    order.refunds.map((refund) => refund.amount),
    order.currency,
  );
  return { refunded: moneyFact(total), last_refund_at: refunds.at(-1)?.at ?? null, refunds };
}

function lineFacts(order: Order) {
  const lines: LineFact[] = [],
    open: LineFact[] = [],
    done: LineFact[] = [];
  for (const line of order.lines.slice(0, maxItems)) {
    lines.push(lineFact(line, line.quantity));
    // What was refunded before it was sent will not be sent any more.
    const missing = Math.max(0, line.quantity - Math.max(line.fulfilledQuantity, line.refundedQuantity));
    if (missing > 0) open.push(lineFact(line, missing));
    if (line.fulfilledQuantity > 0) done.push(lineFact(line, line.fulfilledQuantity));
  }
  return { lines, item_count: pieces(order.lines), unfulfilled_lines: open, fulfilled_lines: done };
}

function lineFact(line: OrderLine, quantity: number): LineFact {
  return {
    title: line.title,
    variant: line.variant,
    sku: line.sku,
    quantity,
    unit_price: moneyFact(line.unitPrice),
    total: moneyFact(line.total),
  };
}

function pieces(lines: readonly OrderLine[]): number {
  let sum = 0;
  for (const line of lines) sum += line.quantity;
  return sum;
}
