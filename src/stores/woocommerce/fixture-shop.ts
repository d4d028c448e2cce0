/** A shop for the tests, with a small state behind it, which refuses what the official documentation does not allow. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { currencyDigits } from "../../domain/money.ts";
import { readDocs, queryFaults, strays } from "./fixture-docs.ts";
import { firstState, makeOrder, type Json, type ShopState } from "./fixture-orders.ts";
import { signatureOf } from "./oauth.ts";

export const keys = { key: "ck_0123456789abcdef", secret: "cs_fedcba9876543210" };
const base = "/wp-json/wc/v3";

export type FixtureShop = {
  url: string;
  /** Addresses under which the shop is asked: requests are signed with theirs. */
  addresses: Set<string>;
  state: ShopState;
  /** What the documentation does not allow, of requests and of answers. */
  violations: string[];
  requests: { method: string; path: string; query: Record<string, string>; body: Json | null }[];
  /** Looked at before everything else. */
  before: ((method: string, path: string) => Answer | null) | null;
  reset(): void;
  close(): Promise<void>;
};
type Answer = { status: number; body: unknown; total?: number };
type Asked = { method: string; path: string; query: URLSearchParams; body: Json };

const fault = (status: number, code: string, message = "No."): Answer => ({ status, body: { code, message, data: { status } } });

export async function fixtureShop(): Promise<FixtureShop> {
  const nonces = new Set<string>();
  const shop: FixtureShop = {
    url: "",
    addresses: new Set(),
    state: firstState(),
    violations: [],
    requests: [],
    before: null,
    reset: () => void (shop.state = firstState()),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function refusal(method: string, url: URL): Answer | null {
    const { searchParams: query } = url;
    const isRight =
      query.get("oauth_consumer_key") === keys.key &&
      Math.abs(Date.now() / 1_000 - Number(query.get("oauth_timestamp"))) < 900 &&
      [...shop.addresses].some(
        (address) => query.get("oauth_signature") === signatureOf(method, new URL(url.pathname + url.search, address), keys.secret),
      );
    if (!isRight) return fault(401, "woocommerce_rest_authentication_error", "Invalid signature - provided signature does not match.");
    const nonce = query.get("oauth_nonce") ?? "";
    if (nonces.has(nonce)) return fault(401, "woocommerce_rest_authentication_error", "Invalid nonce - nonce has already been used.");
    nonces.add(nonce);
    return null;
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const method = request.method!;
    const url = new URL(request.url!, shop.url);
    const path = url.pathname.slice(base.length);
    const early = shop.before?.(method, path) ?? refusal(method, url);
    if (early) return early;
    const text = Buffer.concat(parts).toString();
    const body = text === "" ? {} : (JSON.parse(text) as Json);
    const query = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith("oauth_")));
    shop.requests.push({ method, path, query: Object.fromEntries(query), body: text === "" ? null : body });
    const section = sectionOf(path);
    const faults = [
      ...queryFaults(method, path, query),
      ...(method === "GET" || !section || path.endsWith("/batch") ? [] : strays(section, body, true)),
    ];
    shop.violations.push(...faults);
    if (faults.length > 0) return fault(400, "rest_invalid_param", faults.join("; "));
    const given = reply(shop.state, { method, path, query, body });
    if (given.status < 300 && section && !path.endsWith("/batch"))
      for (const one of [given.body].flat())
        shop.violations.push(...strays(section, one, false).map((stray) => `the answer of ${method} ${path}: ${stray}`));
    return given;
  }

  const server = createServer((request, response) => {
    void answer(request)
      .catch((error: unknown) => {
        shop.violations.push(String(error));
        return fault(500, "internal", String(error));
      })
      .then(({ status, body, total }) => {
        const headers = { "content-type": "application/json", ...(total === undefined ? {} : { "x-wp-total": String(total) }) };
        response.writeHead(status, headers).end(JSON.stringify(body));
      });
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  shop.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  shop.addresses.add(shop.url);
  return shop;
}

const sections: [RegExp, string][] = [
  [/\/refunds/, "order refund properties"],
  [/\/notes/, "order note properties"],
  [/^\/orders/, "order properties"],
  [/\/variations/, "product variation properties"],
  [/^\/products/, "product properties"],
  [/^\/customers/, "customer properties"],
  [/^\/coupons/, "coupon properties"],
  [/^\/webhooks/, "webhook properties"],
  [/^\/data\/currencies/, "currencies properties"],
];
const sectionOf = (path: string): string | undefined => sections.find(([form]) => form.test(path))?.[1];

function reply(state: ShopState, asked: Asked): Answer {
  const [, kind, id, part, partId] = asked.path.split("/");
  if (kind === "data") return { status: 200, body: { code: state.currency, name: state.currency, symbol: "" } };
  if (kind === "orders" && id === "batch") return { status: 200, body: {} };
  if (kind === "orders" && id && part === "refunds") return refunds(state, id, asked);
  if (kind === "orders" && id && part === "notes") return notes(state, id, asked);
  if (kind === "orders") return orders(state, id, asked);
  if (kind === "products" && part === "variations")
    return listed(
      state.variations.filter(({ product }) => String(product) === id).map(({ raw }) => raw),
      asked.query,
    );
  if (kind === "products") return products(state, id, asked.query);
  if (kind === "customers") return customers(state, id, asked);
  if (kind === "coupons") return coupons(state, asked);
  if (kind === "webhooks") return webhooks(state, id, asked);
  return fault(404, "rest_no_route", `${asked.path} ${partId ?? ""}`);
}

function listed(all: Json[], query: URLSearchParams): Answer {
  const size = Number(query.get("per_page") ?? 10);
  const from = (Number(query.get("page") ?? 1) - 1) * size;
  return { status: 200, body: all.slice(from, from + size), total: all.length };
}

/** As the shop sorts: by day of creation or by id. */
function sorted(all: Json[], query: URLSearchParams): Json[] {
  const by = query.get("orderby") ?? "date";
  const include = (query.get("include") ?? "").split(",");
  const mark = (one: Json): string | number =>
    by === "include" ? include.indexOf(String(one["id"])) : by === "date" ? `${one["date_created_gmt"]} ${one["id"]}` : Number(one["id"]);
  const up = all.toSorted((one, other) => (mark(one) < mark(other) ? -1 : 1));
  return (query.get("order") ?? (by === "include" ? "asc" : "desc")) === "desc" ? up.toReversed() : up;
}

function orders(state: ShopState, id: string | undefined, { method, query, body }: Asked): Answer {
  if (method === "POST") {
    const made = makeOrder({ ...(body as object), id: ++state.lastId, at: state.tick() } as never, state);
    state.orders.push(made);
    return { status: 201, body: made };
  }
  if (id !== undefined) {
    const order = state.orders.find((one) => String(one["id"]) === id);
    if (!order) return fault(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.");
    if (method === "PUT") change(state, order, body);
    return { status: 200, body: order };
  }
  const search = query.get("search")?.toLowerCase();
  const [after, before] = [query.get("modified_after"), query.get("modified_before")];
  const found = state.orders.filter((order) => {
    const billing = order["billing"] as Json;
    const texts = [order["number"], order["id"], ...Object.values(billing)].map((one) => String(one).toLowerCase());
    const modified = String(order["date_modified_gmt"]);
    return (
      order["status"] !== "trash" &&
      (!search || texts.some((text) => text.includes(search))) &&
      (!after || modified > after) &&
      (!before || modified < before) &&
      (!query.has("customer") || String(order["customer_id"]) === query.get("customer")) &&
      (!query.has("parent") || String(order["parent_id"]) === query.get("parent")) &&
      (!query.has("product") || (order["line_items"] as Json[]).some((line) => String(line["product_id"]) === query.get("product")))
    );
  });
  return listed(sorted(found, query), query);
}

function change(state: ShopState, target: Json, body: Json): void {
  for (const [name, value] of Object.entries(body)) {
    if (name !== "meta_data")
      target[name] = typeof value === "object" && value !== null && !Array.isArray(value) ? { ...(target[name] as Json), ...value } : value;
    else
      for (const meta of value as Json[]) {
        const all = target["meta_data"] as Json[];
        const there = all.find((one) => one["key"] === meta["key"]);
        if (there) there["value"] = meta["value"];
        else all.push({ id: ++state.lastId, ...meta });
      }
  }
  target["date_modified_gmt"] = state.tick();
}

function refunds(state: ShopState, id: string, { method, query, body }: Asked): Answer {
  const order = state.orders.find((one) => String(one["id"]) === id);
  if (!order) return fault(404, "woocommerce_rest_invalid_order_id", "Invalid order ID.");
  const all = state.refunds.get(id) ?? [];
  if (method === "GET") return listed(sorted(all, query), query);
  const digits = currencyDigits(String(order["currency"]));
  const round = (value: number): number => Math.round(value * 10 ** digits);
  const back = all.reduce((sum, one) => sum + round(Number(one["amount"])), 0);
  const amount = round(Number(body["amount"]));
  const refuse = (message: string): Answer => fault(500, "woocommerce_rest_cannot_create_order_refund", message);
  if (!(amount > 0) || amount > round(Number(order["total"])) - back) return refuse("Invalid refund amount.");
  if (body["api_refund"] !== false && order["payment_method"] === "bacs")
    return refuse("The payment gateway for this order does not support automatic refunds.");
  const items =
    (body["line_items"] as { id: number; quantity: number; refund_total: number; refund_tax: { refund_total: number }[] }[]) ?? [];
  const isShipping = (itemId: number): boolean => (order["shipping_lines"] as Json[]).some((line) => line["id"] === itemId);
  const taxOf = (item: (typeof items)[number]): number => item.refund_tax.reduce((sum, one) => sum + one.refund_total, 0);
  const known = [...(order["line_items"] as Json[]), ...(order["shipping_lines"] as Json[])].map((line) => line["id"]);
  if (items.some((item) => !known.includes(item.id))) return refuse("Invalid item.");
  const booked = items.reduce((sum, item) => sum + round(item.refund_total) + round(taxOf(item)), 0);
  if (booked > amount) return refuse("The books would say more than was paid back.");
  const refund: Json = {
    ...(readDocs().example("retrieve a refund") as Json),
    id: ++state.lastId,
    date_created_gmt: state.tick(),
    amount: (amount / 10 ** digits).toFixed(digits),
    reason: body["reason"],
    refunded_payment: body["api_refund"] !== false,
    line_items: items
      .filter((item) => !isShipping(item.id))
      .map((item) => ({
        id: ++state.lastId,
        quantity: -item.quantity,
        total: String(-item.refund_total),
        total_tax: String(-taxOf(item)),
        meta_data: [{ id: ++state.lastId, key: "_refunded_item_id", value: String(item.id) }],
      })),
    shipping_lines: items
      .filter((item) => isShipping(item.id))
      .map((item) => ({ id: ++state.lastId, total: String(-item.refund_total), total_tax: String(-taxOf(item)) })),
  };
  state.refunds.set(id, [...all, refund]);
  order["refunds"] = [
    ...(order["refunds"] as Json[]),
    { id: refund["id"], reason: refund["reason"], total: `-${String(refund["amount"])}` },
  ];
  if (back + amount === round(Number(order["total"]))) order["status"] = "refunded";
  order["date_modified_gmt"] = state.tick();
  return { status: 201, body: refund };
}

function notes(state: ShopState, id: string, { method, body }: Asked): Answer {
  const all = state.notes.get(id) ?? [];
  if (method === "GET") return { status: 200, body: all, total: all.length };
  const note = {
    ...(readDocs().example("retrieve an order note") as Json),
    id: ++state.lastId,
    note: body["note"],
    customer_note: body["customer_note"],
  };
  state.notes.set(id, [...all, note]);
  return { status: 201, body: note };
}

function products(state: ShopState, id: string | undefined, query: URLSearchParams): Answer {
  if (id !== undefined) {
    const product = state.products.find((one) => String(one["id"]) === id);
    return product ? { status: 200, body: product } : fault(404, "woocommerce_rest_product_invalid_id", "Invalid ID.");
  }
  const words = query.get("search")?.toLowerCase().split(" ");
  const text = (one: Json): string =>
    `${String(one["name"])} ${String(one["description"])} ${String(one["short_description"])}`.toLowerCase();
  const sku = query.get("sku")?.toLowerCase();
  const variations = sku === undefined ? [] : state.variations.map(({ product, raw }) => variationAsProduct(product, raw));
  const found = [...state.products, ...variations].filter(
    (one) =>
      (!query.has("status") || one["status"] === query.get("status")) &&
      (!words || words.every((word) => text(one).includes(word))) &&
      (sku === undefined || String(one["sku"]).toLowerCase() === sku) &&
      (!query.has("include") || query.get("include")!.split(",").includes(String(one["id"]))),
  );
  return listed(sorted(found, query), query);
}

/** What is found by its article number is of the type "variation", which has a parent. */
function variationAsProduct(product: number, raw: Json): Json {
  const template = readDocs().example("retrieve a product") as Json;
  return {
    ...template,
    id: raw["id"],
    parent_id: product,
    sku: raw["sku"],
    status: raw["status"],
    price: raw["price"],
    attributes: [],
    variations: [],
    meta_data: [],
    type: "simple",
  };
}

function customers(state: ShopState, id: string | undefined, { method, query, body }: Asked): Answer {
  if (id === undefined)
    return listed(
      state.customers.filter((one) => !query.has("email") || one["email"] === query.get("email")),
      query,
    );
  const customer = state.customers.find((one) => String(one["id"]) === id);
  if (!customer) return fault(404, "woocommerce_rest_invalid_id", "Invalid resource ID.");
  if (method === "PUT") change(state, customer, body);
  return { status: 200, body: customer };
}

function coupons(state: ShopState, { method, query, body }: Asked): Answer {
  const withCode = (code: unknown): Json[] => state.coupons.filter((one) => one["code"] === String(code).toLowerCase());
  if (method === "GET") return listed(withCode(query.get("code")), query);
  if (withCode(body["code"]).length > 0) return fault(400, "woocommerce_rest_coupon_code_already_exists", "The coupon code already exists");
  const coupon: Json = { ...(readDocs().example("retrieve a coupon") as Json), ...(body as object), id: ++state.lastId };
  state.coupons.push(coupon);
  return { status: 201, body: coupon };
}

function webhooks(state: ShopState, id: string | undefined, { method, query, body }: Asked): Answer {
  if (method === "GET")
    return listed(
      state.hooks.map((one) => withoutSecret(one)),
      query,
    );
  if (method === "PUT") {
    const hook = state.hooks.find((one) => String(one["id"]) === id);
    if (!hook) return fault(404, "woocommerce_rest_shop_webhook_invalid_id", "Invalid ID.");
    Object.assign(hook, body);
    return { status: 200, body: withoutSecret(hook) };
  }
  const hook = { ...(readDocs().example("retrieve a webhook") as Json), ...(body as object), id: ++state.lastId };
  state.hooks.push(hook);
  return { status: 201, body: withoutSecret(hook) };
}

const withoutSecret = ({ secret: _secret, ...hook }: Json): Json => hook;
