/**
 * An order of the shop in the desk's words. All amounts are what the customer paid, in the currency they paid in. Where prices include
 * tax, lines hold it already and `tax` is what comes on top: nothing, or duties, tips and fees.
 */
import { minorUnits, type Money } from "../../domain/money.ts";
import type { Address, Fulfillment, FulfillmentStatus, Order, OrderLine, PaymentStatus, Refund } from "../../domain/order.ts";
import { paymentKind } from "./payment-kind.ts";
import type { Bag, RawAddress, RawLine, RawOrder, RawTransaction } from "./raw.ts";
import { known, legacyId, withoutMark } from "./text.ts";

type RawParcel = RawOrder["fulfillments"][number];
type RawRefund = RawOrder["refunds"][number];

export function mapOrder(raw: RawOrder, storeId: string): Order {
  const currency = raw.presentmentCurrencyCode;
  const removed = removedLines(raw);
  const parcels = raw.fulfillments.filter(isLive);
  const lines = raw.lineItems.nodes.flatMap((line) => mapLine(raw, line, parcels, removed));
  const refunds = raw.refunds.map((refund) => mapRefund(raw, refund)).filter(({ amount }) => amount.amount > 0);
  const sums = sumsOf(raw, lines, removed);
  const back = total(refunds.map(({ amount }) => amount.amount));
  return {
    id: raw.id,
    number: numberOf(raw.name),
    storeId,
    customer: customerOf(raw),
    status: raw.cancelledAt !== null ? "cancelled" : raw.closedAt !== null ? "completed" : "open",
    payment: paymentOf(raw.displayFinancialStatus, back, sums.total.amount),
    fulfillment: fulfillmentOf(lines),
    placedAt: raw.processedAt,
    cancelledAt: raw.cancelledAt,
    cancelReason:
      raw.cancelledAt === null ? null : (withoutMark(raw.cancellation?.staffNote) ?? cancelReasons[raw.cancelReason ?? ""] ?? null),
    currency,
    lines,
    ...sums,
    refunds,
    payments: raw.transactions.filter(isPaid).map(({ gateway, paymentDetails, amountSet }) => ({
      method: known(gateway),
      kind: paymentKind(gateway, paymentDetails?.__typename ?? null),
      amount: moneyOf(amountSet),
    })),
    hasChargeback: raw.disputes.length > 0,
    fulfillments: parcels.flatMap(mapParcel),
    shippingAddress: mapAddress(raw.shippingAddress),
    promisedBy: parcels.map(({ estimatedDeliveryAt }) => estimatedDeliveryAt).reduce(later, null),
    shipsBy: null,
    tags: raw.tags,
    note: known(raw.note),
    url: known(raw.statusPageUrl),
    updatedAt: raw.updatedAt,
  };
}

export const moneyOf = ({ presentmentMoney: { amount, currencyCode } }: Bag): Money => minorUnits(Number(amount), currencyCode);
const units = (bag: Bag): number => moneyOf(bag).amount;
const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);
const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && Date.parse(other) > Date.parse(one)) ? other : one;

/** "#1001" is written "1001" in the desk; a shop's own prefix or suffix is part of the number. */
export const numberOf = (name: string): string => name.trim().replace(/^#\s*/, "");

/** Of the shop's own list. */
const cancelReasons: Record<string, string> = {
  CUSTOMER: "the customer changed their mind",
  DECLINED: "the payment was declined",
  FRAUD: "fraud",
  INVENTORY: "sold out",
  STAFF: "a mistake of the shop",
};

function customerOf({ customer, email, phone, shippingAddress }: RawOrder): Order["customer"] {
  const address = known(email) ?? known(customer?.defaultEmailAddress?.emailAddress);
  const called = known(phone) ?? known(customer?.defaultPhoneNumber?.phoneNumber) ?? known(shippingAddress?.phone);
  const name = known(customer?.displayName) ?? known(shippingAddress?.name) ?? address ?? called ?? "Customer";
  return { id: customer?.id ?? null, name, email: address, phone: called };
}

/** What was sent and not called back. */
export const isLive = ({ status }: { status: string }): boolean => status === "SUCCESS" || status === "OPEN" || status === "PENDING";
const isSettled = (status: string): boolean => status !== "ERROR" && status !== "FAILURE";
const isPaid = ({ kind, status }: RawTransaction): boolean => (kind === "SALE" || kind === "CAPTURE") && status === "SUCCESS";

/**
 * Pieces that somebody took out of the order before they were sent: the shop writes them down as a refund of no money. They are no
 * part of the order any more. A cancelled order is told as it was ordered.
 */
function removedLines(raw: RawOrder): Map<string, { quantity: number; amount: number; tax: number }> {
  const removed = new Map<string, { quantity: number; amount: number; tax: number }>();
  if (raw.cancelledAt !== null) return removed;
  for (const { refundLineItems } of raw.refunds.filter(isRemoval))
    for (const { lineItem, quantity, subtotalSet, totalTaxSet } of refundLineItems.nodes) {
      const before = removed.get(lineItem.id) ?? { quantity: 0, amount: 0, tax: 0 };
      const tax = raw.taxesIncluded ? 0 : units(totalTaxSet);
      removed.set(lineItem.id, {
        quantity: before.quantity + quantity,
        amount: before.amount + units(subtotalSet) + tax,
        tax: before.tax + tax,
      });
    }
  return removed;
}

const isRemoval = ({ transactions, refundLineItems }: RawRefund): boolean =>
  transactions.nodes.length === 0 &&
  refundLineItems.nodes.every(({ restockType }) => restockType === "CANCEL" || restockType === "NO_RESTOCK");

function mapLine(raw: RawOrder, line: RawLine, parcels: readonly RawParcel[], removed: ReturnType<typeof removedLines>): OrderLine[] {
  const quantity = line.quantity - (removed.get(line.id)?.quantity ?? 0);
  if (quantity <= 0) return [];
  const unitPrice = moneyOf(line.originalUnitPriceSet);
  const sent = parcels.flatMap(({ fulfillmentLineItems }) => fulfillmentLineItems.nodes).filter(({ lineItem }) => lineItem.id === line.id);
  const back = raw.refunds
    .filter((refund) => raw.cancelledAt !== null || !isRemoval(refund))
    .flatMap(({ refundLineItems }) => refundLineItems.nodes)
    .filter(({ lineItem }) => lineItem.id === line.id);
  return [
    {
      id: line.id,
      productId: line.product?.id ?? null,
      sku: skuOf(line.sku, line.variant?.id ?? null),
      title: known(line.title) ?? "Article",
      variant: line.variantTitle === "Default Title" ? null : known(line.variantTitle),
      quantity,
      fulfilledQuantity: total(sent.map((one) => one.quantity ?? 0)),
      refundedQuantity: total(back.map((one) => one.quantity)),
      unitPrice,
      total: { ...unitPrice, amount: unitPrice.amount * quantity },
    },
  ];
}

/** Many shops have no article numbers: the variant's own id is one that can be looked up, too. */
export const skuOf = (sku: string | null, variantId: string | null): string =>
  known(sku) ?? (variantId === null ? "custom" : `variant-${legacyId(variantId)}`);

type Sums = Pick<Order, "subtotal" | "shipping" | "tax" | "discount" | "total">;

/** The parts add up to the whole to the last minor unit: what is unaccounted for comes on top (duties, tips, fees) or off (discounts of shipping). */
function sumsOf(raw: RawOrder, lines: readonly OrderLine[], removed: ReturnType<typeof removedLines>): Sums {
  const money = (amount: number): Money => ({ amount, currency: raw.presentmentCurrencyCode });
  const gone = [...removed.values()];
  const whole = Math.max(0, units(raw.totalPriceSet) - total(gone.map(({ amount }) => amount)));
  const subtotal = total(lines.map((line) => line.total.amount));
  const shipping = units(raw.totalShippingPriceSet);
  const tax = raw.taxesIncluded || !raw.totalTaxSet ? 0 : Math.max(0, units(raw.totalTaxSet) - total(gone.map((one) => one.tax)));
  const discount = total(raw.lineItems.nodes.map((line) => discountOf(line, removed.get(line.id)?.quantity ?? 0)));
  const rest = whole - (subtotal + shipping + tax - discount);
  return {
    subtotal: money(subtotal),
    shipping: money(shipping),
    tax: money(tax + Math.max(0, rest)),
    discount: money(discount + Math.max(0, -rest)),
    total: money(whole),
  };
}

function discountOf({ quantity, discountAllocations }: RawLine, removed: number): number {
  const all = total(discountAllocations.map(({ allocatedAmountSet }) => units(allocatedAmountSet)));
  return Math.round((all * Math.max(0, quantity - removed)) / quantity);
}

/** By the money that went back, as the shop's own word also counts pieces that were taken out of an order. */
function paymentOf(status: string | null, back: number, whole: number): PaymentStatus {
  if (back > 0) return back >= whole ? "refunded" : "partially_refunded";
  if (status === "PAID" || status === "REFUNDED" || status === "PARTIALLY_REFUNDED") return "paid";
  if (status === "AUTHORIZED") return "authorized";
  if (status === "VOIDED" || status === "EXPIRED") return "voided";
  return "pending";
}

function fulfillmentOf(lines: readonly OrderLine[]): FulfillmentStatus {
  const sent = total(lines.map((line) => line.fulfilledQuantity));
  if (sent === 0) return "unfulfilled";
  return sent === total(lines.map(({ quantity }) => quantity)) ? "fulfilled" : "partial";
}

function mapRefund(raw: RawOrder, refund: RawRefund): Refund {
  const currency = raw.presentmentCurrencyCode;
  const paid = refund.transactions.nodes.filter(({ kind, status }) => kind === "REFUND" && isSettled(status));
  const shipping = refund.refundShippingLines.nodes.map(
    ({ subtotalAmountSet, taxAmountSet }) => units(subtotalAmountSet) + (raw.taxesIncluded ? 0 : units(taxAmountSet)),
  );
  return {
    id: refund.id,
    at: refund.createdAt ?? refund.processedAt,
    amount: { amount: total(paid.map(({ amountSet }) => units(amountSet))), currency },
    shipping: { amount: total(shipping), currency },
    reason: withoutMark(refund.note),
  };
}

/** Several parcels of one shipment each have a tracking number of their own; what is in which of them the shop does not say. */
function mapParcel({ id, createdAt, trackingInfo, fulfillmentLineItems }: RawParcel): Fulfillment[] {
  const tracking = trackingInfo.filter(({ number, url, company }) => known(number) ?? known(url) ?? known(company));
  const numbers = tracking.length > 0 ? tracking : [{ company: null, number: null, url: null }];
  return numbers.map(({ company, number, url }, index) => ({
    id: index === 0 ? id : `${id}#${index + 1}`,
    at: createdAt,
    lines: index > 0 ? [] : fulfillmentLineItems.nodes.map(({ lineItem, quantity }) => ({ lineId: lineItem.id, quantity: quantity ?? 0 })),
    carrier: known(company),
    trackingNumber: known(number),
    trackingUrl: known(url),
  }));
}

/** Where an address has to say something and the shop has nothing: not every country has postal codes. */
export const unknownPart = "-";

/** Null for an order without one, and for one that says nothing but a name. */
export function mapAddress(raw: RawAddress | null): Address | null {
  if (!raw || (!known(raw.address1) && !known(raw.city))) return null;
  return {
    name: known(raw.name) ?? known(raw.company) ?? unknownPart,
    line1: known(raw.address1) ?? unknownPart,
    line2: known(raw.address2),
    postalCode: known(raw.zip) ?? unknownPart,
    city: known(raw.city) ?? unknownPart,
    region: known(raw.provinceCode) ?? known(raw.province),
    country: known(raw.countryCodeV2) ?? unknownPart,
  };
}
