/** Finding orders. Their lines and addresses come along with them; parcels, refunds and transactions are asked for where there are any. */
import { z } from "zod";
import type { Order } from "../../domain/order.ts";
import { isSamePhone } from "../order-checks.ts";
import type { OrderQuery } from "../store.ts";
import type { Client, Query } from "./client.ts";
import { isUnclear, mapOrder, status, type Whole } from "./map-order.ts";
import { inData, rawCustomer, rawOrder, rawRefund, rawShipment, rawTransaction, type RawOrder } from "./raw.ts";

export type Ground = Whole & { order: Order };
export type OrderReader = {
  find(query: OrderQuery): Promise<Order[]>;
  /** Null: there is none. */
  ground(id: string): Promise<Ground | null>;
  /** As the shop lists them, without what never became an order. */
  page(query: Query): Promise<{ raws: RawOrder[]; read: number; last: RawOrder | undefined }>;
  whole(raws: readonly RawOrder[]): Promise<Order[]>;
};

export const maxPerPage = 250;
const maxPages = 4;
const readers = 4;
const include = { include: "consignments.line_items,fees", consignment_structure: "object" };

export const isId = (id: string): boolean => /^[1-9]\d{0,14}$/.test(id);

export function orderReader(client: Client, storeId: string): OrderReader {
  const isOrder = (raw: RawOrder): boolean => raw.status_id !== status.incomplete;

  async function one(id: string): Promise<RawOrder[]> {
    const raw = isId(id) ? await client.get(`/v2/orders/${id}`, rawOrder, include) : null;
    return raw && isOrder(raw) ? [raw] : [];
  }

  async function page(query: Query): Promise<{ raws: RawOrder[]; read: number; last: RawOrder | undefined }> {
    const found = (await client.get("/v2/orders", z.array(rawOrder), { ...include, ...query })) ?? [];
    return { raws: found.filter(isOrder), read: found.length, last: found.at(-1) };
  }

  async function beside(raw: RawOrder): Promise<Whole> {
    const isBack = Number(raw.refunded_amount ?? 0) > 0 || raw.status_id === status.refunded;
    const [shipments, refunds, transactions] = await Promise.all([
      Number(raw.items_shipped ?? 0) > 0 ? client.get(`/v2/orders/${raw.id}/shipments`, z.array(rawShipment), { limit: maxPerPage }) : null,
      isBack ? client.get(`/v3/orders/${raw.id}/payment_actions/refunds`, inData(z.array(rawRefund))) : null,
      isUnclear(raw) ? client.get(`/v3/orders/${raw.id}/transactions`, inData(z.array(rawTransaction))) : null,
    ]);
    return { raw, shipments: shipments ?? [], refunds: refunds?.data ?? [], transactions: transactions?.data ?? [] };
  }

  async function whole(raws: readonly RawOrder[]): Promise<Order[]> {
    const orders: Order[] = [];
    for (let from = 0; from < raws.length; from += readers)
      orders.push(...(await Promise.all(raws.slice(from, from + readers).map(async (raw) => mapOrder(await beside(raw), storeId)))));
    return orders;
  }

  /** Newest first. */
  async function list(query: Query, limit: number): Promise<RawOrder[]> {
    const found: RawOrder[] = [];
    const size = Math.min(maxPerPage, Math.max(20, limit));
    for (let nth = 1; nth <= maxPages && found.length < limit; nth++) {
      const { raws, read } = await page({ ...query, sort: "date_created:desc", limit: size, page: nth });
      found.push(...raws);
      if (read < size) break;
    }
    return found.slice(0, limit);
  }

  /** The shop finds customers by telephone, not orders, and only as it was written. */
  async function byPhone(phone: string, limit: number): Promise<RawOrder[]> {
    const digits = phone.replace(/\D/g, "");
    if (digits.length < 7) return [];
    for (const text of new Set([phone.trim(), digits, `+${digits}`])) {
      const customers = await client.get("/v3/customers", inData(z.array(rawCustomer)), { "phone:in": text, limit: 10 });
      const found = (customers?.data ?? []).filter((customer) => isSamePhone(customer.phone ?? null, phone));
      const orders = await Promise.all(found.map(({ id }) => list({ customer_id: id }, limit)));
      if (orders.flat().length > 0)
        return orders
          .flat()
          .toSorted((a, b) => b.id - a.id)
          .slice(0, limit);
    }
    return [];
  }

  async function find(query: OrderQuery): Promise<RawOrder[]> {
    if ("id" in query) return one(query.id);
    if ("number" in query) {
      const number = query.number.trim().replace(/^#\s*/, "").slice(0, 60);
      // Orders that came from elsewhere carry that shop's number, too.
      return number === "" ? [] : isId(number) ? one(number) : list({ external_order_id: number }, 1);
    }
    const limit = Math.max(0, Math.min(query.limit, maxPerPage * maxPages));
    if (limit === 0) return [];
    if ("phone" in query) return byPhone(query.phone.slice(0, 40), limit);
    const email = query.email.trim().toLowerCase().slice(0, 254);
    if (email === "") return [];
    return (await list({ email }, limit)).filter(({ billing_address: billing }) => billing.email?.trim().toLowerCase() === email);
  }

  return {
    find: async (query) => whole(await find(query)),
    async ground(id) {
      const [raw] = await one(id);
      if (!raw) return null;
      const found = await beside(raw);
      return { ...found, order: mapOrder(found, storeId) };
    },
    page,
    whole,
  };
}
