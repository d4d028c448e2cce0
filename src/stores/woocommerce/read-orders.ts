/** Finding orders, each with its refunds: when they were made and of which pieces stands apart from the order. */
import { getCountryCallingCode } from "libphonenumber-js";
import type { Order } from "../../domain/order.ts";
import type { OrderQuery } from "../store.ts";
import { isSamePhone } from "../order-checks.ts";
import type { Client, Query } from "./client.ts";
import { hiddenStatuses, mapOrder, numberOf, type MapParts } from "./map-order.ts";
import { rawOrder, rawRefund, type RawOrder, type RawRefund } from "./raw.ts";
import { isId, plainNumber } from "./text.ts";

export type Ground = { raw: RawOrder; rawRefunds: RawRefund[]; order: Order };
export type OrderReader = {
  find(query: OrderQuery): Promise<Order[]>;
  /** Null: there is none. */
  ground(id: string): Promise<Ground | null>;
  /** One page of what fits, without what is no order. `total` counts everything. */
  page(query: Query): Promise<{ raws: RawOrder[]; total: number | null; read: number }>;
  whole(raws: readonly RawOrder[]): Promise<Order[]>;
};

export const maxPerPage = 100;
/** More digits than a shop's own rounding, so that parts can be added before they are rounded. */
const dp = 6;
/** How deep a search is read: it also finds words that only contain what was asked for. */
const maxPages = 3;
const maxIdsInNumber = 3;
/** Several at once, but never all of a shop's few workers. */
const refundReaders = 3;

export function orderReader(client: Client, parts: MapParts): OrderReader {
  const isOrder = ({ status }: RawOrder): boolean => !hiddenStatuses.includes(status);

  async function raw(id: string): Promise<RawOrder | null> {
    const found = isId(id) ? await client.get(`/orders/${id}`, rawOrder, { dp }) : null;
    return found && isOrder(found) ? found : null;
  }

  async function refundsOf({ id, refunds }: RawOrder): Promise<RawRefund[]> {
    if (!refunds || refunds.length === 0) return [];
    const { items } = await client.list(`/orders/${id}/refunds`, rawRefund, { dp, per_page: maxPerPage, orderby: "id", order: "asc" });
    return items;
  }

  async function whole(raws: readonly RawOrder[]): Promise<Order[]> {
    const orders: Order[] = [];
    for (let from = 0; from < raws.length; from += refundReaders) {
      const some = raws.slice(from, from + refundReaders);
      orders.push(...(await Promise.all(some.map(async (one) => mapOrder(one, await refundsOf(one), parts)))));
    }
    return orders;
  }

  async function page(query: Query): Promise<{ raws: RawOrder[]; total: number | null; read: number }> {
    const { items, total } = await client.list("/orders", rawOrder, { dp, ...query });
    return { raws: items.filter(isOrder), total, read: items.length };
  }

  /** Newest first. */
  async function search(text: string, limit: number, isWanted: (one: RawOrder) => boolean): Promise<RawOrder[]> {
    const found: RawOrder[] = [];
    const perPage = Math.min(maxPerPage, Math.max(20, limit));
    for (let nth = 1; nth <= maxPages && found.length < limit; nth++) {
      const { raws, read } = await page({ search: text, orderby: "date", order: "desc", per_page: perPage, page: nth });
      found.push(...raws.filter((one) => isWanted(one) && !found.some(({ id }) => id === one.id)));
      if (read < perPage) break;
    }
    return found.slice(0, limit);
  }

  /** The number may be the id, be made from it, or be kept beside the order, where only the search finds it. */
  async function byNumber(number: string): Promise<RawOrder[]> {
    const wanted = number.toUpperCase();
    const isWanted = (one: RawOrder): boolean => numberOf(one).toUpperCase() === wanted;
    const ids = [...new Set(number.match(/\d+/g) ?? [])].toSorted((one, other) => other.length - one.length);
    for (const id of ids.slice(0, maxIdsInNumber)) {
      const one = await raw(id.replace(/^0+/, ""));
      if (one && isWanted(one)) return [one];
    }
    return search(number, 1, isWanted);
  }

  async function byPhone(phone: string, limit: number): Promise<RawOrder[]> {
    const digits = phone.replace(/\D/g, "");
    if (digits.length < 7) return [];
    const isWanted = ({ billing }: RawOrder): boolean =>
      isSamePhone(withoutCode(phone, billing.country), billing.phone ?? null) || isSamePhone(phone, billing.phone ?? null);
    // As it was asked for, and by its end, as people put spaces and brackets where they like.
    for (const text of [phone.trim(), digits.slice(-4)]) {
      const found = await search(text, limit, isWanted);
      if (found.length > 0) return found;
    }
    return [];
  }

  async function find(query: OrderQuery): Promise<RawOrder[]> {
    if ("id" in query) return [await raw(query.id)].filter((one) => one !== null);
    if ("number" in query) {
      const number = plainNumber(query.number).slice(0, 60);
      return number === "" ? [] : byNumber(number);
    }
    const limit = Math.max(0, Math.min(query.limit, maxPerPage * maxPages));
    if (limit === 0) return [];
    if ("phone" in query) return byPhone(query.phone.slice(0, 40), limit);
    const email = query.email.trim().toLowerCase().slice(0, 254);
    return email === "" ? [] : search(email, limit, ({ billing }) => billing.email?.trim().toLowerCase() === email);
  }

  return {
    find: async (query) => whole(await find(query)),
    async ground(id) {
      const found = await raw(id);
      if (!found) return null;
      const rawRefunds = await refundsOf(found);
      return { raw: found, rawRefunds, order: mapOrder(found, rawRefunds, parts) };
    },
    page,
    whole,
  };
}

/** Whoever writes a number within their own country leaves its code out. */
function withoutCode(phone: string, country: string | null | undefined): string {
  const digits = phone.replace(/\D/g, "").replace(/^00/, "");
  try {
    const code = getCountryCallingCode((country ?? "").toUpperCase() as never);
    return digits.startsWith(code) ? digits.slice(code.length) : digits;
  } catch {
    return digits;
  }
}
