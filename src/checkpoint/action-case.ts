/** Collects what an action is judged on: the order as the shop tells it now, who owns it, and what was done before. */
import type { Db } from "../db/pool.ts";
import { unpackTrace } from "../db/trace.ts";
import type { ActionDetails, ActionKind } from "../domain/action.ts";
import { AppError } from "../domain/errors.ts";
import type { Order, Product } from "../domain/order.ts";
import type { ActionCase, By, History } from "../policy/facts.ts";
import type { Policies, Policy } from "../policy/policy.ts";
import type { Store } from "../stores/store.ts";
import * as sql from "./action-queries.ts";
import { findSenders } from "./context-queries.ts";
import { ownsOrder, provenAddresses } from "./proof.ts";

export type CaseParts = {
  conversationId: string;
  connectionId: string;
  kind: ActionKind;
  orderId: string;
  details: ActionDetails;
  reason: string;
  /** Message in which the customer said yes; one of another conversation or of ours confirms nothing. */
  confirmedBy: string | null;
  by: By;
  people: number;
  policies: Policies;
  now: Date;
};

/** What the case rests on comes from the shop: AppErrors `not_found` and vendor_*. `patience` bounds each call. */
export async function readCase(db: Db, store: Store, parts: CaseParts, patience: <T>(call: Promise<T>) => Promise<T>): Promise<ActionCase> {
  const { kind, details, reason, by, people, policies } = parts;
  const shop = store.live ?? store;
  const policy = policies[kind];
  const [order] = await patience(shop.findOrders({ id: parts.orderId }));
  if (!order) throw new AppError("not_found", "The shop has no such order.");
  const needsMore = policy !== undefined && (policy.rules.length > 0 || details.method !== undefined);
  const [customer, products, isProven, isConfirmed, history] = await Promise.all([
    needsMore && order.customer.id !== null ? patience(shop.findCustomer({ id: order.customer.id })) : null,
    needsMore ? readProducts(shop, order, details, patience) : [],
    isOwner(db, parts.conversationId, order),
    isConfirmedBy(db, parts),
    readHistory(db, parts, order, policy),
  ]);
  return {
    kind,
    details,
    reason,
    order,
    customer,
    products,
    isProven,
    isConfirmed,
    by,
    people,
    history,
    now: parts.now.toISOString(),
  };
}

async function isOwner(db: Db, conversationId: string, order: Order): Promise<boolean> {
  const [conversation, senders] = await Promise.all([db.query(sql.readProven, [conversationId]), db.query(findSenders, [conversationId])]);
  const proven = provenAddresses(
    conversation.rows[0]?.proven ?? [],
    senders.rows.map(({ sender }) => sender),
    "proven",
  );
  return ownsOrder(order, proven);
}

async function isConfirmedBy(db: Db, { confirmedBy, conversationId }: CaseParts): Promise<boolean> {
  return confirmedBy !== null && (await db.query(sql.findCustomerMessage, [confirmedBy, conversationId])).rowCount === 1;
}

/** Articles are read one by one: a wish names few. */
async function readProducts(
  store: Store,
  order: Order,
  { lines = [] }: ActionDetails,
  patience: <T>(call: Promise<T>) => Promise<T>,
): Promise<Product[]> {
  const wanted = lines.flatMap(({ line: id, sku }) => [order.lines.find((line) => line.id === id)?.sku, sku]);
  const skus = [...new Set(wanted.filter((sku) => sku !== undefined))];
  const found = await Promise.all(skus.map((sku) => patience(store.findProducts({ sku }))));
  return found.flat();
}

async function readHistory(db: Db, parts: CaseParts, order: Order, policy: Policy | undefined): Promise<History> {
  const customer = order.customer.id ?? order.customer.email;
  const [kinds, others, traces] = await Promise.all([
    db.query(sql.doneToOrder, [parts.connectionId, parts.orderId]),
    customer !== null && policy?.times.per_customer !== undefined
      ? db.query(sql.countForCustomer, [parts.connectionId, customer, parts.kind, policy.times.days])
      : null,
    policy?.not_after.includes("chargeback") ? db.query(sql.tracesOfCustomer, [parts.conversationId]) : null,
  ]);
  return {
    orderKinds: kinds.rows.map(({ kind }) => kind),
    customerCount: others?.rows[0].n ?? 0,
    chargeback: traces?.rows.some(({ trace }) => speaksOfChargeback(trace)) ?? false,
  };
}

/** A damaged trace says nothing; the shop's own word about disputes still counts. */
function speaksOfChargeback(trace: Buffer): boolean {
  try {
    return unpackTrace(trace).understanding.signals["chargeback"] === true;
  } catch {
    return false;
  }
}
