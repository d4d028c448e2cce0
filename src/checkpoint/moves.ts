/**
 * Merging two conversations, and splitting messages off into one of their own. Both move messages and can be taken back. Only while
 * nothing is under way: no message undecided, no reply unsent. So no message gets a second run, and nothing is sent twice.
 */
import { writeAudit } from "../db/audit.ts";
import { retryable, transaction, type Db, type Transaction } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { isId, newId } from "../domain/ids.ts";
import { actorText, type Actor } from "./actor.ts";
import * as sql from "./move-queries.ts";
import { endWaitingRuns, staleDrafts } from "./queries.ts";
import { problemAt } from "./text.ts";

export type MoveParts = {
  db: Db;
  /** Whether a reply on this connection goes to an address, and not to a thread the customer's page or program follows. */
  goesToAddress(connectionId: string): boolean;
};
export type Moved = { moveId: string; conversationId: string };

type Row = {
  id: string;
  revision: number;
  last_seq: number;
  pending: number;
  epoch: number;
  connection_id: string;
  customer_id: string | null;
  status: string;
  merged_into: string | null;
  is_sending: boolean;
};

/**
 * `from` becomes part of `into`: its messages stand there in the order of their times, its thread and its links lead there, and it
 * is closed. AppErrors: `not_found`, `gone`, `invalid`; `conflict` with `details.why` "under_way" or, unless `otherCustomer`, "customer".
 */
export async function mergeConversations(
  { db, goesToAddress }: MoveParts,
  { from, into, by, otherCustomer = false }: { from: string; into: string; by: Actor; otherCustomer?: boolean },
): Promise<Moved> {
  if (from === into)
    throw new AppError("invalid", "Choose another conversation to merge it with.", problemAt("into", "the same conversation"));
  return moving(db, async (client) => {
    const [source, target] = await lockTwo(client, from, into);
    if (source.connection_id !== target.connection_id)
      throw new AppError("invalid", "The two came by different channels: a reply could only leave by one of them. They stay apart.");
    refuseThreads(goesToAddress, source.connection_id, "merged");
    refuseUnderWay([source, target]);
    if (source.customer_id !== target.customer_id && !otherCustomer)
      throw new AppError(
        "conflict",
        "The two are of different customers. Merge them only if it is one person: replies go to whoever wrote last.",
        {
          details: { why: "customer" },
        },
      );
    const before = (await client.query(sql.readBefore, [from])).rows[0];
    await letGo(client, from, "The conversation was merged with another before the wait was over.");
    const lost = (await client.query(staleDrafts, [into])).rowCount ?? 0;
    const messageIds = await move(client, source, target, null);
    await client.query(sql.moveRecords, [from, into]);
    await client.query(sql.markMerged, [from, into]);
    await client.query(sql.closeMailbox, [from]);
    await client.query(sql.afterMerge, [into, before.state, lost > 0]);
    return written(client, {
      kind: "merge",
      from,
      to: into,
      messageIds,
      before: { ...before.state, epoch: source.epoch, followers: before.followers },
      by,
    });
  });
}

/**
 * The messages become a conversation of their own with the same customer, open and with whoever split it. AppErrors as above, and
 * `invalid` when no message of the customer is among them, or none would stay.
 */
export async function splitConversation(
  { db, goesToAddress }: MoveParts,
  { conversationId, messageIds, by }: { conversationId: string; messageIds: string[]; by: Actor },
): Promise<Moved> {
  return moving(db, async (client) => {
    const source = await lockOne(client, conversationId);
    refuseThreads(goesToAddress, source.connection_id, "split");
    refuseUnderWay([source]);
    const chosen = (await client.query(sql.chosenMessages, [conversationId, messageIds.filter(isId)])).rows[0];
    if (chosen.inbound === 0)
      throw new AppError(
        "invalid",
        "Choose a message the customer wrote: the new conversation answers it.",
        problemAt("message_ids", "no message of the customer"),
      );
    if (chosen.inbound === chosen.all_inbound)
      throw new AppError(
        "invalid",
        "Leave at least one message of the customer where it is.",
        problemAt("message_ids", "nothing would stay"),
      );
    const id = newId();
    await letGo(client, conversationId, "Messages were split off before the wait was over.");
    await client.query(sql.insertSplit, [id, conversationId, chosen.ids, `split:${id}`, by.kind === "user" ? by.id : null]);
    const target = await lockOne(client, id);
    const moved = await move(client, source, target, chosen.ids);
    await client.query(sql.moveRunsOf, [conversationId, id]);
    return written(client, { kind: "split", from: conversationId, to: id, messageIds: moved, before: {}, by });
  });
}

/** Everything goes back where it was; what came since stays where it came. AppErrors: `not_found`, `conflict` when it was taken back or something is under way. */
export async function undoMove({ db }: Pick<MoveParts, "db">, { moveId, by }: { moveId: string; by: Actor }): Promise<Moved> {
  return moving(db, async (client) => {
    const made = isId(moveId) ? (await client.query(sql.lockMove, [moveId])).rows[0] : null;
    if (!made) throw new AppError("not_found", "There is no such merge or split.");
    if (made.undone_at) throw new AppError("conflict", "This was taken back already.");
    const { from_id: from, to_id: to } = made;
    // Of a merge that was itself merged since, the other one has to be taken back first.
    const [source, target] = await lockTwo(client, from, to, made.kind === "merge" ? from : null);
    refuseUnderWay([source, target]);
    if (made.kind === "merge") {
      await letGo(client, to, "A merge was taken back before the wait was over.");
      await client.query(sql.reopenMailbox, [from, made.before.epoch]);
      await move(client, target, source, made.message_ids);
      await client.query(sql.unmerge, [from, made.before, made.before.followers]);
      await client.query(sql.moveRunsOf, [to, from]);
    } else {
      await letGo(client, to, "A split was taken back before the wait was over.");
      await move(client, target, source, null);
      await client.query(sql.moveRecords, [to, from]);
      await client.query(sql.markMerged, [to, from]);
      await client.query(sql.closeMailbox, [to]);
    }
    await client.query(sql.markUndone, [moveId]);
    await tell(client, [from, to]);
    await writeAudit(client, {
      actor: actorText(by),
      act: `conversation.un${made.kind}`,
      target: `conversation:${from}`,
      data: { other: to, messages: made.message_ids.length },
    });
    return { moveId, conversationId: from };
  });
}

const moving = <T>(db: Db, work: (client: Transaction) => Promise<T>): Promise<T> => retryable(() => transaction(db, work));

/** In id order, like everybody who locks several. `merged`: the one that may be merged already. */
async function lockTwo(client: Transaction, first: string, second: string, merged: string | null = null): Promise<[Row, Row]> {
  const ids = [first, second].filter(isId);
  await client.query(sql.lockMailboxes, [ids]);
  const { rows } = await client.query<Row>(sql.readMoving, [ids]);
  const find = (id: string): Row =>
    checked(
      rows.find((row) => row.id === id),
      id === merged,
    );
  return [find(first), find(second)];
}

async function lockOne(client: Transaction, id: string): Promise<Row> {
  const ids = [id].filter(isId);
  await client.query(sql.lockMailboxes, [ids]);
  return checked((await client.query<Row>(sql.readMoving, [ids])).rows[0], false);
}

function checked(row: Row | undefined, mayBeMerged: boolean): Row {
  if (!row) throw new AppError("not_found", "There is no conversation with this id.");
  if (row.status === "erased") throw new AppError("gone", "This conversation was erased at the customer's request.");
  if (row.merged_into && !mayBeMerged) throw mergedAway(row.merged_into);
  return row;
}

export function mergedAway(into: string): AppError {
  return new AppError("conflict", "This conversation was merged into another one. Go on there.", { details: { merged_into: into } });
}

function refuseThreads(goesToAddress: MoveParts["goesToAddress"], connectionId: string, done: string): void {
  if (goesToAddress(connectionId)) return;
  throw new AppError(
    "invalid",
    `On this channel the customer follows one thread, so it cannot be ${done}: replies would reach them in the wrong place.`,
  );
}

function refuseUnderWay(rows: Row[]): void {
  const why = rows.some((row) => row.pending > 0)
    ? "A new message is being read"
    : rows.some((row) => row.is_sending)
      ? "A reply is on its way"
      : null;
  if (why) throw new AppError("conflict", `${why}. Try again in a moment.`, { details: { why: "under_way" } });
}

/** A draft and a waiting run were made for the conversation as it was. */
async function letGo(client: Transaction, id: string, reason: string): Promise<void> {
  await client.query(staleDrafts, [id]);
  await client.query(endWaitingRuns, [id, reason]);
}

/** Moves messages (all when `ids` is null) and numbers both conversations anew; gives the ids of what moved. */
async function move(client: Transaction, from: Row, to: Row, ids: string[] | null): Promise<string[]> {
  const { rows } = await client.query(sql.moveMessages, [from.id, to.id, ids, to.revision + 1]);
  for (const id of [from.id, to.id]) {
    await client.query(sql.setAside, [id]);
    await client.query(sql.renumber, [id]);
    await client.query(sql.renumberOutbox, [id]);
    await client.query(sql.settleMailbox, [id]);
    await client.query(sql.showNewest, [id]);
  }
  return rows.map((row) => row.id);
}

type Written = { kind: "merge" | "split"; from: string; to: string; messageIds: string[]; before: object; by: Actor };
async function written(client: Transaction, { kind, from, to, messageIds, before, by }: Written): Promise<Moved> {
  const moveId = newId();
  await client.query(sql.insertMove, [moveId, kind, from, to, messageIds, JSON.stringify(before), actorText(by)]);
  await tell(client, [from, to]);
  await writeAudit(client, {
    actor: actorText(by),
    act: `conversation.${kind}`,
    target: `conversation:${from}`,
    data: { other: to, messages: messageIds.length, move: moveId },
  });
  return { moveId, conversationId: to };
}

const tell = (client: Transaction, ids: string[]) => client.query(sql.tellBoth, [ids]);
