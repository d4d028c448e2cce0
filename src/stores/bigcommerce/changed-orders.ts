/**
 * What changed in the shop, oldest first. Each page begins at the second in which the one before ended, so what changes meanwhile moves
 * to the end and shifts nothing; orders of that second that were read already are left out. A second with more orders than fit into a
 * page is read by their ids.
 */
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { ChangedOrdersRequest, OrderPage } from "../store.ts";
import type { Client } from "./client.ts";
import { time } from "./map-order.ts";
import type { RawOrder } from "./raw.ts";
import type { OrderReader } from "./read-orders.ts";

/** `at`: the second reading goes on at, null: from the beginning. `seen`: ids of it that were read. `minId`: reading it by ids. */
const place = z.object({ at: z.string().nullable(), seen: z.array(z.number()), minId: z.number().nullable() });
type Place = z.infer<typeof place>;

export type ChangedParts = { client: Client; reader: OrderReader; pageSize?: number };

export async function changedOrders(parts: ChangedParts, { since, cursor }: ChangedOrdersRequest): Promise<OrderPage> {
  const here = cursor === null ? { at: since === null ? null : seconds(since), seen: [], minId: null } : readPlace(cursor);
  const page = here.minId === null ? await readOn(parts, here) : await readSecond(parts, here);
  const total = since === null && cursor === null ? await countOf(parts) : null;
  return total === null ? page : { ...page, total };
}

function readPlace(cursor: string): Place {
  try {
    return place.parse(JSON.parse(cursor));
  } catch {
    throw new AppError("bad_request", `"${cursor.slice(0, 60)}" is no place of this reading.`);
  }
}

const seconds = (at: string): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
const changedAt = (raw: RawOrder): string => seconds(time(raw.date_modified) ?? time(raw.date_created) ?? new Date(0).toISOString());

async function countOf({ client }: ChangedParts): Promise<number | null> {
  const found = await client.get("/v2/orders/count", z.object({ count: z.number() }));
  return found?.count ?? null;
}

async function readOn({ reader, pageSize = 100 }: ChangedParts, { at, seen }: Place): Promise<OrderPage> {
  const from = at === null ? {} : { min_date_modified: at };
  const { raws, read, last } = await reader.page({ ...from, sort: "date_modified:asc", limit: pageSize, page: 1 });
  const orders = await reader.whole(raws.filter((raw) => !seen.includes(raw.id)));
  if (read < pageSize) return { orders, cursor: null };
  const end = changedAt(last!);
  // Nothing but this second fits into a page.
  if (end === at && raws.every((raw) => changedAt(raw) === at)) return { orders: [], cursor: JSON.stringify({ at, seen, minId: 0 }) };
  const ofEnd = raws.filter((raw) => changedAt(raw) === end).map(({ id }) => id);
  return { orders, cursor: JSON.stringify({ at: end, seen: ofEnd, minId: null } satisfies Place) };
}

async function readSecond({ reader, pageSize = 100 }: ChangedParts, { at, seen, minId }: Place): Promise<OrderPage> {
  const second = { min_date_modified: at!, max_date_modified: at! };
  const { raws, read, last } = await reader.page({ ...second, min_id: minId!, sort: "id:asc", limit: pageSize, page: 1 });
  const orders = await reader.whole(raws.filter((raw) => !seen.includes(raw.id)));
  const next = new Date(Date.parse(at!) + 1_000).toISOString();
  const on: Place = read < pageSize ? { at: seconds(next), seen: [], minId: null } : { at, seen, minId: last!.id + 1 };
  return { orders, cursor: JSON.stringify(on) };
}
