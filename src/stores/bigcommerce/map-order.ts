/**
 * An order of the shop in the desk's words. Where prices include tax, lines and shipping hold it already and `tax` is what comes on top:
 * nothing, or wrapping and fees. An order's number is its id.
 */
import { minorUnits, type Money } from "../../domain/money.ts";
import type { Address, Fulfillment, Order, OrderLine, Payment, PaymentMethodKind, PaymentStatus, Refund } from "../../domain/order.ts";
import { known, sum, withoutMark } from "../order-checks.ts";
import type { RawAddress, RawLine, RawOrder, RawRefund, RawShipment, RawTransaction } from "./raw.ts";
import { staffLines } from "./staff-notes.ts";

/** Ids of the shop's own statuses, which shops rename but cannot change. */
export const status = {
  incomplete: 0,
  shipped: 2,
  refunded: 4,
  cancelled: 5,
  declined: 6,
  completed: 10,
  awaitingFulfillment: 11,
  disputed: 13,
} as const;
const cancelledIds: number[] = [status.cancelled, status.declined];
const shippedIds: number[] = [status.shipped, status.completed];
const doneIds: number[] = [...shippedIds, status.refunded];
/** Paid, or as good as: the shop's people are at it. */
const paidIds: number[] = [2, 3, 8, 9, 10, 11, 14];

/** An order with what stands beside it. */
export type Whole = { raw: RawOrder; shipments: RawShipment[]; refunds: RawRefund[]; transactions: RawTransaction[] };

export const currencyOf = (raw: RawOrder): string => known(raw.default_currency_code) ?? known(raw.currency_code) ?? "USD";
const exact = (value: string | number | null | undefined): number => (Number.isFinite(Number(value ?? 0)) ? Number(value ?? 0) : 0);
/** V2 writes "Tue, 20 Nov 2012 00:00:00 +0000". */
export const time = (value: string | null | undefined): string | null => {
  const ms = Date.parse(value ?? "");
  return Number.isNaN(ms) || ms <= 0 ? null : new Date(ms).toISOString();
};

export function linesOf({ consignments: { shipping, pickups, downloads, email } }: RawOrder): RawLine[] {
  const parts = [...(shipping ?? []), ...(pickups ?? []), ...(downloads ?? []), ...(email?.gift_certificates ?? [])];
  return parts.flatMap((part) => part.line_items ?? []).filter(({ quantity }) => quantity > 0);
}

export function mapOrder({ raw, shipments, refunds: rawRefunds, transactions }: Whole, storeId: string): Order {
  const placedAt = time(raw.date_created) ?? new Date(0).toISOString();
  const updatedAt = time(raw.date_modified) ?? placedAt;
  const rawLines = linesOf(raw);
  const fulfillments = parcelsOf(raw, rawLines, shipments, placedAt, updatedAt);
  const lines = rawLines.map((line) => mapLine(raw, line, fulfillments));
  const refunds = refundsOf(raw, rawRefunds, placedAt, updatedAt);
  const sums = sumsOf(raw, lines);
  const sent = sum(lines.map((line) => line.fulfilledQuantity));
  const isCancelled = cancelledIds.includes(raw.status_id);
  const ours = staffLines(raw.staff_notes).findLast((line) => line.kind === "cancelled");
  return {
    id: String(raw.id),
    number: String(raw.id),
    storeId,
    customer: customerOf(raw),
    status: isCancelled ? "cancelled" : doneIds.includes(raw.status_id) ? "completed" : "open",
    payment: paymentOf(raw, isCancelled, sum(refunds.map(({ amount }) => amount.amount)), sums.total.amount),
    fulfillment: sent === 0 ? "unfulfilled" : sent === sum(lines.map(({ quantity }) => quantity)) ? "fulfilled" : "partial",
    placedAt,
    // The shop does not say when; its last change is the nearest it has.
    cancelledAt: isCancelled ? (ours?.at ?? updatedAt) : null,
    cancelReason: isCancelled ? (ours?.text ?? (raw.status_id === status.declined ? "the payment was declined" : null)) : null,
    currency: currencyOf(raw),
    lines,
    ...sums,
    refunds,
    payments: paymentsOf(raw, transactions, sums.total.amount),
    // Disputed is a status like others: an order that has left it may have been in it.
    hasChargeback: raw.status_id === status.disputed ? true : null,
    fulfillments,
    shippingAddress: mapAddress(raw.consignments.shipping?.[0] ?? null),
    promisedBy: null,
    shipsBy: null,
    tags: [
      ...new Set(
        staffLines(raw.staff_notes).flatMap(({ kind, text }) =>
          kind === "tags" ? text.split(",").flatMap((one) => known(one) ?? []) : [],
        ),
      ),
    ],
    note: known(raw.customer_message),
    url: null,
    updatedAt,
  };
}

export const moneyIn = (raw: RawOrder, value: string | number | null | undefined): Money => minorUnits(exact(value), currencyOf(raw));
const unit = (raw: RawOrder, line: RawLine): Money => moneyIn(raw, raw.is_tax_inclusive_pricing ? line.price_inc_tax : line.price_ex_tax);

function mapLine(raw: RawOrder, line: RawLine, parcels: readonly Fulfillment[]): OrderLine {
  const unitPrice = unit(raw, line);
  const sent = parcels.flatMap((parcel) => parcel.lines).filter(({ lineId }) => lineId === String(line.id));
  const options = (line.product_options ?? []).flatMap((option) => known(option.display_value) ?? []);
  return {
    id: String(line.id),
    productId: line.product_id ? String(line.product_id) : null,
    sku: known(line.sku) ?? (line.variant_id ? `variant-${line.variant_id}` : "custom"),
    title: known(line.name) ?? "Article",
    variant: known(options.join(" / ")),
    quantity: line.quantity,
    fulfilledQuantity: sum(sent.map(({ quantity }) => quantity)),
    refundedQuantity: Math.min(line.quantity, exact(line.quantity_refunded)),
    unitPrice,
    total: { ...unitPrice, amount: unitPrice.amount * line.quantity },
  };
}

type Sums = Pick<Order, "subtotal" | "shipping" | "tax" | "discount" | "total">;

/**
 * The parts add up to the whole to the last minor unit. The shop tells coupons and discounts in several places that overlap, so what is
 * off is the difference to what was asked for.
 */
function sumsOf(raw: RawOrder, lines: readonly OrderLine[]): Sums {
  const isGross = raw.is_tax_inclusive_pricing === true;
  const units = (...values: (string | number | null | undefined)[]): number => moneyIn(raw, sum(values.map(exact))).amount;
  const subtotal = sum(lines.map((line) => line.total.amount));
  const shipping = isGross
    ? units(raw.shipping_cost_inc_tax, raw.handling_cost_inc_tax)
    : units(raw.shipping_cost_ex_tax, raw.handling_cost_ex_tax);
  const fees = (raw.fees ?? []).map((fee) => (isGross ? fee.cost_inc_tax : fee.cost_ex_tax));
  const extras = units(isGross ? raw.wrapping_cost_inc_tax : raw.wrapping_cost_ex_tax, ...fees);
  const tax = isGross ? 0 : units(raw.total_tax);
  const total = Math.max(0, units(raw.total_inc_tax));
  const rest = total - (subtotal + shipping + tax + extras);
  const money = (amount: number): Money => ({ amount, currency: currencyOf(raw) });
  return {
    subtotal: money(subtotal),
    shipping: money(shipping),
    tax: money(tax + extras + Math.max(0, rest)),
    discount: money(Math.max(0, -rest)),
    total: money(total),
  };
}

/** What a payment provider declined did not go back. Older refunds are told as a sum only. */
function refundsOf(raw: RawOrder, refunds: readonly RawRefund[], placedAt: string, updatedAt: string): Refund[] {
  const made = refunds.map((refund): Refund => {
    const declined = sum((refund.payments ?? []).filter((payment) => payment.is_declined).map((payment) => payment.amount));
    const shipping = (refund.items ?? []).filter(({ item_type: type }) => type === "SHIPPING" || type === "HANDLING");
    return {
      id: String(refund.id),
      at: time(refund.created) ?? placedAt,
      amount: moneyIn(raw, Math.max(0, refund.total_amount - declined)),
      shipping: moneyIn(raw, sum(shipping.map((item) => exact(item.requested_amount)))),
      reason: withoutMark(known(refund.reason) ?? refund.items?.[0]?.reason),
    };
  });
  const counted = made.filter(({ amount }) => amount.amount > 0);
  const more = moneyIn(raw, raw.refunded_amount).amount - sum(made.map(({ amount }) => amount.amount));
  if (refunds.length > 0 || more <= 0) return counted;
  return [{ id: `${raw.id}-refunded`, at: updatedAt, amount: { amount: more, currency: currencyOf(raw) }, shipping: null, reason: null }];
}

function paymentOf({ status_id: id, payment_status: paid }: RawOrder, isCancelled: boolean, back: number, whole: number): PaymentStatus {
  if (back > 0) return back >= whole ? "refunded" : "partially_refunded";
  if (paid === "captured" || paid === "paid" || paid === "refunded" || paid === "partially refunded") return "paid";
  if (paid === "authorized" || paid === "capture pending" || paid === "held for review") return isCancelled ? "voided" : "authorized";
  if (paid === "void" || paid === "void pending" || isCancelled) return "voided";
  if (paid === "declined" || paid === "pending") return "pending";
  // Paid outside of the shop's providers: only the order's own status says.
  return paidIds.includes(id) ? "paid" : "pending";
}

/** Names of payment methods; the first that fits. */
const kinds: [RegExp, PaymentMethodKind][] = [
  [/gift ?cert|store ?credit/, "gift_card"],
  [/paypal/, "paypal"],
  [/klarna|afterpay|clearpay|affirm|invoice|rechnung|purchase order|pay later/, "invoice"],
  [/bank|deposit|wire|transfer|cheque|check|money order|sepa/, "bank_transfer"],
  [/cash|\bcod\b/, "cash"],
  [/card|stripe|braintree|adyen|square|authorize|(?:apple|g)[a-z]* ?pay/, "card"],
];
const kindByMethod: Record<string, PaymentMethodKind> = {
  credit_card: "card",
  apple_pay_card: "card",
  apple_pay_token: "card",
  bigpay_token: "card",
  token: "card",
  nonce: "card",
  gift_certificate: "gift_card",
  store_credit: "gift_card",
};
const kindOf = (name: string): PaymentMethodKind | undefined => kinds.find(([form]) => form.test(name.toLowerCase()))?.[1];

/** A name a shop made up ("Manual", "Custom") says nothing: then its transactions are read. */
export const isUnclear = (raw: RawOrder): boolean => known(raw.payment_method) !== null && kindOf(raw.payment_method!) === undefined;

function paymentsOf(raw: RawOrder, transactions: readonly RawTransaction[], total: number): Payment[] {
  const method = known(raw.payment_method);
  if (method === null || paymentOf(raw, false, 0, total) !== "paid") return [];
  const paid = transactions.filter(({ event, status: is }) => (event === "purchase" || event === "capture") && is !== "error");
  if (paid.length > 0)
    return paid.map((one) => ({
      method: one.gateway,
      kind: kindByMethod[one.method] ?? kindOf(one.gateway) ?? "other",
      amount: moneyIn(raw, one.amount),
    }));
  const credit = moneyIn(raw, exact(raw.store_credit_amount) + exact(raw.gift_certificate_amount));
  const rest = { ...credit, amount: Math.max(0, total - credit.amount) };
  return [
    ...(credit.amount > 0 ? [{ method: null, kind: "gift_card" as const, amount: credit }] : []),
    ...(rest.amount > 0 ? [{ method, kind: kindOf(method) ?? "other", amount: rest }] : []),
  ];
}

/** What the status says was sent without a shipment in the shop is one parcel nobody knows a number of. */
function parcelsOf(
  raw: RawOrder,
  lines: readonly RawLine[],
  shipments: readonly RawShipment[],
  placedAt: string,
  updatedAt: string,
): Fulfillment[] {
  const left = new Map(lines.map(({ id, quantity }) => [String(id), quantity]));
  const take = (lineId: string, wanted: number): Fulfillment["lines"] => {
    const quantity = Math.min(wanted, left.get(lineId) ?? 0);
    if (quantity <= 0) return [];
    left.set(lineId, left.get(lineId)! - quantity);
    return [{ lineId, quantity }];
  };
  const parcels = shipments.map((shipment) => ({
    id: String(shipment.id),
    at: time(shipment.date_created) ?? placedAt,
    lines: (shipment.items ?? []).flatMap((item) => take(String(item.order_product_id), item.quantity)),
    carrier: known(shipment.shipping_provider_display_name) ?? known(shipment.tracking_carrier) ?? known(shipment.shipping_provider),
    trackingNumber: known(shipment.tracking_number),
    trackingUrl: known(shipment.tracking_link) ?? known(shipment.generated_tracking_link),
    service: known(shipment.shipping_method),
  }));
  const rest = shippedIds.includes(raw.status_id) ? [...left].flatMap(([lineId, quantity]) => take(lineId, quantity)) : [];
  if (rest.length === 0) return parcels;
  const at = time(raw.date_shipped) ?? updatedAt;
  return [...parcels, { id: `${raw.id}-shipped`, at, lines: rest, carrier: null, trackingNumber: null, trackingUrl: null }];
}

function customerOf({ customer_id: id, billing_address: billing }: RawOrder): Order["customer"] {
  const email = known(billing.email),
    phone = known(billing.phone);
  return { id: id ? String(id) : null, name: nameOf(billing) ?? email ?? phone ?? "Customer", email, phone };
}

export const nameOf = ({
  first_name: first,
  last_name: last,
  company,
}: Pick<RawAddress, "first_name" | "last_name"> & { company?: string | null | undefined }): string | null =>
  known(`${first ?? ""} ${last ?? ""}`) ?? known(company);

export function mapAddress(raw: RawAddress | null): Address | null {
  if (!raw || (!known(raw.street_1) && !known(raw.city))) return null;
  return {
    name: nameOf(raw) ?? "-",
    line1: known(raw.street_1) ?? "-",
    line2: known(raw.street_2),
    postalCode: known(raw.zip) ?? "-",
    city: known(raw.city) ?? "-",
    region: known(raw.state),
    country: known(raw.country_iso2) ?? "-",
  };
}
