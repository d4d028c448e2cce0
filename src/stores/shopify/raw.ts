/** What the shop answers, as far as documents.ts asks for it. */
export type RawMoney = { amount: string; currencyCode: string };
export type Bag = { presentmentMoney: RawMoney };
export type Connection<Node> = { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };

export type RawAddress = {
  id: string;
  name: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  company: string | null;
  zip: string | null;
  provinceCode: string | null;
  province: string | null;
  countryCodeV2: string | null;
  phone: string | null;
};

export type RawLine = {
  id: string;
  quantity: number;
  currentQuantity: number;
  unfulfilledQuantity: number;
  sku: string | null;
  title: string;
  variantTitle: string | null;
  product: { id: string } | null;
  variant: { id: string } | null;
  originalUnitPriceSet: Bag;
  discountAllocations: { allocatedAmountSet: Bag }[];
};

export type RawTransaction = {
  id: string;
  kind: string;
  status: string;
  gateway: string | null;
  amountSet: Bag;
  parentTransaction: { id: string } | null;
  paymentDetails: { __typename: string } | null;
};

export type RawParcel = {
  id: string;
  createdAt: string;
  status: string;
  totalQuantity: number;
  estimatedDeliveryAt: string | null;
  trackingInfo: { company: string | null; number: string | null; url: string | null }[];
};

export type RawSentLine = { quantity: number | null; lineItem: { id: string } };
export type RawBackLine = { quantity: number; restockType: string; lineItem: { id: string }; subtotalSet: Bag; totalTaxSet: Bag };
/** With `RawRefund`, one refund. */
export type RawReturned = {
  refundLineItems: Connection<RawBackLine>;
  refundShippingLines: { nodes: { subtotalAmountSet: Bag; taxAmountSet: Bag }[] };
  transactions: { nodes: { kind: string; status: string; amountSet: Bag }[] };
};

export type RawRefund = { id: string; createdAt: string | null; processedAt: string; note: string | null };

/** An order as the reading in bulk gives it, without its lines. */
export type RawOrderFields = {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  processedAt: string;
  updatedAt: string;
  closedAt: string | null;
  cancelledAt: string | null;
  cancelReason: string | null;
  cancellation: { staffNote: string | null } | null;
  presentmentCurrencyCode: string;
  taxesIncluded: boolean;
  displayFinancialStatus: string | null;
  customer: {
    id: string;
    displayName: string;
    defaultEmailAddress: { emailAddress: string } | null;
    defaultPhoneNumber: { phoneNumber: string } | null;
  } | null;
  totalPriceSet: Bag;
  totalShippingPriceSet: Bag;
  totalTaxSet: Bag | null;
  disputes: { id: string }[];
  statusPageUrl: string;
  tags: string[];
  note: string | null;
  shippingAddress: RawAddress | null;
  transactions: RawTransaction[];
  fulfillments: RawParcel[];
  refunds: RawRefund[];
};

/** An order with everything in it. */
export type RawOrder = Omit<RawOrderFields, "fulfillments" | "refunds"> & {
  lineItems: Connection<RawLine>;
  fulfillments: (RawParcel & { fulfillmentLineItems: Connection<RawSentLine> })[];
  refunds: (RawRefund & RawReturned)[];
};
