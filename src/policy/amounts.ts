/**
 * What a wish comes to, worked out from the order as the shop tells it. Discounts and taxes of the whole order are spread
 * over lines and shipping, and over the pieces of a line, so that the parts always add up to the whole, in any order.
 */
import type { ActionDetails, ActionKind } from "../domain/action.ts";
import { sumMoney, type Money } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";

/** What was paid and not yet given back. */
export function refundable(order: Order): Money {
  const isPaid = order.payment === "paid" || order.payment === "partially_refunded";
  const back = sumMoney(
    order.refunds.map((refund) => refund.amount),
    order.currency,
  ).amount;
  return { amount: isPaid ? Math.max(0, order.total.amount - back) : 0, currency: order.currency };
}

/** Shipping costs with their share of tax, as far as they were not given back. */
export function shippingLeft(order: Order): Money {
  const back = order.refunds.reduce((sum, { shipping }) => sum + (shipping?.amount ?? 0), 0);
  return { amount: Math.max(0, shares(order).shipping - back), currency: order.currency };
}

/** Null when the kind has no amount, or when the wish names lines the order does not have. */
export function amountOf(kind: ActionKind, details: ActionDetails, order: Order): Money | null {
  if (kind === "discount_code") return details.amount ?? null;
  if (kind === "refund" && details.amount) return details.amount;
  if (kind === "refund" && !details.lines && !details.shipping) return refundable(order);
  if (kind !== "refund" && kind !== "reship") return null;
  const shipping = details.shipping ? shippingLeft(order).amount : 0;
  return { amount: shipping + (details.lines ? linesAmount(order, details.lines) : 0), currency: order.currency };
}

/** The pieces that were refunded before come first: the next ones cost what is left of the line, to the cent. */
function linesAmount(order: Order, wanted: NonNullable<ActionDetails["lines"]>): number {
  const paid = shares(order).lines;
  let sum = 0;
  for (const { line: id, quantity } of wanted) {
    const line = order.lines.find((one) => one.id === id);
    if (!line || line.quantity <= 0) continue;
    const upTo = (pieces: number) => Math.round(((paid.get(id) ?? 0) * Math.min(pieces, line.quantity)) / line.quantity);
    sum += upTo(line.refundedQuantity + quantity) - upTo(line.refundedQuantity);
  }
  return sum;
}

/** The total spread over lines and shipping by largest remainder. Discounts belong to the lines. */
function shares(order: Order): { lines: Map<string, number>; shipping: number } {
  const goods = order.lines.reduce((sum, line) => sum + line.total.amount, 0);
  const rate = goods > 0 ? Math.max(0, goods - order.discount.amount) / goods : 0;
  const parts = [
    ...order.lines.map((line) => ({ id: line.id as string | null, weight: line.total.amount * rate })),
    { id: null, weight: order.shipping.amount },
  ];
  const all = parts.reduce((sum, { weight }) => sum + weight, 0);
  const exact = parts.map(({ id, weight }) => ({ id, value: all > 0 ? (order.total.amount * weight) / all : 0 }));
  const whole = exact.map(({ id, value }) => ({ id, amount: Math.floor(value), rest: value - Math.floor(value) }));
  let missing = all > 0 ? order.total.amount - whole.reduce((sum, { amount }) => sum + amount, 0) : 0;
  for (const part of [...whole].sort((a, b) => b.rest - a.rest)) {
    if (missing <= 0) break;
    part.amount++;
    missing--;
  }
  return {
    lines: new Map(whole.flatMap(({ id, amount }) => (id === null ? [] : [[id, amount] as const]))),
    shipping: whole.find(({ id }) => id === null)!.amount,
  };
}
