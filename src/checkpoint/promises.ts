/**
 * The promise ledger: what replies have committed the shop to, until when, and whether it was kept. A promise that is due
 * soon puts its conversation before people again, with a deadline; one whose time has passed is broken, and that is counted.
 */
import type { Db, Queryable } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { isId, newId } from "../domain/ids.ts";
import { findPromises, type PromiseKind } from "../domain/promises.ts";
import { actorText, system, type Actor } from "./actor.ts";
import { changeConversation } from "./change.ts";
import * as sql from "./promise-queries.ts";

const dayMs = 86_400_000;
/** For what names no time: what a customer would expect. */
const usualDays: Record<PromiseKind, number> = { contact: 1, check: 2, send: 5, refund: 5, other: 2 };
const maxAtOnce = 200;

type Said = {
  conversationId: string;
  messageId: string;
  text: string;
  language: string | null;
  by: Actor;
  runId: string | null;
  now: Date;
};

/** Notes every promise of a reply that is being sent, in its transaction. */
export async function notePromises(client: Queryable, said: Said): Promise<void> {
  const found = findPromises(said.text, said.language ?? "en", said.now.toISOString());
  if (found.length === 0) return;
  const rows = found.map(({ kind, text, dueAt }) => ({
    id: newId(),
    conversation: said.conversationId,
    message: said.messageId,
    run: said.runId,
    kind,
    text: text.slice(0, 500),
    said: dueAt,
    usual: new Date(said.now.getTime() + usualDays[kind] * dayMs).toISOString(),
    by: actorText(said.by),
  }));
  await client.query(sql.insertPromises, [JSON.stringify(rows)]);
}

export type Settled = { kept: number; surfaced: number; broken: number };

/** Safe in several processes at once. */
export async function settlePromises(db: Db): Promise<Settled> {
  const kept = (await db.query(sql.keepPromises)).rowCount ?? 0;
  let surfaced = 0;
  for (const { id, conversation_id } of (await db.query(sql.findDueSoon, [maxAtOnce])).rows)
    if (await surface(db, id, conversation_id)) surfaced++;
  const broken = (await db.query(sql.breakPromises, [maxAtOnce])).rowCount ?? 0;
  return { kept, surfaced, broken };
}

/** The conversation is a person's task again, due when the promise is. */
async function surface(db: Db, id: string, conversationId: string): Promise<boolean> {
  try {
    return await changeConversation(db, { conversationId, by: system, act: "promise.due" }, async (client) => {
      const row = (await client.query(sql.lockDueSoon, [id])).rows[0];
      if (!row) return { refused: new AppError("conflict", "It is settled.") };
      await client.query(sql.surface, [conversationId, `We promised: “${row.text}”`, row.due_at]);
      return { result: true, data: { promise: id, due_at: row.due_at.toISOString() } };
    });
  } catch (error) {
    if (!(error instanceof AppError) || !["conflict", "gone", "not_found"].includes(error.code)) throw error;
    // Of an erased conversation nobody is told anything any more.
    await db.query(sql.dropSurfaced, [id]);
    return false;
  }
}

/** A person says that it was kept, or that it was none. AppErrors `not_found`, and `conflict` when it is settled. */
export async function settlePromise(
  db: Db,
  on: { promiseId: string; by: Actor; state: "kept" | "dropped" },
): Promise<{ conversationId: string }> {
  const found = isId(on.promiseId) ? (await db.query(sql.findPromise, [on.promiseId])).rows[0] : null;
  if (!found) throw new AppError("not_found", "There is no promise with this id.");
  const conversationId: string = found.conversation_id;
  return changeConversation(db, { conversationId, by: on.by, act: `promise.${on.state}` }, async (client) => {
    const settled = await client.query(sql.settlePromise, [on.promiseId, on.state, actorText(on.by)]);
    if (settled.rowCount === 0) throw new AppError("conflict", "This promise is settled already.");
    return { result: { conversationId }, data: { promise: on.promiseId } };
  });
}
