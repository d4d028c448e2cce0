/** Numbers for Prometheus. Counters live in this process; what the database knows is asked when somebody looks. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";

export type Metrics = {
  /** `seconds` a request took. `route` is the pattern, never the address: an address per line would fill the memory. */
  request(method: string, route: string, status: number, seconds: number): void;
  /** Messages that came in over this connection. */
  received(connectionId: string, count: number, duplicates: number): void;
  text(): Promise<string>;
  contentType: string;
  close(): void;
};

export type MetricsParts = {
  log: Log;
  openStreams: () => number;
  /** How each connection does, over all processes. */
  connections?: () => { id: string; kind: string; isUp: boolean; isResting: boolean; answers: number; faults: number }[];
};

const depths = `select
  (select coalesce(sum(pending), 0)::int from mailbox where ready_at < 'infinity') as mailbox,
  (select coalesce(extract(epoch from now() - min(ready_at)), 0)::float8 from mailbox where ready_at < 'infinity' and ready_at <= now()) as mailbox_age,
  (select count(*) from outbox where state in ('queued', 'sending')) as outbox,
  (select count(*) from outbox where state in ('failed', 'held')) as outbox_stuck`;
const runs = `select coalesce(outcome, 'waiting') as outcome, count(*) as n from run group by 1`;
const runsEveryMs = 30_000;

export function createMetrics(db: Db, parts: MetricsParts): Metrics {
  const { log, openStreams, connections } = parts;
  const registry = new Registry();
  const registers = [registry];
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const http = new Histogram({
    name: "handrail_http_request_seconds",
    help: "Time to answer, event streams left out",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const received = new Counter({
    name: "handrail_messages_received_total",
    help: "Messages that came in, by connection",
    labelNames: ["connection", "duplicate"],
    registers,
  });
  const gauge = (name: string, help: string): Gauge => new Gauge({ name: `handrail_${name}`, help, registers });
  const outcomes = new Gauge({ name: "handrail_runs", help: "Runs by outcome", labelNames: ["outcome"], registers });
  const values = {
    mailbox: gauge("mailbox_messages", "Messages not yet decided on"),
    mailbox_age: gauge("mailbox_oldest_seconds", "How long the oldest conversation has waited for a worker"),
    outbox: gauge("outbox_messages", "Messages not yet sent"),
    outbox_stuck: gauge("outbox_stuck_messages", "Messages that a person has to look at"),
  };
  const labelNames = ["connection", "kind"];
  const up = new Gauge({ name: "handrail_connection_up", help: "1 while a connection answers", labelNames, registers });
  const rests = new Gauge({ name: "handrail_connection_resting", help: "1 while a connection is left alone", labelNames, registers });
  const calls = new Gauge({
    name: "handrail_connection_calls",
    help: "Calls to what is connected, by all processes, since it was connected",
    labelNames: [...labelNames, "outcome"],
    registers,
  });
  const lag = new Gauge({
    name: "handrail_event_loop_lag_seconds",
    help: "Delay of the event loop since the last look",
    labelNames: ["quantile"],
    registers,
  });
  const memory = gauge("memory_bytes", "Resident memory of this process");
  const streams = gauge("event_streams", "Open event streams");
  let runsAt = 0;

  async function readDatabase(): Promise<void> {
    const { rows } = await db.query<Record<keyof typeof values, number>>(depths);
    for (const name of Object.keys(values) as (keyof typeof values)[]) values[name].set(rows[0]?.[name] ?? 0);
    if (Date.now() - runsAt < runsEveryMs) return;
    runsAt = Date.now();
    for (const { outcome, n } of (await db.query<{ outcome: string; n: number }>(runs)).rows) outcomes.set({ outcome }, n);
  }

  function readConnections(): void {
    // What is disconnected must not stay as it was.
    for (const one of [up, rests, calls]) one.reset();
    for (const { id: connection, kind, isUp, isResting, answers, faults } of connections?.() ?? []) {
      up.set({ connection, kind }, Number(isUp));
      rests.set({ connection, kind }, Number(isResting));
      calls.set({ connection, kind, outcome: "answer" }, answers);
      calls.set({ connection, kind, outcome: "fault" }, faults);
    }
  }

  function readProcess(): void {
    memory.set(process.memoryUsage.rss());
    streams.set(openStreams());
    for (const quantile of [50, 99]) lag.set({ quantile: String(quantile / 100) }, delay.percentile(quantile) / 1e9);
    delay.reset();
  }

  return {
    request: (method, route, status, seconds) => http.observe({ method, route, status: String(status) }, seconds),
    received(connectionId, count, duplicates) {
      if (count > duplicates) received.inc({ connection: connectionId, duplicate: "false" }, count - duplicates);
      if (duplicates > 0) received.inc({ connection: connectionId, duplicate: "true" }, duplicates);
    },
    async text() {
      readProcess();
      readConnections();
      // Without the database the other numbers are worth even more.
      await readDatabase().catch((error: unknown) => log.warn({ err: error }, "Could not read the numbers of the database"));
      return registry.metrics();
    },
    contentType: registry.contentType,
    close: () => void delay.disable(),
  };
}
