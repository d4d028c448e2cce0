/** What the tests of workflows share: the starter pack as loaded, orders and parcels to order, and runs of a message. */
import { readdirSync, readFileSync } from "node:fs";
import { createTemplates, loadTemplates, type Templates } from "../answer/templates.ts";
import type { Carrier } from "../carriers/carrier.ts";
import type { Order, OrderLine, Product, Shipment, ShipmentStatus, StoreCustomer } from "../domain/order.ts";
import type { Understanding } from "../domain/understanding.ts";
import type { RelatedQuery, Store } from "../stores/store.ts";
import type { Decision, RunInput } from "./engine/decision.ts";
import { runWorkflow, type RunParts } from "./engine/interpreter.ts";
import { pickWorkflow } from "./engine/pick.ts";
import type { Workflow } from "./engine/workflow.ts";
import { loadWorkflow, type Known } from "./load.ts";
import { allSteps } from "./steps/all.ts";
import type { Desk, FactSources } from "./step.ts";

const starter = new URL("../../starter/", import.meta.url);
export const now = "2026-03-12T10:00:00.000Z";

/** ISO time some days before (negative) or after `now`. */
export const inDays = (days: number): string => new Date(Date.parse(now) + days * 86_400_000).toISOString();

export function starterTemplates(): Templates {
  const folder = new URL("templates/", starter);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".liquid"))
    .map((file) => ({ file, source: readFileSync(new URL(file, folder), "utf8") }));
  const { templates, problems } = loadTemplates(files);
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 2));
  return createTemplates(templates);
}

export const templates = starterTemplates();
export const known: Known = { steps: allSteps, templates };

/** Loads a workflow that has to be right; its problems as an exception. */
export function mustLoad(source: string, file = "test.yaml", with_: Known = known): Workflow {
  const loaded = loadWorkflow(source, file, with_);
  if ("problems" in loaded) throw new Error(JSON.stringify(loaded.problems, null, 2));
  return loaded.workflow;
}

export function starterWorkflows(): Workflow[] {
  const folder = new URL("workflows/", starter);
  return readdirSync(folder)
    .sort()
    .map((file) => mustLoad(readFileSync(new URL(file, folder), "utf8"), file));
}

export const workflows = starterWorkflows();
/** For workflows that go on in another one. */
export const starterWorkflow = async (name: string): Promise<Workflow | null> => workflows.find((one) => one.name === name) ?? null;

const eur = (amount: number) => ({ amount, currency: "EUR" });

export function line(title: string, quantity: number, fulfilledQuantity: number): OrderLine {
  return {
    id: title,
    productId: null,
    sku: title.toUpperCase().slice(0, 4),
    title,
    variant: null,
    quantity,
    fulfilledQuantity,
    refundedQuantity: 0,
    unitPrice: eur(1_990),
    total: eur(1_990 * quantity),
  };
}

/** Ana's order: shipped in one parcel two days ago, in time. */
export function order(changes: Partial<Order> = {}): Order {
  return {
    id: "o1",
    number: "1042",
    storeId: "shop",
    customer: { id: "c1", name: "Ana Silva", email: "ana@example.com", phone: "+351912345678" },
    status: "open",
    payment: "paid",
    fulfillment: "fulfilled",
    placedAt: inDays(-4),
    cancelledAt: null,
    cancelReason: null,
    currency: "EUR",
    lines: [line("Blue shirt", 2, 2), line("Socks", 1, 1)],
    subtotal: eur(5_970),
    shipping: eur(490),
    tax: eur(0),
    discount: eur(0),
    total: eur(6_460),
    refunds: [],
    payments: [],
    hasChargeback: false,
    fulfillments: [
      {
        id: "f1",
        at: inDays(-2),
        lines: [],
        carrier: "Parcel Post",
        trackingNumber: "PP123456789",
        trackingUrl: null,
      },
    ],
    shippingAddress: null,
    promisedBy: inDays(3),
    shipsBy: inDays(-1),
    tags: [],
    note: null,
    url: "https://shop.example/orders/1042",
    updatedAt: inDays(-2),
    ...changes,
  };
}

export const unshipped = (changes: Partial<Order> = {}): Order =>
  order({
    fulfillment: "unfulfilled",
    lines: [line("Blue shirt", 2, 0), line("Socks", 1, 0)],
    fulfillments: [],
    shipsBy: inDays(1),
    ...changes,
  });

export function shipment(status: ShipmentStatus, changes: Partial<Shipment> = {}): Shipment {
  return {
    trackingNumber: "PP123456789",
    carrier: "Parcel Post",
    status,
    events: [{ at: inDays(-1), status, description: "Arrived at the sorting centre", location: "Lisbon" }],
    shippedAt: inDays(-2),
    expectedAt: inDays(1),
    promisedAt: inDays(2),
    deliveredAt: status === "delivered" ? inDays(-1) : null,
    signedBy: null,
    url: "https://parcel.example/track/PP123456789",
    updatedAt: inDays(-1),
    ...changes,
  };
}

/** A lamp in two colours, of which one is sold out. */
export const lamp: Product = {
  id: "p1",
  title: "Harbour desk lamp",
  description: "A lamp for desks, with a cord of two metres.",
  type: "Lamp",
  url: "https://shop.example/lamp",
  attributes: [
    { name: "Cord", value: "2 metres" },
    { name: "Weight", value: "1.2 kg" },
  ],
  variants: [
    {
      id: "v1",
      sku: "LAMP-BLUE",
      title: "Blue",
      price: eur(4_900),
      stock: 7,
      restockAt: null,
      options: [{ name: "Colour", value: "Blue" }],
    },
    {
      id: "v2",
      sku: "LAMP-RED",
      title: "Red",
      price: eur(5_900),
      stock: 0,
      restockAt: inDays(9),
      options: [{ name: "Colour", value: "Red" }],
    },
  ],
};
export const rug: Product = {
  ...lamp,
  id: "p2",
  title: "Harbour rug",
  type: "Rug",
  url: null,
  attributes: [{ name: "Material", value: "jute" }],
  variants: [{ id: "v3", sku: "RUG-1", title: "One size", price: eur(9_900), stock: 0, restockAt: null, options: [] }],
};

/** Like the rug, and to be had. */
export const carpet: Product = {
  ...rug,
  id: "p3",
  title: "Lindby carpet",
  url: "https://shop.example/carpet",
  attributes: [
    { name: "Material", value: "wool" },
    { name: "Weight", value: "6 kg" },
  ],
  variants: [{ id: "v4", sku: "CARPET-1", title: "One size", price: eur(12_900), stock: 3, restockAt: null, options: [] }],
};
/** Two colours in two sizes, of which one can be had. */
export const shirt: Product = {
  ...rug,
  id: "p4",
  title: "Fjord shirt",
  type: "Shirt",
  attributes: [],
  variants: ["Blue", "Red"].flatMap((colour) =>
    ["S", "M"].map((size) => ({
      id: `v-${colour}-${size}`,
      sku: `SHIRT-${colour}-${size}`,
      title: `${colour} / ${size}`,
      price: eur(2_900),
      stock: colour === "Blue" && size === "S" ? 4 : 0,
      restockAt: null,
      options: [
        { name: "Colour", value: colour },
        { name: "Size", value: size },
      ],
    })),
  ),
};

/** A store over a list of orders; counts what it was asked. */
export function memoryStore(
  orders: readonly Order[],
  customers: readonly StoreCustomer[] = [],
  products: readonly Product[] = [lamp, rug, carpet, shirt],
): Store & Required<Pick<Store, "similar" | "boughtTogether">> & { asked: number } {
  const store = {
    asked: 0,
    actions: {},
    async findOrders(query: Parameters<Store["findOrders"]>[0]) {
      store.asked++;
      const limit = "limit" in query ? query.limit : 10;
      return orders
        .filter((one) => {
          if ("number" in query) return one.number === query.number;
          if ("id" in query) return one.id === query.id;
          return "email" in query ? one.customer.email === query.email : one.customer.phone === query.phone;
        })
        .slice(0, limit);
    },
    async findCustomer(query: Parameters<Store["findCustomer"]>[0]) {
      return customers.find((one) => "email" in query && one.email === query.email) ?? null;
    },
    async findProducts(query: Parameters<Store["findProducts"]>[0]) {
      if ("sku" in query) return products.filter(({ variants }) => variants.some(({ sku }) => sku === query.sku));
      if ("id" in query) return products.filter(({ id }) => id === query.id);
      const words = query.text.toLowerCase().match(/\p{L}+/gu) ?? [];
      return products.filter(({ title }) => words.some((word) => title.toLowerCase().split(" ").includes(word))).slice(0, query.limit);
    },
    async similar({ productId, limit }: RelatedQuery) {
      const type = products.find(({ id }) => id === productId)?.type;
      return products.filter((one) => one.type === type && one.id !== productId).slice(0, limit);
    },
    async boughtTogether({ productId, limit }: RelatedQuery) {
      const baskets = orders.map(({ lines }) => lines.map((one) => one.productId)).filter((ids) => ids.includes(productId));
      return products
        .map((product) => ({ product, orders: baskets.filter((ids) => ids.includes(product.id)).length }))
        .filter((one) => one.product.id !== productId && one.orders > 1)
        .slice(0, limit);
    },
  };
  return store;
}

export function memoryCarrier(shipments: readonly Shipment[]): Carrier {
  return {
    track: async ({ trackingNumber }) => shipments.find((one) => one.trackingNumber === trackingNumber) ?? null,
  };
}

export const desk: Desk = {
  defaultTeam: "support",
  dueAt: (priority, _team, from) => new Date(Date.parse(from) + (priority === "high" ? 4 : 24) * 3_600_000).toISOString(),
};

export function sources(orders: readonly Order[], shipments: readonly Shipment[]): FactSources {
  return {
    stores: [{ connectionId: "shop", store: memoryStore(orders), name: "Blue Harbour" }],
    carriers: [{ connectionId: "post", carrier: memoryCarrier(shipments) }],
  };
}

export function understood(changes: Partial<Understanding> = {}): Understanding {
  return {
    category: "order_status",
    confidence: 0.97,
    abstain: false,
    needs_more: false,
    alternatives: [],
    intents: ["order_status"],
    language: "en",
    sentiment: { label: "neutral", score: 0 },
    priority: "normal",
    entities: {},
    signals: {},
    why: {},
    ...changes,
  };
}

export const naming = (...numbers: string[]): Partial<Understanding> => ({
  entities: {
    order_number: numbers.map((value) => ({ text: value, value, start: 0, end: value.length })),
  },
});

export const ana = [{ kind: "email" as const, value: "ana@example.com" }];

/** A message of Ana's, whose address is proven; change what the case is about. */
export function input(changes: Partial<RunInput> = {}): RunInput {
  return {
    conversationId: "conv",
    channel: { connectionId: "chat", maxLength: null, richText: false },
    storeId: null,
    messages: [
      {
        id: "m1",
        text: "Where is my order?",
        subject: null,
        sender: { kind: "email", value: "ana@example.com", proof: "proven" },
        at: now,
      },
    ],
    asked: null,
    proven: ana,
    replyAddress: null,
    customer: { id: "cu1", name: "Ana Silva", isVip: false, language: null, contacts30d: 1 },
    understanding: understood(),
    reader: "test",
    now,
    ...changes,
  };
}

/** Picks and runs, as the desk does. */
export async function decide(from: RunInput, facts: FactSources, set: readonly Workflow[] = workflows): Promise<Decision> {
  const { workflow, why } = pickWorkflow(set, from);
  return runWorkflow(workflow, from, parts(facts, why));
}

export function parts(facts: FactSources, picked?: string): RunParts {
  return { sources: facts, desk, templates, workflow: starterWorkflow, ...(picked === undefined ? {} : { picked }) };
}

export function replyOf(decision: Decision) {
  const effect = decision.effects.find((one) => one.kind === "reply");
  return effect?.kind === "reply" ? effect.reply : null;
}
