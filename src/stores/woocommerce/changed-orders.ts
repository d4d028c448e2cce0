/**
 * What changed in the shop, oldest first. The shop cannot sort by the time of change, and its pages shift when orders change. So it is
 * asked for spans of time that fit into one answer: a span that is past loses orders (to the present), it never gains any. Only a
 * second in which more orders changed than fit, as after a change of hundreds at once, is read page by page, the last page first:
 * what leaves it moves later ones to pages that are still to be read.
 */
import { AppError } from "../../domain/errors.ts";
import type { Order } from "../../domain/order.ts";
import type { ChangedOrdersRequest, OrderPage } from "../store.ts";
import type { Query } from "./client.ts";
import type { RawOrder } from "./raw.ts";
import type { OrderReader } from "./read-orders.ts";
import { utc } from "./text.ts";

const second = 1_000;
/** Of how many a span should hold, so that it seldom holds too many. */
const fill = 0.6;
/** Questions of one page; what was learnt of the spans goes into the cursor. */
const maxTries = 12;

/** `from`, `to`: ms, whole seconds; `from` belongs to it, `to` does not. `page` and `to`: of a second that is read page by page. */
type Place = { from: number; spanMs: number; page: number };

const readPlace = (cursor: string): Place => {
  const [from, spanMs, page] = cursor.split("/").map(Number);
  if (![from, spanMs, page].every(Number.isSafeInteger))
    throw new AppError("bad_request", `"${cursor.slice(0, 60)}" is no place of this reading.`);
  return { from: from!, spanMs: spanMs!, page: page! };
};
const cursorOf = ({ from, spanMs, page }: Place): string => `${from}/${spanMs}/${page}`;
const floor = (ms: number): number => Math.floor(ms / second) * second;

export type ChangedParts = { reader: OrderReader; now(): Date; pageSize?: number };

export async function changedOrders(parts: ChangedParts, { since, cursor }: ChangedOrdersRequest): Promise<OrderPage> {
  if (cursor === null && since === null) return begin(parts);
  const place = cursor === null ? { from: floor(Date.parse(since!)), spanMs: 0, page: 0 } : readPlace(cursor);
  return place.page > 0 ? readPageOfSecond(parts, place) : readSpan(parts, place);
}

/** No order changed before the oldest was made. */
async function begin(parts: ChangedParts): Promise<OrderPage> {
  const { raws, read, total } = await parts.reader.page({ orderby: "date", order: "asc", per_page: 1 });
  if (read === 0) return { orders: [], cursor: null };
  // Where the oldest is one that does not count, everything is asked for.
  const oldest = utc(raws[0]?.date_created_gmt);
  const page = await readSpan(parts, { from: oldest ? floor(Date.parse(oldest)) : 0, spanMs: 0, page: 0 });
  return total === null ? page : { ...page, total };
}

/** A span of 0 reaches to the end. */
async function readSpan(parts: ChangedParts, place: Place): Promise<OrderPage> {
  const { reader, now, pageSize = 50 } = parts;
  let { from, spanMs } = place;
  for (let nth = 0; nth < maxTries; nth++) {
    const isOpen = spanMs === 0 || from + spanMs > floor(now().getTime());
    const to = isOpen ? null : from + spanMs;
    const { raws, read, total: said } = await reader.page({ ...within(from, to), per_page: pageSize, page: 1 });
    const total = said ?? (read < pageSize ? read : pageSize * 2);
    if (total <= pageSize) {
      if (isOpen) return { orders: await sorted(reader, raws, from), cursor: null };
      const place = { from: to!, spanMs: grown(spanMs, total, pageSize), page: 0 };
      if (raws.length > 0) return { orders: await sorted(reader, raws, from), cursor: cursorOf(place) };
      ({ from, spanMs } = place);
      continue;
    }
    const span = isOpen ? Math.max(second * 2, floor(now().getTime()) - from) : spanMs;
    if (!isOpen && span <= second) return readPageOfSecond(parts, { from, spanMs, page: Math.ceil(total / pageSize) });
    spanMs = Math.max(second, Math.min(floor(span / 2), floor((span * pageSize * fill) / total)));
  }
  return { orders: [], cursor: cursorOf({ from, spanMs, page: 0 }) };
}

/** At most eightfold, as some times of a shop are busier than others. */
const grown = (spanMs: number, total: number, pageSize: number): number =>
  Math.max(second, floor(spanMs * Math.min(8, total === 0 ? 8 : (pageSize * fill) / total)));

async function readPageOfSecond({ reader, pageSize = 50 }: ChangedParts, { from, spanMs, page }: Place): Promise<OrderPage> {
  const { raws } = await reader.page({ ...within(from, from + second), per_page: pageSize, page });
  const next = page > 1 ? { from, spanMs, page: page - 1 } : { from: from + second, spanMs, page: 0 };
  return { orders: await sorted(reader, raws, from), cursor: cursorOf(next) };
}

/** The shop leaves both ends out, and knows whole seconds. */
function within(from: number, to: number | null): Query {
  const time = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
  return {
    dates_are_gmt: true,
    ...(from > 0 ? { modified_after: time(from - second) } : {}),
    ...(to === null ? {} : { modified_before: time(to) }),
    orderby: "id",
    order: "asc",
  };
}

/** Whether the ends belong to a span differs between the shop's two ways of keeping orders: a second more does no harm. */
async function sorted(reader: OrderReader, raws: readonly RawOrder[], from: number): Promise<Order[]> {
  const changedAt = (raw: RawOrder): number => Date.parse(utc(raw.date_modified_gmt) ?? utc(raw.date_created_gmt) ?? "");
  if (raws.some((raw) => changedAt(raw) < from - second))
    throw new AppError(
      "vendor_refused",
      "The shop does not look at when orders changed (modified_after). Bring WooCommerce to version 5.8 or newer.",
    );
  const orders = await reader.whole(raws.filter((raw) => !(changedAt(raw) < from)));
  return orders.toSorted((one, other) => Date.parse(one.updatedAt) - Date.parse(other.updatedAt));
}
