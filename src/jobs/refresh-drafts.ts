/**
 * A draft tells the facts of the moment it was written. Before it is sent, and now and then while it waits, its workflow runs
 * again on the same messages and the shop as it is now: a draft that says "ships tomorrow" is not sent after the order was
 * cancelled. Where another reply comes out, the draft is written anew and a person reads it again.
 */
import type { Db } from "../db/pool.ts";
import { transaction } from "../db/pool.ts";
import { packTrace, unpackTrace } from "../db/trace.ts";
import { writeAudit } from "../db/audit.ts";
import type { Log } from "../domain/connection.ts";
import { toAppError } from "../domain/errors.ts";
import { newId } from "../domain/ids.ts";
import type { Incident } from "../domain/incident.ts";
import type { Reply, Trace } from "../domain/run.ts";
import { messageOf } from "../mailbox/claim.ts";
import { decideReplayably, type Decide } from "../mailbox/decide.ts";
import { loadMessages } from "../mailbox/worker-queries.ts";
import type { Decision, RunInput } from "../workflow/engine/decision.ts";
import * as sql from "./refresh-queries.ts";

export type RefreshParts = { db: Db; decide: Decide; log: Log; incidents?(now: string): Incident[]; now(): Date };
/** `changed`: the facts say something else now; a new draft, or a person, has taken its place. */
export type Refreshed = "same" | "changed" | "unknown";

/** Younger ones are as fresh as the shop's own answer to us. */
const freshMs = 60_000;
const maxAtOnce = 25;

/** `unknown`: the shop could not be asked, or the run cannot be repeated; the person who reads the draft decides. */
export async function refreshDraft(parts: RefreshParts, draftId: string): Promise<Refreshed> {
  const { db, now } = parts;
  const row = (await db.query(sql.readForRefresh, [draftId])).rows[0];
  if (!row || row.state !== "pending" || now().getTime() - row.checked_at.getTime() < freshMs) return "same";
  const trace = unpackTrace(row.trace);
  const input = trace.replayable && (await inputOf(db, row.conversation_id, trace, now()));
  // A run that waited on the way cannot be repeated from its beginning; one that an event began, and that began at its first step, can.
  if (!input || (input.resume && !(input.resume.started && input.resume.at === "steps/0"))) return "unknown";
  const { incidents: then = [], ...given } = input;
  const incidents = parts.incidents?.(now().toISOString()) ?? [];
  const asked = { ...given, ...(incidents.length > 0 ? { incidents } : {}) };
  const decision = await parts.decide(asked);
  if (couldNotAsk(decision)) return "unknown";
  const reply = joined(decision);
  // The deadline of a handover is promised once: counting it anew from now would put it off with every look.
  const isSameNews = incidents.map(({ id }) => id).join() === then.map(({ id }) => id).join();
  const isSamePromise =
    isSameNews && row.outcome === "handed_over" && decision.outcome.kind === "handed_over" && reply?.template === row.template;
  if (reply?.text === row.text || isSamePromise) {
    await db.query(sql.markChecked, [draftId]);
    return "same";
  }
  await writeAnew(parts, row, decision, reply, asked);
  return "changed";
}

/** Looks at drafts that have waited longest since they were last looked at. Resolves to how many were written anew. */
export async function refreshWaitingDrafts(parts: RefreshParts): Promise<number> {
  const { rows } = await parts.db.query(sql.findWaiting, [maxAtOnce]);
  let changed = 0;
  for (const { id } of rows) {
    try {
      const result = await refreshDraft(parts, id);
      if (result === "changed") changed++;
      // Asked again with the others, not at once.
      if (result === "unknown") await parts.db.query(sql.markChecked, [id]);
    } catch (error) {
      parts.log.warn({ err: toAppError(error), draft: id }, "A waiting draft could not be looked at again; a person still reads it");
      await parts.db.query(sql.markChecked, [id]);
    }
  }
  return changed;
}

async function inputOf(db: Db, conversationId: string, trace: Trace, now: Date): Promise<RunInput | null> {
  const { messages: ids, ...given } = trace.replayable!.input;
  const found = (await db.query(loadMessages, [ids])).rows.map(messageOf);
  if (found.length !== ids.length) return null;
  return {
    ...given,
    conversationId,
    messages: found.map(({ id, text, subject, sender, at }) => ({ id, text, subject, sender, at })),
    understanding: trace.understanding,
    reader: trace.reader,
    now: now.toISOString(),
  } as unknown as RunInput;
}

/** A handover because a read failed says nothing about the facts. */
function couldNotAsk({ trace }: Decision): boolean {
  return trace.steps.some(({ read }) => read.some(({ value }) => value !== null && typeof value === "object" && "$fault" in value));
}

function joined(decision: Decision): Reply | null {
  const replies = decision.effects.flatMap((effect) => (effect.kind === "reply" ? [effect.reply] : []));
  const [first, ...rest] = replies;
  return first ? rest.reduce((all, one) => ({ ...all, text: `${all.text}\n\n${one.text}` }), first) : null;
}

type Row = { id: string; run_id: string; conversation_id: string; revision: number };

/** The old draft is kept as stale. Nothing happens when somebody decided on it, or wrote, in the meantime. */
async function writeAnew({ db, now }: RefreshParts, row: Row, decision: Decision, reply: Reply | null, input: RunInput): Promise<void> {
  const replayable = await decideReplayably(input, async () => decision);
  await transaction(db, async (client) => {
    const locked = await client.query(sql.lockForRefresh, [row.conversation_id, row.revision, row.id]);
    if (locked.rowCount === 0) return;
    await client.query(sql.setStale, [row.id]);
    await client.query(sql.updateRun, [row.run_id, packTrace(replayable.trace)]);
    const notice = input.resume?.started?.product?.noticeId;
    if (notice && !reply) await client.query(sql.waitOn, [notice]);
    const asks = decision.effects.find((effect) => effect.kind === "reply" && effect.asks);
    if (reply)
      await client.query(sql.insertDraft, [
        newId(),
        row.conversation_id,
        row.run_id,
        reply.text,
        reply.language,
        reply.template,
        JSON.stringify(reply.evidence),
        JSON.stringify(reply.unsourced),
        asks?.kind === "reply" ? asks.asks : null,
      ]);
    const { outcome } = decision;
    const isForPerson = outcome.kind === "handed_over" || !reply;
    await client.query(sql.noteChange, [
      row.conversation_id,
      isForPerson ? (outcome.reason ?? "The facts have changed since the draft was written.") : null,
      outcome.team ?? null,
      outcome.due_at ?? now().toISOString(),
    ]);
    await writeAudit(client, {
      actor: "system",
      act: "draft.refresh",
      target: `conversation:${row.conversation_id}`,
      data: { draft: row.id },
    });
  });
}
