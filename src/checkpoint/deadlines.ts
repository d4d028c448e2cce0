/**
 * Deadlines that are watched: a warning after three quarters of the time to answer, and when it is over the conversation is
 * passed on. It becomes more urgent, loses whoever did not answer, goes to the team that stands behind, and gets a new
 * deadline; after the last step it stays overdue on top of the list. Nothing waits without an owner and a deadline.
 */
import type { Db } from "../db/pool.ts";
import { writeAudit } from "../db/audit.ts";
import { AppError } from "../domain/errors.ts";
import type { Priority } from "../domain/understanding.ts";
import { system } from "./actor.ts";
import * as sql from "./assignment-queries.ts";
import { changeConversation } from "./change.ts";
import type { Desk } from "./handover.ts";

export type Watched = { warned: number; escalated: number; unresolved: number };
export type Drafts = { overdue: number; expired: number };

const maxAtOnce = 200;
const maxEscalations = 3;
const draftDays = 7;
const more: Record<Priority, Priority> = { low: "normal", normal: "high", high: "urgent", urgent: "urgent" };

/** Safe in several processes at once. */
export async function watchDeadlines(db: Db, desk: Desk, now = new Date()): Promise<Watched> {
  await setEnds(db, desk);
  const warned = (await db.query(sql.warn, [maxAtOnce])).rows;
  for (const { id, team, assignee_id: user, due_at: due } of warned)
    await writeAudit(db, {
      actor: "system",
      act: "deadline.warn",
      target: `conversation:${id}`,
      data: { team, user, due_at: due.toISOString() },
    });
  const breached = (await db.query(sql.findBreached, [maxAtOnce])).rows;
  let escalated = 0;
  for (const { id } of breached) if (await passOn(db, desk, id, now)) escalated++;
  for (const { id, team, assignee_id: user, resolve_by: until } of (await db.query(sql.warnOfEnd, [maxAtOnce])).rows)
    await writeAudit(db, {
      actor: "system",
      act: "deadline.warn_end",
      target: `conversation:${id}`,
      data: { team, user, resolve_by: until.toISOString() },
    });
  const late = (await db.query(sql.findUnresolved, [maxAtOnce])).rows;
  for (const { id, team, assignee_id: user, resolve_by: until } of late)
    await writeAudit(db, {
      actor: "system",
      act: "deadline.unresolved",
      target: `conversation:${id}`,
      data: { team, user, resolve_by: until.toISOString() },
    });
  return { warned: warned.length, escalated, unresolved: late.length };
}

/**
 * A draft that waits longer than an answer may take is a person's task with a deadline, so that it is given to somebody and
 * passed on like everything else. One of a week ago is not sent any more: somebody answers in their own words.
 */
export async function watchDrafts(db: Db, desk: Desk, now = new Date()): Promise<Drafts> {
  let overdue = 0,
    expired = 0;
  for (const { id, conversation_id, created_at, priority, team } of (await db.query(sql.findOldDrafts, [maxAtOnce])).rows) {
    const owner = team ?? desk.defaultTeam;
    if (desk.dueAt(priority, owner, created_at.toISOString()) > now.toISOString()) continue;
    const due = desk.dueAt("high", owner, now.toISOString());
    if (
      await needPerson(
        db,
        conversation_id,
        "draft.overdue",
        [sql.markOverdue, id],
        "A proposed reply has waited too long for a person.",
        owner,
        due,
      )
    )
      overdue++;
  }
  for (const { id, conversation_id } of (await db.query(sql.findExpiredDrafts, [draftDays, maxAtOnce])).rows) {
    const due = desk.dueAt("high", desk.defaultTeam, now.toISOString());
    const why = `A proposed reply was ${draftDays} days old and is not sent any more; somebody answers.`;
    if (await needPerson(db, conversation_id, "draft.expire", [sql.expireDraft, id], why, desk.defaultTeam, due)) expired++;
  }
  return { overdue, expired };
}

async function needPerson(
  db: Db,
  conversationId: string,
  act: string,
  [mark, draftId]: [string, string],
  why: string,
  team: string,
  due: string,
): Promise<boolean> {
  try {
    return await changeConversation(db, { conversationId, by: system, act, event: "draft" }, async (client) => {
      if (!(await client.query(mark, [draftId])).rowCount)
        return { refused: new AppError("conflict", "Somebody has decided on it meanwhile.") };
      await client.query(sql.needPerson, [conversationId, why, team, due]);
      return { result: true, data: { draft: draftId, due_at: due } };
    });
  } catch (error) {
    if (error instanceof AppError && ["conflict", "gone", "not_found"].includes(error.code)) return false;
    throw error;
  }
}

async function setEnds(db: Db, desk: Desk): Promise<void> {
  const { rows } = await db.query(sql.findWithoutEnd, [maxAtOnce]);
  if (rows.length === 0) return;
  const until = rows.map(({ priority, team, since }) => desk.resolveBy(priority, team ?? desk.defaultTeam, since.toISOString()));
  await db.query(sql.setEnds, [rows.map(({ id }) => id), until]);
}

async function passOn(db: Db, desk: Desk, id: string, now: Date): Promise<boolean> {
  const teams = new Map((await db.query(sql.readTeamRules)).rows.map((row) => [row.name, row.escalates_to]));
  try {
    return await changeConversation(db, { conversationId: id, by: system, act: "deadline.breach" }, async (client) => {
      const row = (await client.query(sql.readBreached, [id])).rows[0];
      if (!row) return { refused: new AppError("conflict", "Somebody has answered meanwhile.") };
      const isLast = row.escalations >= maxEscalations;
      const from = row.team ?? desk.defaultTeam;
      const team = isLast ? from : (teams.get(from) ?? from);
      const priority = more[row.priority as Priority];
      // The customer was told the first deadline; a new one is for the people only.
      const due = isLast ? null : desk.dueAt(priority, team, now.toISOString());
      await client.query(sql.escalate, [id, priority, team, due]);
      if (isLast) await client.query(sql.markBreached, [id]);
      const data = {
        from,
        to: team,
        priority,
        user: row.assignee_id,
        was_due: row.due_at.toISOString(),
        due_at: due,
        step: row.escalations + 1,
      };
      return { result: true, data };
    });
  } catch (error) {
    if (error instanceof AppError && ["conflict", "gone", "not_found"].includes(error.code)) return false;
    throw error;
  }
}
