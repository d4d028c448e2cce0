/** How the stand-in tells its state in the shop's own types: objects whose fields the official schema's executor reads. */
import { currencyDigits } from "../../domain/money.ts";
import type { FixtureAddress, FixtureCustomer, FixtureLine, FixtureOrder, FixtureProduct, FixtureTransaction } from "./fixture-data.ts";
import type { FixtureState } from "./fixture-shop.ts";

export type ListArgs = { first?: number | null; after?: string | null };

/** A connection by keys: what is asked after a key goes on behind it, however the list has changed meanwhile. */
export function connection<Item>(
  items: readonly Item[],
  key: (item: Item, index: number) => string = (_item, index) => String(index).padStart(9, "0"),
) {
  return ({ first, after }: ListArgs) => {
    const rows = items.map((node, index) => ({ node, cursor: Buffer.from(key(node, index)).toString("base64url") }));
    const rest = rows.slice(afterKey(rows, after));
    const edges = rest.slice(0, first ?? 250);
    return {
      edges,
      nodes: edges.map(({ node }) => node),
      pageInfo: {
        hasNextPage: rest.length > edges.length,
        hasPreviousPage: false,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
    };
  };
}

function afterKey(rows: { cursor: string }[], after: string | null | undefined): number {
  if (!after) return 0;
  const text = Buffer.from(after, "base64url").toString();
  const at = rows.findIndex(({ cursor }) => Buffer.from(cursor, "base64url").toString() > text);
  return at < 0 ? rows.length : at;
}

const decimal = (amount: number, currency: string): string => (amount / 10 ** currencyDigits(currency)).toFixed(currencyDigits(currency));

/** The shop's own money is another one, so that nothing can mix them up unseen. */
export const bag = (amount: number, currency: string) => ({
  presentmentMoney: { amount: decimal(amount, currency), currencyCode: currency },
  shopMoney: { amount: (amount / 777).toFixed(2), currencyCode: "SEK" },
});

export const gid = (kind: string, nr: number): string => `gid://shopify/${kind}/${nr}`;
export const lineId = (order: FixtureOrder, index: number): string => gid("LineItem", order.nr * 100 + index);
const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

export function totalOf(order: FixtureOrder): number {
  const goods = sum(order.lines.map((line) => line.unit * line.quantity - (line.discount ?? 0)));
  return goods + order.shipping - order.shippingDiscount + (order.taxesIncluded ? 0 : order.tax) + order.tip;
}

export const isBack = ({ kind, status }: FixtureTransaction): boolean => kind === "REFUND" && status !== "ERROR" && status !== "FAILURE";
export const backOf = (order: FixtureOrder, line: number): number =>
  sum(
    order.refunds
      .flatMap(({ lines }) => lines)
      .filter((one) => one.line === line)
      .map(({ quantity }) => quantity),
  );
const sentOf = (order: FixtureOrder, line: number): number =>
  sum(
    order.parcels
      .filter(({ status }) => status === "SUCCESS")
      .flatMap(({ lines }) => lines)
      .filter((one) => one.line === line)
      .map(({ quantity }) => quantity),
  );

function financialOf(order: FixtureOrder): string {
  if (order.financial) return order.financial;
  const back = sum(order.transactions.filter(isBack).map(({ amount }) => amount));
  if (back >= totalOf(order) && back > 0) return "REFUNDED";
  return back > 0 ? "PARTIALLY_REFUNDED" : "PAID";
}

export function orderAnswer(state: FixtureState, order: FixtureOrder): object {
  const money = (amount: number) => bag(amount, order.currency);
  const customer = state.customers.find(({ nr }) => nr === order.customer);
  const transactions = order.transactions.map((one) => ({
    __typename: "OrderTransaction",
    ...one,
    amountSet: money(one.amount),
    parentTransaction: one.parent ? { id: one.parent } : null,
    paymentDetails: one.details ? { __typename: one.details } : null,
  }));
  const line = (one: FixtureLine, index: number) => lineAnswer(order, one, index);
  return {
    __typename: "Order",
    id: gid("Order", order.nr),
    name: order.name,
    email: order.email,
    phone: null,
    processedAt: order.at,
    updatedAt: order.updatedAt,
    closedAt: order.closedAt,
    cancelledAt: order.cancelledAt,
    cancelReason: order.cancelReason,
    cancellation: order.cancelledAt ? { staffNote: order.staffNote } : null,
    presentmentCurrencyCode: order.currency,
    taxesIncluded: order.taxesIncluded,
    displayFinancialStatus: financialOf(order),
    customer: customer ? customerAnswer(customer, state) : null,
    totalPriceSet: money(totalOf(order)),
    totalShippingPriceSet: money(order.shipping - order.shippingDiscount),
    totalTaxSet: money(order.tax),
    disputes: Array.from({ length: order.disputes }, (_, index) => ({ id: gid("OrderDisputeSummary", index + 1) })),
    statusPageUrl: `https://shop.example/orders/${order.nr}/status`,
    tags: order.tags,
    note: order.note,
    shippingAddress: addressAnswer(order.address, order.nr),
    transactions,
    fulfillments: order.parcels.map((parcel) => ({
      __typename: "Fulfillment",
      id: parcel.id,
      createdAt: parcel.at,
      status: parcel.status,
      totalQuantity: sum(parcel.lines.map(({ quantity }) => quantity)),
      estimatedDeliveryAt: parcel.eta,
      trackingInfo: parcel.numbers.map((number) => ({ company: "DHL", number, url: `https://track.example/${number}` })),
      fulfillmentLineItems: connection(parcel.lines.map((one) => ({ quantity: one.quantity, lineItem: { id: lineId(order, one.line) } }))),
    })),
    refunds: order.refunds.map((refund) => ({
      __typename: "Refund",
      id: refund.id,
      createdAt: refund.at,
      processedAt: refund.at,
      note: refund.note,
      refundLineItems: connection(refund.lines.map((one) => backLine(order, one))),
      refundShippingLines: connection(refund.shipping > 0 ? [{ subtotalAmountSet: money(refund.shipping), taxAmountSet: money(0) }] : []),
      transactions: connection(transactions.filter(({ id }) => refund.transactions.includes(id))),
    })),
    lineItems: connection(order.lines.map(line)),
    metafield: ({ namespace, key }: { namespace: string; key: string }) => {
      const value = order.metafields[`${namespace}.${key}`];
      return value === undefined ? null : { value };
    },
  };
}

function lineAnswer(order: FixtureOrder, line: FixtureLine, index: number): object {
  const gone = backOf(order, index);
  return {
    id: lineId(order, index),
    quantity: line.quantity,
    currentQuantity: line.quantity - gone,
    unfulfilledQuantity: Math.max(0, line.quantity - gone - sentOf(order, index)),
    sku: line.sku,
    title: line.title,
    variantTitle: "Default Title",
    product: line.variant ? { id: gid("Product", Math.floor(line.variant / 100)) } : null,
    variant: line.variant ? { id: gid("ProductVariant", line.variant) } : null,
    originalUnitPriceSet: bag(line.unit, order.currency),
    discountAllocations: line.discount ? [{ allocatedAmountSet: bag(line.discount, order.currency) }] : [],
  };
}

function backLine(order: FixtureOrder, { line, quantity, restockType }: { line: number; quantity: number; restockType: string }): object {
  const { unit, discount = 0, quantity: of } = order.lines[line]!;
  return {
    quantity,
    restockType,
    lineItem: { id: lineId(order, line) },
    subtotalSet: bag(unit * quantity - Math.round((discount * quantity) / of), order.currency),
    totalTaxSet: bag(0, order.currency),
  };
}

export function addressAnswer(address: FixtureAddress | null, nr: number): object | null {
  if (!address) return null;
  const name = [address["firstName"], address["lastName"]].filter(Boolean).join(" ");
  return { id: gid("MailingAddress", nr), ...address, name, countryCodeV2: address["countryCode"] };
}

export function customerAnswer(customer: FixtureCustomer, state: FixtureState): object {
  const own = [...state.orders.values()].filter((order) => order.customer === customer.nr);
  return {
    id: gid("Customer", customer.nr),
    displayName: customer.name,
    locale: "en-DE",
    createdAt: "2025-01-01T10:00:00Z",
    tags: customer.tags,
    numberOfOrders: String(own.length),
    amountSpent: { amount: "123.40", currencyCode: "SEK" },
    defaultEmailAddress: { emailAddress: customer.email },
    defaultPhoneNumber: customer.phone ? { phoneNumber: customer.phone } : null,
    defaultAddress: addressAnswer(customer.address, customer.nr),
  };
}

export function productAnswer(product: FixtureProduct, state: FixtureState): object {
  const single = product.variants.length === 1;
  const byNumber = (nr: number): object =>
    productAnswer(
      state.products.find((one) => one.nr === nr)!,
      state,
    );
  return {
    __typename: "Product",
    id: gid("Product", product.nr),
    title: product.title,
    description: `A ${product.title.toLowerCase()}.`,
    productType: product.type,
    status: product.status,
    onlineStoreUrl: `https://shop.example/products/${product.nr}`,
    tracksInventory: product.tracked,
    hasOnlyDefaultVariant: single,
    metafields: connection(
      product.metafields.map(({ type, value, name, storefront }) => ({
        type,
        value,
        definition: name === null ? null : { name, access: { storefront } },
      })),
    ),
    metafield: () => (product.related.length > 0 ? { references: connection(product.related.map(byNumber)) } : null),
    variants: connection(product.variants.map((variant) => variantAnswer(product, variant))),
  };
}

export function variantAnswer(product: FixtureProduct, variant: FixtureProduct["variants"][number]): object {
  return {
    id: gid("ProductVariant", variant.nr),
    sku: variant.sku,
    title: variant.title,
    price: variant.price,
    inventoryQuantity: variant.stock,
    selectedOptions: [{ name: product.option ?? "Title", value: variant.title }],
  };
}
