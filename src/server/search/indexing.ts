/**
 * Keeps the search up to date, behind the messages: it follows the events that every change of a conversation writes, so that
 * intake and the worker do nothing for it. What was there before the search is swept once. Safe in several processes at once.
 */
import { transaction, type Db, type Transaction } from "../../db/pool.ts";
import type { Log } from "../../domain/connection.ts";
import { toAppError } from "../../domain/errors.ts";
import { dirtySince, keepDirty, keepSwept, lockForSearch, nextToSweep, readState, tryLock, writeSearchRows } from "./index-queries.ts";

/** Conversations per transaction; their rows are locked against erasure, against nothing else. */
const batchSize = 200;
/** Events looked at per round: a round is one transaction, and short. */
const maxEvents = 500;
/** A reader waits for so many at most; more is left to who follows all day. */
const maxForReader = 50;

export type Indexed = { followed: number; swept: number };

/**
 * One round: what has changed since the last one, then a piece of what was there before. Zero of both: there is nothing to do,
 * or another process is at it, or more than `most` have changed. Events of transactions that may still get older neighbours are taken again next time.
 */
export async function indexChanges(db: Db, most = Infinity): Promise<Indexed> {
  return transaction(db, async (client) => {
    const nothing = { followed: 0, swept: 0 };
    if (!(await client.query(tryLock)).rows[0].mine) return nothing;
    const state = (await client.query(readState)).rows[0];
    const { rows } = await client.query(dirtySince, [state.tx, state.id, maxEvents]);
    const dirty = [...new Set(rows.map((row) => row.conversation_id as string | null).filter((id) => id !== null))];
    if (dirty.length > most) return nothing;
    for (let from = 0; from < dirty.length; from += batchSize) await indexConversations(client, dirty.slice(from, from + batchSize));
    const settled = rows.filter((row) => row.is_settled).at(-1);
    if (settled) await client.query(keepDirty, [settled.tx, settled.id]);
    if (dirty.length > 0 || most < Infinity) return { followed: settled ? dirty.length : 0, swept: 0 };
    return { followed: 0, swept: await sweep(client, state.swept) };
  });
}

async function sweep(client: Transaction, after: string): Promise<number> {
  if (after === done) return 0;
  const { rows } = await client.query(nextToSweep, [after, batchSize]);
  const ids = rows.map((row) => row.id as string);
  await indexConversations(client, ids);
  await client.query(keepSwept, [ids.length < batchSize ? done : ids.at(-1)]);
  return ids.length;
}
const done = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/**
 * The lock comes first and in a statement of its own: erasing a customer takes the same rows, so that words are either read
 * before the erasure, which then deletes them, or not any more.
 */
async function indexConversations(client: Transaction, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query(lockForSearch, [ids]);
  await client.query({ name: "search-write", text: writeSearchRows, values: [ids] });
}

/** For a reader: what was written a moment ago is found, unless there is a rush. */
export async function catchUp(db: Db): Promise<void> {
  await indexChanges(db, maxForReader);
}

/** Of the time in which there is work, the part that is left to everybody else: writing must not wait for the search. */
const leave = { behind: 4, sweeping: 1 };

/** Follows all day. */
export function startIndexing(db: Db, { log, pollMs = 1_000 }: { log: Log; pollMs?: number }): { stop(): Promise<void> } {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const round = async (): Promise<void> => {
    let waitMs = pollMs;
    const began = performance.now();
    try {
      const { followed, swept } = await indexChanges(db);
      const tookMs = performance.now() - began;
      if (followed >= batchSize) waitMs = tookMs * leave.behind;
      else if (swept > 0) waitMs = tookMs * leave.sweeping;
    } catch (error) {
      log.warn({ err: toAppError(error) }, "The search could not be brought up to date; it is tried again");
      waitMs = 10 * pollMs;
    }
    if (!isStopped) timer = setTimeout(begin, waitMs);
  };
  let running: Promise<void> = Promise.resolve();
  const begin = (): void => void (running = round());
  begin();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
