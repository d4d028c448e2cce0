/** What web hooks say: an order changed. It is written down before the hook is answered, and the order is read from the shop afterwards. */
import { transaction, type Db } from "../db/pool.ts";
import { toAppError } from "../domain/errors.ts";
import type { Store } from "../stores/store.ts";
import { dropOrder } from "./orders.ts";
import type { SyncParts } from "./sync.ts";

const tell = `
insert into mirror_news (connection_id, order_id) select $1, unnest($2::text[])
on conflict (connection_id, order_id) do update set told = mirror_news.told + 1, attempts = 0, ready_at = now()`;

export async function tellNews(db: Db, connectionId: string, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length > 0) await db.query(tell, [connectionId, [...new Set(orderIds)]]);
}

const claim = `
with next as (
  select connection_id, order_id from mirror_news
  where ready_at <= now() and connection_id = any($1) order by ready_at limit 50 for update skip locked
)
update mirror_news n set attempts = n.attempts + 1, ready_at = now() + interval '1 minute'
from next where n.connection_id = next.connection_id and n.order_id = next.order_id
returning n.connection_id, n.order_id, n.told, n.attempts`;
/** News told while the order was read stays. */
const done = "delete from mirror_news where connection_id = $1 and order_id = $2 and told = $3";
const again = `
update mirror_news set last_error = $3, ready_at = now() + least(3600, 5 * 2 ^ least(attempts, 10)) * interval '1 second'
where connection_id = $1 and order_id = $2`;

type Row = { connection_id: string; order_id: string; told: number; attempts: number };
export type NewsParts = SyncParts & { /** The shops themselves, by connection. */ stores: ReadonlyMap<string, Store> };

/** Reads what is told of; resolves to how many orders were. A shop that does not answer is asked again later, for as long as it takes. */
export async function readNews(parts: NewsParts): Promise<number> {
  let count = 0;
  for (;;) {
    const { rows } = await parts.db.query<Row>(claim, [[...parts.stores.keys()]]);
    if (rows.length === 0) return count;
    for (const row of rows) if (await readOne(parts, row)) count++;
  }
}

async function readOne({ db, now, stores, keep }: NewsParts, row: Row): Promise<boolean> {
  const { connection_id: connectionId, order_id: id, told } = row;
  try {
    const seenAt = now();
    const [order] = await stores.get(connectionId)!.findOrders({ id });
    await transaction(db, async (client) => {
      if (order) await keep(client, connectionId, [order], seenAt);
      else await dropOrder(client, connectionId, id);
      await client.query(done, [connectionId, id, told]);
    });
    return true;
  } catch (error) {
    await db.query(again, [connectionId, id, toAppError(error).message.slice(0, 500)]);
    return false;
  }
}
