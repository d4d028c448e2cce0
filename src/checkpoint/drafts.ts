/**
 * A person decides on a draft: sends it as it is, sends it changed, or rejects it. Exactly one decision counts, and only
 * while nothing has happened that the draft's author could not know of. Each leaves a review, the evidence of layer 4.
 */
import type { Db, Transaction } from "../db/pool.ts";
import { compareEdit } from "../domain/edit.ts";
import { AppError } from "../domain/errors.ts";
import { isId, newId } from "../domain/ids.ts";
import { actorText, type Actor } from "./actor.ts";
import { changeConversation, type Change, type Locked } from "./change.ts";
import type { Codes, IssuedCode } from "./codes.ts";
import * as sql from "./draft-queries.ts";
import { writeCodes } from "../mailbox/worker-queries.ts";
import type { Handover } from "./handover.ts";
import { checkCategory, refuseUnseen, withFooter, writeReply, type Alongside, type FooterOf, type MaxLengthOf } from "./people.ts";
import { endWaitingRuns, insertReview, staleDrafts } from "./queries.ts";
import { checkText, previewOf, refuseBlanks } from "./text.ts";

export type DraftParts = { maxLengthOf: MaxLengthOf; footerOf?: FooterOf; issueCode: Codes["issueCode"]; now(): Date };
type On = { draftId: string; by: Actor; expectedRevision?: number | undefined; alongside?: Alongside };
type Draft = {
  state: string;
  text: string;
  asks: string | null;
  challenge: { address: IssuedAddress } | null;
  language: string;
  run_id: string;
  workflow: string | null;
  outcome: string;
  newest_read: number;
  said: string | null;
};
type IssuedAddress = Parameters<Codes["issueCode"]>[1];

/** Sends the draft in the approver's name. AppErrors: `not_found`, `gone`, `conflict` when it can no longer be sent. */
export async function approveDraft(db: Db, on: On, parts: DraftParts): Promise<{ messageId: string; conversationId: string }> {
  return decide(db, on, "draft.approve", (client, locked, draft) => sendDraft(client, locked, draft, draft.text, on, parts));
}

/** Sends the person's words in the draft's place. A text that was not changed is an approval. */
export async function editDraft(
  db: Db,
  on: On & { text: string },
  parts: DraftParts,
): Promise<{ messageId: string; conversationId: string }> {
  const words = refuseBlanks(checkText(on.text, "text"), "text");
  return decide(db, on, "draft.edit", (client, locked, draft) => sendDraft(client, locked, draft, words, on, parts));
}

/** The draft is not sent; the customer still waits, so a person has the conversation from here on, with a deadline. */
export async function rejectDraft(
  db: Db,
  on: On & { reason?: string | undefined; category?: string | undefined },
  parts: { handover: Handover; now(): Date },
): Promise<{ conversationId: string }> {
  const reason = on.reason === undefined ? null : checkText(on.reason, "reason", 2_000);
  const category = on.category === undefined ? null : checkCategory(on.category);
  return decide(db, on, "draft.reject", async (client, locked, draft) => {
    await client.query(sql.decideDraft, [on.draftId, "rejected", null, null, actorText(on.by)]);
    await client.query(insertReview, [newId(), draft.run_id, on.draftId, "wrong", category, reason, actorText(on.by), null, null]);
    await client.query(endWaitingRuns, [locked.id, "A person rejected its draft before the wait was over."]);
    const { team, due_at } = parts.handover("normal", parts.now().toISOString());
    await client.query(sql.afterDraftRejected, [locked.id, `${on.by.name} rejected the draft, so a person answers.`, due_at, team]);
    if (category) await client.query("update conversation set category = $2 where id = $1", [locked.id, category]);
    return { result: { conversationId: locked.id }, data: { draft: on.draftId } };
  });
}

async function decide<T>(
  db: Db,
  on: On,
  act: string,
  work: (client: Transaction, locked: Locked, draft: Draft) => Promise<Change<T>>,
): Promise<T> {
  const found = isId(on.draftId) ? (await db.query(sql.findDraftConversation, [on.draftId])).rows[0] : null;
  if (!found) throw new AppError("not_found", "There is no draft with this id.");
  return changeConversation(db, { conversationId: found.conversation_id, by: on.by, act, event: "draft" }, async (client, locked) => {
    await on.alongside?.before?.(client, locked);
    const draft: Draft = (await client.query(sql.readDraft, [on.draftId])).rows[0];
    const refused = await whyNot(client, locked, draft, on);
    return refused ? { refused } : work(client, locked, draft);
  });
}

/** AppErrors: `not_found`, and `conflict` when it can no longer be sent. Under the conversation's lock. */
export async function sendableDraft(client: Transaction, locked: Locked, on: On): Promise<void> {
  const found = isId(on.draftId) ? (await client.query(sql.findDraftConversation, [on.draftId])).rows[0] : null;
  if (found?.conversation_id !== locked.id) throw new AppError("not_found", "There is no draft with this id in this conversation.");
  const refused = await whyNot(client, locked, (await client.query(sql.readDraft, [on.draftId])).rows[0], on);
  if (refused) throw refused;
}

const decided: Record<string, string> = {
  approved: "Somebody has already sent this draft.",
  edited: "Somebody has already sent this draft with changes.",
  rejected: "Somebody has already rejected this draft.",
  stale: "A newer message came in or somebody answered, so this draft is out of date. Read what is new first.",
};

async function whyNot(client: Transaction, locked: Locked, draft: Draft, on: On): Promise<AppError | null> {
  if (draft.state !== "pending") return new AppError("conflict", decided[draft.state]!, { details: { state: draft.state } });
  const newer = (await client.query(sql.findNewer, [locked.id, draft.newest_read, draft.run_id])).rows[0];
  if (newer) {
    await client.query(staleDrafts, [locked.id]);
    return new AppError(
      "conflict",
      newer.direction === "in"
        ? "A newer message came in, so this draft is out of date."
        : "Somebody has answered since, so this draft is out of date.",
      { details: { state: "stale" } },
    );
  }
  if (on.expectedRevision !== undefined) await refuseUnseen(client, locked, on.expectedRevision);
  return null;
}

async function sendDraft(
  client: Transaction,
  locked: Locked,
  draft: Draft,
  text: string,
  on: On,
  parts: DraftParts,
): Promise<Change<{ messageId: string; conversationId: string }>> {
  checkText(text, "text", parts.maxLengthOf(locked.connectionId));
  const { by, draftId } = on;
  const isSame = text === draft.text.trim();
  let seq = locked.lastSeq;
  // The code first: a customer who reads "we have sent you a code" looks for it at once.
  if (draft.challenge)
    await writeCode(client, locked, parts.issueCode(locked, draft.challenge.address, draft.language, parts.now().toISOString()), ++seq);
  const messageId = await writeReply(client, locked, {
    text: withFooter(text, parts.footerOf?.(locked.connectionId, draft.language) ?? null),
    by,
    seq: ++seq,
    runId: draft.run_id,
  });
  await client.query(sql.decideDraft, [draftId, isSame ? "approved" : "edited", text, messageId, actorText(by)]);
  const edit = compareEdit(draft.text, text);
  await client.query(insertReview, [
    newId(),
    draft.run_id,
    draftId,
    isSame ? "right" : "edited",
    null,
    null,
    actorText(by),
    edit.share,
    edit.meaningChanged,
  ]);
  await client.query(sql.afterDraftSent, [
    locked.id,
    previewOf(text),
    asked(draft),
    draft.outcome === "handed_over" && locked.needsPerson,
    by.kind === "user" ? by.id : null,
  ]);
  await on.alongside?.after?.(client, locked, messageId);
  return { result: { messageId, conversationId: locked.id }, added: seq - locked.lastSeq, data: { draft: draftId, message: messageId } };
}

/** What the customer's next message answers: see Asked in src/workflow/engine/decision.ts. */
function asked(draft: Draft): string | null {
  if (!draft.asks || !draft.workflow) return null;
  return JSON.stringify({ workflow: draft.workflow, question: draft.asks, text: (draft.said ?? "").slice(-4_000).toWellFormed() });
}

async function writeCode(client: Transaction, locked: Locked, code: IssuedCode, seq: number): Promise<void> {
  const { id, kind, address, hash, expires, mail } = code;
  const row = {
    id,
    conversation: locked.id,
    kind,
    address,
    hash,
    expires,
    outbox: newId(),
    seq,
    connection: mail?.connectionId ?? null,
    payload: mail?.payload ?? null,
  };
  await client.query(writeCodes, [JSON.stringify([row])]);
}
