/** What people do with a conversation. Each function is one transaction under the conversation's lock: see change.ts. */
import { transaction, type Db, type Queryable, type Transaction } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { newId } from "../domain/ids.ts";
import { actorText, type Actor } from "./actor.ts";
import { changeConversation, type Change, type Locked } from "./change.ts";
import { notePromises } from "./promises.ts";
import * as sql from "./queries.ts";
import { tellMentioned } from "./nudges.ts";
import { checkText, previewOf, problemAt, refuseBlanks } from "./text.ts";

type On = { conversationId: string; by: Actor };

/** What else belongs to a change, in its transaction: `before` refuses by throwing, `after` knows the message that was written. */
export type Alongside = {
  before?(client: Transaction, locked: Locked): Promise<void>;
  after?(client: Transaction, locked: Locked, messageId: string): Promise<void>;
};

/** What stands below every message on this connection, by law; null: nothing. */
export type FooterOf = (connectionId: string, language: string | null) => string | null;

/** The longest text the conversation's channel carries, in UTF-16 units; null when it sets no limit. */
export type MaxLengthOf = (connectionId: string) => number | null;

export type PersonReply = On & {
  text: string;
  /** The revision of the conversation the writer was looking at. */
  expectedRevision?: number;
  /** The draft the writer started from, for the audit log. */
  draftId?: string;
  /** What the writer wrote, when `text` is its translation: whoever reads the conversation later sees both. */
  original?: { text: string; language: string };
};

/**
 * Sends a person's own words. From here on a person has this conversation: automation stops at once, a pending draft is
 * stale, a waiting run ends. AppErrors: `not_found`, `gone`, `bad_text`, `invalid`, and `conflict` with `details.since`
 * when the writer has not seen a message that came or left after `expectedRevision`.
 */
export async function replyAsPerson(
  db: Db,
  { conversationId, by, text, expectedRevision, draftId, original }: PersonReply,
  maxLengthOf: MaxLengthOf = () => null,
  footerOf: FooterOf = () => null,
  alongside: Alongside = {},
): Promise<{ messageId: string }> {
  const words = refuseBlanks(checkText(text, "text"), "text");
  const own = original && { ...original, text: checkText(original.text, "original.text") };
  return changeConversation(db, { conversationId, by, act: "conversation.reply", event: "message" }, async (client, locked) => {
    await alongside.before?.(client, locked);
    checkText(words, "text", maxLengthOf(locked.connectionId));
    if (expectedRevision !== undefined) await refuseUnseen(client, locked, expectedRevision);
    await client.query(sql.staleDrafts, [locked.id]);
    await client.query(sql.endWaitingRuns, [locked.id, "A person answered before the wait was over."]);
    const messageId = await writeReply(client, locked, {
      text: withFooter(words, footerOf(locked.connectionId, locked.language)),
      by,
      seq: locked.lastSeq + 1,
      runId: null,
    });
    if (own) await client.query(sql.insertOriginal, [messageId, own.language, locked.id, own.text]);
    await client.query(sql.afterReply, [locked.id, previewOf(words), by.kind === "user" ? by.id : null]);
    await alongside.after?.(client, locked, messageId);
    return { result: { messageId }, added: 1, data: { message: messageId, ...(draftId ? { draft: draftId } : {}) } };
  });
}

/** Notes, assignments and the like are no reason to stop somebody from sending; messages are. */
export async function refuseUnseen(client: Transaction, locked: Locked, expectedRevision: number): Promise<void> {
  if (expectedRevision >= locked.revision) return;
  const { rows: since } = await client.query(sql.findUnseen, [locked.id, expectedRevision]);
  if (since.length === 0) return;
  const isFromCustomer = since.some((row) => row.direction === "in");
  throw new AppError(
    "conflict",
    isFromCustomer ? "The customer wrote again while you were writing." : "Somebody answered while you were writing.",
    { details: { since, revision: locked.revision } },
  );
}

/** Once: who answers below a quoted draft may have it already. */
export function withFooter(text: string, footer: string | null): string {
  return footer === null || text.includes(footer) ? text : `${text}\n\n${footer}`;
}

/** Stores an outgoing message and what makes it leave. */
export async function writeReply(
  client: Transaction,
  locked: Locked,
  { text, by, seq, runId }: { text: string; by: Actor; seq: number; runId: string | null },
): Promise<string> {
  const messageId = newId();
  await client.query(sql.insertReply, [
    messageId,
    locked.id,
    seq,
    locked.connectionId,
    by.id,
    by.name,
    text,
    runId,
    locked.newRevision,
    newId(),
  ]);
  await notePromises(client, { conversationId: locked.id, messageId, text, language: locked.language, by, runId, now: new Date() });
  return messageId;
}

/** A word among colleagues; the customer never sees it. Whoever is named in it with an @ is told. */
export async function addNote(
  db: Db,
  { conversationId, by, text }: On & { text: string },
  alongside: Alongside = {},
): Promise<{ messageId: string }> {
  const words = checkText(text, "text");
  return changeConversation(db, { conversationId, by, act: "conversation.note", event: "message" }, async (client, locked) => {
    await alongside.before?.(client, locked);
    const messageId = newId();
    await client.query(sql.insertNote, [
      messageId,
      locked.id,
      locked.lastSeq + 1,
      locked.connectionId,
      by.id,
      by.name,
      words,
      locked.newRevision,
    ]);
    await tellMentioned(client, { conversationId: locked.id, by, text: words });
    await alongside.after?.(client, locked, messageId);
    return { result: { messageId }, added: 1, data: { message: messageId } };
  });
}

/** Who takes it. Undefined leaves as it is, null takes away. AppError `invalid` for somebody who is not active or a team that is not there. */
export async function assign(
  db: Db,
  { conversationId, by, userId, team }: On & { userId?: string | null | undefined; team?: string | null | undefined },
): Promise<void> {
  if (userId === undefined && team === undefined) throw new AppError("invalid", "Say to whom: user_id, team or both; null takes it away.");
  await changeConversation(db, { conversationId, by, act: "conversation.assign" }, async (client, locked) => {
    if (userId && !(await client.query(sql.findActiveUser, [userId])).rowCount)
      throw new AppError("invalid", "There is no active user with this id.", problemAt("user_id", "not an active user"));
    if (team && !(await client.query(sql.findTeam, [team])).rowCount)
      throw new AppError("invalid", "There is no team of this name.", problemAt("team", "not a team"));
    await client.query(sql.assignConversation, [locked.id, userId !== undefined, userId ?? null, team !== undefined, team ?? null]);
    return { result: undefined, data: { ...(userId === undefined ? {} : { user: userId }), ...(team === undefined ? {} : { team }) } };
  });
}

const longestSnoozeMs = 366 * 86_400_000;

/** A parcel that nobody hears of any more must not hide the conversation for good. */
const parcelSnoozeMs = 14 * 86_400_000;
const orderKey = (orderNumber: string): string => orderNumber.replace(/^#/, "").toUpperCase();

/**
 * Out of sight until then, until the parcel of `order` moves, or until the customer writes. With an order and no time it comes back
 * after two weeks at the latest. AppError `invalid` without both, or for a time that is not in the future and within a year.
 */
export async function snooze(
  db: Db,
  {
    conversationId,
    by,
    until,
    order = null,
    now = new Date(),
  }: On & { until?: Date | undefined; order?: string | null | undefined; now?: Date },
): Promise<void> {
  if (!until && !order)
    throw new AppError("invalid", "Say until when, or which order's parcel has to move.", problemAt("until", "is missing"));
  const end = until ?? new Date(now.getTime() + parcelSnoozeMs);
  checkSnooze(end, now);
  await changeConversation(db, { conversationId, by, act: "conversation.snooze" }, async (client, locked) => {
    await client.query(sql.snoozeConversation, [locked.id, end, order ? orderKey(order) : null]);
    return { result: undefined, data: { until: end.toISOString(), ...(order ? { order: orderKey(order) } : {}) } };
  });
}

export function checkSnooze(until: Date, now: Date): void {
  const aheadMs = until.getTime() - now.getTime();
  if (!(aheadMs > 0 && aheadMs <= longestSnoozeMs))
    throw new AppError("invalid", "Snooze until a time in the future, within a year.", problemAt("until", "not within the next year"));
}

/** Something happened to the parcels of an order: what was snoozed until then comes back. Resolves to how many did. */
export async function wakeForOrder(db: Queryable, orderNumber: string): Promise<number> {
  return (await db.query(sql.wakeForOrder, [orderKey(orderNumber)])).rowCount ?? 0;
}

/** At most so many tags on a conversation, so long each. */
const maxTags = 50;
const maxTag = 60;

/** The tag as it is kept: trimmed, in small letters, one blank between words. AppError `invalid` for an empty or overlong one. */
export function checkTag(tag: string): string {
  const name = tag.trim().toLowerCase().replace(/\s+/g, " ");
  if (name !== "" && name.length <= maxTag && !/[",]/.test(name) && name.isWellFormed()) return name;
  throw new AppError("invalid", `A tag is 1 to ${maxTag} characters without quotes and commas.`, problemAt("add", "not a tag"));
}

/** Adds and removes tags; both may already be so. AppError `invalid` for what is no tag, or too many. */
export async function changeTags(db: Db, { conversationId, by, add, remove }: On & { add: string[]; remove: string[] }): Promise<void> {
  const added = add.map(checkTag);
  await changeConversation(db, { conversationId, by, act: "conversation.tags" }, async (client, locked) => {
    const { rows } = await client.query(sql.changeTags, [locked.id, added, remove, maxTags]);
    if (rows.length === 0) throw new AppError("invalid", `A conversation has ${maxTags} tags at most.`, problemAt("add", "too many"));
    return { result: undefined, data: { add: added, remove } };
  });
}

/** Opens every conversation whose snooze is over; resolves to how many. Safe to run in several processes at once. */
export async function wakeSnoozed(db: Db, limit = 500): Promise<number> {
  return transaction(db, async (client) => {
    const { rows } = await client.query(sql.lockDueSnoozes, [limit]);
    if (rows.length === 0) return 0;
    return (await client.query(sql.wakeConversations, [rows.map((row) => row.id)])).rowCount ?? 0;
  });
}

/** Done: no deadline, no person, no draft, no waiting run. The customer's next message opens it again, for automation too. */
export async function closeConversation(db: Db, on: On): Promise<void> {
  await simply(db, on, "conversation.close", (client, { id }) => closeLocked(client, id));
}

/** For whoever has the conversation under lock. */
export async function closeLocked(client: Transaction, id: string): Promise<void> {
  await client.query(sql.staleDrafts, [id]);
  await client.query(sql.endWaitingRuns, [id, "A person closed the conversation before the wait was over."]);
  await client.query(sql.closeConversation, [id]);
  await client.query(sql.tellClosed, [newId(), id]);
}

export async function reopen(db: Db, on: On): Promise<void> {
  await simply(db, on, "conversation.reopen", async (client, { id }) => {
    await client.query(sql.reopenConversation, [id]);
  });
}

/**
 * Pausing stops automation on this conversation at once; a draft stays, because a person sends it or not. Resuming gives
 * it back to automation, also after a person's reply. Only a handover that nobody has answered yet keeps its person and
 * its deadline: resuming must not be a way to drop it.
 */
export async function pause(db: Db, on: On & { paused: boolean }): Promise<void> {
  await simply(db, on, on.paused ? "conversation.pause" : "conversation.resume", async (client, { id }) => {
    if (on.paused) await client.query(sql.endWaitingRuns, [id, "A person paused automation before the wait was over."]);
    await client.query(on.paused ? sql.pauseConversation : sql.resumeConversation, [id]);
  });
}

/** The category as a person sees it. Where automation had said otherwise, that is a verdict on its newest run. */
export async function correctCategory(db: Db, { conversationId, by, category }: On & { category: string }): Promise<void> {
  const name = checkCategory(category);
  await changeConversation(db, { conversationId, by, act: "conversation.category" }, async (client, locked): Promise<Change<void>> => {
    await client.query(sql.setCategory, [locked.id, name]);
    const run = (await client.query(sql.findNewestRun, [locked.id])).rows[0];
    if (run && locked.category !== name)
      await client.query(sql.insertReview, [newId(), run.id, null, "wrong", name, null, actorText(by), null, null]);
    return { result: undefined, data: { from: locked.category, to: name } };
  });
}

export function checkCategory(category: string): string {
  if (/^[a-z0-9_-]{1,60}$/.test(category)) return category;
  throw new AppError(
    "invalid",
    "A category is 1 to 60 small letters, digits, - or _, like order_status.",
    problemAt("category", "not a category"),
  );
}

async function simply(
  db: Db,
  { conversationId, by }: On,
  act: string,
  work: (client: Transaction, locked: Locked) => Promise<void>,
): Promise<void> {
  await changeConversation(db, { conversationId, by, act }, async (client, locked) => {
    await work(client, locked);
    return { result: undefined };
  });
}
