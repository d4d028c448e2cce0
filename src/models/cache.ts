/** Answers that may be given again. What is kept has placeholders in it, never what they stand for, and goes with the conversation. */
import { createHash } from "node:crypto";
import type { Queryable } from "../db/pool.ts";

export type CacheKey = Buffer;

/** Whatever can change the answer belongs into `parts`. */
export function cacheKey(parts: unknown): CacheKey {
  return createHash("sha256").update(JSON.stringify(parts)).digest();
}

export async function findCached(db: Queryable, key: CacheKey, now: Date): Promise<unknown> {
  const { rows } = await db.query("select answer from model_cache where key = $1 and expires_at > $2", [key, now]);
  return rows[0]?.answer;
}

/**
 * Not for a conversation that was erased meanwhile: its row is locked, so that an erasure either sees what is kept here, or this sees
 * the erasure.
 */
const keep = `
insert into model_cache (key, conversation_id, answer, expires_at) select $1, $2::uuid, $3, $4
where $2::uuid is null or exists (select from conversation where id = $2::uuid and status <> 'erased' for share)
on conflict (key) do update set conversation_id = excluded.conversation_id, answer = excluded.answer, expires_at = excluded.expires_at`;

export async function keepAnswer(db: Queryable, key: CacheKey, conversationId: string | null, answer: unknown, until: Date): Promise<void> {
  await db.query(keep, [key, conversationId, JSON.stringify(answer), until]);
}

const keepCallsMs = 400 * 86_400_000;

/** A job: what has expired goes, and the record of calls after a good year. */
export async function purgeModels(db: Queryable, now = new Date()): Promise<void> {
  const before = new Date(now.getTime() - keepCallsMs);
  await db.query("delete from model_cache where expires_at <= $1", [now]);
  await db.query("delete from model_call where at < $1", [before]);
  await db.query("delete from model_day where day < $1", [before]);
}
