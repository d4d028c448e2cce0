/**
 * A store whose orders are answered from the copy while it is known to be fresh, and by the shop itself otherwise. Everything that
 * is written, and what writes are judged on (`live`), goes to the shop.
 */
import type { Db } from "../db/pool.ts";
import { toAppError } from "../domain/errors.ts";
import type { Order } from "../domain/order.ts";
import type { ActionReceipt, OrderQuery, Store, StoreActions } from "../stores/store.ts";
import { findCopies, type Copy } from "./orders.ts";
import { readState } from "./state.ts";

export type CopyParts = {
  db: Db;
  connectionId: string;
  now(): Date;
  /** Keeps what the shop has just said. */
  keep(connectionId: string, orders: readonly Order[], seenAt: Date): Promise<void>;
};

/** Read so lately that asking again would tell nothing new. */
const justReadMs = 60_000;
/** What no hook told of since the last complete reading is as it was. */
const wholeMs = 15 * 60_000;
/** What a copy may count as when the shop does not answer; the evidence has its time. */
const staleMs = 30 * 60_000;

/** A shop that says when orders change. Any other is near enough to be asked each time. */
export const isCopied = (store: Store): boolean => store.changedOrders !== undefined && store.receive !== undefined;

export function mirroredStore(live: Store, parts: CopyParts): Store {
  if (!isCopied(live)) return live;
  return {
    ...live,
    live,
    findOrders: (query) => findOrders(live, parts, query),
    actions: Object.fromEntries(
      Object.entries(live.actions).map(([kind, act]) => [kind, (request: never) => written(parts, (act as Act)(request))]),
    ) as StoreActions,
  };
}

type Act = (request: never) => Promise<ActionReceipt>;

async function findOrders(live: Store, parts: CopyParts, query: OrderQuery): Promise<Order[]> {
  const { db, connectionId, now, keep } = parts;
  const [copies, state] = await Promise.all([findCopies(db, connectionId, query), readState(db, connectionId)]);
  const at = now().getTime();
  const isWhole = state !== null && state.isSubscribed && state.wholeAt !== null && at - state.wholeAt.getTime() < wholeMs;
  if (mayAnswer(query, copies, isWhole, at)) return copies.map(told);
  let orders: Order[];
  try {
    orders = await live.findOrders(query);
  } catch (error) {
    const isVendors = toAppError(error).code.startsWith("vendor_");
    const left = copies.filter(({ seenAt, isNews }) => !isNews && at - seenAt.getTime() < staleMs);
    if (!isVendors || left.length === 0 || left.length < copies.length) throw error;
    return left.map(told);
  }
  await keep(connectionId, orders, new Date(at));
  return orders;
}

/** A list is only complete where all orders are known; one order is itself. A number nobody knows may have been given out a moment ago. */
function mayAnswer(query: OrderQuery, copies: readonly Copy[], isWhole: boolean, at: number): boolean {
  if (copies.length === 0 || copies.some(({ isNews }) => isNews)) return false;
  if (isWhole) return true;
  const isOne = "id" in query || "number" in query;
  return isOne && copies.every(({ seenAt }) => at - seenAt.getTime() < justReadMs);
}

const told = ({ order, seenAt }: Copy): Order => ({ ...order, seenAt: seenAt.toISOString() });

async function written({ connectionId, now, keep }: CopyParts, made: Promise<ActionReceipt>): Promise<ActionReceipt> {
  const receipt = await made;
  await keep(connectionId, [receipt.order], now());
  return receipt;
}
