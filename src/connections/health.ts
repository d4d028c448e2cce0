/**
 * How every connection does. Whoever calls one says so here; that costs the call nothing, because it is written down in batches, and
 * all processes read what the others wrote. What a connection is left alone for is decided in breaker.ts.
 */
import { setTimeout as wait } from "node:timers/promises";
import { transaction, type Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { after, isResting, isToBeTried, restMs, unknown, type Call, type Standing } from "./breaker.ts";

export type Health = {
  /** A call was made just now. Never throws, never waits. */
  note(connectionId: string, call: Call): void;
  /** As this process knows it. */
  standing(connectionId: string): Standing;
  /** False while it is left alone. After a rest true once over all processes: that call decides. */
  mayCall(connectionId: string): Promise<boolean>;
  /** It was changed or is new: what was noted of it before says nothing. */
  forget(connectionId: string): void;
  /** Takes up what other processes wrote. */
  refresh(): Promise<void>;
  /** Writes down what was noted; done by itself soon after a note. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

export type HealthParts = {
  db: Db;
  log: Log;
  now(): Date;
};

/** So many of the same in a row. */
type Noted = { call: Call; since: number; at: number; count: number };
/** While the database is away the oldest are let go. */
const maxNoted = 1_000;
const flushEveryMs = 2_000;

const columns = `connection_id as id, answered_at as "answeredAt", fault_at as "faultAt", fault_code as "faultCode", fault,
  failing_since as "failingSince", failures, rest_until as "restUntil", answers, faults`;
const readAll = `select ${columns} from connection_health`;
const readOne = `${readAll} where connection_id = $1`;
/** In order of id, so that two processes never wait for each other. A connection that is gone needs no health. */
const prepare = `insert into connection_health (connection_id) select id from connection where id = any($1) order by id on conflict do nothing`;
const lock = `${readAll} where connection_id = any($1) order by connection_id for update`;
const write = `
update connection_health set answered_at = $2, fault_at = $3, fault_code = $4, fault = $5, failing_since = $6, failures = $7, rest_until = $8,
  answers = $9, faults = $10
where connection_id = $1`;
const claim = "update connection_health set rest_until = $2 where connection_id = $1 and rest_until <= $3";

type Time = "answeredAt" | "faultAt" | "failingSince" | "restUntil";
type Row = Omit<Standing, Time> & Record<Time, Date | null> & { id: string };

export function createHealth(parts: HealthParts): Health {
  const { db, log } = parts;
  const now = (): number => parts.now().getTime();
  const known = new Map<string, Standing>();
  const noted = new Map<string, Noted[]>();
  const waiting = new AbortController();
  let writing: Promise<void> | null = null;

  const learn = (id: string, standing: Standing): void => void known.set(id, afterAll(standing, noted.get(id) ?? []));

  async function writeDown(): Promise<void> {
    const taken = [...noted.keys()].map((id) => ({ id, calls: noted.get(id)!.slice() }));
    if (taken.length === 0) return;
    const written = await transaction(db, async (client) => {
      const ids = taken.map(({ id }) => id);
      await client.query(prepare, [ids]);
      const { rows } = await client.query<Row>(lock, [ids]);
      const next = rows.map((row) => {
        const { calls } = taken.find(({ id }) => id === row.id)!;
        return { id: row.id, standing: afterAll(standingOf(row), calls) };
      });
      for (const { id, standing } of next) await client.query(write, [id, ...valuesOf(standing)]);
      return next;
    });
    for (const { id, calls } of taken) drop(noted, id, calls);
    for (const { id, standing } of written) learn(id, standing);
  }

  function flush(): Promise<void> {
    writing ??= writeDown()
      .catch((error: unknown) => log.warn({ err: error }, "How connections do could not be written down; it is tried again"))
      .finally(() => (writing = null));
    return writing;
  }

  let isSoon = false;
  function flushSoon(): void {
    if (isSoon || waiting.signal.aborted) return;
    isSoon = true;
    void wait(flushEveryMs, undefined, { signal: waiting.signal, ref: false }).then(
      async () => {
        isSoon = false;
        await flush();
        if (noted.size > 0) flushSoon();
      },
      () => undefined,
    );
  }

  async function tryOne(id: string): Promise<boolean> {
    const at = now();
    const standing = known.get(id)!;
    // At once, so that of two calls at the same moment in this process one is refused.
    known.set(id, { ...standing, restUntil: at + restMs });
    try {
      if ((await db.query(claim, [id, new Date(at + restMs), new Date(at)])).rowCount === 1) return true;
      const [row] = (await db.query<Row>(readOne, [id])).rows;
      if (row) learn(id, standingOf(row));
      return !isResting(row ? standingOf(row) : unknown, at);
    } catch {
      // Without the database each process tries by itself.
      return true;
    }
  }

  return {
    note(id, call) {
      const at = now();
      known.set(id, after(known.get(id) ?? unknown, call, at));
      const calls = noted.get(id) ?? [];
      const last = calls.at(-1);
      // What is being written down may not be changed: the next one is a new one.
      const isMore = last?.call.is === call.is && !writing;
      if (isMore) calls.pop();
      const one = isMore ? { call, at, since: last!.since, count: last!.count + 1 } : { call, at, since: at, count: 1 };
      noted.set(id, [...calls.slice(1 - maxNoted), one]);
      flushSoon();
    },
    standing: (id) => known.get(id) ?? unknown,
    async mayCall(id) {
      const standing = known.get(id);
      if (!standing) return true;
      return isToBeTried(standing, now()) ? tryOne(id) : !isResting(standing, now());
    },
    forget(id) {
      known.delete(id);
      noted.delete(id);
    },
    async refresh() {
      const { rows } = await db.query<Row>(readAll);
      for (const id of known.keys()) if (!noted.has(id) && !rows.some((row) => row.id === id)) known.delete(id);
      for (const row of rows) learn(row.id, standingOf(row));
    },
    flush,
    async close() {
      waiting.abort();
      await flush();
    },
  };
}

const afterAll = (standing: Standing, calls: Noted[]): Standing =>
  calls.reduce((last, { call, at, count, since }) => after(last, call, at, count, since), standing);

/** What was noted while the rest was written stays. */
function drop(noted: Map<string, Noted[]>, id: string, written: Noted[]): void {
  const left = (noted.get(id) ?? []).filter((one) => !written.includes(one));
  if (left.length > 0) noted.set(id, left);
  else noted.delete(id);
}

const ms = (date: Date | null): number | null => date?.getTime() ?? null;
const date = (at: number | null): Date | null => (at === null ? null : new Date(at));

function standingOf(row: Row): Standing {
  const { faultCode, fault, failures, answers, faults } = row;
  return {
    faultCode,
    fault,
    failures,
    answers,
    faults,
    answeredAt: ms(row.answeredAt),
    faultAt: ms(row.faultAt),
    failingSince: ms(row.failingSince),
    restUntil: ms(row.restUntil),
  };
}

function valuesOf({ answeredAt, faultAt, faultCode, fault, failingSince, failures, restUntil, answers, faults }: Standing): unknown[] {
  const told = [date(answeredAt), date(faultAt), faultCode, fault?.slice(0, 500) ?? null];
  return [...told, date(failingSince), failures, date(restUntil), answers, faults];
}
