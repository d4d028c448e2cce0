/**
 * Sending with a moment to call it back. What was sent waits in `leaving` and is nobody's message yet: the customer cannot see
 * it, nothing has changed that would have to be undone, and a crash loses nothing. When its time has come it becomes a message by
 * the same functions as one that is sent at once.
 */
import { closeLocked, refuseUnseen, replyAsPerson, addNote, type Alongside } from "../checkpoint/people.ts";
import { approveDraft, editDraft, sendableDraft } from "../checkpoint/drafts.ts";
import type { Actor } from "../checkpoint/actor.ts";
import { changeConversation, type Locked } from "../checkpoint/change.ts";
import { assignConversation, findTeam, snoozeConversation } from "../checkpoint/queries.ts";
import type { CheckpointParts } from "../checkpoint/route-parts.ts";
import { checkText, problemAt, refuseBlanks } from "../checkpoint/text.ts";
import type { Db, Queryable, Transaction } from "../db/pool.ts";
import type { AfterSend } from "../domain/after-send.ts";
import { AppError } from "../domain/errors.ts";
import { isId, newId } from "../domain/ids.ts";
import { attach, requireUploads } from "./files.ts";
import { dropSent, putBack } from "./kept.ts";
import * as sql from "./queries.ts";

export type ComposeParts = Pick<CheckpointParts, "maxLengthOf" | "footerOf" | "issueCode" | "now"> & {
  /** Whether the conversation's channel carries files; in words why not. */
  whyNoFiles(connectionId: string): string | null;
};

export type ToSend = {
  conversationId: string;
  by: Actor;
  /** "reply", or the id of the draft it is sent in place of. */
  slot: string;
  text: string;
  original: { text: string; language: string } | null;
  files: readonly string[];
  actions: readonly AfterSend[];
  /** The revision of the conversation the writer was looking at. */
  expectedRevision: number | undefined;
  /** Of the kept text this is; it is not kept any longer. */
  keptVersion: string | null;
  /** Where the cursor stood, in UTF-16 units. */
  cursor: { start: number; end: number };
};

/**
 * Sends a reply, or a text in a draft's place, after `undoMs`; 0: at once. AppErrors as replyAsPerson and editDraft; also `conflict`
 * while somebody else's reply is leaving, and `invalid` for files the channel cannot carry.
 */
export async function send(db: Db, given: ToSend, undoMs: number, parts: ComposeParts): Promise<void> {
  const draftId = given.slot === "reply" ? null : given.slot;
  if (undoMs > 0) return startLeaving(db, given, draftId, undoMs, parts);
  await write(db, given, draftId, given.expectedRevision, parts, {
    before: (client, locked) => requireSendable(client, locked, given, parts),
    after: async (client, locked, messageId) => {
      await finish(client, locked, given, messageId);
      await dropSent(client, given, given.keptVersion);
    },
  });
}

async function startLeaving(db: Db, given: ToSend, draftId: string | null, undoMs: number, parts: ComposeParts): Promise<void> {
  const { conversationId, by, expectedRevision } = given;
  const words = refuseBlanks(checkText(given.text, "text"), "text");
  const own = given.original && { ...given.original, text: checkText(given.original.text, "original.text") };
  await changeConversation(db, { conversationId, by, act: "conversation.send" }, async (client, locked) => {
    await requireSendable(client, locked, given, parts);
    checkText(words, "text", parts.maxLengthOf(locked.connectionId));
    if (expectedRevision !== undefined) await refuseUnseen(client, locked, expectedRevision);
    if (draftId) await sendableDraft(client, locked, { draftId, by, expectedRevision });
    await client.query(sql.insertLeaving, [
      newId(),
      locked.id,
      by.id,
      by.name,
      given.slot,
      draftId,
      // As it was typed: called back, it is the same to the last blank.
      given.text,
      own && JSON.stringify(own),
      given.files,
      JSON.stringify(given.actions),
      given.cursor.start,
      given.cursor.end,
      locked.lastSeq,
      locked.newRevision,
      locked.needsPerson,
      locked.status,
      undoMs,
    ]);
    // From here on a person has it: automation must not answer in between.
    await client.query(sql.setNeedsPerson, [locked.id, true]);
    await dropSent(client, given, given.keptVersion);
    return { result: undefined };
  });
}

async function requireSendable(client: Transaction, locked: Locked, given: ToSend, parts: ComposeParts): Promise<void> {
  const { rows } = await client.query(sql.findOtherLeaving, [
    locked.id,
    given.by.id,
    given.expectedRevision ?? null,
    given.slot !== "reply",
  ]);
  if (rows[0]) {
    const who = rows[0].is_own ? "You are" : `${rows[0].user_name} is`;
    throw new AppError("conflict", `${who} sending a reply here just now. Read it first.`, { details: { revision: locked.revision } });
  }
  if (given.files.length === 0) return;
  const why = parts.whyNoFiles(locked.connectionId);
  if (why !== null) throw new AppError("invalid", why, problemAt("files", "not carried by this channel"));
  await requireUploads(client, given, given.files);
}

/** Files, and what a snippet does besides. Belongs into the message's transaction. */
async function finish(
  client: Transaction,
  locked: Locked,
  { by, text, files, actions }: Pick<ToSend, "by" | "text" | "files" | "actions">,
  messageId: string,
): Promise<void> {
  await attach(client, { conversationId: locked.id, by }, { id: messageId, text, files });
  for (const action of actions) {
    if (action.do === "tag") await client.query(sql.addTag, [locked.id, action.tag]);
    else if (action.do === "close") await closeLocked(client, locked.id);
    // A team that is gone since the snippet was written is no reason to keep the customer waiting.
    else if ((await client.query(findTeam, [action.team])).rowCount)
      await client.query(assignConversation, [locked.id, false, null, true, action.team]);
  }
}

async function write(
  db: Db,
  { conversationId, by, text, original }: Pick<ToSend, "conversationId" | "by" | "text" | "original">,
  draftId: string | null,
  expectedRevision: number | undefined,
  parts: ComposeParts,
  alongside: Alongside,
): Promise<void> {
  if (draftId === null) {
    const reply = {
      conversationId,
      by,
      text,
      ...(original ? { original } : {}),
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
    };
    return void (await replyAsPerson(db, reply, parts.maxLengthOf, parts.footerOf, alongside));
  }
  const found = isId(draftId) ? (await db.query(sql.findDraftText, [draftId, conversationId])).rows[0] : null;
  if (!found) throw new AppError("not_found", "There is no draft with this id in this conversation.");
  const on = { draftId, by, expectedRevision, alongside };
  await (text.trim() === found.text.trim() ? approveDraft(db, on, parts) : editDraft(db, { ...on, text }, parts));
}

/** A note with files; what a snippet does besides is done too. */
export async function sendNote(db: Db, given: Omit<ToSend, "expectedRevision" | "cursor" | "original">): Promise<void> {
  await addNote(db, given, {
    after: async (client, locked, messageId) => {
      await finish(client, locked, given, messageId);
      await dropSent(client, given, given.keptVersion);
    },
  });
}

export type Leaving = {
  id: string;
  conversation_id: string;
  user_id: string;
  user_name: string;
  slot: string;
  draft_id: string | null;
  text: string;
  original: ToSend["original"];
  files: string[];
  actions: AfterSend[];
  cursor_start: number;
  cursor_end: number;
  seen_seq: number;
  had_person: boolean;
  status: string;
  created_at: Date;
};

/** AppErrors: `conflict` when it was called back meanwhile or somebody else has answered, and whatever keeps a reply from being written. */
export async function writeLeaving(db: Db, row: Leaving, parts: ComposeParts): Promise<void> {
  const by: Actor = { kind: "user", id: row.user_id, name: row.user_name };
  const given = { conversationId: row.conversation_id, by, text: row.text, original: row.original, files: row.files, actions: row.actions };
  let snooze: { snoozed_until: Date; snoozed_order: string | null } | undefined;
  await write(db, given, row.draft_id, undefined, parts, {
    async before(client, locked) {
      snooze = (await client.query(sql.findSnooze, [locked.id])).rows[0];
      if ((await client.query(sql.holdLeaving, [row.id])).rowCount === 0) throw calledBack();
      const other = (await client.query(sql.findAnsweredSince, [locked.id, row.seen_seq, row.user_id])).rows[0];
      if (other)
        throw new AppError("conflict", `${other.author_name ?? "Handrail"} answered while your reply was leaving, so it was held back.`);
    },
    async after(client, locked, messageId) {
      // "Send, then close" means both, whichever happens first.
      if (locked.status !== row.status && locked.status === "closed") await closeLocked(client, locked.id);
      if (locked.status !== row.status && locked.status === "snoozed" && snooze)
        await client.query(snoozeConversation, [locked.id, snooze.snoozed_until, snooze.snoozed_order]);
      await finish(client, locked, given, messageId);
      await client.query(sql.dropLeaving, [row.id]);
    },
  });
}

const calledBack = (): AppError =>
  new AppError("conflict", "It has left already, or was called back.", { details: { isCalledBack: true } });

/** Takes it back: the text is kept again as it was. AppErrors `conflict` when it has left, `forbidden` for somebody else's. */
export async function callBack(db: Db, id: string, by: Actor): Promise<{ conversationId: string; slot: string; cursor: ToSend["cursor"] }> {
  const found: Leaving | undefined = isId(id) ? (await db.query(sql.findLeaving, [id])).rows[0] : undefined;
  if (!found) throw new AppError("conflict", "It has already left, so it cannot be called back any more.");
  if (found.user_id !== by.id) throw new AppError("forbidden", `Only ${found.user_name} can call this back.`);
  const { conversation_id: conversationId, slot } = found;
  await changeConversation(db, { conversationId, by, act: "conversation.unsend" }, async (client, locked) => {
    if ((await client.query(sql.dropLeaving, [id])).rowCount === 0)
      throw new AppError("conflict", "It has already left, so it cannot be called back any more.");
    if (!(await isDraftAsItIs(client, found)))
      await putBack(client, { ...found, conversationId, by, kind: "reply", original: found.original ?? null });
    // Unless the customer wrote meanwhile: automation has left that message to people.
    if (!found.had_person && locked.lastSeq === found.seen_seq) await client.query(sql.setNeedsPerson, [locked.id, false]);
    return { result: undefined };
  });
  return { conversationId, slot, cursor: { start: found.cursor_start, end: found.cursor_end } };
}

/** An approval that is called back leaves the draft as it was; there is no text of a person to keep. */
async function isDraftAsItIs(client: Queryable, { draft_id: draftId, conversation_id: conversationId, text }: Leaving): Promise<boolean> {
  if (draftId === null) return false;
  const { rows } = await client.query(sql.findDraftText, [draftId, conversationId]);
  return rows[0]?.text.trim() === text.trim();
}
