/**
 * Intake: stores inbound messages exactly once, in order, and marks their conversations as waiting for a worker.
 * Concurrent calls share one statement: whatever arrives while a batch is being written forms the next one. Nothing is
 * acknowledged before its transaction has committed.
 */
import type { IntakeResult } from "../channels/channel.ts";
import type { Db } from "../db/pool.ts";
import { transaction } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { newId } from "../domain/ids.ts";
import type { InboundMessage } from "../domain/message.ts";
import { batched } from "./batched.ts";
import { findDuplicates, findIdentities, findReferencedThread, findThreads, insertAttachments, writeBatch } from "./intake-queries.ts";
import { attachmentColumns, buildBatch, identityOf, pairKey, tripleKey, type Known } from "./intake-batch.ts";

export type IntakeItem = { connectionId: string; isDemo: boolean; message: InboundMessage };

/** A batch larger than this gains nothing and makes the first of it wait. */
const MAX_BATCH = 500;
/** How often a batch starts over because somebody else stored one of its messages or threads in the same instant. */
const MAX_TRIES = 8;

/** Resolves after the commit, in the order given. Rejects with the whole call undone. */
export type IntakeMessages = (items: IntakeItem[]) => Promise<IntakeResult[]>;

/** `onStored` is told after each commit, so that a worker in this process need not poll. */
export function createIntake(db: Db, onStored?: () => void): IntakeMessages {
  return batched({ maxSize: MAX_BATCH, lanes: 2, weigh: (items) => items.length }, async (calls) => {
    const results = await store(db, calls.flat());
    onStored?.();
    let at = 0;
    return calls.map((items) => results.slice(at, (at += items.length)));
  });
}

async function store(db: Db, items: IntakeItem[]): Promise<IntakeResult[]> {
  for (const [nth, item] of items.entries()) await joinReferencedThread(db, item, items.slice(0, nth));
  for (let attempt = 1; ; attempt++) {
    try {
      // Hardly any message comes twice, so the first try does not ask; the unique index tells when one did.
      return await storeOnce(db, items, attempt > 1);
    } catch (error) {
      if (attempt === MAX_TRIES || !isRace(error)) throw translate(error);
    }
  }
}

/**
 * For channels without threads of their own: the conversation of the message this one answers, if it is the same person's.
 * `earlier` are those before it in the batch, which nobody can find in the database yet.
 */
async function joinReferencedThread(db: Db, { connectionId, message }: IntakeItem, earlier: IntakeItem[]): Promise<void> {
  if (!message.references?.length) return;
  const found = await db.query(findReferencedThread, [
    connectionId,
    message.references.slice(0, 100),
    message.sender.kind,
    identityOf(connectionId, message.sender).value,
  ]);
  const threadKey = found.rows[0]?.thread_key;
  if (threadKey) message.threadKey = threadKey;
  else message.threadKey = earlier.findLast((one) => isAnsweredBy(one, connectionId, message))?.message.threadKey ?? message.threadKey;
}

function isAnsweredBy(earlier: IntakeItem, connectionId: string, { references, sender }: InboundMessage): boolean {
  const { externalId, sender: other } = earlier.message;
  return (
    earlier.connectionId === connectionId && other.kind === sender.kind && other.value === sender.value && references!.includes(externalId)
  );
}

async function storeOnce(db: Db, items: IntakeItem[], mayRepeat: boolean): Promise<IntakeResult[]> {
  const known = await lookUp(db, items, mayRepeat);
  const batch = buildBatch(items, known, newId);
  if (batch.messages.length > 0) {
    const attachments = attachmentColumns(batch.attachments, newId);
    const { customers, identities, conversations, touched, messages } = batch.rows;
    const values = [customers, identities, conversations, touched, messages].map((rows) => JSON.stringify(rows));
    if (attachments) {
      await transaction(db, async (client) => {
        await client.query({ name: "intake-write", text: writeBatch, values });
        await client.query(insertAttachments, attachments);
      });
    } else {
      await db.query({ name: "intake-write", text: writeBatch, values });
    }
  }
  return batch.results;
}

async function lookUp(db: Db, items: IntakeItem[], mayRepeat: boolean): Promise<Known> {
  const connections = items.map((item) => item.connectionId);
  const identities = items.map((item) => identityOf(item.connectionId, item.message.sender));
  const [duplicates, found, people] = await Promise.all([
    mayRepeat
      ? db.query({ name: "intake-duplicates", text: findDuplicates, values: [connections, items.map((item) => item.message.externalId)] })
      : { rows: [] },
    db.query({ name: "intake-threads", text: findThreads, values: [connections, items.map((item) => item.message.threadKey)] }),
    db.query({
      name: "intake-identities",
      text: findIdentities,
      values: [identities.map((i) => i.kind), identities.map((i) => i.value), identities.map((i) => i.isProven)],
    }),
  ]);
  return {
    duplicates: new Map(duplicates.rows.map((row) => [pairKey(row.c, row.e), { messageId: row.id, conversationId: row.conversation_id }])),
    threads: new Map(found.rows.map((row) => [pairKey(row.c, row.t), { id: row.id, customerId: row.customer_id }])),
    identities: new Map(people.rows.map((row) => [tripleKey(row.k, row.v, row.p), row.customer_id])),
  };
}

/**
 * Unique violation: somebody stored the same message or thread between our look-up and our write. Check violation: the conversation
 * was merged into another meanwhile. Deadlock, serialisation: likewise.
 */
function isRace(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === "23505" || code === "23514" || code === "40P01" || code === "40001";
}

function translate(error: unknown): unknown {
  const code = (error as { code?: string }).code;
  if (code === "22021" || code === "22P05") {
    return new AppError("bad_text", "The text has characters that cannot be stored (NUL or broken Unicode). Remove them and send again.", {
      cause: error,
    });
  }
  return error;
}
