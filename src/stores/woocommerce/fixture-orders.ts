/** What is in the shop of the tests: made from the documentation's own examples, so that every shape is the official one. */
import { readDocs } from "./fixture-docs.ts";

export type Json = Record<string, unknown>;
export type ShopState = {
  currency: string;
  orders: Json[];
  refunds: Map<string, Json[]>;
  notes: Map<string, Json[]>;
  products: Json[];
  variations: { product: number; raw: Json }[];
  customers: Json[];
  coupons: Json[];
  hooks: Json[];
  lastId: number;
  /** The shop's clock goes on by a second; ISO 8601 of UTC without a zone, as the shop writes it. */
  tick(): string;
};

type Piece = {
  product_id: number;
  variation_id?: number;
  quantity: number;
  /** Of one, with tax where prices include it. */ price?: number;
  /** Of the whole line. */ whole?: number;
  meta?: Json[];
};
type Wanted = {
  id: number;
  at: string;
  number?: string;
  status?: string;
  currency?: string;
  email?: string;
  phone?: string;
  country?: string;
  customer_id?: number;
  parent_id?: number;
  /** Per cent; prices include it when `isGross`. */
  rate?: number;
  isGross?: boolean;
  shipping_cost?: number;
  /** Per cent off the pieces. */
  off?: number;
  fee?: number;
  method?: string;
  isPaid?: boolean;
  meta?: Json[];
  digits?: number;
  line_items: Piece[];
  billing?: Json;
  shipping?: Json;
  customer_note?: string;
  meta_data?: Json[];
};

const example = (heading: string): Json => structuredClone(readDocs().example(heading) as Json);
const address = (name: string, country = "DE"): Json => ({
  first_name: name,
  last_name: "Example",
  company: "",
  address_1: "Hauptstr. 1",
  address_2: "",
  city: "Berlin",
  state: "",
  postcode: "10115",
  country,
});

let lineId = 5_000;

/** With six digits, as asked for by `dp`. */
const dp = (value: number): string => value.toFixed(6);

export function makeOrder(wanted: Wanted, state: Pick<ShopState, "products" | "variations">): Json {
  const { rate = 0, isGross = false, off = 0, fee = 0, digits = 2, email = "", country = "DE" } = wanted;
  const net = (value: number): number => (isGross ? value / (1 + rate / 100) : value);
  // The shop rounds taxes as it shows them.
  const taxed = (value: number): number => Number(((value * rate) / 100).toFixed(digits));
  const lines = wanted.line_items.map((piece) => {
    const subtotal = net(piece.whole ?? (piece.price ?? 0) * piece.quantity);
    const total = subtotal * (1 - off / 100);
    return lineOf(piece, state, subtotal, taxed(subtotal), total, taxed(total));
  });
  const of = (name: string): number => lines.reduce((sum, line) => sum + Number(line[name]), 0);
  const shippingNet = net(wanted.shipping_cost ?? 0);
  const billing = wanted.billing ?? { ...address(email.split("@")[0] ?? "", country), email, phone: wanted.phone ?? "" };
  const total = of("total") + of("total_tax") + shippingNet + taxed(shippingNet) + fee;
  const isPaid = wanted.isPaid ?? ["processing", "completed"].includes(wanted.status ?? "processing");
  return {
    ...example("retrieve an order"),
    id: wanted.id,
    parent_id: wanted.parent_id ?? 0,
    number: wanted.number ?? String(wanted.id),
    status: wanted.status ?? "processing",
    currency: wanted.currency ?? "EUR",
    date_created_gmt: wanted.at,
    date_modified_gmt: wanted.at,
    date_paid_gmt: isPaid && total > 0 ? wanted.at : null,
    date_completed_gmt: wanted.status === "completed" ? wanted.at : null,
    discount_total: dp(of("subtotal") - of("total")),
    discount_tax: dp(of("subtotal_tax") - of("total_tax")),
    shipping_total: dp(shippingNet),
    shipping_tax: dp(taxed(shippingNet)),
    cart_tax: dp(of("total_tax")),
    total: total.toFixed(digits),
    total_tax: dp(of("total_tax") + taxed(shippingNet)),
    prices_include_tax: isGross,
    customer_id: wanted.customer_id ?? 0,
    customer_note: wanted.customer_note ?? "",
    billing: { company: "", ...billing },
    shipping: wanted.shipping ?? address(email.split("@")[0] ?? "", country),
    payment_method: wanted.method ?? "stripe",
    meta_data: [...(wanted.meta ?? []), ...(wanted.meta_data ?? [])],
    line_items: lines,
    tax_lines: [],
    shipping_lines:
      shippingNet > 0
        ? [
            {
              id: ++lineId,
              method_title: "Flat Rate",
              method_id: "flat_rate",
              total: dp(shippingNet),
              total_tax: dp(taxed(shippingNet)),
              taxes: taxesOf(taxed(shippingNet)),
              meta_data: [],
            },
          ]
        : [],
    fee_lines:
      fee > 0
        ? [
            {
              id: ++lineId,
              name: "Cash on delivery",
              tax_class: "",
              tax_status: "none",
              total: dp(fee),
              total_tax: "0",
              taxes: [],
              meta_data: [],
            },
          ]
        : [],
    coupon_lines: [],
    refunds: [],
  };
}

const taxesOf = (tax: number): Json[] => (tax > 0 ? [{ id: 75, total: dp(tax), subtotal: dp(tax) }] : []);

function lineOf(
  piece: Piece,
  { products, variations }: Pick<ShopState, "products" | "variations">,
  subtotal: number,
  subtotalTax: number,
  total: number,
  totalTax: number,
): Json {
  const product = products.find(({ id }) => id === piece.product_id);
  const variation = variations.find(({ raw }) => raw["id"] === piece.variation_id)?.raw;
  return {
    id: ++lineId,
    name: product?.["name"] ?? "Old article",
    product_id: piece.product_id,
    variation_id: piece.variation_id ?? 0,
    quantity: piece.quantity,
    tax_class: "",
    subtotal: dp(subtotal),
    subtotal_tax: dp(subtotalTax),
    total: dp(total),
    total_tax: dp(totalTax),
    taxes: taxesOf(totalTax),
    meta_data: piece.meta ?? [],
    sku: variation?.["sku"] ?? product?.["sku"] ?? "",
    price: subtotal / piece.quantity,
  };
}

function product(id: number, name: string, more: Json): Json {
  return {
    ...example("retrieve a product"),
    id,
    name,
    permalink: `https://shop.example/product/${id}`,
    status: "publish",
    type: "simple",
    parent_id: 0,
    attributes: [],
    variations: [],
    related_ids: [],
    upsell_ids: [],
    cross_sell_ids: [],
    meta_data: [],
    categories: [{ id: 9, name: "Outdoor &amp; Camping", slug: "outdoor" }],
    manage_stock: true,
    stock_quantity: 12,
    stock_status: "instock",
    price: "24.90",
    short_description: "<p>Good for <strong>rain</strong>.</p>",
    ...more,
  };
}

function variation(id: number, sku: string, size: string, more: Json = {}): Json {
  return {
    ...example("retrieve a product variation"),
    id,
    sku,
    price: "59.00",
    status: "publish",
    manage_stock: true,
    stock_quantity: 4,
    stock_status: "instock",
    attributes: [{ id: 0, name: "Size", option: size }],
    ...more,
  };
}

export function firstState(): ShopState {
  lineId = 5_000;
  let clock = Date.parse("2026-02-01T08:00:00Z");
  const tick = (): string => new Date((clock += 1_000)).toISOString().slice(0, 19);
  const products = [
    product(93, "Rain jacket", {
      sku: "",
      type: "variable",
      upsell_ids: [94],
      related_ids: [95, 94],
      variations: [931, 932],
      attributes: [
        { id: 1, name: "Material", position: 0, visible: true, variation: false, options: ["Nylon", "Wool &amp; more"] },
        { id: 0, name: "Size", position: 1, visible: true, variation: true, options: ["M", "L"] },
        { id: 0, name: "Supplier", position: 2, visible: false, variation: false, options: ["secret"] },
      ],
    }),
    product(94, "Water bottle &ndash; 1 l", { sku: "BOT-1" }),
    product(95, "Two person tent", { sku: "TENT-2", price: "199.00" }),
    product(96, "Sold out shoe", { sku: "SHOE-0", stock_quantity: 0, stock_status: "outofstock" }),
    product(97, "Hidden bag", { sku: "BAG-0", status: "draft" }),
  ];
  const variations = [
    { product: 93, raw: variation(931, "JACK-M", "M") },
    { product: 93, raw: variation(932, "", "L", { manage_stock: "parent" as unknown as boolean, stock_quantity: null }) },
  ];
  const things = { products, variations };
  const tracked = (list: boolean): Json[] => [
    {
      id: 1,
      key: "_wc_shipment_tracking_items",
      value: [
        {
          tracking_id: "t1",
          tracking_provider: "dhl-germany",
          formatted_tracking_provider: "DHL",
          tracking_number: "00340434161094042557",
          date_shipped: "1769904000",
          ...(list ? { products_list: [{ product: 94, item_id: "5015", qty: "1" }] } : {}),
        },
      ],
    },
  ];
  const ana = { email: "ana@example.com", customer_id: 25, phone: "0151 2345-6789", isGross: true, rate: 19 };
  const bottle = { product_id: 94, quantity: 2, price: 24.9 };
  const jacket = {
    product_id: 93,
    variation_id: 931,
    quantity: 1,
    price: 59,
    meta: [
      { id: 9, key: "pa_size", value: "M" },
      { id: 10, key: "_reduced_stock", value: "1" },
    ],
  };
  const wanted: Omit<Wanted, "id" | "at">[] = [
    { ...ana, number: "NL-1042", status: "completed", line_items: [bottle, jacket], shipping_cost: 4.9, off: 10, meta: tracked(false) },
    {
      email: "ben@example.com",
      status: "processing",
      rate: 7.25,
      line_items: [bottle, { ...jacket, quantity: 3, price: 19.99 }],
      shipping_cost: 10,
      country: "US",
      currency: "USD",
      phone: "(555) 555-5555",
    },
    { email: "cleo@example.com", customer_id: 26, status: "processing", isGross: true, rate: 19, line_items: [bottle], shipping_cost: 4.9 },
    { email: "dora@example.com", status: "cancelled", line_items: [bottle] },
    { email: "dora@example.com", status: "pending", line_items: [bottle], method: "bacs" },
    {
      email: "dora@example.com",
      status: "on-hold",
      line_items: [bottle],
      method: "bacs",
      meta: [{ id: 2, key: "_stripe_charge_captured", value: "no" }],
    },
    { email: "emil@example.com", status: "partial-shipped", isPaid: true, line_items: [bottle, jacket], meta: [] },
    {
      email: "emil@example.com",
      status: "awaiting-pickup",
      isPaid: true,
      line_items: [{ product_id: 95, quantity: 3, whole: 10 }],
      fee: 3.5,
      isGross: true,
      rate: 7,
    },
    {
      email: "emil@example.com",
      status: "completed",
      currency: "JPY",
      digits: 0,
      line_items: [{ product_id: 95, quantity: 2, price: 1_500 }],
      shipping_cost: 300,
    },
    {
      email: "emil@example.com",
      status: "completed",
      currency: "KWD",
      digits: 3,
      rate: 5,
      line_items: [{ product_id: 95, quantity: 3, price: 1.235 }],
      off: 33,
    },
    { email: "emil@example.com", status: "failed", line_items: [bottle] },
    { email: "emil@example.com", status: "trash", line_items: [bottle] },
    { ...ana, status: "completed", line_items: [jacket, bottle] },
  ];
  const orders = wanted.map((one, index) => makeOrder({ id: 742 + index, at: tick(), ...one }, things));
  const partial = orders[6]!;
  partial["meta_data"] = tracked(true).map((meta) => ({
    ...meta,
    value: (meta["value"] as Json[]).map((item) => ({
      ...item,
      products_list: [{ product: 94, item_id: String((partial["line_items"] as Json[])[0]!["id"]), qty: "1" }],
    })),
  }));
  const customer = (id: number, email: string, role: string): Json => ({
    ...example("retrieve a customer"),
    id,
    email,
    role,
    first_name: email.split("@")[0],
    last_name: "Example",
    date_created_gmt: "2025-01-01T00:00:00",
    billing: { ...address("A"), email, phone: "0151 2345-6789" },
    shipping: address("A"),
    meta_data: [],
  });
  return {
    currency: "EUR",
    ...things,
    orders,
    refunds: new Map(),
    notes: new Map(),
    customers: [customer(25, "ana@example.com", "vip"), customer(26, "cleo@example.com", "customer")],
    coupons: [],
    hooks: [],
    lastId: 9_000,
    tick,
  };
}
