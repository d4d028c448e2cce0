/**
 * One change of many conversations: in batches, each one transaction and a handful of statements, with how each stood before, so
 * that all of it can be taken back. What cannot be changed is told one by one, and keeps nobody else from being changed.
 */
import { retryable, transaction, type Db, type Transaction } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { isId, newId } from "../domain/ids.ts";
import { actorText, type Actor } from "./actor.ts";
import * as sql from "./bulk-queries.ts";
import { checkSnooze, checkTag } from "./people.ts";
import { findActiveUser, findTeam } from "./queries.ts";
import { problemAt } from "./text.ts";

export type BulkAct =
  | { act: "assign"; user_id?: string | null | undefined; team?: string | null | undefined }
  | { act: "tag"; add: string[]; remove: string[] }
  | { act: "close" }
  | { act: "snooze"; until: Date }
  | { act: "spam" };
export type BulkFailure = { id: string; why: "not_found" | "erased" | "merged" | "changed" | "tags" };
/** `id`: to take it back; null when nothing was changed. */
export type BulkDone = { id: string | null; done: number; failed: BulkFailure[] };

export const maxBulk = 10_000;
const batchSize = 250;
const maxTags = 50;
const spam = "spam_or_solicitation";

/** AppError `invalid` for an act that makes no sense; then nothing was changed. */
export async function changeMany(
  db: Db,
  { ids, by, act, now = new Date() }: { ids: string[]; by: Actor; act: BulkAct; now?: Date },
): Promise<BulkDone> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) throw new AppError("invalid", "Choose at least one conversation.", problemAt("ids", "is empty"));
  if (wanted.length > maxBulk) throw new AppError("invalid", `At most ${maxBulk} conversations at once.`, problemAt("ids", "too many"));
  const change = await checkAct(db, act, now);
  const id = newId();
  await db.query(sql.insertBulk, [id, act.act, actorText(by)]);
  const result: BulkDone = { id, done: 0, failed: wanted.filter((one) => !isId(one)).map((one) => ({ id: one, why: "not_found" })) };
  const real = wanted.filter(isId).sort();
  for (let from = 0; from < real.length; from += batchSize) {
    const batch = real.slice(from, from + batchSize);
    const failed = await retryable(() => transaction(db, (client) => changeBatch(client, id, batch, change, by)));
    result.failed.push(...failed);
    result.done += batch.length - failed.length;
  }
  if (result.done > 0) return result;
  await db.query(sql.dropBulk, [id]);
  return { ...result, id: null };
}

type Checked = { act: BulkAct["act"]; data: Record<string, unknown>; set: Record<string, unknown> };

async function checkAct(db: Db, act: BulkAct, now: Date): Promise<Checked> {
  switch (act.act) {
    case "assign": {
      const { user_id: user, team } = act;
      if (user === undefined && team === undefined)
        throw new AppError("invalid", "Say to whom: user_id, team or both; null takes it away.");
      if (user && !(await db.query(findActiveUser, [user])).rowCount)
        throw new AppError("invalid", "There is no active user with this id.", problemAt("user_id", "not an active user"));
      if (team && !(await db.query(findTeam, [team])).rowCount)
        throw new AppError("invalid", "There is no team of this name.", problemAt("team", "not a team"));
      const set = { ...(user === undefined ? {} : { assignee: user }), ...(team === undefined ? {} : { team }) };
      return { act: act.act, set: { sets_assignee: user !== undefined, sets_team: team !== undefined, ...set }, data: set };
    }
    case "tag": {
      const add = act.add.map(checkTag);
      if (add.length + act.remove.length === 0)
        throw new AppError("invalid", "Say which tags to add or to remove.", problemAt("add", "is empty"));
      return { act: act.act, set: { add, remove: act.remove }, data: { add, remove: act.remove } };
    }
    case "snooze":
      checkSnooze(act.until, now);
      return { act: act.act, set: { until: act.until.toISOString() }, data: { until: act.until.toISOString() } };
    case "close":
      return { act: act.act, set: {}, data: {} };
    case "spam":
      return { act: act.act, set: { category: spam, add: ["spam"], remove: [] }, data: {} };
  }
}

async function changeBatch(
  client: Transaction,
  bulkId: string,
  ids: string[],
  { act, set, data }: Checked,
  by: Actor,
): Promise<BulkFailure[]> {
  await client.query(sql.lockMany, [ids]);
  const { rows } = await client.query<{ id: string; why: BulkFailure["why"] | null }>(sql.sortOut, [
    ids,
    act === "tag" || act === "spam" ? set["add"] : [],
    act === "tag" || act === "spam" ? set["remove"] : [],
    maxTags,
  ]);
  const good = rows.filter((row) => row.why === null).map((row) => row.id);
  if (good.length > 0) {
    const isOver = act === "close" || act === "spam";
    await client.query(sql.remember, [bulkId, good]);
    if (isOver) {
      await client.query(sql.endMany, [good, "A person closed the conversation before the wait was over."]);
      await client.query(sql.tellManyClosed, [good, good.map(() => newId())]);
    }
    if (act === "spam") await client.query(sql.reviewMany, [good, good.map(() => newId()), spam, actorText(by), `bulk:${bulkId}`]);
    await client.query(sql.changeAll, [good, act, JSON.stringify(set)]);
    await client.query(sql.bumpMany, [good]);
    await client.query(sql.auditMany, [
      good,
      actorText(by),
      act === "tag" ? "conversation.tags" : `conversation.${act}`,
      JSON.stringify({ ...data, bulk: bulkId }),
    ]);
  }
  return rows.flatMap(({ id, why }) => (why === null ? [] : [{ id, why }]));
}

/**
 * Puts back how each conversation stood; one that somebody changed since, or where the customer wrote, stays as it is and is told.
 * A run that waited and was ended does not wait again. AppErrors: `not_found`, `forbidden` for somebody else's, `conflict` when it was taken back.
 */
export async function undoMany(db: Db, { bulkId, by }: { bulkId: string; by: Actor }): Promise<BulkDone> {
  const made = isId(bulkId) ? (await db.query(sql.findBulk, [bulkId])).rows[0] : null;
  if (!made) throw new AppError("not_found", "This cannot be taken back any more.");
  if (made.made_by !== actorText(by)) throw new AppError("forbidden", "Only whoever did it can take it back.");
  if ((await db.query(sql.claimUndo, [bulkId])).rowCount === 0) throw new AppError("conflict", "This was taken back already.");
  const ids = (await db.query(sql.rowsOf, [bulkId])).rows.map((row) => row.id as string);
  const result: BulkDone = { id: null, done: 0, failed: [] };
  for (let from = 0; from < ids.length; from += batchSize) {
    const batch = ids.slice(from, from + batchSize);
    const restored = await retryable(() =>
      transaction(db, async (client) => {
        await client.query(sql.lockMany, [batch]);
        const { rows } = await client.query<{ id: string }>(sql.unchanged, [bulkId, batch]);
        const same = rows.map((row) => row.id);
        if (same.length === 0) return same;
        await client.query(sql.restore, [bulkId, same]);
        await client.query(sql.restoreDrafts, [bulkId, same]);
        await client.query(sql.untell, [same]);
        await client.query(sql.unreview, [`bulk:${bulkId}`, same]);
        await client.query(sql.bumpMany, [same]);
        await client.query(sql.auditMany, [same, actorText(by), "conversation.undo", JSON.stringify({ act: made.act, bulk: bulkId })]);
        return same;
      }),
    );
    result.done += restored.length;
    result.failed.push(...batch.filter((id) => !restored.includes(id)).map((id) => ({ id, why: "changed" as const })));
  }
  return result;
}

/** What can be taken back is forgotten after a day. */
export async function forgetBulk(db: Db): Promise<number> {
  return (await db.query(sql.forgetBulk)).rowCount ?? 0;
}
