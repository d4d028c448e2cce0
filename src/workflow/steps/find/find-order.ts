import type { Order } from "../../../domain/order.ts";
import type { OrderQuery } from "../../../stores/store.ts";
import { orderSummary } from "../../order-facts.ts";
import { lookupAddresses, ownershipProof } from "../../ownership.ts";
import type { StepContext, StepResult } from "../../step.ts";
import { orderNumbers } from "./order-numbers.ts";

/** An order and the connection that knows it. This is what `pending.order` holds; `order` null: there is none. */
export type FoundOrder = { order: Order | null; source: string | null };

export type Search = { result: "on" | "none" | "several"; why: string } & Pick<StepResult, "facts" | "pending" | "sources">;

const maxOrders = 10;
const maxAddresses = 3;

/**
 * By the numbers in the message, else the open orders of an address we may look up.
 *
 * A stranger who names an order goes on to `verify` whether the order exists or not: taking another way here would tell
 * them which orders exist. Someone proven who names an order of somebody else is told what they would be told if there
 * were none.
 */
export async function findOrder(context: StepContext): Promise<Search> {
  const numbers = orderNumbers(context.input);
  if (numbers.length > 0) return findByNumber(numbers, context);
  return findByAddress(context);
}

async function findByNumber(numbers: string[], context: StepContext): Promise<Search> {
  const found: { order: Order; source: string }[] = [];
  for (const number of numbers) found.push(...(await askStores(context, `number:${number}`, { number })));
  const own = found.filter(({ order }) => ownershipProof(order, context.input) !== null);
  const named = numbers.map((number) => `#${number}`).join(", ");
  if (own.length === 1)
    return {
      result: "on",
      why: `Found order #${own[0]!.order.number} in ${own[0]!.source}.`,
      pending: pendingOrder(own[0]!),
    };
  if (own.length > 1) return severalOrders(own, context, `The message names several orders: ${named}.`);
  if (context.input.proven.length > 0) return { result: "none", why: `There is no order ${named} that belongs to this customer.` };
  const why =
    found.length > 0
      ? `Found order ${named}; it is not known yet whether it is theirs.`
      : `There is no order ${named}; a stranger is not told so.`;
  return { result: "on", why, pending: pendingOrder(found[0] ?? { order: null, source: null }) };
}

async function findByAddress(context: StepContext): Promise<Search> {
  const addresses = lookupAddresses(context.input).slice(0, maxAddresses);
  if (addresses.length === 0) return { result: "none", why: "The message names no order and it is not proven who wrote it." };
  const found: { order: Order; source: string }[] = [];
  for (const { kind, value } of addresses) {
    const query = kind === "email" ? { email: value, limit: maxOrders } : { phone: value, limit: maxOrders };
    found.push(...(await askStores(context, `${kind}:${value}`, query)));
  }
  const own = found.filter(({ order }) => ownershipProof(order, context.input) !== null).sort(newestFirst);
  const open = own.filter(({ order }) => order.status === "open");
  if (open.length > 1) return severalOrders(open, context, `This customer has ${open.length} open orders.`);
  const one = open[0] ?? own[0];
  if (!one) return { result: "none", why: "This customer has no orders." };
  return {
    result: "on",
    why: `No number was given; took the customer's ${open[0] ? "open" : "newest"} order #${one.order.number} in ${one.source}.`,
    pending: pendingOrder(one),
  };
}

/** Every store the customer may have written to, in order. The store's name is part of the key, so that a replay asks the same. */
async function askStores(context: StepContext, key: string, query: OrderQuery): Promise<{ order: Order; source: string }[]> {
  const found: { order: Order; source: string }[] = [];
  for (const { connectionId, store } of context.sources.stores) {
    if (context.input.storeId !== null && context.input.storeId !== connectionId) continue;
    const orders = await context.read(`orders:${connectionId}:${key}`, () => store.findOrders(query));
    for (const order of orders) found.push({ order, source: connectionId });
  }
  return found;
}

const pendingOrder = (found: FoundOrder): { order: FoundOrder } => ({ order: found });

/** All of these belong to the writer, so the list may be shown without another check. */
function severalOrders(own: { order: Order; source: string }[], { input }: StepContext, why: string): Search {
  const orders = [...own]
    .sort(newestFirst)
    .slice(0, maxOrders)
    .map(({ order }) => orderSummary(order, input.now));
  return {
    result: "several",
    why,
    facts: { orders },
    sources: { orders: { source: own[0]!.source, at: input.now } },
  };
}

function newestFirst(a: { order: Order }, b: { order: Order }): number {
  if (a.order.placedAt !== b.order.placedAt) return a.order.placedAt < b.order.placedAt ? 1 : -1;
  return a.order.number < b.order.number ? 1 : -1;
}
