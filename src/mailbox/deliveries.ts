/** What vendors report of messages that left: delivered, read, or come back. */
import type { Db } from "../db/pool.ts";
import type { DeliveryUpdate } from "../domain/message.ts";
import { updateDelivery } from "./outbox-queries.ts";
import type { Handover } from "./plan.ts";

export type RecordDeliveries = (connectionId: string, updates: readonly DeliveryUpdate[]) => Promise<void>;

/** A reply that came back has not reached the customer, so its conversation goes to a person, as when it could not be sent. */
export function createDeliveries(db: Db, handover: Handover, now: () => Date): RecordDeliveries {
  return async (connectionId, updates) => {
    const { team, due_at } = handover("high", now().toISOString());
    for (const { externalId, state, reason } of updates)
      await db.query(updateDelivery, [connectionId, externalId, state, reason ?? null, team, due_at]);
  };
}
