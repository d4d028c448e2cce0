import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { AppError } from "../domain/errors.ts";
import { silentLog } from "../log/log.ts";
import { startEmbedded, type Embedded } from "./embedded.ts";
import { findRunning } from "./embedded-postmaster.ts";
import { migrate, migrationsChecksum, migrationsDir, readMigrations } from "./migrate.ts";
import { openPool, type Db } from "./pool.ts";

export type TestDb = { pool: Db; url: string; close(): Promise<void> };

const templates = new Map<string, Promise<string>>();
let server: Promise<string> | undefined;

/**
 * A database of its own with all migrations, cloned from a template in some 30 ms. On the server of TEST_DATABASE_URL (its user
 * must be allowed to create databases), else on an embedded server that the first call in a process starts and that ends
 * with the process. Call `close()` in `after`.
 */
export async function createTestDb(options: { max?: number; dir?: string } = {}): Promise<TestDb> {
  const dir = options.dir ?? migrationsDir;
  const base = await testServer();
  const template = await (templates.get(dir) ?? remember(dir, buildTemplate(base, dir)));
  const name = `handrail_test_${process.pid}_${randomBytes(5).toString("hex")}`;
  await asAdmin(base, (client) => client.query(`create database ${name} template ${template}`));
  const url = withDatabase(base, name);
  const pool = await openPool(url, { max: options.max ?? 10, log: silentLog() });
  const close = async () => {
    if (!pool.ended) await pool.end();
    await asAdmin(base, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return { pool, url, close };
}

/** An empty database without migrations, for tests of the database code itself. */
export async function createEmptyTestDb(): Promise<TestDb> {
  const dir = join(tmpdir(), "handrail-test-no-migrations");
  mkdirSync(dir, { recursive: true });
  const db = await createTestDb({ dir });
  await db.pool.query("drop table if exists migration");
  return db;
}

/** The address of the test server, for tests that count or kill connections. */
export function testServer(): Promise<string> {
  server ??= process.env["TEST_DATABASE_URL"] ? Promise.resolve(process.env["TEST_DATABASE_URL"]) : startInSlot();
  return server;
}

function remember(dir: string, template: Promise<string>): Promise<string> {
  templates.set(dir, template);
  return template;
}

/** Built under another name and renamed when complete; the lock makes other processes wait for it instead of building too. */
async function buildTemplate(base: string, dir: string): Promise<string> {
  const checksum = migrationsChecksum(await readMigrations(dir));
  const name = `handrail_template_${checksum.slice(0, 16)}`;
  await asAdmin(base, async (client) => {
    await client.query("select pg_advisory_lock($1)", [parseInt(createHash("sha256").update(name).digest("hex").slice(0, 12), 16)]);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount === 1) return;
    await client.query(`drop database if exists ${name}_building with (force)`);
    await client.query(`create database ${name}_building`);
    const pool = await openPool(withDatabase(base, `${name}_building`), {
      max: 1,
      log: silentLog(),
    });
    await migrate(pool, { dir, log: silentLog() }).finally(() => pool.end());
    await client.query(`alter database ${name}_building rename to ${name}`);
  });
  return name;
}

async function asAdmin<T>(base: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: base });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(base: string, name: string): string {
  const url = new URL(base);
  url.pathname = `/${name}`;
  return url.href;
}

/** Safety against power loss is of no use to a test, and costs a third of its time. */
const testSettings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "100",
  shared_buffers: "32MB",
  autovacuum: "off",
};

/**
 * Each test process takes the first free of some directories and leaves the cluster there for the next run, which then starts
 * in a fraction of a second. A process that was killed leaves its server running: whoever takes the directory next adopts it.
 */
async function startInSlot(): Promise<string> {
  const home = join(realpathSync(tmpdir()), `handrail-test-${process.getuid?.() ?? "user"}`);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  for (let slot = 0; slot < 32; slot++) {
    const dataDir = join(home, String(slot));
    const embedded = await startSlot(dataDir);
    if (!embedded) continue;
    process.once("exit", () => endNow(embedded.pid, join(dataDir, "postgres")));
    await dropLeftovers(embedded.url);
    return embedded.url;
  }
  throw new AppError(
    "database_unavailable",
    `All test databases in ${home} are in use. Wait for the other test runs, or set TEST_DATABASE_URL.`,
  );
}

/** Undefined when another test process has this directory. Files spoilt by a crash without fsync are thrown away once. */
async function startSlot(dataDir: string): Promise<Embedded | undefined> {
  const options = { dataDir, log: silentLog(), settings: testSettings };
  try {
    return await startEmbedded(options);
  } catch (error) {
    if (error instanceof AppError && error.details["pid"] !== undefined) return undefined;
    if (readdirSync(dataDir).length === 0 || findRunning(join(dataDir, "postgres"))) throw error;
    rmSync(join(dataDir, "postgres"), { recursive: true, force: true });
    return startEmbedded(options);
  }
}

/** An exit hook cannot wait. The server finishes by itself after the signal, and a start meanwhile waits for that end. */
function endNow(pid: number, cluster: string): void {
  if (findRunning(cluster)?.pid === pid) process.kill(pid, "SIGINT");
}

/** Databases of earlier runs: test databases, and templates of other migrations. Only ever on our own embedded server. */
async function dropLeftovers(url: string): Promise<void> {
  await asAdmin(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where datname like 'handrail\\_test\\_%' or datname like 'handrail\\_template\\_%'",
    );
    const isManyTemplates = rows.filter(({ datname }) => datname.startsWith("handrail_template_")).length > 8;
    for (const { datname } of rows)
      if (isManyTemplates || datname.startsWith("handrail_test_")) await client.query(`drop database if exists ${datname} with (force)`);
  });
}
