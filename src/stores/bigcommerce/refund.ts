/**
 * Refunds: the shop is asked how it would pay back, then told to. It has no idempotency of its own: our mark stands in the reason and is
 * looked for first. https://developer.bigcommerce.com/docs/rest-management/orders/order-refunds
 */
import { AppError } from "../../domain/errors.ts";
import { z } from "zod";
import { decimal, marked, markOf, refuseRefund, shares, sum } from "../order-checks.ts";
import type { RefundRequest } from "../store.ts";
import { currencyOf, moneyIn } from "./map-order.ts";
import { inData, rawQuote, rawRefund, type RawRefund, type refundMethod } from "./raw.ts";
import type { Ground } from "./read-orders.ts";
import type { BigcommerceSettings } from "./settings.ts";
import type { Done, WriteParts } from "./writes.ts";

const maxReasonChars = 200;
type Method = z.infer<typeof refundMethod>;
type Item = { item_type: string; item_id: number; reason: string; quantity?: number; amount?: number };

export async function refund({ client, settings }: WriteParts, ground: Ground, request: RefundRequest): Promise<Done> {
  const { raw, order } = ground;
  const path = `/v3/orders/${raw.id}/payment_actions`;
  // Asked for in any case: what was declined does not count among what an order was paid back.
  const made = await client.get(`${path}/refunds`, inData(z.array(rawRefund)));
  const texts = ({ reason, items }: RawRefund): (string | null | undefined)[] => [reason, ...(items ?? []).map((item) => item.reason)];
  const known = made?.data.find((one) => texts(one).some((text) => text?.includes(markOf(request.key))));
  if (known) {
    refuseDeclined(known, order.number);
    return { externalId: String(known.id), alreadyDone: true };
  }
  refuseRefund(order, request);
  const items = itemsOf(ground, request);
  const { data: quote } = await client.write("POST", `${path}/refund_quotes`, { items }, inData(rawQuote));
  const total = Number(decimal(request.amount));
  const isOther = moneyIn(raw, quote.total_refund_amount).amount !== request.amount.amount;
  const tax = quote.total_refund_amount > 0 ? ((quote.total_refund_tax_amount ?? 0) * total) / quote.total_refund_amount : 0;
  const body = {
    items,
    payments: paymentsOf(ground, request, quote.refund_methods, settings),
    // What was agreed with the customer counts, not what the shop would make of the pieces.
    ...(isOther ? { merchant_calculated_override: { total_amount: total, total_tax: Number(decimal(moneyIn(raw, tax))) } } : {}),
  };
  const { data: done } = await client.write("POST", `${path}/refunds`, body, inData(rawRefund));
  refuseDeclined(done, order.number);
  return { externalId: String(done.id), alreadyDone: false };
}

function refuseDeclined({ payments }: RawRefund, number: string): void {
  const declined = payments?.find((payment) => payment.is_declined);
  if (declined)
    throw new AppError(
      "conflict",
      `The payment provider declined the refund of order ${number}: ${declined.declined_message ?? "no reason given"}.`,
    );
}

/** Pieces and shipping by their own; an amount for nothing in particular is of the order. */
function itemsOf({ raw, order }: Ground, { amount, lines = [], shipping, reason: why, key }: RefundRequest): Item[] {
  const reason = marked(why, key, maxReasonChars);
  const number = (units: number): number => Number(decimal({ amount: units, currency: order.currency }));
  const pieces = lines.map(({ lineId, quantity }) => ({ item_type: "PRODUCT", item_id: Number(lineId), quantity, reason }));
  const parcels = raw.consignments.shipping ?? [];
  const back = shipping?.amount ?? 0;
  const shipped: Item[] = back > 0 && parcels[0] ? [{ item_type: "SHIPPING", item_id: parcels[0].id, amount: number(back), reason }] : [];
  const rest = amount.amount - (shipped.length > 0 ? back : 0);
  const whole: Item[] = pieces.length === 0 && rest > 0 ? [{ item_type: "ORDER", item_id: raw.id, amount: number(rest), reason }] : [];
  return [...pieces, ...shipped, ...whole];
}

/** Back the way it came: never as credit to somebody who paid with money, and by hand only where that was agreed. */
function paymentsOf(
  { raw, order }: Ground,
  { amount, method }: RefundRequest,
  options: readonly Method[][],
  settings: BigcommerceSettings,
): { provider_id: string; amount: number; offline: boolean }[] {
  const isCredit = ({ provider_id: id }: Method): boolean => id === "storecredit" || id === "giftcertificate";
  const paidByCredit = Number(raw.store_credit_amount ?? 0) + Number(raw.gift_certificate_amount ?? 0) > 0;
  const fits = options.filter(
    (option) =>
      option.length > 0 &&
      (method === undefined ? paidByCredit || !option.some(isCredit) : option.some(({ provider_id: id }) => id === method)),
  );
  const isByHand = (option: readonly Method[]): boolean => option.some(({ offline }) => offline === true);
  const option = fits.find((one) => !isByHand(one)) ?? (settings.manualRefunds ? fits[0] : undefined);
  if (!option) {
    const why = method !== undefined && fits.length === 0 ? `not by "${method.slice(0, 60)}"` : "only by hand, or as store credit";
    throw new AppError("conflict", `Order ${order.number} can be paid back ${why}. Refund it in the shop.`);
  }
  const weights = option.map((one) => moneyIn(raw, one.amount).amount);
  const parts = shares(amount.amount, sum(weights) > 0 ? weights : weights.map(() => 1));
  return option
    .map((one, index) => ({
      provider_id: one.provider_id,
      amount: Number(decimal({ amount: parts[index]!, currency: currencyOf(raw) })),
      offline: one.offline === true,
    }))
    .filter((payment) => payment.amount > 0);
}
