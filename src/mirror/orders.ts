/** The copies of orders: kept, found and taken away. An older state never replaces a newer one. */
import type { Queryable, Transaction } from "../db/pool.ts";
import type { Order } from "../domain/order.ts";

/** `seenAt`: when it was read from the shop. `isNews`: the shop has said since that it changed. */
export type Copy = { order: Order; seenAt: Date; isNews: boolean };

/** As numbers are compared: without "#" and spaces, in capitals. */
export const plainNumber = (number: string): string =>
  number
    .replace(/^[\s#]+/, "")
    .trimEnd()
    .toUpperCase();
const plainPhone = (phone: string): string => phone.replace(/[^\d+]/g, "");

/** One statement however many: reading a shop from the beginning brings hundreds at once. The state before is returned beside the new one. */
const save = `
with given as (
  select distinct on (id) * from jsonb_to_recordset($2::jsonb)
    as g(id text, number text, email text, phone text, placed_at timestamptz, version timestamptz, body jsonb)
  order by id, version desc
), before as (select m.id, m.body from mirror_order m join given using (id) where m.connection_id = $1),
written as (
  insert into mirror_order (connection_id, id, number, email, phone, placed_at, version, seen_at, body)
  select $1, id, number, email, phone, placed_at, version, $3, body from given
  on conflict (connection_id, id) do update
    set number = excluded.number, email = excluded.email, phone = excluded.phone, placed_at = excluded.placed_at,
      version = excluded.version, seen_at = excluded.seen_at, body = excluded.body
    where mirror_order.version < excluded.version or (mirror_order.version = excluded.version and mirror_order.seen_at < excluded.seen_at)
  returning id, body
)
select w.body as now, b.body as before from written w left join before b using (id) where b.body is distinct from w.body`;

/** What changed by it: the order as it is, and as it was (null: not known before). Orders that the copy already had as they are do not count. */
export type Changed = { now: Order; before: Order | null };

export async function saveOrders(db: Queryable, connectionId: string, orders: readonly Order[], seenAt: Date): Promise<Changed[]> {
  if (orders.length === 0) return [];
  const given = orders.map((order) => ({
    id: order.id,
    number: plainNumber(order.number),
    email: order.customer.email?.toLowerCase() ?? null,
    phone: order.customer.phone === null ? null : plainPhone(order.customer.phone),
    placed_at: order.placedAt,
    version: order.updatedAt,
    body: order,
  }));
  return (await db.query<Changed>(save, [connectionId, JSON.stringify(given), seenAt])).rows;
}

/** Keeps copies, and tells what changed with them or not at all. `isFirst`: of the first reading, which is all past. */
export type Keep = (client: Transaction, connectionId: string, orders: readonly Order[], seenAt: Date, isFirst?: boolean) => Promise<void>;

/** The shop has it no longer. */
export async function dropOrder(db: Queryable, connectionId: string, id: string): Promise<void> {
  await db.query("delete from mirror_order where connection_id = $1 and id = $2", [connectionId, id]);
}

const columns = `o.body as "order", o.seen_at as "seenAt",
  exists (select from mirror_news n where n.connection_id = o.connection_id and n.order_id = o.id) as "isNews"`;
const byId = `select ${columns} from mirror_order o where o.connection_id = $1 and o.id = $2`;
const byNumber = `select ${columns} from mirror_order o where o.connection_id = $1 and o.number = $2 order by o.placed_at desc limit 5`;
const byEmail = `select ${columns} from mirror_order o where o.connection_id = $1 and o.email = $2 order by o.placed_at desc limit $3`;
const byPhone = `select ${columns} from mirror_order o where o.connection_id = $1 and o.phone = $2 order by o.placed_at desc limit $3`;

export type CopyQuery = { number: string } | { id: string } | { email: string; limit: number } | { phone: string; limit: number };

/** Newest first where there are several. */
export async function findCopies(db: Queryable, connectionId: string, query: CopyQuery): Promise<Copy[]> {
  if ("id" in query) return (await db.query<Copy>(byId, [connectionId, query.id])).rows;
  if ("number" in query) return (await db.query<Copy>(byNumber, [connectionId, plainNumber(query.number)])).rows;
  if ("email" in query) return (await db.query<Copy>(byEmail, [connectionId, query.email.trim().toLowerCase(), query.limit])).rows;
  return (await db.query<Copy>(byPhone, [connectionId, plainPhone(query.phone), query.limit])).rows;
}
