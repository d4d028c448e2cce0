/** Every question and every change this connector sends, in one place: a test holds each of them against the official schema. */

const bag = `fragment Bag on MoneyBag { presentmentMoney { amount currencyCode } }`;
const address = `fragment Address on MailingAddress { id name address1 address2 city company zip provinceCode province countryCodeV2 phone }`;

/** What can be asked of an order in bulk: nothing that is a list of lists. */
const order = `fragment OrderFields on Order {
  id name email phone processedAt updatedAt closedAt cancelledAt cancelReason cancellation { staffNote }
  presentmentCurrencyCode taxesIncluded displayFinancialStatus
  customer { id displayName defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }
  totalPriceSet { ...Bag } totalShippingPriceSet { ...Bag } totalTaxSet { ...Bag }
  disputes { id } statusPageUrl tags note
  shippingAddress { ...Address }
  transactions(first: 50) { id kind status gateway amountSet { ...Bag } parentTransaction { id } paymentDetails { __typename } }
  fulfillments(first: 50) { id createdAt status totalQuantity estimatedDeliveryAt trackingInfo(first: 10) { company number url } }
  refunds(first: 50) { id createdAt processedAt note }
}`;
const line = `fragment LineFields on LineItem {
  id quantity currentQuantity unfulfilledQuantity sku title variantTitle product { id } variant { id }
  originalUnitPriceSet { ...Bag } discountAllocations { allocatedAmountSet { ...Bag } }
}`;
const sentLine = `fragment SentLine on FulfillmentLineItem { quantity lineItem { id } }`;
const backLine = `fragment BackLine on RefundLineItem {
  quantity restockType lineItem { id } subtotalSet { ...Bag } totalTaxSet { ...Bag }
}`;
const page = "pageInfo { hasNextPage endCursor }";

/** Adds to what `order` asks of parcels and refunds. `$inside`: how many entries of each list in the order; the rest is asked for by `linesOf` and its like. */
const whole = `fragment WholeOrder on Order {
  ...OrderFields
  lineItems(first: $inside) { nodes { ...LineFields } ${page} }
  fulfillments(first: 50) { fulfillmentLineItems(first: $inside) { nodes { ...SentLine } ${page} } }
  refunds(first: 50) {
    refundLineItems(first: $inside) { nodes { ...BackLine } ${page} }
    refundShippingLines(first: 5) { nodes { subtotalAmountSet { ...Bag } taxAmountSet { ...Bag } } }
    transactions(first: 10) { nodes { kind status amountSet { ...Bag } } }
  }
}`;
const orderParts = [bag, address, order, line, sentLine, backLine, whole].join("\n");

const product = `fragment ProductFields on Product {
  id title description(truncateAt: 3000) productType status onlineStoreUrl tracksInventory hasOnlyDefaultVariant
  metafields(first: 25) { nodes { type value definition { name access { storefront } } } }
  variants(first: 100) { nodes { id sku title price inventoryQuantity selectedOptions { name value } } }
}`;

export const queries = {
  ordersBy: `query OrdersBy($query: String!, $first: Int!, $after: String, $inside: Int!) {
    orders(first: $first, after: $after, query: $query, sortKey: PROCESSED_AT, reverse: true) { nodes { ...WholeOrder } ${page} }
  }
  ${orderParts}`,
  orderById: `query OrderById($id: ID!, $inside: Int!) {
    order(id: $id) { ...WholeOrder }
  }
  ${orderParts}`,
  ordersById: `query OrdersById($ids: [ID!]!, $inside: Int!) {
    nodes(ids: $ids) { ... on Order { ...WholeOrder } }
  }
  ${orderParts}`,
  orderPage: `query OrderPage($query: String, $first: Int!, $after: String, $inside: Int!, $counts: Boolean!) {
    orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) { nodes { ...WholeOrder } ${page} }
    ordersCount(query: $query, limit: null) @include(if: $counts) { count }
  }
  ${orderParts}`,
  linesOf: `query LinesOf($id: ID!, $after: String!, $inside: Int!) {
    order(id: $id) { rest: lineItems(first: $inside, after: $after) { nodes { ...LineFields } ${page} } }
  }
  ${bag} ${line}`,
  sentLinesOf: `query SentLinesOf($id: ID!, $after: String!, $inside: Int!) {
    node(id: $id) { ... on Fulfillment { rest: fulfillmentLineItems(first: $inside, after: $after) { nodes { ...SentLine } ${page} } } }
  }
  ${sentLine}`,
  backLinesOf: `query BackLinesOf($id: ID!, $after: String!, $inside: Int!) {
    node(id: $id) { ... on Refund { rest: refundLineItems(first: $inside, after: $after) { nodes { ...BackLine } ${page} } } }
  }
  ${bag} ${backLine}`,
  addressMarks: `query AddressMarks($id: ID!, $namespace: String!, $key: String!) {
    order(id: $id) { metafield(namespace: $namespace, key: $key) { value } }
  }`,
  bulk: `query BulkById($id: ID!) { bulkOperation(id: $id) { id status errorCode url rootObjectCount } }`,
  job: `query JobById($id: ID!) { job(id: $id) { id done } }`,
  numbering: `query Numbering { shop { orderNumberFormatPrefix orderNumberFormatSuffix } }`,
  customer: `query CustomerBy($identifier: CustomerIdentifierInput!) {
    customerByIdentifier(identifier: $identifier) {
      id displayName locale createdAt tags numberOfOrders
      amountSpent { amount currencyCode }
      defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber }
      defaultAddress { ...Address }
    }
  }
  ${address}`,
  productsBy: `query ProductsBy($query: String!, $first: Int!) {
    shop { currencyCode }
    products(first: $first, query: $query, sortKey: RELEVANCE) { nodes { ...ProductFields } }
  }
  ${product}`,
  productById: `query ProductById($id: ID!) { shop { currencyCode } product(id: $id) { ...ProductFields } } ${product}`,
  productBySku: `query ProductBySku($query: String!) {
    shop { currencyCode }
    productVariants(first: 10, query: $query) { nodes { id sku product { ...ProductFields } } }
  }
  ${product}`,
  productByVariant: `query ProductByVariant($id: ID!) {
    shop { currencyCode }
    productVariant(id: $id) { id sku product { ...ProductFields } }
  }
  ${product}`,
  related: `query Related($id: ID!, $first: Int!, $namespace: String!, $key: String!) {
    shop { currencyCode }
    product(id: $id) {
      productType
      metafield(namespace: $namespace, key: $key) { references(first: $first) { nodes { ... on Product { ...ProductFields } } } }
    }
  }
  ${product}`,
  webhooks: `query Webhooks($after: String, $topics: [WebhookSubscriptionTopic!]!) {
    webhookSubscriptions(first: 100, after: $after, topics: $topics) { nodes { id topic uri } ${page} }
  }`,
  access: `query Access { shop { name myshopifyDomain } currentAppInstallation { accessScopes { handle } } }`,
  draft: `query Draft($id: ID!) { draftOrder(id: $id) { id status order { id name } } }`,
  codeBy: `query CodeBy($code: String!) { codeDiscountNodeByCode(code: $code) { id } }`,
  shopCurrency: `query ShopCurrency { shop { currencyCode } }`,
};

export const mutations = {
  /** Told twice, it starts the reading twice and no more: it changes nothing in the shop. */
  bulkRun: `mutation BulkRun($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: true) { bulkOperation { id status } userErrors { field message code } }
  }`,
  webhookCreate: `mutation WebhookCreate($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) { webhookSubscription { id } userErrors { field message } }
  }`,
  refund: `mutation RefundOnce($input: RefundInput!, $key: String!) {
    refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } }
  }`,
  cancel: `mutation Cancel($orderId: ID!, $reason: OrderCancelReason!, $note: String!) {
    orderCancel(
      orderId: $orderId, reason: $reason, staffNote: $note, restock: true, notifyCustomer: false,
      refundMethod: { originalPaymentMethodsRefund: false }
    ) { job { id done } orderCancelUserErrors { field message code } }
  }`,
  orderUpdate: `mutation OrderUpdate($input: OrderInput!) {
    orderUpdate(input: $input) { order { id } userErrors { field message } }
  }`,
  draftCreate: `mutation DraftCreate($input: DraftOrderInput!) {
    draftOrderCreate(input: $input) { draftOrder { id } userErrors { field message } }
  }`,
  draftComplete: `mutation DraftComplete($id: ID!) {
    draftOrderComplete(id: $id) { draftOrder { id status order { id name } } userErrors { field message } }
  }`,
  codeCreate: `mutation CodeCreate($discount: DiscountCodeBasicInput!) {
    discountCodeBasicCreate(basicCodeDiscount: $discount) { codeDiscountNode { id } userErrors { field message code } }
  }`,
  tagsAdd: `mutation TagsAdd($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { node { id } userErrors { field message } } }`,
  addressCreate: `mutation AddressCreate($customerId: ID!, $address: MailingAddressInput!) {
    customerAddressCreate(customerId: $customerId, address: $address, setAsDefault: true) { address { id } userErrors { field message } }
  }`,
  addressUpdate: `mutation AddressUpdate($customerId: ID!, $addressId: ID!, $address: MailingAddressInput!) {
    customerAddressUpdate(customerId: $customerId, addressId: $addressId, address: $address, setAsDefault: true) {
      address { id } userErrors { field message }
    }
  }`,
};

/**
 * For `bulkRun`: a list inside a list cannot be asked for this way, so parcels and refunds come without their lines. Written out, as
 * nothing says that the shop takes fragments there.
 */
export const bulkOrders = writtenOut(
  "{ orders(sortKey: UPDATED_AT) { edges { node { ...OrderFields lineItems { edges { node { ...LineFields } } } } } } }",
);

function writtenOut(query: string): string {
  const fields = new Map(
    [bag, address, order, line].map((fragment) => [/^fragment (\w+)/.exec(fragment)![1], fragment.slice(fragment.indexOf("{") + 1, -1)]),
  );
  let text = query;
  while (/\.\.\.\w/.test(text)) text = text.replaceAll(/\.\.\.(\w+)/g, (_spread, name: string) => fields.get(name)!);
  return text.replaceAll(/\s+/g, " ");
}
