/**
 * What customers' pages follow: the public messages and the state of one thread. Driven by the live tail: however many
 * streams are open, each round of news costs three queries at most, for the conversations it is about.
 */
import type { Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import type { Followed, Live, LiveEvent } from "./live.ts";
import { eventText, type Stream } from "./streams.ts";
import { isId } from "../domain/ids.ts";
import { findThread, findThreadFile, readStates, readThreads, threadsOf } from "./thread-queries.ts";

export type Threads = {
  /** Sends everything after message number `after` (0: from the beginning) to `stream`, and goes on until the returned function is called. */
  attach(thread: { connectionId: string; threadKey: string }, after: number, stream: Stream): Promise<() => void>;
  /** A file of a message in it; null when there is none. */
  file(thread: { connectionId: string; threadKey: string }, id: string): Promise<ThreadFile | null>;
  stop(): void;
};
export type ThreadFile = { name: string; contentType: string; content: Buffer };

type Reader = { stream: Stream; after: number; state: string };
type Feed = { readers: Set<Reader>; /** Message number -> what was last told of its delivery. */ told: Map<number, string> };
type MessageRow = {
  conversation_id: string;
  id: string;
  seq: number;
  direction: "in" | "out";
  author_kind: string;
  author_name: string | null;
  text: string;
  at: Date;
  external_id: string | null;
  delivery: string | null;
  files: { id: string; name: string; content_type: string; size: number }[] | null;
};
type StateRow = { id: string; status: string; automation: boolean; agent_name: string | null };

/** Kinds of events that change nothing a customer sees, and come with every key an agent presses. */
const amongAgents: ReadonlySet<string> = new Set(["presence", "kept", "nudge"]);
const pageSize = 200;
const feedsPerRound = 200;
const threadName = (connectionId: string, threadKey: string): string => `${connectionId}\0${threadKey}`;

export function createThreads(db: Db, { live, log }: { live: Live; log: Log }): Threads {
  const feeds = new Map<string, Feed>();
  /** Threads whose first message is still to come. */
  const unborn = new Map<string, Set<Reader>>();
  const conversationOf = new WeakMap<Reader, string>();
  const dirty = new Set<string>();
  let maybeBorn = new Set<string>();
  let following: Promise<Followed> | null = null;
  let refreshing = false;

  function onEvents(events: LiveEvent[]): void {
    for (const { conversationId, kind } of events) {
      if (!conversationId || amongAgents.has(kind)) continue;
      if (feeds.has(conversationId)) dirty.add(conversationId);
      else if (unborn.size > 0) maybeBorn.add(conversationId);
    }
    void refresh();
  }

  async function follow(): Promise<void> {
    following ??= live.follow(null, onEvents);
    await following.catch((error: unknown) => {
      following = null;
      throw error;
    });
  }

  /** One round at a time; news that arrives meanwhile makes another one. */
  async function refresh(): Promise<void> {
    if (refreshing) return;
    refreshing = true;
    try {
      while (dirty.size > 0 || maybeBorn.size > 0) {
        if (maybeBorn.size > 0) await deliverUnborn();
        const ids = [...dirty].slice(0, feedsPerRound);
        for (const id of ids) dirty.delete(id);
        if (ids.length > 0) await tell(ids);
      }
    } catch (error) {
      log.warn({ err: error }, "Could not read news of customers' threads; their pages come back for it");
      // Nobody knows any more who has seen what: the pages reconnect and say it themselves.
      for (const feed of feeds.values()) for (const { stream } of feed.readers) stream.end();
    } finally {
      refreshing = false;
    }
  }

  async function deliverUnborn(): Promise<void> {
    const ids = [...maybeBorn];
    maybeBorn = new Set();
    const { rows } = await db.query<{ id: string; connection_id: string; thread_key: string }>({
      name: "threads-of",
      text: threadsOf,
      values: [ids],
    });
    for (const { id, connection_id, thread_key } of rows) {
      const name = threadName(connection_id, thread_key);
      for (const reader of unborn.get(name) ?? []) join(id, reader);
      unborn.delete(name);
    }
  }

  function join(conversationId: string, reader: Reader): void {
    let feed = feeds.get(conversationId);
    if (!feed) feeds.set(conversationId, (feed = { readers: new Set(), told: new Map() }));
    feed.readers.add(reader);
    conversationOf.set(reader, conversationId);
    dirty.add(conversationId);
  }

  async function tell(ids: string[]): Promise<void> {
    // As they are now: who joins while we read stands elsewhere, and would believe to have seen what lies between.
    const readersOf = new Map(ids.map((id) => [id, [...(feeds.get(id)?.readers ?? [])]]));
    const after = ids.map((id) => Math.min(...readersOf.get(id)!.map((reader) => reader.after), 2_147_483_647));
    const [messages, states] = await Promise.all([
      db.query<MessageRow>({ name: "threads-read", text: readThreads, values: [ids, after, pageSize] }),
      db.query<StateRow>({ name: "threads-states", text: readStates, values: [ids] }),
    ]);
    const afterOf = new Map(ids.map((id, nth) => [id, after[nth]!]));
    const counts = new Map<string, number>();
    for (const row of messages.rows) {
      const id = row.conversation_id;
      if (row.seq > afterOf.get(id)!) counts.set(id, (counts.get(id) ?? 0) + 1);
      tellMessage(feeds.get(id), readersOf.get(id)!, row);
    }
    for (const [id, count] of counts) if (count === pageSize) dirty.add(id);
    for (const row of states.rows) tellState(readersOf.get(row.id)!, row);
  }

  return {
    async attach({ connectionId, threadKey }, after, stream) {
      const reader: Reader = { stream, after, state: "" };
      const name = threadName(connectionId, threadKey);
      // First among the waiting, then the look-up: a conversation born in between is found by one of the two.
      unborn.set(name, (unborn.get(name) ?? new Set()).add(reader));
      const leave = (): void => {
        forget(unborn, name, reader);
        const id = conversationOf.get(reader);
        const feed = id === undefined ? undefined : feeds.get(id);
        feed?.readers.delete(reader);
        if (id !== undefined && feed?.readers.size === 0) feeds.delete(id);
        if (feeds.size + unborn.size === 0) stopFollowing();
      };
      try {
        await follow();
        const { rows } = await db.query<{ id: string; last_seq: number }>({
          name: "thread-find",
          text: findThread,
          values: [connectionId, threadKey],
        });
        if (rows[0] && unborn.get(name)?.has(reader)) {
          forget(unborn, name, reader);
          // A place that does not exist, as after a restored backup: from the beginning, or news would never come.
          if (reader.after > rows[0].last_seq) reader.after = 0;
          join(rows[0].id, reader);
          void refresh();
        }
        return leave;
      } catch (error) {
        leave();
        throw error;
      }
    },
    async file({ connectionId, threadKey }, id) {
      if (!isId(id)) return null;
      return (await db.query<ThreadFile>(findThreadFile, [connectionId, threadKey, id])).rows[0] ?? null;
    },
    stop: stopFollowing,
  };

  function stopFollowing(): void {
    const was = following;
    following = null;
    void was?.then(
      ({ stop }) => stop(),
      () => undefined,
    );
  }
}

function forget(unborn: Map<string, Set<Reader>>, name: string, reader: Reader): void {
  const waiting = unborn.get(name);
  waiting?.delete(reader);
  if (waiting?.size === 0) unborn.delete(name);
}

function tellMessage(feed: Feed | undefined, readers: Reader[], row: MessageRow): void {
  if (!feed) return;
  const said = `${row.delivery} ${row.external_id}`;
  const isMoved = feed.told.has(row.seq) && feed.told.get(row.seq) !== said;
  if (row.direction === "out") feed.told.set(row.seq, said);
  if (feed.told.size > 100) feed.told.delete(feed.told.keys().next().value!);
  let fresh: string | undefined;
  let again: string | undefined;
  for (const reader of readers) {
    if (row.seq > reader.after) {
      reader.stream.write((fresh ??= eventText({ id: String(row.seq), event: "message", data: publicMessage(row) })));
      reader.after = row.seq;
      // Without an id: it is no step forward, and must not set the reader's place back.
    } else if (isMoved) reader.stream.write((again ??= eventText({ event: "message", data: publicMessage(row) })));
  }
}

function publicMessage(row: MessageRow): object {
  return {
    id: row.id,
    direction: row.direction,
    author: { kind: row.author_kind, name: row.author_name },
    text: row.text,
    at: row.at.toISOString(),
    external_id: row.external_id,
    delivery: row.delivery,
    files: row.files ?? [],
  };
}

function tellState(readers: Reader[], { status, automation, agent_name }: StateRow): void {
  // That somebody put it off until tomorrow is nothing the customer needs to read.
  const data = { status: status === "snoozed" ? "open" : status, ...(agent_name === null ? {} : { agent_name }), automation };
  const text = eventText({ event: "state", data });
  for (const reader of readers) {
    if (reader.state === text) continue;
    reader.state = text;
    reader.stream.write(text);
    if (status === "erased") reader.stream.end();
  }
}
