/**
 * Tells customers who asked for it that something can be had again. The shop tells us (the event `product.back_in_stock`), and for
 * shops that do not, we ask now and then. Either way a run begins, which looks at the stock once more before it writes; that it
 * has written is stored with the message itself, so nobody is told twice.
 */
import { transaction, type Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { toAppError } from "../domain/errors.ts";
import type { IdentityKind } from "../domain/message.ts";
import type { Product } from "../domain/order.ts";
import { startIn } from "../mailbox/start.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";
import type { FactSources } from "../workflow/step.ts";

export type BackInStockParts = { db: Db; workflows(): readonly Workflow[]; sources(): FactSources; log?: Log };
type Named = { storeId: string; productId: string };

export const backInStock = "product.back_in_stock";
/** A shop is asked for a product at most this often, however many wait for it, and for this many products at a time. */
const patience = "30 minutes";
const maxProducts = 20;
const maxNotices = 200;

/** Products somebody waits for, those that have waited longest for a look first. */
const dueProducts = `
select store_id, product_id from stock_notice where notified_at is null and expires_at > now() and ready_at <= now()
group by 1, 2 order by min(ready_at) limit $1`;

/** $1, $2 the product. What another process has just taken is not due any more, so each is taken once. */
const take = `
with due as (
  select id from stock_notice where store_id = $1 and product_id = $2 and notified_at is null and expires_at > now() and ready_at <= now()
  order by asked_at limit ${maxNotices} for update skip locked
)
update stock_notice n set ready_at = now() + interval '${patience}' from due where n.id = due.id
returning n.id, n.conversation_id, n.store_id, n.product_id, n.variant_id, n.language, n.asked_at`;

/**
 * Where a person has the conversation, automation waits until they are done with it. The mailbox is locked first, as by everybody who
 * writes in a conversation: a message that is just being stored is waited for, and what it has told is seen after.
 */
const lockConversation = "select conversation_id from mailbox where conversation_id = $1 for update";
const readRecipient = `
select l.sender from conversation v
join lateral (select sender from message m where m.conversation_id = v.id and m.direction = 'in' and m.automatic is null order by seq desc limit 1) l on true
where v.id = $1 and v.status <> 'erased' and not v.is_paused and not v.needs_person`;

const nextRound = "update stock_notice set round = round + 1 where id = $1 and notified_at is null returning round";

type Notice = {
  id: string;
  conversation_id: string;
  store_id: string;
  product_id: string;
  variant_id: string;
  language: string;
  asked_at: Date;
};

/** The shop says that it is back: whoever waits for it is looked at now. `what`: the product's id or an article number. */
export async function nowInStock(parts: BackInStockParts, what: string, storeId: string | null): Promise<number> {
  let begun = 0;
  for (const { connectionId, store } of parts.sources().stores) {
    if (storeId !== null && storeId !== connectionId) continue;
    const found = [...(await store.findProducts({ id: what })), ...(await store.findProducts({ sku: what }))];
    for (const id of new Set(found.map((product) => product.id))) {
      await parts.db.query(
        "update stock_notice set ready_at = now() where store_id = $1 and product_id = $2 and notified_at is null and ready_at > now()",
        [connectionId, id],
      );
      begun += await tellOf(parts, { storeId: connectionId, productId: id });
    }
  }
  return begun;
}

/** Asks the shops for what customers wait for; resolves to how many runs began. Safe in several processes at once. */
export async function lookForStock(parts: BackInStockParts): Promise<number> {
  if (!noticeWorkflow(parts)) return 0;
  const { rows } = await parts.db.query<{ store_id: string; product_id: string }>(dueProducts, [maxProducts]);
  let begun = 0;
  for (const { store_id: storeId, product_id: productId } of rows) {
    try {
      begun += await tellOf(parts, { storeId, productId });
    } catch (error) {
      parts.log?.warn(
        { err: toAppError(error), store: storeId, product: productId },
        "The shop could not be asked whether a product is back; it is asked again later",
      );
    }
  }
  return begun;
}

export async function forgetExpired(db: Db): Promise<number> {
  return (await db.query("delete from stock_notice where expires_at <= now()")).rowCount ?? 0;
}

const noticeWorkflow = ({ workflows }: BackInStockParts): Workflow | undefined =>
  workflows().find(({ trigger, mode }) => trigger.kind === "event" && mode !== "off" && trigger.events.includes(backInStock));

async function tellOf(parts: BackInStockParts, { storeId, productId }: Named): Promise<number> {
  const workflow = noticeWorkflow(parts);
  const connection = parts.sources().stores.find(({ connectionId }) => connectionId === storeId);
  if (!workflow || !connection) return 0;
  const { rows } = await parts.db.query<Notice>(take, [storeId, productId]);
  if (rows.length === 0) return 0;
  const [product] = await connection.store.findProducts({ id: productId });
  let begun = 0;
  for (const notice of rows) if (product && canBeHad(product, notice.variant_id) && (await begin(parts.db, workflow, notice))) begun++;
  return begun;
}

function canBeHad({ variants }: Product, variantId: string): boolean {
  return variants.some(({ id, stock }) => stock > 0 && (variantId === "" || id === variantId));
}

/** False while a person or another run has the conversation; it is tried again at the next look. */
async function begin(db: Db, workflow: Workflow, notice: Notice): Promise<boolean> {
  return transaction(db, async (client) => {
    await client.query(lockConversation, [notice.conversation_id]);
    const sender: { kind: IdentityKind; value: string } | undefined = (await client.query(readRecipient, [notice.conversation_id])).rows[0]
      ?.sender;
    const round: number | undefined = (await client.query(nextRound, [notice.id])).rows[0]?.round;
    if (!sender || round === undefined) return false;
    return startIn(client, {
      key: `back-in-stock:${notice.id}:${round}`,
      workflow,
      conversationId: notice.conversation_id,
      started: {
        by: "event",
        name: backInStock,
        at: new Date().toISOString(),
        to: { kind: sender.kind, value: sender.value },
        language: notice.language,
        orderNumber: null,
        product: { storeId: notice.store_id, productId: notice.product_id, variantId: notice.variant_id || null, noticeId: notice.id },
      },
    });
  });
}
