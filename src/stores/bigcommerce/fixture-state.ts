/** What is in the shop of the tests. */
export type Json = Record<string, unknown>;
type Piece = { product: number; variant: number; quantity: number; price: number; id: number; back: number };
export type FixtureOrder = {
  id: number;
  created: number;
  modified: number;
  email: string;
  customer: number;
  status: number;
  paid: string;
  method: string;
  /** What the shop would pay back by; "custom" is by hand. */
  provider: string;
  /** The payment provider takes no refund. */
  declines: boolean;
  currency: string;
  digits: number;
  isGross: boolean;
  /** Per cent; prices are without tax. */
  rate: number;
  shipping: number;
  off: number;
  wrapping: number;
  notes: string;
  message: string;
  external: string;
  phone: string;
  address: Json;
  addressId: number;
  lines: Piece[];
  shipments: Json[];
  transactions: Json[];
  refunds: Json[];
};
export type ShopState = {
  orders: FixtureOrder[];
  customers: Json[];
  addresses: Json[];
  products: Json[];
  hooks: Json[];
  lastId: number;
  /** The shop's clock goes on by a second; ms. */
  tick(): number;
};

/** As V2 writes times. */
export const rfc = (ms: number): string => new Date(ms).toUTCString().replace("GMT", "+0000");
const address = (name: string): Json => ({
  first_name: name,
  last_name: "Example",
  company: "",
  street_1: "Hauptstr. 1",
  street_2: "",
  city: "Berlin",
  state: "Berlin",
  zip: "10115",
  country: "Germany",
  country_iso2: "DE",
  phone: "",
  email: "",
});
const names: Record<number, [string, string]> = {
  81: ["Rain jacket", "JACK-M"],
  82: ["Water bottle", "BOT-1"],
  83: ["Two person tent", "TENT-2"],
};

type Wanted = Partial<Omit<FixtureOrder, "lines">> & { id: number; created: number; email: string; lines: Omit<Piece, "id" | "back">[] };

export function makeOrder(wanted: Wanted): FixtureOrder {
  return {
    modified: wanted.created,
    customer: 0,
    status: 11,
    paid: "captured",
    method: "Credit Card",
    provider: "stripev3",
    declines: false,
    currency: "EUR",
    digits: 2,
    isGross: false,
    rate: 0,
    shipping: 0,
    off: 0,
    wrapping: 0,
    notes: "",
    message: "",
    external: "",
    phone: "",
    address: address(wanted.email.split("@")[0]!),
    addressId: wanted.id * 10,
    shipments: [],
    transactions: [],
    refunds: [],
    ...wanted,
    lines: wanted.lines.map((line, index) => ({ ...line, id: wanted.id * 100 + index, back: 0 })),
  };
}

/** As the shop answers, with consignments and fees. */
export function orderBody(order: FixtureOrder): Json {
  const text = (value: number): string => value.toFixed(4);
  const round = (value: number): number => Number(value.toFixed(order.digits));
  const withTax = (value: number): number => round(value * (1 + order.rate / 100));
  const subtotal = order.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const gross = order.lines.reduce((sum, line) => sum + withTax(line.price) * line.quantity, 0);
  const sent = order.shipments
    .flatMap((shipment) => shipment["items"] as { quantity: number }[])
    .reduce((sum, item) => sum + item.quantity, 0);
  const total = gross + withTax(order.shipping) + withTax(order.wrapping) - order.off;
  const back = order.declines ? 0 : order.refunds.reduce((sum, refund) => sum + Number(refund["total_amount"]), 0);
  return {
    id: order.id,
    status_id: order.status,
    status: String(order.status),
    customer_id: order.customer,
    date_created: rfc(order.created),
    date_modified: rfc(order.modified),
    date_shipped: "",
    subtotal_ex_tax: text(subtotal),
    subtotal_inc_tax: text(gross),
    shipping_cost_ex_tax: text(order.shipping),
    shipping_cost_inc_tax: text(withTax(order.shipping)),
    handling_cost_ex_tax: "0.0000",
    handling_cost_inc_tax: "0.0000",
    wrapping_cost_ex_tax: text(order.wrapping),
    wrapping_cost_inc_tax: text(withTax(order.wrapping)),
    total_tax: text(total + order.off - subtotal - order.shipping - order.wrapping),
    total_inc_tax: text(total),
    is_tax_inclusive_pricing: order.isGross,
    items_total: order.lines.length,
    items_shipped: sent,
    payment_method: order.method,
    payment_status: back > 0 ? (back >= total ? "refunded" : "partially refunded") : order.paid,
    refunded_amount: text(back),
    store_credit_amount: "0.0000",
    gift_certificate_amount: "0.0000",
    currency_code: order.currency,
    default_currency_code: order.currency,
    staff_notes: order.notes,
    customer_message: order.message,
    customer_locale: "de",
    external_order_id: order.external,
    discount_amount: text(order.off),
    coupon_discount: text(order.off),
    billing_address: { ...address(order.email.split("@")[0]!), email: order.email, phone: order.phone },
    fees: [],
    consignments: {
      pickups: [],
      shipping: [{ id: order.addressId, ...order.address, line_items: order.lines.map((line) => lineBody(order, line, withTax)) }],
      downloads: [],
      email: { gift_certificates: [] },
    },
  };
}

function lineBody(order: FixtureOrder, line: Piece, withTax: (value: number) => number): Json {
  const [name, sku] = names[line.product] ?? ["Old article", ""];
  return {
    id: line.id,
    order_id: order.id,
    product_id: line.product,
    variant_id: line.variant,
    name,
    sku,
    quantity: line.quantity,
    price_ex_tax: line.price.toFixed(4),
    price_inc_tax: withTax(line.price).toFixed(4),
    quantity_refunded: line.back,
    product_options:
      line.product === 81
        ? [{ id: 1, option_id: 1, order_product_id: line.id, product_option_id: 1, display_name: "Size", display_value: "M", value: "1" }]
        : [],
  };
}

const variant = (id: number, sku: string, level: number, size?: string): Json => ({
  id,
  sku,
  inventory_level: level,
  calculated_price: 59,
  option_values: size ? [{ id: 1, option_id: 1, option_display_name: "Size", label: size }] : [],
});
const product = (id: number, name: string, variants: Json[], more: Json = {}): Json => ({
  id,
  name,
  type: "physical",
  sku: "",
  weight: 1,
  price: 59,
  calculated_price: 59,
  description: "<p>Good for <b>rain</b>.</p>",
  inventory_tracking: "variant",
  inventory_level: 5,
  is_visible: true,
  availability: "available",
  categories: [23],
  related_products: [-1],
  custom_url: { url: `/product-${id}/`, is_customized: false },
  custom_fields: [],
  variants,
  ...more,
});

export function firstState(): ShopState {
  let clock = Date.parse("2026-02-01T08:00:00Z");
  const tick = (): number => (clock += 1_000);
  const jacket = { product: 81, variant: 811, quantity: 1, price: 59 };
  const bottle = { product: 82, variant: 821, quantity: 2, price: 24.9 };
  const tent = { product: 83, variant: 831, quantity: 3, price: 19.99 };
  const wanted: Omit<Wanted, "id" | "created">[] = [
    {
      email: "ana@example.com",
      customer: 25,
      status: 2,
      isGross: true,
      rate: 19,
      lines: [bottle, jacket],
      shipping: 4.9,
      off: 10,
      phone: "+49 151 23456789",
    },
    { email: "ben@example.com", rate: 7.25, lines: [bottle, tent], shipping: 10, currency: "USD" },
    { email: "cleo@example.com", customer: 26, isGross: true, rate: 19, lines: [bottle], shipping: 4.9 },
    { email: "dora@example.com", status: 5, paid: "void", lines: [bottle] },
    { email: "dora@example.com", status: 7, paid: "pending", method: "Bank Deposit", lines: [bottle] },
    { email: "dora@example.com", status: 11, paid: "authorized", lines: [bottle], wrapping: 3 },
    { email: "emil@example.com", status: 3, lines: [bottle, tent] },
    {
      email: "emil@example.com",
      status: 10,
      paid: "",
      method: "Manual",
      provider: "custom",
      currency: "JPY",
      digits: 0,
      lines: [{ ...tent, price: 1_500 }],
      shipping: 300,
    },
    { email: "emil@example.com", status: 10, currency: "KWD", digits: 3, rate: 5, lines: [{ ...tent, price: 1.235 }], off: 0.5 },
    { email: "emil@example.com", status: 13, lines: [bottle] },
    { email: "emil@example.com", status: 0, paid: "", lines: [bottle] },
    { email: "ana@example.com", customer: 25, status: 10, isGross: true, rate: 19, lines: [jacket, bottle] },
  ];
  const orders = wanted.map((one, index) => makeOrder({ id: 100 + index, created: tick(), ...one }));
  const shipment = (order: FixtureOrder, nr: number, items: Piece[]): Json => ({
    id: nr,
    order_id: order.id,
    order_address_id: order.addressId,
    date_created: rfc(order.created + 3_600_000),
    tracking_number: `1Z${nr}`,
    tracking_carrier: "ups",
    shipping_provider: "ups",
    shipping_provider_display_name: "UPS",
    shipping_method: "Standard",
    tracking_link: "",
    generated_tracking_link: `https://ups.example/1Z${nr}`,
    items: items.map((line) => ({ order_product_id: line.id, product_id: line.product, quantity: line.quantity })),
  });
  orders[0]!.shipments.push(shipment(orders[0]!, 1, orders[0]!.lines));
  orders[6]!.shipments.push(shipment(orders[6]!, 2, [{ ...orders[6]!.lines[1]!, quantity: 2 }]));
  orders[7]!.transactions.push({
    id: 1,
    order_id: "107",
    event: "purchase",
    method: "offline",
    amount: 4_800,
    currency: "JPY",
    gateway: "bankdeposit",
    status: "ok",
    date_created: "2026-02-01T08:00:00+00:00",
  });
  const customer = (id: number, email: string, group: number, phone: string): Json => ({
    id,
    email,
    first_name: email.split("@")[0],
    last_name: "Example",
    phone,
    customer_group_id: group,
    date_created: "2025-01-01T00:00:00Z",
    addresses: [],
  });
  return {
    orders,
    customers: [customer(25, "ana@example.com", 4, "+4915123456789"), customer(26, "cleo@example.com", 0, "")],
    addresses: [
      {
        id: 7,
        customer_id: 25,
        first_name: "Ana",
        last_name: "Example",
        address1: "Alt 1",
        address2: "",
        city: "Bonn",
        state_or_province: "",
        postal_code: "53111",
        country_code: "DE",
      },
    ],
    products: [
      product(81, "Rain jacket", [variant(811, "JACK-M", 4, "M"), variant(812, "", 0, "L")], {
        related_products: [82],
        custom_fields: [{ id: 1, name: "Material", value: "Nylon" }],
      }),
      product(82, "Water bottle", [variant(821, "BOT-1", 9)], { inventory_tracking: "product", inventory_level: 12 }),
      product(83, "Two person tent", [variant(831, "TENT-2", 0)], { inventory_tracking: "none" }),
      product(84, "Hidden bag", [variant(841, "BAG-0", 3)], { is_visible: false }),
    ],
    hooks: [],
    lastId: 9_000,
    tick,
  };
}
