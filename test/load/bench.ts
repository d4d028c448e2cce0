/**
 * `npm run bench`: inbound messages fully handled per second (HTTP in, understanding, workflow, reply committed and sent
 * to the memory channel) as a ratio to single-row insert transactions per second of pgbench with 16 clients, measured
 * on the same server in the same run; the delay from request to reply at half that load; and memory. Prints how it was
 * run. On the embedded database by default; DATABASE_URL measures another server (its database is filled!).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { saveConnection } from "../../src/connections/connections.ts";
import { loadSecretKey } from "../../src/config/secret-key.ts";
import { openPool, type Db } from "../../src/db/pool.ts";
import { apiConnectionId, definitions } from "../../src/desk.ts";
import { silentLog } from "../../src/log/log.ts";
import { freePort, runCommand, startProcess } from "../recovery/processes.ts";
import { openClient, postRequest } from "./raw-client.ts";

const { values: options } = parseArgs({
  options: { seconds: { type: "string", default: "10" }, connections: { type: "string", default: "64" } },
});
const seconds = Number(options.seconds);
const connections = Number(options.connections);
const say = (line = "") => console.log(line);

function findPgbench(): string {
  const places = [
    "/usr/bin/pgbench",
    "/usr/local/bin/pgbench",
    ...(existsSync("/usr/lib/postgresql")
      ? readdirSync("/usr/lib/postgresql")
          .sort()
          .reverse()
          .map((version) => `/usr/lib/postgresql/${version}/bin/pgbench`)
      : []),
  ];
  const found = places.find((place) => existsSync(place));
  if (found) return found;
  console.error("pgbench is not here, and without it there is nothing to compare with. On Debian: apt-get install postgresql-contrib");
  process.exit(1);
}

/** Transactions per second of 16 clients that each insert one row. */
async function reference(pgbench: string, db: Db, url: string): Promise<number> {
  await db.query("create table if not exists bench_row (id bigint generated always as identity primary key, text text)");
  const script = join(dataDir, "insert.sql");
  await import("node:fs/promises").then((fs) => fs.writeFile(script, "insert into bench_row (text) values ('hello world');\n"));
  const run = spawnSync(pgbench, ["-n", "-f", script, "-c", "16", "-j", "2", "-T", String(Math.max(3, seconds / 2)), url], {
    encoding: "utf8",
  });
  await db.query("drop table bench_row");
  const tps = Number(/tps = ([\d.]+)/.exec(run.stdout)?.[1]);
  if (!(tps > 0)) throw new Error(`pgbench failed: ${run.stderr}`);
  return tps;
}

let count = 0;
/** Each message begins a conversation of its own; every tenth goes on with one. The words vary, the answer needs the shop and the carrier. */
function message(): Record<string, unknown> {
  const nth = ++count;
  return {
    external_id: `bench-${process.pid}-${nth}`,
    conversation: `bench-${process.pid}-${nth % 10 === 0 ? nth - 1 : nth}`,
    from: { email: "ana@example.com", name: "Ana Lima", verified: true },
    text: texts[nth % texts.length]!,
  };
}
const texts = [
  "Where is my order #1042?",
  "Hi there, I ordered last week and wonder where my parcel is. The order number is 1042. Thanks, Ana",
  "where's my package, order 1042",
  "Could you tell me when order #1042 will arrive? I need it before the weekend.",
  "Any news on 1042? The tracking page does not load for me.",
];

const left = async (db: Db): Promise<number> =>
  (
    await db.query(
      "select (select coalesce(sum(pending), 0) from mailbox where ready_at < 'infinity') + (select count(*) from outbox where state in ('queued', 'sending')) as n",
    )
  ).rows[0].n;

async function untilDone(db: Db): Promise<void> {
  while ((await left(db)) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** As many as go through in `seconds`; the clock stops when the last reply is sent. */
async function saturate(db: Db, port: number, key: string, perRequest: number): Promise<{ perSecond: number; handled: number }> {
  const began = performance.now();
  let handled = 0;
  await Promise.all(
    Array.from({ length: perRequest === 1 ? connections : 8 }, async () => {
      const client = await openClient("127.0.0.1", port);
      while (performance.now() - began < seconds * 1000) {
        const request =
          perRequest === 1
            ? postRequest("/api/v1/messages", key, message())
            : postRequest("/api/v1/messages/batch", key, { messages: Array.from({ length: perRequest }, message) });
        const answer = await client.post(request);
        if (answer.status !== 202) throw new Error(`refused with ${answer.status}: ${answer.body}`);
        handled += perRequest;
      }
      client.close();
    }),
  );
  const accepted = performance.now();
  await untilDone(db);
  const ended = performance.now();
  say(
    `    ${handled} messages; accepted in ${((accepted - began) / 1000).toFixed(1)} s, the last reply sent ${((ended - accepted) / 1000).toFixed(1)} s later`,
  );
  return { perSecond: handled / ((ended - began) / 1000), handled };
}

/** Delay from writing the request to the reply's delivery, at a steady pace. */
async function delays(db: Db, port: number, key: string, perSecond: number): Promise<number[]> {
  const sentAt = new Map<string, number>();
  const clients = await Promise.all(Array.from({ length: connections }, () => openClient("127.0.0.1", port)));
  const from = (await db.query("select now() as now")).rows[0].now;
  const began = performance.now();
  let posted = 0;
  await Promise.all(
    clients.map(async (client, nth) => {
      for (let turn = nth; turn / perSecond < seconds; turn += clients.length) {
        const wait = (turn / perSecond) * 1000 - (performance.now() - began);
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        const body = { ...message(), conversation: `delay-${process.pid}-${++posted}` };
        const at = Date.now();
        const answer = await client.post(postRequest("/api/v1/messages", key, body));
        sentAt.set(JSON.parse(answer.body).conversation_id, at);
      }
      client.close();
    }),
  );
  await untilDone(db);
  // The row of a reply that was handed to the channel is last written when that is recorded.
  const { rows } = await db.query(
    "select conversation_id, sent_at from message where direction = 'out' and received_at >= $1 and sent_at is not null",
    [from],
  );
  return rows
    .flatMap((row) => (sentAt.has(row.conversation_id) ? [row.sent_at.getTime() - sentAt.get(row.conversation_id)!] : []))
    .sort((a, b) => a - b);
}

const quantile = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;

/** Megabytes that belong to these processes alone, shared pages split between those who share them. */
function memoryOf(pids: number[]): number {
  const kilobytes = pids.map((pid) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return kilobytes.reduce((sum, kb) => sum + kb, 0) / 1024;
}

function descendants(pid: number): number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]!.split(" ")[1]) === pid;
      } catch {
        return false;
      }
    })
    .map(Number);
  return [pid, ...children.flatMap(descendants)];
}

const dataDir = await mkdtemp(join(tmpdir(), "handrail-bench-"));
const port = await freePort();
const env = {
  HANDRAIL_DATA_DIR: dataDir,
  HANDRAIL_PORT: String(port),
  HANDRAIL_DEMO: "true",
  ...(process.env["DATABASE_URL"] ? { DATABASE_URL: process.env["DATABASE_URL"] } : {}),
};
const pgbench = findPgbench();
// The first start sets up and trains; the measured one is an ordinary start.
await (await startProcess(env)).stop();
const desk = await startProcess(env);
try {
  const url = process.env["DATABASE_URL"] ?? (await readFile(join(dataDir, "database.url"), "utf8")).trim();
  const db = await openPool(url, { max: 2, log: silentLog() });
  const version = (await db.query("select current_setting('server_version') as v")).rows[0].v;
  say(
    `Handrail benchmark: Node ${process.versions.node}, PostgreSQL ${version} (${process.env["DATABASE_URL"] ? "DATABASE_URL" : "embedded"}), ${cpus().length} cores ${cpus()[0]?.model ?? ""}`,
  );
  say(`One process (--role all); ${seconds} s per measurement; load generator, Node, PostgreSQL and pgbench share the cores.`);
  const secretKey = await loadSecretKey({ dataDir, secretKey: undefined });
  await saveConnection(
    db,
    { definitions, secretKey },
    { id: apiConnectionId, kind: "channel", connector: "memory", title: "Bench", settings: { record: "count" } },
  );
  const key = (await runCommand(env, ["key", "add", "bench", "--scopes", "messages:write"])).stdout.trim();
  await untilDone(db);
  await new Promise((resolve) => setTimeout(resolve, 5_000));

  const postmaster = process.env["DATABASE_URL"]
    ? []
    : descendants(Number((await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]));
  const idle = [memoryOf([desk.child.pid!]), memoryOf(postmaster)];
  say(`Memory idle: Node ${idle[0]!.toFixed(0)} MB + PostgreSQL ${idle[1]!.toFixed(0)} MB = ${(idle[0]! + idle[1]!).toFixed(0)} MB`);
  let peak = 0;
  const watch = setInterval(() => {
    const server = postmaster.length > 0 ? descendants(postmaster[0]!) : [];
    peak = Math.max(peak, memoryOf([desk.child.pid!]) + memoryOf(server));
  }, 1_000);

  const before = await reference(pgbench, db, url);
  say(`pgbench, 16 clients, one insert a transaction: ${before.toFixed(0)}/s`);
  const results: [string, number][] = [];
  for (const perRequest of [1, 50]) {
    say(`${perRequest === 1 ? `One message a request, ${connections} connections` : `Batches of ${perRequest}, 8 connections`}:`);
    const cpuBefore = cpuSeconds([desk.child.pid!]);
    const { perSecond, handled } = await saturate(db, port, key, perRequest);
    const nodeMicros = ((cpuSeconds([desk.child.pid!]) - cpuBefore) / handled) * 1e6;
    say(
      `    ${perSecond.toFixed(0)} messages/s, ${nodeMicros.toFixed(0)} µs of Node's CPU per message (${((nodeMicros * perSecond) / 1e4).toFixed(0)} % of a core)`,
    );
    const share = (nodeMicros * perSecond) / 1e6;
    say(
      `    bound by ${share > 0.85 ? "Node's one thread, which is busy all the time" : "PostgreSQL and what shares its cores; Node's thread has time left"}`,
    );
    results.push([perRequest === 1 ? "one a request" : `batches of ${perRequest}`, perSecond]);
  }
  const after = await reference(pgbench, db, url);
  say(`pgbench again: ${after.toFixed(0)}/s`);
  const tps = (before + after) / 2;
  for (const [name, perSecond] of results)
    say(`RATIO ${name}: ${(perSecond / tps).toFixed(2)} (${perSecond.toFixed(0)} / ${tps.toFixed(0)})`);
  const half = results[0]![1] / 2;
  const waits = await delays(db, port, key, half);
  say(
    `Request to reply sent, at ${half.toFixed(0)} messages/s: p50 ${quantile(waits, 0.5)} ms, p99 ${quantile(waits, 0.99)} ms (${waits.length} replies)`,
  );
  clearInterval(watch);
  say(`Memory under load, highest: ${peak.toFixed(0)} MB`);
  await db.end();
} finally {
  await desk.stop();
  await rm(dataDir, { recursive: true, force: true });
}

function cpuSeconds(pids: number[]): number {
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return sum + (Number(fields[11]) + Number(fields[12])) / 100;
  }, 0);
}
