/** What happened to an order, told from the copy before and the one now: the events that workflows begin with. */
import type { Order } from "../domain/order.ts";
import type { Changed } from "./orders.ts";

export type Event = {
  name: "order.created" | "order.paid" | "order.cancelled" | "order.refunded" | "order.shipped";
  key: string;
  at: string;
};

const isPaid = ({ payment }: Order): boolean => payment === "paid" || payment === "partially_refunded" || payment === "refunded";

/** The keys name what happened, not who told it: the same refund seen twice is one event. */
export function eventsOf({ now, before }: Changed): Event[] {
  const events: Event[] = [];
  const add = (name: Event["name"], key: string, at: string): void => void events.push({ name, key: `${now.id}:${key}`, at });
  // An order first seen long after it was placed was not placed just now.
  const isNew = before === null && Date.parse(now.updatedAt) - Date.parse(now.placedAt) < 24 * 3_600_000;
  if (isNew) add("order.created", "created", now.placedAt);
  if (isPaid(now) && (before ? !isPaid(before) : isNew)) add("order.paid", "paid", now.updatedAt);
  if (now.status === "cancelled" && before && before.status !== "cancelled")
    add("order.cancelled", "cancelled", now.cancelledAt ?? now.updatedAt);
  if (before) {
    const knownRefunds = new Set(before.refunds.map(({ id }) => id));
    for (const { id, at } of now.refunds) if (!knownRefunds.has(id)) add("order.refunded", `refund:${id}`, at);
    const knownParcels = new Set(before.fulfillments.map(({ id }) => id));
    for (const { id, at } of now.fulfillments) if (!knownParcels.has(id)) add("order.shipped", `parcel:${id}`, at);
  }
  return events;
}
