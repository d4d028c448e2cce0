/**
 * One change of one conversation by a person: in one transaction that first locks the conversation's mailbox row, so that
 * a decision in flight is made anew, two people take turns, and nobody overlooks what came in between.
 */
import { writeAudit } from "../db/audit.ts";
import { retryable, transaction, type Db, type Transaction } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { isId } from "../domain/ids.ts";
import { actorText, type Actor } from "./actor.ts";
import { addEvent, bumpMailbox, lockMailbox, readLocked } from "./queries.ts";

/** The conversation under lock. `newRevision` is the one this change makes. */
export type Locked = {
  id: string;
  revision: number;
  newRevision: number;
  lastSeq: number;
  pending: number;
  connectionId: string;
  status: string;
  category: string | null;
  language: string | null;
  customerId: string | null;
  assigneeId: string | null;
  needsPerson: boolean;
  isPaused: boolean;
  dueAt: Date | null;
};

/**
 * `added`: messages and codes that took a number. `refused`: what was written so far is kept (a draft that turned out to
 * be stale) and the error is thrown after the commit.
 */
export type Change<T> = { result: T; added?: number; data?: Record<string, unknown> } | { refused: AppError };
export type ChangeRequest = {
  conversationId: string;
  by: Actor;
  /** For the audit log, e.g. "conversation.reply". */ act: string;
  event?: "conversation" | "message" | "draft";
};

/** AppErrors: `not_found`, `gone` for an erased one, and whatever `work` throws or refuses with. */
export async function changeConversation<T>(
  db: Db,
  request: ChangeRequest,
  work: (client: Transaction, locked: Locked) => Promise<Change<T>>,
): Promise<T> {
  const change = await retryable(() =>
    transaction(db, async (client) => {
      const locked = await lockConversation(client, request.conversationId);
      const made = await work(client, locked);
      await client.query(bumpMailbox, [locked.id, "refused" in made ? 0 : (made.added ?? 0)]);
      await client.query(addEvent, [request.event ?? "conversation", locked.id]);
      if (!("refused" in made)) {
        await writeAudit(client, {
          actor: actorText(request.by),
          act: request.act,
          target: `conversation:${locked.id}`,
          data: made.data ?? {},
        });
      }
      return made;
    }),
  );
  if ("refused" in change) throw change.refused;
  return change.result;
}

async function lockConversation(client: Transaction, id: string): Promise<Locked> {
  const found = isId(id) ? await client.query(lockMailbox, [id]) : null;
  const mailbox = found?.rows[0];
  const row = mailbox ? (await client.query(readLocked, [id])).rows[0] : null;
  if (!row) throw new AppError("not_found", "There is no conversation with this id.");
  if (row.status === "erased")
    throw new AppError(
      "gone",
      "This conversation was erased at the customer's request. Nothing of it is left, and nobody can answer in it.",
    );
  if (row.merged_into)
    throw new AppError("conflict", "This conversation was merged into another one. Go on there.", {
      details: { merged_into: row.merged_into },
    });
  return {
    id,
    revision: mailbox.revision,
    newRevision: mailbox.revision + 1,
    lastSeq: mailbox.last_seq,
    pending: mailbox.pending,
    connectionId: row.connection_id,
    status: row.status,
    category: row.category,
    language: row.language,
    customerId: row.customer_id,
    assigneeId: row.assignee_id,
    needsPerson: row.needs_person,
    isPaused: row.is_paused,
    dueAt: row.due_at,
  };
}
