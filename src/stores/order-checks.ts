/** What stores on the network check before they write, and how they write money and marks. */
import { createHash } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import { currencyDigits, type Money } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import type { DiscountCodeRequest, RefundRequest, WriteLine } from "./store.ts";

/** Null for "", spaces, null and undefined. */
export const known = (text: string | null | undefined): string | null => (text == null || text.trim() === "" ? null : text.trim());

export const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

/** "12.50", with the digits of the currency. */
export function decimal({ amount, currency }: Money): string {
  const digits = currencyDigits(currency);
  return (amount / 10 ** digits).toFixed(digits);
}
export const plain = (money: Money): string => `${decimal(money)} ${money.currency}`;

/** Our key of a write, short enough for a note of the shop, so that the same write is recognised there whoever asks again. */
export const markOf = (key: string): string => `HR-${createHash("sha256").update(key).digest("hex").slice(0, 12).toUpperCase()}`;
const marks = /\s*\(ref\. HR-[0-9A-F]{12}\)/g;
export const marked = (reason: string, key: string, maxChars: number): string => {
  const mark = `(ref. ${markOf(key)})`;
  return `${reason.slice(0, maxChars - mark.length - 1).trim()} ${mark}`.trim();
};
export const withoutMark = (note: string | null | undefined): string | null => known(note?.replaceAll(marks, ""));

export function refuseUnlessOpen({ number, status, fulfillment, fulfillments }: Order): void {
  if (status === "cancelled") throw new AppError("conflict", `Order ${number} is already cancelled.`);
  if (fulfillment !== "unfulfilled" || fulfillments.length > 0)
    throw new AppError("conflict", `Order ${number} was already shipped, at least in part, and cannot be changed or cancelled.`);
}

/** AppError invalid for what the order does not have, conflict for pieces that were given back already. */
export function refuseStrayLines({ number, lines }: Order, wanted: readonly WriteLine[]): void {
  const counts = new Map<string, number>();
  for (const { lineId, quantity } of wanted) {
    const line = lines.find(({ id }) => id === lineId);
    if (!line) throw new AppError("invalid", `Order ${number} has no line "${lineId.slice(0, 60)}".`);
    if (!Number.isSafeInteger(quantity) || quantity <= 0) throw new AppError("invalid", "A quantity is a whole number above 0.");
    const count = (counts.get(lineId) ?? 0) + quantity;
    const left = line.quantity - line.refundedQuantity;
    if (count > left) throw new AppError("conflict", `Of "${line.title}" ${left} are left, not ${count}.`);
    counts.set(lineId, count);
  }
}

/** By what the order itself says was paid and has gone back. */
export function refuseRefund(order: Order, { amount, shipping, lines = [] }: RefundRequest): void {
  const { number, currency } = order;
  if (!Number.isSafeInteger(amount.amount) || amount.amount <= 0)
    throw new AppError("invalid", "A refund is a whole number of minor units above 0.");
  for (const money of [amount, ...(shipping ? [shipping] : [])])
    if (money.currency !== currency) throw new AppError("invalid", `Order ${number} was paid in ${currency}, not ${money.currency}.`);
  refuseStrayLines(order, lines);
  const isPaid = order.payment === "paid" || order.payment === "partially_refunded";
  const left = isPaid ? order.total.amount - sum(order.refunds.map((one) => one.amount.amount)) : 0;
  if (amount.amount > left)
    throw new AppError("conflict", `Order ${number} has ${plain({ amount: left, currency })} left to refund, not ${plain(amount)}.`);
  if (!shipping) return;
  if (!Number.isSafeInteger(shipping.amount) || shipping.amount < 0 || shipping.amount > amount.amount)
    throw new AppError("invalid", "Of a refund, shipping is a whole number of minor units from 0 to its amount.");
  const shippingLeft = order.shipping.amount - sum(order.refunds.map((one) => one.shipping?.amount ?? 0));
  if (shipping.amount > shippingLeft)
    throw new AppError(
      "conflict",
      `Order ${number} has ${plain({ amount: shippingLeft, currency })} of shipping left to refund, not ${plain(shipping)}.`,
    );
}

/** `shopCurrency`: the one currency discounts of the shop are in. */
export function refuseDiscount({ percent, amount, expiresAt }: DiscountCodeRequest, shopCurrency: string, now: Date): void {
  if ((percent === undefined) === (amount === undefined)) throw new AppError("invalid", "A discount has either percent or amount.");
  if (percent !== undefined && !(percent > 0 && percent <= 100))
    throw new AppError("invalid", "A discount is more than 0 and at most 100 per cent.");
  if (amount && (!Number.isSafeInteger(amount.amount) || amount.amount <= 0))
    throw new AppError("invalid", "A discount is a whole number of minor units above 0.");
  if (amount && amount.currency !== shopCurrency)
    throw new AppError("invalid", `Discounts of this shop are in ${shopCurrency}, not ${amount.currency}.`);
  if (!(Date.parse(expiresAt) > now.getTime()))
    throw new AppError("invalid", `A discount code ends later than now, not at "${expiresAt.slice(0, 40)}".`);
}

/** Shares of `whole` by weight that add up to it to the last minor unit; the rest of the rounding goes to the last with a weight. */
export function shares(whole: number, weights: readonly number[]): number[] {
  const all = sum(weights);
  if (all === 0) return weights.map(() => 0);
  let given = 0,
    weighed = 0;
  return weights.map((weight) => {
    weighed += weight;
    const share = Math.round((whole * weighed) / all) - given;
    given += share;
    return share;
  });
}

/** "+49 30 1234" and "030 1234" are the same: all digits of the shorter without its leading zeros, if there are enough to tell people apart. */
export function isSamePhone(one: string | null, other: string | null): boolean {
  const digits = [one, other].map((text) => (text ?? "").replace(/\D/g, "").replace(/^0+/, ""));
  const [short, long] = digits.toSorted((a, b) => a.length - b.length) as [string, string];
  return short.length >= 7 && long.endsWith(short);
}

/** Two or three names as the shop keeps them: all but the last, and the last. */
export function splitName(name: string): { first: string; last: string } {
  const names = name.trim().split(/\s+/);
  return { first: names.slice(0, -1).join(" "), last: names.at(-1) ?? "" };
}
