/**
 * What happened in a shop, to a parcel or to a conversation, and the workflows that begin with it. A happening is stored
 * first and taken up after, so that telling us twice or a shop that does not answer loses and doubles nothing.
 */
import type { Db } from "../db/pool.ts";
import { wakeForOrder } from "../checkpoint/people.ts";
import { transaction, type Queryable, type Transaction } from "../db/pool.ts";
import { AppError, toAppError } from "../domain/errors.ts";
import { customEvent, knownEvents } from "../domain/fact-catalog.ts";
import { newId } from "../domain/ids.ts";
import type { IdentityKind } from "../domain/message.ts";
import { nearestName } from "../domain/nearest-name.ts";
import type { Order } from "../domain/order.ts";
import { nowInStock } from "./back-in-stock.ts";
import { startIn } from "../mailbox/start.ts";
import type { Started } from "../workflow/engine/decision.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";
import type { FactSources } from "../workflow/step.ts";

export type Happening = {
  /** Who tells us names it; the same key is the same happening. */
  key: string;
  name: string;
  at: Date;
  storeId: string | null;
  /** What it happened to: an order, or for events of products the product's id or article number. */
  orderNumber: string | null;
  product?: string | null;
};

export type StartParts = {
  db: Db;
  workflows(): readonly Workflow[];
  sources(): FactSources;
  /** The connection that can write first to customers of a store at addresses of this kind; null when there is none. */
  channelFor(kind: "email" | "phone", storeId: string): string | null;
};

type Recipient = { kind: IdentityKind; value: string; name?: string };

const insert = `
insert into happening (id, key, kind, name, store_id, order_number, product, at) values ($1, $2, 'event', $3, $4, $5, $6, $7) on conflict (key) do nothing returning id`;

/** False when it was told before. AppError `invalid` for an event there is not, or one that does not say to what it happened. */
export async function tellHappening(db: Queryable, { key, name, at, storeId, orderNumber, product = null }: Happening): Promise<boolean> {
  if (!(name in knownEvents) && !customEvent.test(name)) {
    const near = nearestName(name, Object.keys(knownEvents));
    throw new AppError(
      "invalid",
      `There is no event "${name.slice(0, 60)}". ${near ? `Did you mean "${near}"?` : `Events: ${Object.keys(knownEvents).join(", ")}, or custom.<name>.`}`,
    );
  }
  const isOfProduct = name.startsWith("product.");
  if (isOfProduct ? !product : !orderNumber)
    throw new AppError(
      "invalid",
      `The event "${name}" says nothing of ${isOfProduct ? "the product: send its id or article number as `product`" : "the order: send its number as `order`"}.`,
    );
  const isNew = (await db.query(insert, [newId(), key, name, storeId, orderNumber, product, at])).rowCount === 1;
  if (isNew && orderNumber && (name.startsWith("shipment.") || name === "order.shipped")) await wakeForOrder(db, orderNumber);
  return isNew;
}

const claim = `
with next as (select id from happening where state = 'queued' and ready_at <= now() order by ready_at limit 20 for update skip locked)
update happening h set attempts = h.attempts + 1, ready_at = now() + interval '2 minutes' from next where h.id = next.id
returning h.id, h.key, h.kind, h.name, h.store_id, h.order_number, h.product, h.conversation_id, h.at, h.attempts`;
const done = "update happening set state = 'done', last_error = $2 where id = $1";
const failed =
  "update happening set state = case when attempts >= 8 then 'failed' else 'queued' end, last_error = $2, ready_at = now() + least(3600, 10 * 2 ^ attempts) * interval '1 second' where id = $1";

type Row = {
  id: string;
  key: string;
  kind: "event" | "closed";
  name: string;
  store_id: string | null;
  order_number: string | null;
  product: string | null;
  conversation_id: string | null;
  at: Date;
};

/** Begins what is due; resolves to how many runs began. Safe in several processes at once. */
export async function takeUpHappenings(parts: StartParts): Promise<number> {
  const { rows } = await parts.db.query<Row>(claim);
  let begun = 0;
  for (const row of rows) {
    try {
      const { count, note } = row.kind === "event" ? await takeUpEvent(parts, row) : await takeUpClosed(parts, row);
      await parts.db.query(done, [row.id, note]);
      begun += count;
    } catch (error) {
      await parts.db.query(failed, [row.id, toAppError(error).message.slice(0, 500)]);
    }
  }
  return begun;
}

type TakenUp = { count: number; note: string | null };

async function takeUpEvent(parts: StartParts, row: Row): Promise<TakenUp> {
  if (row.product !== null) return { count: await nowInStock(parts, row.product, row.store_id), note: null };
  const workflows = parts
    .workflows()
    .filter(({ trigger, mode }) => trigger.kind === "event" && mode !== "off" && trigger.events.includes(row.name));
  if (workflows.length === 0) return { count: 0, note: "No workflow begins with it." };
  const found = await findOrder(parts.sources(), row);
  if (!found) return { count: 0, note: `There is no order ${row.order_number}.` };
  const { email, phone, name } = found.order.customer;
  const to: Recipient | null = email
    ? { kind: "email", value: email.toLowerCase(), name }
    : phone
      ? { kind: "phone", value: phone, name }
      : null;
  const connectionId = to && parts.channelFor(to.kind === "phone" ? "phone" : "email", found.storeId);
  if (!to || !connectionId) return { count: 0, note: "No connection can write to this customer first." };
  let count = 0;
  for (const workflow of workflows) {
    const began = await transaction(parts.db, async (client) => {
      const conversationId = await openConversation(client, {
        key: `${row.key}/${workflow.name}`,
        connectionId,
        to,
        order: found,
        workflow,
      });
      const started: Started = {
        by: "event",
        name: row.name,
        at: row.at.toISOString(),
        to: { kind: to.kind, value: to.value },
        language: (await languageOf(client, conversationId)) ?? "en",
        orderNumber: row.order_number,
      };
      return startIn(client, { key: `happening:${row.key}:${workflow.name}`, workflow, conversationId, started });
    });
    if (began) count++;
  }
  return { count, note: null };
}

async function findOrder({ stores }: FactSources, { store_id, order_number }: Row): Promise<{ order: Order; storeId: string } | null> {
  for (const { connectionId, store } of stores) {
    if (store_id !== null && store_id !== connectionId) continue;
    const [order] = await store.findOrders({ number: order_number! });
    if (order) return { order, storeId: connectionId };
  }
  return null;
}

const findCustomer = "select customer_id from identity where kind = $1 and value = $2 order by is_proven desc limit 1";
const addCustomer = `
with c as (insert into customer (id, name) values ($1, $2))
insert into identity (kind, value, is_proven, customer_id) values ($3, $4, false, $1) on conflict do nothing`;
const addConversation = `
insert into conversation (id, connection_id, thread_key, customer_id, store_id, subject, status, recipient, last_message_at)
values ($1, $2, $3, $4, $5, $6, 'waiting', $7, now()) on conflict (connection_id, thread_key) do nothing returning id`;

/** A conversation of its own: nobody has written yet, so there is none to go on in. */
async function openConversation(
  client: Transaction,
  {
    key,
    connectionId,
    to,
    order,
    workflow,
  }: { key: string; connectionId: string; to: Recipient; order: { order: Order; storeId: string }; workflow: Workflow },
): Promise<string> {
  const threadKey = `begun:${key}`;
  const known = (await client.query("select id from conversation where connection_id = $1 and thread_key = $2", [connectionId, threadKey]))
    .rows[0];
  if (known) return known.id;
  let customerId = (await client.query(findCustomer, [to.kind, to.value])).rows[0]?.customer_id;
  if (!customerId) {
    customerId = newId();
    await client.query(addCustomer, [customerId, to.name ?? null, to.kind, to.value]);
  }
  const id = newId();
  const subject = `${workflow.title} · ${order.order.number}`;
  await client.query(addConversation, [id, connectionId, threadKey, customerId, order.storeId, subject, JSON.stringify(to)]);
  await client.query("insert into mailbox (conversation_id) values ($1)", [id]);
  return id;
}

async function languageOf(client: Transaction, conversationId: string): Promise<string | null> {
  const { rows } = await client.query(
    `select coalesce(u.language, (select c.language from conversation c where c.customer_id = u.id and c.language is not null order by c.last_message_at desc limit 1)) as language
     from conversation v join customer u on u.id = v.customer_id where v.id = $1`,
    [conversationId],
  );
  return rows[0]?.language ?? null;
}

const readClosed = `
select v.id, v.language, v.status, l.sender, l.seq from conversation v
left join lateral (select sender, seq from message m where m.conversation_id = v.id and m.direction = 'in' and m.automatic is null order by seq desc limit 1) l on true
where v.id = $1`;

async function takeUpClosed(parts: StartParts, row: Row): Promise<TakenUp> {
  const workflow = parts.workflows().find(({ trigger, mode }) => trigger.kind === "closed" && mode !== "off");
  if (!workflow) return { count: 0, note: "No workflow begins with it." };
  const conversation = (await parts.db.query(readClosed, [row.conversation_id])).rows[0];
  if (conversation?.status !== "closed" || !conversation.sender) return { count: 0, note: "It is open again, or nobody had written." };
  const began = await transaction(parts.db, (client) =>
    startIn(client, {
      key: `closed:${row.conversation_id}:${conversation.seq}`,
      workflow,
      conversationId: row.conversation_id!,
      started: {
        by: "closed",
        name: "conversation.closed",
        at: row.at.toISOString(),
        to: { kind: conversation.sender.kind, value: conversation.sender.value },
        language: conversation.language ?? "en",
        orderNumber: null,
      },
    }),
  );
  return { count: began ? 1 : 0, note: null };
}
