/**
 * An order of the shop in the desk's words. Where prices include tax, lines and shipping hold it already and `tax` is what comes on top:
 * nothing, or fees.
 */
import { z } from "zod";
import type { Money } from "../../domain/money.ts";
import type { Address, Order, OrderLine, PaymentMethodKind, PaymentStatus, Refund } from "../../domain/order.ts";
import { known, sum, withoutMark } from "../order-checks.ts";
import { metaOf, type RawAddress, type RawLine, type RawOrder, type RawRefund } from "./raw.ts";
import type { WoocommerceSettings } from "./settings.ts";
import { exact, money, plainNumber, plainText, utc } from "./text.ts";
import { parcelsOf } from "./tracking.ts";

/** In the order's extra data: what the desk wrote there. */
export const metaKeys = {
  cancelled: "_handrail_cancelled",
  tags: "handrail_tags",
  done: "_handrail_done",
  replaces: "_handrail_replacement",
};
/** Not orders (yet, or any more). */
export const hiddenStatuses = ["trash", "auto-draft", "checkout-draft", "draft"];

export type MapParts = { storeId: string; settings: WoocommerceSettings };

export function mapOrder(raw: RawOrder, rawRefunds: readonly RawRefund[], { storeId, settings }: MapParts): Order {
  const { currency } = raw;
  const placedAt = utc(raw.date_created_gmt) ?? utc(raw.date_modified_gmt) ?? new Date(0).toISOString();
  const updatedAt = utc(raw.date_modified_gmt) ?? placedAt;
  const refunds = rawRefunds.map((refund) => mapRefund(raw, refund, placedAt));
  const parts = raw.line_items.filter(({ quantity }) => quantity > 0);
  const fulfillments = parcelsOf(
    raw,
    parts.map((line) => ({ id: String(line.id), quantity: piecesOf(line) })),
    settings,
  );
  const lines = parts.map((line) => mapLine(raw, line, rawRefunds, fulfillments));
  const sums = sumsOf(raw, lines);
  const sent = sum(lines.map((line) => line.fulfilledQuantity));
  const isCancelled = settings.cancelledStatuses.includes(raw.status);
  const ours = cancellationOf(raw);
  return {
    id: String(raw.id),
    number: numberOf(raw),
    storeId,
    customer: customerOf(raw),
    status: isCancelled ? "cancelled" : settings.shippedStatuses.includes(raw.status) || raw.status === "refunded" ? "completed" : "open",
    payment: paymentOf(raw, isCancelled, sum(refunds.map(({ amount }) => amount.amount)), sums.total.amount),
    fulfillment: sent === 0 ? "unfulfilled" : sent === sum(lines.map(({ quantity }) => quantity)) ? "fulfilled" : "partial",
    placedAt,
    // The shop does not say when; its last change is the nearest it has.
    cancelledAt: isCancelled ? (ours?.at ?? updatedAt) : null,
    cancelReason: isCancelled ? known(ours?.reason) : null,
    currency,
    lines,
    ...sums,
    refunds,
    payments:
      known(raw.date_paid_gmt) && known(raw.payment_method)
        ? [{ method: raw.payment_method!, kind: paymentKind(raw.payment_method!), amount: sums.total }]
        : [],
    hasChargeback: null,
    fulfillments,
    shippingAddress: mapAddress(raw.shipping ?? null) ?? mapAddress(raw.billing),
    promisedBy: null,
    shipsBy: null,
    tags: tagsOf(raw),
    note: known(raw.customer_note),
    url: null,
    updatedAt,
  };
}

/** Plugins that number orders without gaps also keep the number beside the order; older ones leave the order's own number as it was. */
export function numberOf(raw: RawOrder): string {
  const number = plainNumber(String(raw.number));
  const kept = metaOf(raw.meta_data, "_order_number_formatted") ?? metaOf(raw.meta_data, "_order_number");
  const isPlain = number === String(raw.id) || number === "";
  return isPlain && (typeof kept === "string" || typeof kept === "number") ? plainNumber(String(kept)) || number : number;
}

/** Sold by weight or length, a line is one piece. */
const piecesOf = ({ quantity }: RawLine): number => (Number.isInteger(quantity) ? quantity : 1);

function mapLine(raw: RawOrder, line: RawLine, refunds: readonly RawRefund[], parcels: Order["fulfillments"]): OrderLine {
  const quantity = piecesOf(line);
  const whole = exact(line.subtotal) + (raw.prices_include_tax ? exact(line.subtotal_tax) : 0);
  const unitPrice = money(whole / quantity, raw.currency);
  const back = refunds
    .flatMap((refund) => refund.line_items ?? [])
    .filter(({ meta_data: meta }) => String(metaOf(meta, "_refunded_item_id")) === String(line.id))
    .map((one) => (Number.isInteger(line.quantity) ? Math.abs(one.quantity) : one.quantity === 0 ? 0 : 1));
  const sent = parcels.flatMap((parcel) => parcel.lines).filter(({ lineId }) => lineId === String(line.id));
  return {
    id: String(line.id),
    productId: line.product_id ? String(line.product_id) : null,
    sku: skuOf(line.sku, line.variation_id ? `variation-${line.variation_id}` : line.product_id ? `product-${line.product_id}` : "custom"),
    title: plainText(line.name) ?? "Article",
    variant: variantOf(line),
    quantity,
    fulfilledQuantity: sum(sent.map((one) => one.quantity)),
    refundedQuantity: Math.min(quantity, sum(back)),
    unitPrice,
    total: { ...unitPrice, amount: unitPrice.amount * quantity },
  };
}

/** Many articles have no number: their id is one that can be looked up, too. */
export const skuOf = (sku: string | null | undefined, otherwise: string): string => known(sku) ?? otherwise;

/** What was chosen stands in the line's extra data, beside what plugins keep there for themselves (with an underscore). */
function variantOf({ variation_id: id, meta_data: meta }: RawLine): string | null {
  if (!id) return null;
  const chosen = (meta ?? []).filter(({ key, value }) => !key.startsWith("_") && (typeof value === "string" || typeof value === "number"));
  return known(
    chosen
      .map(({ value }) => plainText(String(value)) ?? "")
      .filter((value) => value !== "")
      .join(" / "),
  );
}

type Sums = Pick<Order, "subtotal" | "shipping" | "tax" | "discount" | "total">;

/** The parts add up to the whole to the last minor unit: what is unaccounted for (fees, rounding) comes on top or off. */
function sumsOf(raw: RawOrder, lines: readonly OrderLine[]): Sums {
  const of = (...values: (string | number | null | undefined)[]): number => money(sum(values.map(exact)), raw.currency).amount;
  const asMoney = (amount: number): Money => ({ amount, currency: raw.currency });
  const isGross = raw.prices_include_tax;
  const subtotal = sum(lines.map((line) => line.total.amount));
  const shipping = Math.max(0, of(raw.shipping_total, isGross ? raw.shipping_tax : 0));
  const discount = Math.max(0, of(raw.discount_total, isGross ? raw.discount_tax : 0));
  const tax = isGross ? 0 : Math.max(0, of(raw.total_tax));
  const total = Math.max(0, of(raw.total));
  const rest = total - (subtotal + shipping + tax - discount);
  return {
    subtotal: asMoney(subtotal),
    shipping: asMoney(shipping),
    tax: asMoney(tax + Math.max(0, rest)),
    discount: asMoney(discount + Math.max(0, -rest)),
    total: asMoney(total),
  };
}

function mapRefund(raw: RawOrder, refund: RawRefund, placedAt: string): Refund {
  const shipping = refund.shipping_lines?.map(
    (line) => Math.abs(exact(line.total)) + (raw.prices_include_tax ? Math.abs(exact(line.total_tax)) : 0),
  );
  return {
    id: String(refund.id),
    at: utc(refund.date_created_gmt) ?? placedAt,
    amount: money(Math.abs(exact(refund.amount)), raw.currency),
    shipping: shipping ? money(sum(shipping), raw.currency) : null,
    reason: withoutMark(refund.reason),
  };
}

/** By the money that moved: a status says what the shop's people are at. */
function paymentOf(raw: RawOrder, isCancelled: boolean, back: number, whole: number): PaymentStatus {
  if (back > 0) return back >= whole ? "refunded" : "partially_refunded";
  if (known(raw.date_paid_gmt)) return "paid";
  if (isCancelled) return "voided";
  if (raw.status === "on-hold" && metaOf(raw.meta_data, "_stripe_charge_captured") === "no") return "authorized";
  // Older orders and those that plugins brought in have no day of payment.
  return ["processing", "completed", "refunded"].includes(raw.status) ? "paid" : "pending";
}

/** Ids of payment plugins; the first that fits. */
const kinds: [RegExp, PaymentMethodKind][] = [
  [/gift[-_ ]?card|store[-_ ]?credit/, "gift_card"],
  [/paypal|ppcp/, "paypal"],
  [/^cod$|cash/, "cash"],
  [/klarna|invoice|rechnung|afterpay|clearpay|affirm|billie|ratepay|pay[-_ ]?later/, "invoice"],
  [/^bacs$|bank|transfer|sepa|sofort|giropay|cheque|vorkasse/, "bank_transfer"],
  [/stripe|woocommerce_payments|card|adyen|braintree|square|worldpay|authorize|mollie/, "card"],
];
const paymentKind = (method: string): PaymentMethodKind => kinds.find(([form]) => form.test(method.toLowerCase()))?.[1] ?? "other";

function customerOf({ customer_id: id, billing }: RawOrder): Order["customer"] {
  const email = known(billing.email),
    phone = known(billing.phone);
  return { id: id ? String(id) : null, name: nameOf(billing) ?? email ?? phone ?? "Customer", email, phone };
}

export const nameOf = (address: RawAddress): string | null =>
  known(`${address.first_name ?? ""} ${address.last_name ?? ""}`) ?? known(address.company);

/** Null for one that says nothing but a name. */
export function mapAddress(raw: RawAddress | null): Address | null {
  if (!raw || (!known(raw.address_1) && !known(raw.city))) return null;
  return {
    name: nameOf(raw) ?? "-",
    line1: known(raw.address_1) ?? "-",
    line2: known(raw.address_2),
    postalCode: known(raw.postcode) ?? "-",
    city: known(raw.city) ?? "-",
    region: known(raw.state),
    country: known(raw.country) ?? "-",
  };
}

const cancellation = z.object({ at: z.iso.datetime(), reason: z.string(), mark: z.string() });
/** What the desk itself wrote when it cancelled the order. */
export function cancellationOf({ meta_data: meta }: RawOrder): z.infer<typeof cancellation> | null {
  const value = metaOf(meta, metaKeys.cancelled);
  try {
    return cancellation.parse(typeof value === "string" ? JSON.parse(value) : value);
  } catch {
    return null;
  }
}

/** WooCommerce has no tags of orders: these are the desk's own, in a field people see beside the order. */
export function tagsOf({ meta_data: meta }: RawOrder): string[] {
  const value = metaOf(meta, metaKeys.tags);
  return typeof value === "string" ? value.split(",").flatMap((one) => known(one) ?? []) : [];
}
