/**
 * A shop for tests: the official schema executes what it is asked on a small state, so whatever the schema does not allow is refused, in
 * questions and in answers. Searching finds too much, as the shop's does; readings in bulk, jobs, keys and the allowance have a life of their own.
 */
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execute, Kind, parse, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from "graphql";
import { graphqlFaults, readSchema } from "../../http/fixture-graphql.ts";
import { connection, customerAnswer, gid, orderAnswer, productAnswer, variantAnswer } from "./fixture-answers.ts";
import {
  fixtureCustomers,
  fixtureOrders,
  fixtureProducts,
  nextNumber,
  type FixtureCustomer,
  type FixtureOrder,
  type FixtureProduct,
} from "./fixture-data.ts";
import { writesOf } from "./fixture-writes.ts";
import { apiVersion, scopes } from "./settings.ts";

export const schemaFile = join(import.meta.dirname, "../../../../shared/data/specs/shopify-admin-2026-07.json.gz");
export const noSchema = existsSync(schemaFile) ? false : "the official schema is not here";

export const fixtureSecrets = { accessToken: "shpat_of-the-test-shop", clientSecret: "secret-of-the-app" };

type Bulk = { id: string; status: string; polls: number; lines: string; count: number };
export type FixtureState = {
  orders: Map<number, FixtureOrder>;
  customers: FixtureCustomer[];
  products: FixtureProduct[];
  numbering: { prefix: string; suffix: string };
  scopes: string[];
  idempotency: Map<string, { asked: string; answer: unknown } | "failed">;
  jobs: Map<string, { left: number; run(): void }>;
  drafts: Map<string, { id: string; status: string; input: Record<string, any>; order: { id: string; name: string } | null }>;
  codes: Map<string, { id: string; discount: Record<string, any> }>;
  webhooks: { id: string; topic: string; uri: string; includeFields: string[] }[];
  bulks: Map<string, Bulk>;
  bulkRefusal: string | null;
  /** How a reading in bulk ends. */
  bulkEnd: string;
  cancels: number;
  /** Tokens that open the shop, and the one its OAuth gives next. */
  tokens: Set<string>;
  nextToken: string;
  allowance: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number; at: number };
  maxQueryCost: number;
  now(): Date;
  /** The shop's clock, which goes on with every change. */
  tick(): string;
  startBulk(query: string, groupObjects: boolean): Promise<object>;
};

export type FixtureShop = {
  url: string;
  state: FixtureState;
  /** Names of the operations asked for, in order. */
  asked: string[];
  /** What the schema did not allow, in a question or an answer. */
  violations: string[];
  throttled: number;
  close(): Promise<void>;
};

export async function fixtureShop(now: () => Date = () => new Date("2026-03-01T12:00:00Z")): Promise<FixtureShop> {
  const schema = readSchema(schemaFile);
  const shop: FixtureShop = { url: "", state: freshState(now), asked: [], violations: [], throttled: 0, close };
  const { state } = shop;
  const root = { ...readsOf(state, () => shop.url), ...writesOf(state) };

  state.startBulk = async (query, groupObjects) => {
    shop.violations.push(...bulkFaults(query, groupObjects));
    const { data, errors } = await run(query, {});
    shop.violations.push(...errors);
    const rows = (data as { orders: { edges: { node: Record<string, unknown> }[] } }).orders.edges.map(({ node }) => node);
    const lines = rows.flatMap(({ lineItems, ...order }) => [
      order,
      ...(lineItems as { edges: { node: object }[] }).edges.map(({ node }) => ({ ...node, __parentId: order["id"] })),
    ]);
    const made = { id: gid("BulkOperation", nextNumber()), status: "CREATED", polls: 0, count: rows.length };
    state.bulks.set(made.id, { ...made, lines: lines.map((line) => `${JSON.stringify(line)}\n`).join("") });
    return { id: made.id, status: "CREATED" };
  };

  async function run(query: string, variables: Record<string, unknown>): Promise<{ data: unknown; errors: string[]; faults: object[] }> {
    const found = await execute({ schema, document: parsed(query), rootValue: root, variableValues: variables });
    const faults = (found.errors ?? []).map(({ message, extensions }) => ({ message, extensions }));
    // Errors with a code are the shop's; others are the stand-in's own, and a fault of the test.
    const errors = faults.filter(({ extensions }) => extensions["code"] === undefined).map(({ message }) => message);
    return { data: found.data, errors, faults };
  }

  async function answerQuery(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await textOf(request)) as { query: string; variables?: Record<string, unknown> };
    if (!state.tokens.has(String(request.headers["x-shopify-access-token"])))
      return send(response, 401, { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" });
    const { query, variables = {} } = body;
    shop.asked.push(/(?:query|mutation) (\w+)/.exec(query)?.[1] ?? "?");
    const faults = validated(query, variables);
    if (faults.length > 0) {
      shop.violations.push(...faults);
      return send(response, 200, { errors: faults.map((message) => ({ message })) });
    }
    const cost = costOf(parsed(query), variables);
    const tooDear = cost > state.maxQueryCost;
    const allowed = !tooDear && pay(cost);
    const code = tooDear ? "MAX_COST_EXCEEDED" : "THROTTLED";
    const extensions = { cost: { requestedQueryCost: cost, actualQueryCost: null, throttleStatus: statusOf(state) } };
    if (!allowed) return send(response, 200, { errors: [{ message: code.toLowerCase(), extensions: { code } }], extensions });
    const { data, errors, faults: told } = await run(query, variables);
    shop.violations.push(...errors);
    send(response, 200, { data, ...(told.length > 0 ? { errors: told } : {}), extensions });
  }

  function pay(cost: number): boolean {
    refill(state);
    if (cost > state.allowance.currentlyAvailable) {
      shop.throttled++;
      return false;
    }
    state.allowance.currentlyAvailable -= cost;
    return true;
  }

  function validated(query: string, variables: Record<string, unknown>): string[] {
    const key = `${query}\n${JSON.stringify(variables)}`;
    const known = validations.get(key) ?? graphqlFaults(schema, query, variables);
    validations.set(key, known);
    return known;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, "http://localhost");
    if (url.pathname === `/admin/api/${apiVersion}/graphql.json` && request.method === "POST") return answerQuery(request, response);
    if (url.pathname === "/admin/oauth/access_token" && request.method === "POST") return giveToken(state, request, response);
    if (url.pathname.startsWith("/bulk/")) return giveFile(state, url.pathname.slice(6), request, response);
    shop.violations.push(`${request.method} ${url.pathname}: there is no such path`);
    send(response, 404, { errors: "Not Found" });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      shop.violations.push(String(error));
      send(response, 500, { errors: String(error) });
    });
  });
  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  shop.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return shop;
}

/** Validating takes longer than all the rest, and the same question is asked by many tests. */
const validations = new Map<string, string[]>();
const documents = new Map<string, DocumentNode>();
function parsed(query: string): DocumentNode {
  const document = documents.get(query) ?? parse(query);
  documents.set(query, document);
  return document;
}

function freshState(now: () => Date): FixtureState {
  let ticks = 0;
  return {
    orders: new Map(fixtureOrders().map((order) => [order.nr, order])),
    customers: fixtureCustomers(),
    products: fixtureProducts(),
    numbering: { prefix: "#", suffix: "" },
    scopes: [...scopes],
    idempotency: new Map(),
    jobs: new Map(),
    drafts: new Map(),
    codes: new Map(),
    webhooks: [],
    bulks: new Map(),
    bulkRefusal: null,
    bulkEnd: "COMPLETED",
    cancels: 0,
    tokens: new Set([fixtureSecrets.accessToken]),
    nextToken: "shpat_granted-1",
    allowance: { maximumAvailable: 1e7, currentlyAvailable: 1e7, restoreRate: 1_000, at: now().getTime() },
    maxQueryCost: Infinity,
    now,
    tick: () => new Date(now().getTime() + 1_000 * ++ticks).toISOString(),
    startBulk: async () => ({}),
  };
}

function refill({ allowance, now }: FixtureState): void {
  const at = now().getTime();
  const restored = ((at - allowance.at) / 1_000) * allowance.restoreRate;
  allowance.currentlyAvailable = Math.min(allowance.maximumAvailable, allowance.currentlyAvailable + restored);
  allowance.at = at;
}
const statusOf = ({ allowance: { at: _at, ...status } }: FixtureState) => status;

type Args = Record<string, any>;

function readsOf(state: FixtureState, url: () => string): Record<string, unknown> {
  const orders = (): FixtureOrder[] => [...state.orders.values()];
  const answerOf = (order: FixtureOrder | undefined): object | null => (order ? orderAnswer(state, order) : null);
  const byId = (id: string): object | null => answerOf(orders().find(({ nr }) => gid("Order", nr) === id));
  const product = (one: FixtureProduct | undefined): object | null => (one ? productAnswer(one, state) : null);
  const variants = () => state.products.flatMap((one) => one.variants.map((variant) => ({ one, variant })));
  const variantOf = ({ one, variant }: ReturnType<typeof variants>[number]) => ({ ...variantAnswer(one, variant), product: product(one) });
  return {
    shop: {
      name: "Test shop",
      myshopifyDomain: "test-shop.myshopify.com",
      currencyCode: "EUR",
      orderNumberFormatPrefix: () => state.numbering.prefix,
      orderNumberFormatSuffix: () => state.numbering.suffix,
    },
    currentAppInstallation: () => ({ accessScopes: state.scopes.map((handle) => ({ handle })) }),
    order: ({ id }: Args) => byId(id),
    nodes: ({ ids }: Args) => (ids as string[]).map(byId),
    node: ({ id }: Args) => {
      const parts = orders().flatMap((order) => {
        const { fulfillments, refunds } = orderAnswer(state, order) as { fulfillments: { id: string }[]; refunds: { id: string }[] };
        return [...fulfillments, ...refunds];
      });
      return parts.find((one) => one.id === id) ?? null;
    },
    orders: ({ query, sortKey, reverse, ...list }: Args) => {
      const key = (order: FixtureOrder): string => `${sortKey === "UPDATED_AT" ? order.updatedAt : order.at} ${order.nr}`;
      const found = orders()
        .filter((order) => isFound(order, query))
        .sort((a, b) => (key(a) < key(b) ? -1 : 1));
      // Backwards by a key that grows with the place.
      const page = reverse ? connection(found.reverse())(list) : connection(found, key)(list);
      const answers = page.nodes.map((order) => orderAnswer(state, order));
      return { ...page, nodes: answers, edges: answers.map((node) => ({ node })) };
    },
    ordersCount: ({ query }: Args) => ({ count: orders().filter((order) => isFound(order, query)).length }),
    customerByIdentifier: ({ identifier: { id, emailAddress, phoneNumber } }: Args) => {
      const found = state.customers.find(
        (one) => gid("Customer", one.nr) === id || one.email === emailAddress || (phoneNumber && one.phone === phoneNumber),
      );
      return found ? customerAnswer(found, state) : null;
    },
    product: ({ id }: Args) => product(state.products.find(({ nr }) => gid("Product", nr) === id)),
    products: ({ query, ...list }: Args) =>
      connection(state.products.filter((one) => isProductFound(one, query)).map((one) => product(one)))(list),
    productVariants: ({ query, ...list }: Args) => {
      const wanted = phrases(query)[0]!.toLowerCase();
      return connection(
        variants()
          .filter(({ variant }) => variant.sku?.toLowerCase().startsWith(wanted))
          .map(variantOf),
      )(list);
    },
    productVariant: ({ id }: Args) => {
      const found = variants().find(({ variant }) => gid("ProductVariant", variant.nr) === id);
      return found ? variantOf(found) : null;
    },
    job: ({ id }: Args) => {
      const job = state.jobs.get(id);
      if (!job) return null;
      if (job.left > 0 && --job.left === 0) job.run();
      return { id, done: job.left === 0 };
    },
    bulkOperation: ({ id }: Args) => {
      const bulk = state.bulks.get(id);
      if (!bulk) return null;
      bulk.status = ++bulk.polls < 3 ? "RUNNING" : state.bulkEnd;
      const isDone = bulk.status === "COMPLETED" && bulk.count > 0;
      return {
        ...bulk,
        errorCode: null,
        url: isDone ? `${url()}/bulk/${id.split("/").at(-1)}` : null,
        rootObjectCount: String(bulk.count),
      };
    },
    draftOrder: ({ id }: Args) => state.drafts.get(id) ?? null,
    codeDiscountNodeByCode: ({ code }: Args) => state.codes.get(code) ?? null,
    webhookSubscriptions: ({ topics, ...list }: Args) => connection(state.webhooks.filter(({ topic }) => topics.includes(topic)))(list),
  };
}

const phrases = (query: string): string[] =>
  [...query.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!.replaceAll(/\\(.)/g, "$1"));

/** By the beginning of words, whatever the case: more than was meant, as the shop's search does. */
function isFound(order: FixtureOrder, query: string | null | undefined): boolean {
  if (!query) return true;
  const since = /^updated_at:>='(.+)'$/.exec(query)?.[1];
  if (since) return Date.parse(order.updatedAt) >= Date.parse(since);
  const customer = /^customer_id:(\d+)$/.exec(query)?.[1];
  if (customer) return order.customer === Number(customer);
  if (query.startsWith("email:")) return order.email?.toLowerCase().startsWith(phrases(query)[0]!.slice(0, 4)) ?? false;
  if (!query.startsWith("name:")) throw new Error(`this shop does not know how to search for ${query}`);
  return phrases(query).some((name) => order.name.replace("#", "").toLowerCase().startsWith(name.toLowerCase()));
}

function isProductFound({ title, type, status }: FixtureProduct, query: string): boolean {
  const words = phrases(query).map((word) => word.toLowerCase());
  const isMeant = query.startsWith("(product_type:")
    ? type.toLowerCase() === words[0]
    : words.some((word) => `${title} ${type}`.toLowerCase().includes(word));
  return isMeant && status === "ACTIVE" && query.endsWith("AND status:active");
}

/** The old rule of the shop's prices: an object is a point, a list its length times what is in it. Today's are lower. */
export function costOf(document: DocumentNode, variables: Record<string, unknown>): number {
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const count = (set: SelectionSetNode): number =>
    set.selections.reduce((all, one) => {
      if (one.kind === Kind.FRAGMENT_SPREAD) return all + count(fragments.get(one.name.value)!.selectionSet);
      if (one.kind === Kind.INLINE_FRAGMENT) return all + count(one.selectionSet);
      if (!one.selectionSet || one.name.value === "pageInfo") return all;
      const first = one.arguments?.find(({ name }) => name.value === "first")?.value;
      const isConnection = one.selectionSet.selections.some(
        (part) => part.kind === Kind.FIELD && ["nodes", "edges"].includes(part.name.value),
      );
      const times =
        first?.kind === Kind.INT ? Number(first.value) : first?.kind === Kind.VARIABLE ? Number(variables[first.name.value]) : 1;
      return all + 1 + (isConnection ? times : 1) * count(one.selectionSet);
    }, 0);
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
  return count(operation.selectionSet) + (operation.operation === "mutation" ? 10 : 0);
}

/** What the documentation says of bulk queries: one or more connections, five at most, two deep, none within a list, objects below their parents. */
function bulkFaults(query: string, groupObjects: boolean): string[] {
  const faults = graphqlFaults(readSchema(schemaFile), query);
  const lists = new Set(["fulfillments", "refunds", "transactions", "disputes", "discountAllocations", "trackingInfo"]);
  let connections = 0;
  const walk = (set: SelectionSetNode, depth: number, isInList: boolean): void => {
    for (const one of set.selections) {
      if (one.kind !== Kind.FIELD) {
        faults.push("a bulk query is written out");
        continue;
      }
      if (!one.selectionSet) continue;
      const isConnection = one.selectionSet.selections.some((part) => part.kind === Kind.FIELD && part.name.value === "edges");
      if (one.selectionSet.selections.some((part) => part.kind === Kind.FIELD && part.name.value === "nodes"))
        faults.push(`${one.name.value}: nodes`);
      if (isConnection && isInList) faults.push(`${one.name.value} is a connection within a list`);
      if (isConnection) connections++;
      if (isConnection && depth >= 2) faults.push(`${one.name.value} is too deep`);
      walk(one.selectionSet, depth + (isConnection ? 1 : 0), isInList || lists.has(one.name.value));
    }
  };
  const operation = parse(query).definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
  walk(operation.selectionSet, 0, false);
  if (connections < 1 || connections > 5) faults.push(`${connections} connections`);
  if (!groupObjects) faults.push("what belongs to an order stands anywhere in the file");
  return faults;
}

async function giveToken(state: FixtureState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await textOf(request);
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  const asked = isForm ? Object.fromEntries(new URLSearchParams(text)) : (JSON.parse(text) as Record<string, string>);
  const isRight = asked["client_id"] === "client-of-the-app" && asked["client_secret"] === fixtureSecrets.clientSecret;
  const isGrant = asked["grant_type"] === "client_credentials" || asked["code"] === "code-of-the-owner";
  if (!isRight || !isGrant) return send(response, 400, { error: "invalid_request" });
  state.tokens.add(state.nextToken);
  send(response, 200, { access_token: state.nextToken, scope: state.scopes.join(","), expires_in: 86_399 });
}

function giveFile(state: FixtureState, nr: string, request: IncomingMessage, response: ServerResponse): void {
  const bulk = state.bulks.get(gid("BulkOperation", Number(nr)));
  const bytes = Buffer.from(bulk?.lines ?? "");
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  if (!bulk) return send(response, 404, { error: "gone" });
  const part = bytes.subarray(Number(from), Number(to) + 1);
  response.writeHead(206, {
    "content-type": "application/jsonl",
    "content-range": `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`,
  });
  response.end(part);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
