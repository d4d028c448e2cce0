import type { Money } from "./money.ts";

/** Facts as every store system can express them. Times are ISO 8601 with zone. What a store does not know is null, never "". */
export type OrderStatus = "open" | "completed" | "cancelled";
export type PaymentStatus = "pending" | "authorized" | "paid" | "partially_refunded" | "refunded" | "voided";
export type FulfillmentStatus = "unfulfilled" | "partial" | "fulfilled";

export type Address = {
  name: string;
  line1: string;
  line2: string | null;
  postalCode: string;
  city: string;
  region: string | null;
  country: string;
};

export type OrderLine = {
  id: string;
  productId: string | null;
  sku: string;
  title: string;
  variant: string | null;
  quantity: number;
  fulfilledQuantity: number;
  refundedQuantity: number;
  unitPrice: Money;
  total: Money;
};

/**
 * A parcel as the store knows it: what was handed to which carrier. Where it is now is the carrier's to tell; `progress` is what the
 * store says of that itself and counts where no connected carrier knows the parcel. Absent when it does not say.
 */
export type Fulfillment = {
  id: string;
  at: string;
  lines: { lineId: string; quantity: number }[];
  carrier: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  /** The carrier's service, like "express", and where it sets off; absent when the store does not say. */
  service?: string | null;
  origin?: { country: string; region: string | null } | null;
  progress?: { status: ShipmentStatus; at: string; expectedAt: string | null; deliveredAt: string | null } | null;
};

/** `shipping`: how much of `amount` gave shipping costs back; null when the store does not say. */
export type Refund = { id: string; at: string; amount: Money; shipping: Money | null; reason: string | null };

export type PaymentMethodKind = "card" | "paypal" | "gift_card" | "invoice" | "bank_transfer" | "cash" | "other";
/** What an order was paid with. `method` is the store's id of a payment method. */
export type Payment = { method: string | null; kind: PaymentMethodKind; amount: Money };
/** A way to pay that the store keeps for a customer. `balance`: of a gift card. */
export type PaymentMethod = { id: string; kind: PaymentMethodKind; balance: Money | null };

export type Order = {
  id: string;
  /** As customers see and write it, without a leading "#". */
  number: string;
  storeId: string;
  customer: { id: string | null; name: string; email: string | null; phone: string | null };
  status: OrderStatus;
  payment: PaymentStatus;
  fulfillment: FulfillmentStatus;
  placedAt: string;
  cancelledAt: string | null;
  cancelReason: string | null;
  currency: string;
  lines: OrderLine[];
  subtotal: Money;
  shipping: Money;
  tax: Money;
  discount: Money;
  total: Money;
  refunds: Refund[];
  /** Empty when the store does not say. */
  payments: Payment[];
  /** A chargeback or payment dispute was opened; null when the store does not say. */
  hasChargeback: boolean | null;
  fulfillments: Fulfillment[];
  shippingAddress: Address | null;
  /** The shop's promise to the customer, if it made one. */
  promisedBy: string | null;
  /** The latest day it should leave the warehouse. */
  shipsBy: string | null;
  tags: string[];
  note: string | null;
  /** Where the customer can see this order. */
  url: string | null;
  updatedAt: string;
  /** When this was read from the shop, for a copy; absent: now. */
  seenAt?: string;
};

export type StoreCustomer = {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  language: string | null;
  country: string | null;
  /** What the shop's form of address says; left out where it says nothing. */
  gender?: "female" | "male" | null;
  isVip: boolean;
  orderCount: number;
  lifetimeValue: Money;
  createdAt: string;
  tags: string[];
  /** Empty when the store does not say. */
  paymentMethods: PaymentMethod[];
};

/** A property in the shop's own words: "Material", "100 % merino wool". */
export type Attribute = { name: string; value: string };
/** `options`: what was chosen of each thing the product's variants differ in ("Size", "M"); empty when the store does not say. */
export type Variant = {
  id: string;
  sku: string;
  title: string;
  price: Money;
  stock: number;
  restockAt: string | null;
  options: Attribute[];
};
/** `attributes`: empty when the store does not say. */
export type Product = {
  id: string;
  title: string;
  description: string;
  type: string;
  url: string | null;
  attributes: Attribute[];
  variants: Variant[];
};

export type ShipmentStatus =
  | "label_created"
  | "accepted"
  | "in_transit"
  | "out_for_delivery"
  | "available_for_pickup"
  | "delivered"
  | "exception"
  | "returned"
  | "lost"
  | "unknown";

export type TrackingEvent = { at: string; status: ShipmentStatus; description: string; location: string | null };

export type Shipment = {
  trackingNumber: string;
  carrier: string;
  status: ShipmentStatus;
  /** Oldest first. */
  events: TrackingEvent[];
  shippedAt: string | null;
  /** The carrier's present estimate. */
  expectedAt: string | null;
  /** The estimate when the parcel set off: lateness is counted from here, or a slipping estimate would hide it. */
  promisedAt: string | null;
  deliveredAt: string | null;
  signedBy: string | null;
  url: string | null;
  updatedAt: string;
};
