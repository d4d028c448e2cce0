/**
 * Live updates: the tail of the `event` table, read once per process and handed to everybody who follows. Nothing is read
 * while nobody follows. Wake-ups only make it quicker; without them, news is at most one poll old.
 */
import type { Db, Queryable } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { prune, readBetween, readPruned, readSettled, readTail } from "./live-queries.ts";

export type LiveEvent = { cursor: string; kind: string; conversationId: string | null; data: Record<string, unknown> };

/** `cursor`: where the follower stands; every event after it will be handed over. `isResync`: some before it cannot be had any more. */
export type Followed = { cursor: string; isResync: boolean; stop(): void };

export type Live = {
  /**
   * Calls `listener` with every event after `after` (a cursor of an earlier event), else from now on, in the order of their
   * cursors, each once. What was missed comes before the promise resolves.
   */
  follow(after: string | null, listener: (events: LiveEvent[]) => void): Promise<Followed>;
  /** Something was committed: look now rather than at the next poll. */
  wake(): void;
  stop(): Promise<void>;
};

type Cursor = { tx: string; id: string };
type Row = Cursor & { kind: string; conversation_id: string | null; data: Record<string, unknown> };

const batchSize = 1_000;
/** Who missed more is quicker off loading everything again. */
const maxMissed = 5_000;

export function createLive(
  db: Db,
  { log, pollMs = 250, pauseMs = 20 }: { log: Log; pollMs?: number; /** Shortest time between two looks. */ pauseMs?: number },
): Live {
  const listeners = new Set<(events: LiveEvent[]) => void>();
  let tail: Promise<Cursor> | null = null;
  let position: Cursor = { tx: "0", id: "0" };
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let isWoken = false;
  let wasWoken = false;
  let isStopped = false;
  let failures = 0;

  /** Begins at the end of what is settled. One caller asks the database, the others wait for the same answer. */
  function ensureTail(): Promise<Cursor> {
    tail ??= db.query<{ tx: string }>(readTail).then(({ rows }) => {
      position = { tx: rows[0]!.tx, id: "0" };
      schedule(pollMs);
      return position;
    });
    return tail.catch((error: unknown) => {
      tail = null;
      throw error;
    });
  }

  function schedule(ms: number): void {
    clearTimeout(timer);
    if (!isStopped && listeners.size > 0) timer = setTimeout(look, ms);
  }

  function look(): void {
    if (looking || isStopped) return;
    wasWoken = isWoken;
    isWoken = false;
    looking = readOn()
      .then(() => void (failures = 0))
      .catch((error: unknown) => {
        if (failures++ % 10 === 0) log.warn({ err: error }, "Could not read live updates; trying again");
      })
      .finally(() => {
        looking = null;
        if (listeners.size === 0) tail = null;
        // What woke us may still lie above a transaction that is about to end: look again soon.
        schedule(failures > 0 ? Math.min(5_000, pollMs * 2 ** failures) : isWoken ? pauseMs : wasWoken ? pollMs / 4 : pollMs);
      });
  }

  async function readOn(): Promise<void> {
    for (let isMore = true; isMore && listeners.size > 0;) {
      const { rows } = await db.query<Row>({ name: "live-tail", text: readSettled, values: [position.tx, position.id, batchSize] });
      isMore = rows.length === batchSize;
      const last = rows.at(-1);
      if (!last) return;
      position = { tx: last.tx, id: last.id };
      hand(rows.map(toEvent));
    }
  }

  function hand(events: LiveEvent[]): void {
    for (const listener of listeners) {
      try {
        listener(events);
      } catch (error) {
        log.error({ err: error }, "A follower of live updates failed");
      }
    }
  }

  return {
    async follow(after, listener) {
      let held: LiveEvent[] | null = [];
      const from = after === null ? null : parseCursor(after);
      let skipTo = from;
      const receive = (events: LiveEvent[]): void => {
        const fresh = skipTo ? events.filter(({ cursor }) => isAfter(parseCursor(cursor)!, skipTo!)) : events;
        if (fresh.length > 0) skipTo = null;
        if (held) held.push(...fresh);
        else if (fresh.length > 0) listener(fresh);
      };
      listeners.add(receive);
      const stop = (): void => void listeners.delete(receive);
      try {
        await ensureTail();
        // From here to the next await nothing is handed out, so `start` and what `receive` gets meet without gap or overlap.
        held = [];
        const start = position;
        const missed = after === null ? [] : await readMissed(db, from, start);
        if (missed && missed.length > 0) listener(missed);
        const isResync = missed === null;
        const cursor = missed?.at(-1)?.cursor ?? (after !== null && !isResync ? after : cursorText(start));
        const waiting: LiveEvent[] = held;
        held = null;
        if (waiting.length > 0) listener(waiting);
        return { cursor: waiting.at(-1)?.cursor ?? cursor, isResync, stop };
      } catch (error) {
        stop();
        throw error;
      }
    },
    wake() {
      if (listeners.size === 0 || !tail) return;
      if (!isWoken && !looking) schedule(pauseMs);
      isWoken = true;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      listeners.clear();
      await looking;
    },
  };
}

/** Null when it cannot be had any more: pruned, too much, or a cursor that never came from this database. */
async function readMissed(db: Queryable, from: Cursor | null, to: Cursor): Promise<LiveEvent[] | null> {
  if (!from) return null;
  const { rows: pruned } = await db.query<Cursor>(readPruned);
  if (pruned[0] && isAfter(pruned[0], from)) return null;
  if (isAfter(from, to)) {
    // Another process may be a moment ahead of this one; but nobody can be beyond what is settled.
    const { rows } = await db.query<{ tx: string }>(readTail);
    return isAfter(from, { tx: rows[0]!.tx, id: "0" }) ? null : [];
  }
  const { rows } = await db.query<Row>(readBetween, [from.tx, from.id, to.tx, to.id, maxMissed + 1]);
  return rows.length > maxMissed ? null : rows.map(toEvent);
}

const isAfter = (left: Cursor, right: Cursor): boolean =>
  BigInt(left.tx) > BigInt(right.tx) || (left.tx === right.tx && BigInt(left.id) > BigInt(right.id));
const cursorText = ({ tx, id }: Cursor): string => `${tx}-${id}`;
const toEvent = (row: Row): LiveEvent => ({ cursor: cursorText(row), kind: row.kind, conversationId: row.conversation_id, data: row.data });

/** Null for text that is no cursor of ours. */
function parseCursor(text: string): Cursor | null {
  const [, tx, id] = /^(\d{1,18})-(\d{1,18})$/.exec(text) ?? [];
  return tx === undefined || id === undefined ? null : { tx, id };
}

/** Forgets events older than `olderThan`; who comes back after longer than that loads everything again. Returns how many. For a job. */
export async function pruneEvents(db: Queryable, olderThan: Date): Promise<number> {
  return (await db.query<{ n: number }>(prune, [olderThan])).rows[0]?.n ?? 0;
}
