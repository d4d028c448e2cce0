/** Finding orders, whole: also those with more lines than fit into one answer. */
import { AppError, toAppError } from "../../domain/errors.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderQuery } from "../store.ts";
import type { Client, Variables } from "./client.ts";
import type { queries } from "./documents.ts";
import { mapOrder, numberOf } from "./map-order.ts";
import type { Connection, RawOrder } from "./raw.ts";
import { quoted, toGid } from "./text.ts";

export type OrderReader = {
  find(query: OrderQuery): Promise<Order[]>;
  /** Null: there is none. */
  raw(id: string): Promise<RawOrder | null>;
  /** Those of the ids that are there. */
  many(ids: readonly string[]): Promise<Order[]>;
  page(query: string | null, after: string | null): Promise<{ orders: Order[]; cursor: string | null; total?: number }>;
};

/**
 * How much one question may hold: the shop refuses what is too dear (MAX_COST_EXCEEDED), and its prices are its own affair. The next
 * smaller one is taken then, for good.
 */
const sizes = [
  { orders: 25, inside: 30 },
  { orders: 10, inside: 20 },
  { orders: 4, inside: 20 },
  { orders: 1, inside: 20 },
  { orders: 1, inside: 5 },
] as const;

/** Of how many orders those of one number are picked: the shop also finds numbers that only begin the same. */
const maxSameNumber = 25;
const maxFound = 250;

export function orderReader(client: Client, storeId: string): OrderReader {
  let size = 0;
  let numbering: { prefix: string; suffix: string } | null = null;

  async function read<Data>(document: keyof typeof queries, variables: (size: (typeof sizes)[number]) => Variables): Promise<Data> {
    for (;;) {
      const tried = size;
      try {
        return await client.read<Data>(document, variables(sizes[tried]!));
      } catch (error) {
        const isTooDear = toAppError(error).details["shopCode"] === "MAX_COST_EXCEEDED";
        if (!isTooDear || tried === sizes.length - 1) throw error;
        size = Math.max(size, tried + 1);
      }
    }
  }

  const mapped = async (raws: readonly RawOrder[]): Promise<Order[]> =>
    (await Promise.all(raws.map(completed))).map((raw) => mapOrder(raw, storeId));

  async function completed(raw: RawOrder): Promise<RawOrder> {
    await fill(raw.lineItems, "linesOf", raw.id);
    for (const parcel of raw.fulfillments) await fill(parcel.fulfillmentLineItems, "sentLinesOf", parcel.id);
    for (const refund of raw.refunds) await fill(refund.refundLineItems, "backLinesOf", refund.id);
    return raw;
  }

  async function fill<Node>(list: Connection<Node>, document: "linesOf" | "sentLinesOf" | "backLinesOf", id: string): Promise<void> {
    while (list.pageInfo.hasNextPage) {
      const after = list.pageInfo.endCursor;
      type Rest = { rest: Connection<Node> } | null;
      const data = await read<{ order?: Rest; node?: Rest }>(document, () => ({ id, after, inside: 100 }));
      const rest = (data.order ?? data.node)?.rest;
      if (!rest || rest.pageInfo.endCursor === after)
        throw new AppError("vendor_unavailable", "Shopify does not go on with the lines of an order.");
      list.nodes.push(...rest.nodes);
      list.pageInfo = rest.pageInfo;
    }
  }

  /** Newest first, whatever the size of one answer. */
  async function search(query: string, limit: number): Promise<Order[]> {
    const wanted = Math.min(limit, maxFound);
    const found: Order[] = [];
    for (let after: string | null = null; found.length < wanted;) {
      const page: { orders: Connection<RawOrder> } = await read("ordersBy", (now) => ({
        query,
        after,
        first: Math.min(wanted - found.length, now.orders),
        inside: now.inside,
      }));
      found.push(...(await mapped(page.orders.nodes)));
      if (!page.orders.pageInfo.hasNextPage) break;
      after = page.orders.pageInfo.endCursor;
    }
    return found;
  }

  /** The shop's own form of numbers: "1001" is meant for "EN1001" where all numbers begin with EN. */
  async function spellings(text: string): Promise<string[]> {
    const plain = numberOf(text);
    if (!/^\d{1,20}$/.test(plain)) return [plain];
    if (!numbering) {
      const { shop } = await client.read<{ shop: { orderNumberFormatPrefix: string; orderNumberFormatSuffix: string } }>("numbering");
      numbering = { prefix: numberOf(shop.orderNumberFormatPrefix), suffix: shop.orderNumberFormatSuffix.trim() };
    }
    return [...new Set([plain, `${numbering.prefix}${plain}${numbering.suffix}`])];
  }

  async function byNumber(text: string): Promise<Order[]> {
    const wanted = await spellings(text.slice(0, 100));
    // Numbers hold letters, digits and a few signs; anything else is no number, and nothing the shop's search should see.
    const names = wanted.filter((name) => /^[\p{L}\p{N}][\p{L}\p{N}\p{Pd}_./ #]*$/u.test(name));
    if (names.length === 0) return [];
    const found = await search(names.map((name) => `name:${quoted(name)}`).join(" OR "), maxSameNumber);
    const same = (order: Order, name: string): boolean => order.number.toUpperCase() === name.toUpperCase();
    return found.filter((order) => names.some((name) => same(order, name)));
  }

  async function byPhone(phone: string, limit: number): Promise<Order[]> {
    const phoneNumber = plainPhone(phone);
    if (!phoneNumber) return [];
    const { customerByIdentifier: customer } = await client.read<{ customerByIdentifier: { id: string } | null }>("customer", {
      identifier: { phoneNumber },
    });
    return customer ? search(`customer_id:${customer.id.split("/").at(-1)}`, limit) : [];
  }

  async function raw(id: string): Promise<RawOrder | null> {
    const gid = toGid("Order", id);
    if (!gid) return null;
    const { order } = await read<{ order: RawOrder | null }>("orderById", ({ inside }) => ({ id: gid, inside }));
    return order ? completed(order) : null;
  }

  return {
    raw,
    async find(query) {
      if ("number" in query) return byNumber(query.number);
      if ("id" in query) {
        const order = await raw(query.id);
        return order ? [mapOrder(order, storeId)] : [];
      }
      if ("phone" in query) return byPhone(query.phone, query.limit);
      const email = query.email.trim().toLowerCase();
      if (!email.includes("@")) return [];
      const found = await search(`email:${quoted(email)}`, query.limit);
      return found.filter((order) => order.customer.email?.toLowerCase() === email);
    },
    async many(ids) {
      const found: Order[] = [];
      for (let at = 0; at < ids.length;) {
        let taken = 0;
        const { nodes } = await read<{ nodes: (RawOrder | null)[] }>("ordersById", (now) => {
          const part = ids.slice(at, at + now.orders);
          taken = part.length;
          return { ids: part, inside: now.inside };
        });
        found.push(...(await mapped(nodes.filter((node) => node !== null))));
        at += taken;
      }
      return found;
    },
    async page(query, after) {
      type Page = { orders: Connection<RawOrder>; ordersCount?: { count: number } | null };
      const { orders, ordersCount } = await read<Page>("orderPage", (now) => ({
        query,
        after,
        first: now.orders,
        inside: now.inside,
        counts: after === null,
      }));
      const { hasNextPage, endCursor } = orders.pageInfo;
      return {
        orders: await mapped(orders.nodes),
        cursor: hasNextPage ? endCursor : null,
        ...(ordersCount ? { total: ordersCount.count } : {}),
      };
    },
  };
}

/** As the shop keeps them; null for what is no number with its country. */
export function plainPhone(phone: string): string | null {
  const plain = phone
    .slice(0, 60)
    .replace(/[^\d+]/g, "")
    .replace(/^00/, "+");
  return /^\+\d{6,15}$/.test(plain) ? plain : null;
}
