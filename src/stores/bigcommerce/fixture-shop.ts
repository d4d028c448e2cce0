/** A shop for the tests: the official OpenAPI files, with a small state behind them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { specServer, type SpecAnswer, type SpecHandlers, type SpecRequest, type SpecServer } from "../../http/fixture-openapi.ts";
import { firstState, makeOrder, orderBody, type FixtureOrder, type ShopState } from "./fixture-state.ts";

const folder = join(import.meta.dirname, "../../../../shared/data/specs/bigcommerce");
export const hasSpecs = existsSync(folder);
export const hash = "abc123xyz";
export const token = "token-of-the-account-1";

export type FixtureShop = Omit<SpecServer, "url"> & {
  url: string;
  state: ShopState;
  /** Looked at before everything else. */
  before: ((method: string, path: string) => SpecAnswer | null) | null;
  /** Headers of every answer. */
  limits: Record<string, string>;
  reset(): void;
};

/** What the files are known to be wrong about. */
type Part = { name?: string; schema?: { type?: string; enum?: unknown[] } } & Record<string, unknown>;
type Definition = {
  paths: Record<string, { get?: { parameters?: Part[] } }>;
  components: { parameters: Record<string, Part>; schemas: Record<string, Part> };
};

/** The text of `sort` allows ":asc" and ":desc", its list of values does not. */
function amendOrders(definition: Definition): void {
  for (const { name, schema } of Object.values(definition.components.parameters))
    if (name === "sort" && schema?.enum)
      schema.enum = schema.enum.flatMap((value) => [value, `${String(value)}:asc`, `${String(value)}:desc`]);
}

/** A part of a refund for the whole order fits two of its descriptions, of which it may fit one only. */
function amendRefunds({ components: { schemas } }: Definition): void {
  const item = schemas["ItemsRefund"]!;
  item["anyOf"] = item["oneOf"];
  delete item["oneOf"];
}

/** A list that is split at commas is called a text. */
function amendCustomers({ paths }: Definition): void {
  const parameter = paths["/customers"]?.get?.parameters?.find(({ name }) => name === "phone:in");
  parameter!.schema = { type: "array" };
}

/** A list of web hooks that may not be empty. */
function amendHooks(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if ("minItems" in value) delete value.minItems;
  for (const part of Object.values(value)) amendHooks(part);
}

export async function fixtureShop(): Promise<FixtureShop> {
  const shop = { state: firstState(), before: null, limits: {} } as unknown as FixtureShop;
  const at = (version: string, name: string) => ({ file: join(folder, name), basePath: version });
  const handlers = Object.fromEntries(
    Object.entries(handlersOf(() => shop.state)).map(([key, handler]) => [
      key,
      async (request: SpecRequest) => {
        const answer = await handler(request);
        return { ...answer, headers: { ...shop.limits, ...answer.headers } };
      },
    ]),
  );
  const server = await specServer({
    files: [
      { ...at("/v2", "orders.v2.oas2.yml"), amend: (definition) => amendOrders(definition as never) },
      at("/v2", "store_information.v2.yml"),
      { ...at("/v3", "orders.v3.yml"), amend: (definition) => amendRefunds(definition as never) },
      { ...at("/v3", "customers.v3.yml"), amend: (definition) => amendCustomers(definition as never) },
      at("/v3", "products_catalog.v3.yml"),
      at("/v3", "product-variants_catalog.v3.yml"),
      { ...at("/v3", "webhooks.v3.yml"), amend: amendHooks },
    ],
    basePath: `/stores/${hash}`,
    handlers,
    before(request) {
      const path = new URL(request.url!, "http://localhost").pathname.replace(`/stores/${hash}`, "");
      const early = shop.before?.(request.method!, path);
      if (early) return early;
      return request.headers["x-auth-token"] === token ? null : { status: 401, body: { status: 401, title: "Unauthorized" } };
    },
  });
  return Object.assign(shop, server, { reset: () => void (shop.state = firstState()) });
}

const notFound: SpecAnswer = { status: 404, body: [{ status: 404, message: "The requested resource was not found." }] };
const ok = (body: unknown, status = 200): SpecAnswer => ({ status, body });
const data = (body: unknown, status = 200): SpecAnswer => ok({ data: body, meta: {} }, status);
const cents = (value: unknown): number => Math.round(Number(value) * 1_000);

function paged(all: unknown[], query: SpecRequest["query"]): unknown[] {
  const size = Number(query["limit"] ?? 50);
  const from = (Number(query["page"] ?? 1) - 1) * size;
  return all.slice(from, from + size);
}

const listOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : [value].flat().flatMap((one) => one.split(","));

function handlersOf(stateNow: () => ShopState): SpecHandlers {
  const order = (request: SpecRequest): FixtureOrder | undefined =>
    stateNow().orders.find(({ id }) => String(id) === request.params["order_id"]);
  const on =
    (run: (found: FixtureOrder, request: SpecRequest) => SpecAnswer) =>
    (request: SpecRequest): SpecAnswer => {
      const found = order(request);
      return found ? run(found, request) : notFound;
    };
  return {
    "GET /v2/store": () => ok({ id: "1", domain: "shop.example", secure_url: "https://shop.example", currency: "EUR", name: "Shop" }),
    "GET /v2/orders/count": () => ok({ statuses: [], count: stateNow().orders.length }),
    "GET /v2/orders": ({ query }) => listOrders(stateNow(), query),
    "POST /v2/orders": ({ body }) => postOrder(stateNow(), body as Record<string, unknown>),
    "GET /v2/orders/{order_id}": on((found) => ok(orderBody(found))),
    "PUT /v2/orders/{order_id}": on((found, { body }) => putOrder(stateNow(), found, body as Record<string, unknown>)),
    "GET /v2/orders/{order_id}/shipments": on((found, { query }) => ok(paged(found.shipments, query))),
    "GET /v3/orders/{order_id}/transactions": on((found) => ok({ data: found.transactions, meta: {} })),
    "GET /v3/orders/payment_actions/refunds": () => data([]),
    "GET /v3/orders/{order_id}/payment_actions/refunds": on((found) => data(found.refunds)),
    "POST /v3/orders/{order_id}/payment_actions/refund_quotes": on((found, { body }) => quote(found, body as Items)),
    "POST /v3/orders/{order_id}/payment_actions/refunds": on((found, { body }) => refund(stateNow(), found, body as Items)),
    "GET /v3/customers": ({ query }) => {
      const [ids, emails, phones] = [listOf(query["id:in"]), listOf(query["email:in"]), listOf(query["phone:in"])];
      const found = stateNow().customers.filter(
        (one) =>
          (ids.length === 0 || ids.includes(String(one["id"]))) &&
          (emails.length === 0 || emails.includes(String(one["email"]))) &&
          (phones.length === 0 || phones.includes(String(one["phone"]))),
      );
      return data(paged(found, query));
    },
    "GET /v3/customers/addresses": ({ query }) =>
      data(stateNow().addresses.filter((one) => listOf(query["customer_id:in"]).includes(String(one["customer_id"])))),
    "PUT /v3/customers/addresses": ({ body }) => {
      const [change] = body as Record<string, unknown>[];
      const found = stateNow().addresses.find((one) => one["id"] === change!["id"]);
      return found ? data([Object.assign(found, change)]) : notFound;
    },
    "POST /v3/customers/addresses": ({ body }) => {
      const made = { ...(body as Record<string, unknown>[])[0], id: ++stateNow().lastId };
      stateNow().addresses.push(made);
      return data([made]);
    },
    "GET /v3/catalog/products": ({ query }) => {
      const [ids, categories] = [listOf(query["id:in"]), listOf(query["categories:in"])];
      const word = String(query["keyword"] ?? "").toLowerCase();
      const found = stateNow().products.filter(
        (one) =>
          (ids.length === 0 || ids.includes(String(one["id"]))) &&
          (categories.length === 0 || (one["categories"] as number[]).some((id) => categories.includes(String(id)))) &&
          (word === "" || String(one["name"]).toLowerCase().includes(word)) &&
          one["is_visible"] === true,
      );
      return data(paged(found, query));
    },
    "GET /v3/catalog/variants": ({ query }) => {
      const all = stateNow().products.flatMap((product) =>
        (product["variants"] as Record<string, unknown>[]).map((variant) => ({ ...variant, product_id: product["id"] })),
      );
      return data(
        all.filter(
          (one: Record<string, unknown>) =>
            (query["sku"] === undefined || String(one["sku"]).toLowerCase() === String(query["sku"]).toLowerCase()) &&
            (query["id"] === undefined || String(one["id"]) === String(query["id"])),
        ),
      );
    },
    "GET /v3/hooks": ({ query }) =>
      data(
        stateNow().hooks.filter(
          (one) =>
            (query["destination"] === undefined || one["destination"] === query["destination"]) &&
            (query["scope"] === undefined || one["scope"] === query["scope"]),
        ),
      ),
    "POST /v3/hooks": ({ body }) => {
      const made = { ...(body as object), id: ++stateNow().lastId, client_id: "c", store_hash: hash, created_at: 1, updated_at: 1 };
      stateNow().hooks.push(made);
      return data(made);
    },
    "PUT /v3/hooks/{webhook_id}": ({ params, body }) => {
      const found = stateNow().hooks.find((one) => String(one["id"]) === params["webhook_id"]);
      return found ? data(Object.assign(found, body)) : notFound;
    },
  };
}

function listOrders(state: ShopState, query: SpecRequest["query"]): SpecAnswer {
  const [after, before] = [Date.parse(String(query["min_date_modified"])), Date.parse(String(query["max_date_modified"]))];
  const [by, direction] = String(query["sort"] ?? "id:asc").split(":");
  const found = state.orders.filter(
    (one) =>
      (query["email"] === undefined || one.email === query["email"]) &&
      (query["customer_id"] === undefined || String(one.customer) === String(query["customer_id"])) &&
      (query["external_order_id"] === undefined || one.external === query["external_order_id"]) &&
      (query["min_id"] === undefined || one.id >= Number(query["min_id"])) &&
      (Number.isNaN(after) || one.modified >= after) &&
      (Number.isNaN(before) || one.modified <= before),
  );
  const mark = (one: FixtureOrder): number => (by === "date_modified" ? one.modified : by === "date_created" ? one.created : one.id);
  const sorted = found.toSorted((one, other) => mark(one) - mark(other) || one.id - other.id);
  const page = paged(direction === "desc" ? sorted.toReversed() : sorted, query) as FixtureOrder[];
  return page.length === 0 ? { status: 204 } : ok(page.map(orderBody));
}

function putOrder(state: ShopState, found: FixtureOrder, body: Record<string, unknown>): SpecAnswer {
  if (typeof body["status_id"] === "number") found.status = body["status_id"];
  if (typeof body["staff_notes"] === "string") found.notes = body["staff_notes"];
  const [address] = (body["shipping_addresses"] as Record<string, unknown>[] | undefined) ?? [];
  if (address) {
    if (address["id"] !== found.addressId)
      return { status: 400, body: [{ status: 400, message: "The shipping address is not of this order." }] };
    found.address = { ...found.address, ...address };
  }
  found.modified = state.tick();
  return ok(orderBody(found));
}

function postOrder(state: ShopState, body: Record<string, unknown>): SpecAnswer {
  const products = body["products"] as { product_id: number; variant_id: number; quantity: number; price_inc_tax: number }[];
  const billing = body["billing_address"] as Record<string, unknown>;
  const made = makeOrder({
    id: ++state.lastId,
    created: state.tick(),
    email: String(billing["email"]),
    status: Number(body["status_id"]),
    external: String(body["external_order_id"]),
    notes: String(body["staff_notes"]),
    address: (body["shipping_addresses"] as Record<string, unknown>[])[0]!,
    paid: "",
    lines: products.map(({ product_id: product, variant_id: variant, quantity, price_inc_tax: price }) => ({
      product,
      variant,
      quantity,
      price,
    })),
  });
  state.orders.push(made);
  return ok(orderBody(made));
}

type Items = {
  items: { item_type: string; item_id: number; quantity?: number; amount?: number; reason?: string }[];
  payments?: { provider_id: string; amount: number; offline: boolean }[];
  merchant_calculated_override?: { total_amount: number; total_tax: number };
};

function valueOf(found: FixtureOrder, { items }: Items): number | string {
  let total = 0;
  for (const { item_type: type, item_id: id, quantity, amount } of items) {
    const line = found.lines.find((one) => one.id === id);
    if (type === "PRODUCT" && (!line || quantity! > line.quantity - line.back)) return "Quantity is invalid.";
    if (type === "SHIPPING" && id !== found.addressId) return "Shipping is invalid.";
    if (type === "ORDER" && id !== found.id) return "Order is invalid.";
    total += type === "PRODUCT" ? line!.price * (1 + found.rate / 100) * quantity! : amount!;
  }
  return Number(total.toFixed(2));
}

const unprocessable = (title: string): SpecAnswer => ({ status: 422, body: { status: 422, title, type: "https://example", errors: {} } });

function quote(found: FixtureOrder, body: Items): SpecAnswer {
  const total = valueOf(found, body);
  if (typeof total === "string") return unprocessable(total);
  const credit = [{ provider_id: "storecredit", provider_description: "Store credit", amount: total, offline: false }];
  const way = [{ provider_id: found.provider, provider_description: found.provider, amount: total, offline: found.provider === "custom" }];
  return data(
    {
      order_id: found.id,
      total_refund_amount: total,
      total_refund_tax_amount: 0,
      rounding: 0,
      adjustment: 0,
      tax_inclusive: true,
      refund_methods: [credit, way],
    },
    201,
  );
}

function refund(state: ShopState, found: FixtureOrder, body: Items): SpecAnswer {
  const value = valueOf(found, body);
  if (typeof value === "string") return unprocessable(value);
  const total = body.merchant_calculated_override?.total_amount ?? value;
  const back = found.refunds.reduce((all, one) => all + cents(one["total_amount"]), 0);
  if (cents(total) + back > cents(orderBody(found)["total_inc_tax"])) return unprocessable("The refund exceeds the order.");
  const payments = body.payments ?? [];
  if (cents(total) !== payments.reduce((all, one) => all + cents(one.amount), 0)) return unprocessable("The payments do not add up.");
  for (const item of body.items) {
    const line = item.item_type === "PRODUCT" ? found.lines.find(({ id }) => id === item.item_id) : undefined;
    if (line) line.back += item.quantity!;
  }
  const made = {
    id: ++state.lastId,
    order_id: found.id,
    user_id: 1,
    created: new Date(state.tick()).toISOString(),
    reason: "",
    total_amount: total,
    total_tax: 0,
    uses_merchant_override_values: body.merchant_calculated_override !== undefined,
    items: body.items.map(({ amount, quantity, ...item }) => ({ ...item, quantity: quantity ?? 1, requested_amount: amount ?? 0 })),
    payments: payments.map((one) => ({ ...one, id: ++state.lastId, is_declined: found.declines })),
  };
  found.refunds.push(made);
  found.modified = state.tick();
  return data(made, 201);
}
