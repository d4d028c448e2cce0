/** What changes in the copies of shops' orders begins workflows, as if the shop's own systems had told of it. */
import type { Transaction } from "../db/pool.ts";
import { eventsOf } from "../mirror/happened.ts";
import type { Changed } from "../mirror/orders.ts";
import { tellHappening } from "./happenings.ts";

/** In the transaction that keeps the copies. The past of a shop that was connected just now begins nothing. */
export async function tellShopChanges(client: Transaction, connectionId: string, changed: Changed[], isFirst: boolean): Promise<void> {
  if (isFirst) return;
  for (const change of changed)
    for (const { name, key, at } of eventsOf(change))
      await tellHappening(client, {
        key: `shop:${connectionId}:${name}:${key}`,
        name,
        at: new Date(at),
        storeId: connectionId,
        orderNumber: change.now.number,
      });
}
