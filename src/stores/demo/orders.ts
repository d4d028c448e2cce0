/** Turns a plan into an order whose sums add up. Amounts depend on the seed only, times on the day too. */
import { dayMs, demoCarrierName, parcelTimes, writeDemoParcel, type DemoParcel } from "../../domain/demo-parcel.ts";
import type { Fulfillment, Order, OrderLine, Product, Refund } from "../../domain/order.ts";
import type { OrderPlan } from "./cast.ts";
import { localPrice } from "./countries.ts";
import type { Person } from "./customers.ts";
import { firstNumber } from "./plans.ts";
import { chance, type Chance } from "./random.ts";

export type OrderSetting = {
  seed: number;
  /** Today, 00:00 UTC, in ms. */ day: number;
  storeId: string;
  shopUrl: string;
  products: readonly Product[];
};

export function makeOrder(plan: OrderPlan, buyer: Person, setting: OrderSetting): Order {
  const luck = chance(`${setting.seed}/order/${plan.number}`);
  const placed = setting.day - plan.placedDaysAgo * dayMs + luck.whole(6 * 60, 20 * 60) * 60_000;
  const parcels = plan.parcels.map((item, index): DemoParcel => ({
    scenario: item.scenario,
    ageDays: item.ageDays,
    transitDays: item.transitDays ?? buyer.country.transit,
    serial: (plan.number - firstNumber) * 2 + index,
  }));
  const lines = makeLines(plan, buyer, luck, setting.products);
  const fulfillments = makeFulfillments(plan, lines, parcels, setting);
  const sums = makeSums(lines, buyer, luck);
  const cancelledAt = plan.cancelReason ? placed + 40 * 60_000 : null;
  const refunds = makeRefunds(plan, lines, sums.total.amount, cancelledAt ?? refundTime(parcels, setting.day));
  return {
    id: `ord_${plan.number}`,
    number: String(plan.number),
    storeId: setting.storeId,
    customer: { id: buyer.id, name: buyer.name, email: buyer.email, phone: buyer.phone },
    ...states(plan, parcels, lines),
    placedAt: iso(placed),
    cancelledAt: cancelledAt === null ? null : iso(cancelledAt),
    cancelReason: plan.cancelReason ?? null,
    currency: buyer.country.currency,
    lines,
    ...sums,
    refunds,
    payments: [{ method: `${buyer.id}_card`, kind: "card", amount: sums.total }],
    hasChargeback: false,
    fulfillments,
    shippingAddress: buyer.address,
    ...promises(plan, parcels, buyer, setting.day),
    tags: luck.happens(8) ? ["gift"] : [],
    note: luck.happens(6) ? "Please leave the parcel with the neighbours." : null,
    url: `${setting.shopUrl}?order=${plan.number}`,
    updatedAt: refunds.at(-1)?.at ?? fulfillments.at(-1)?.at ?? iso(cancelledAt ?? placed),
  };
}

function makeLines(plan: OrderPlan, buyer: Person, luck: Chance, products: readonly Product[]): OrderLine[] {
  const isSplit = plan.isPartial === true || plan.parcels.length > 1;
  const count = luck.whole(isSplit ? 2 : 1, 4);
  const first = luck.whole(0, products.length - 1);
  return Array.from({ length: count }, (_, index) => {
    // Steps of 7 through 60 products: no product twice in one order.
    const product = products[(first + index * 7) % products.length]!;
    const variant = luck.pick(product.variants);
    const quantity = luck.happens(75) ? 1 : luck.whole(2, 3);
    const unit = localPrice(variant.price.amount, buyer.country.currency);
    return {
      id: `lin_${plan.number}_${index + 1}`,
      productId: product.id,
      sku: variant.sku,
      title: product.title,
      variant: product.variants.length > 1 ? variant.title : null,
      quantity,
      fulfilledQuantity: 0,
      refundedQuantity: 0,
      unitPrice: { amount: unit, currency: buyer.country.currency },
      total: { amount: unit * quantity, currency: buyer.country.currency },
    };
  });
}

/** The first parcel takes the first line, the last one all the rest; of a partial order the last line stays behind. */
function makeFulfillments(plan: OrderPlan, lines: OrderLine[], parcels: readonly DemoParcel[], setting: OrderSetting): Fulfillment[] {
  const shipped = plan.isPartial ? lines.slice(0, -1) : lines;
  return parcels.map((parcel, index) => {
    const isLast = index === parcels.length - 1;
    const content = shipped.slice(index, isLast ? shipped.length : index + 1);
    for (const line of content) line.fulfilledQuantity = line.quantity;
    const trackingNumber = writeDemoParcel(parcel);
    return {
      id: `ful_${plan.number}_${index + 1}`,
      at: iso(parcelTimes(parcel, setting.day).shippedAt),
      lines: content.map((line) => ({ lineId: line.id, quantity: line.quantity })),
      carrier: demoCarrierName,
      trackingNumber,
      trackingUrl: `${setting.shopUrl}?parcel=${trackingNumber}`,
    };
  });
}

function makeSums(
  lines: readonly OrderLine[],
  buyer: Person,
  luck: Chance,
): Pick<Order, "subtotal" | "shipping" | "tax" | "discount" | "total"> {
  const { currency, tax: rate } = buyer.country;
  const money = (amount: number) => ({ amount, currency });
  const subtotal = lines.reduce((sum, line) => sum + line.total.amount, 0);
  const discount = luck.happens(20) ? Math.round(subtotal / 10) : 0;
  // Free shipping from 100 euros.
  const shipping = subtotal >= localPrice(10_000, currency) ? 0 : localPrice(590, currency);
  const tax = Math.round(((subtotal - discount + shipping) * rate) / 100);
  return {
    subtotal: money(subtotal),
    shipping: money(shipping),
    tax: money(tax),
    discount: money(discount),
    total: money(subtotal + shipping + tax - discount),
  };
}

function makeRefunds(plan: OrderPlan, lines: OrderLine[], total: number, at: number): Refund[] {
  const currency = lines[0]!.total.currency;
  const refund = (amount: number, reason: string): Refund[] => [
    { id: `ref_${plan.number}_1`, at: iso(at + 5 * 60_000), amount: { amount, currency }, shipping: null, reason },
  ];
  if (plan.refund === "full") {
    for (const line of lines) line.refundedQuantity = line.quantity;
    return refund(total, plan.cancelReason ? "Order cancelled" : "Returned by the customer");
  }
  if (plan.refund !== "part") return [];
  const line = lines[0]!;
  line.refundedQuantity = 1;
  // Of an order of one piece only half: a whole one would not be a part.
  const isOnlyPiece = lines.length === 1 && line.quantity === 1;
  return refund(isOnlyPiece ? Math.round(line.unitPrice.amount / 2) : Math.min(line.unitPrice.amount, total - 1), "One item returned");
}

/** Two days after the last delivery, and before today: plans give money back four days after delivery or later. */
function refundTime(parcels: readonly DemoParcel[], day: number): number {
  return Math.max(...parcels.map((parcel) => day - (parcel.ageDays - parcel.transitDays - 2) * dayMs + 10 * 3_600_000), 0);
}

function states(
  plan: OrderPlan,
  parcels: readonly DemoParcel[],
  lines: readonly OrderLine[],
): Pick<Order, "status" | "payment" | "fulfillment"> {
  const isDelivered = parcels.length > 0 && !plan.isPartial && parcels.every((parcel) => parcel.scenario.startsWith("delivered_"));
  const isSent = lines.every((line) => line.fulfilledQuantity === line.quantity);
  const payment = plan.refund === "full" ? "refunded" : plan.refund === "part" ? "partially_refunded" : (plan.payment ?? "paid");
  return {
    status: plan.cancelReason ? "cancelled" : isDelivered ? "completed" : "open",
    payment: plan.cancelReason && payment === "pending" ? "voided" : payment,
    fulfillment: parcels.length === 0 ? "unfulfilled" : isSent ? "fulfilled" : "partial",
  };
}

function promises(plan: OrderPlan, parcels: readonly DemoParcel[], buyer: Person, day: number): Pick<Order, "promisedBy" | "shipsBy"> {
  if (plan.cancelReason) return { promisedBy: null, shipsBy: null };
  const shipsBy = plan.shipsInDays === undefined ? null : day + plan.shipsInDays * dayMs + 16 * 3_600_000;
  if (shipsBy !== null) return { shipsBy: iso(shipsBy), promisedBy: iso(shipsBy + buyer.country.transit * dayMs + 2 * 3_600_000) };
  const promised = parcels.map((parcel) => parcelTimes(parcel, day).promisedAt);
  return { shipsBy: null, promisedBy: promised.length > 0 ? iso(Math.max(...promised)) : null };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
