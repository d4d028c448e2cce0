import { leftOut } from "../../src/cli/backup-tables.ts";
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { readConfig } from "../../src/config/config.ts";
import type { Db } from "../../src/db/pool.ts";
import { createTestDb, type TestDb } from "../../src/db/test-db.ts";
import { silentLog } from "../../src/log/log.ts";
import { startHandrail } from "../../src/main.ts";
import { auditSum } from "../../src/mailbox/audit.ts";
import { json, run, runBytes, type Env } from "./command-line.ts";

/** Everything but what a backup leaves out, as one fingerprint per table. */
async function contents(db: Db): Promise<Record<string, string>> {
  const tables = (
    await db.query(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all($1) order by 1",
      [leftOut],
    )
  ).rows;
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await db.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as print from "${name}" t`,
    );
    found[name] = rows[0].print;
  }
  return found;
}

describe("backup and restore", () => {
  let dir: string;
  let source: TestDb;
  let env: Env;
  let file: string;
  const targets: TestDb[] = [];

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "handrail-backup-"));
    file = join(dir, "desk.backup");
    source = await createTestDb();
    env = envOf(source.url);
    const running = await startHandrail(readConfig(env), silentLog(), "all");
    const end = Date.now() + 30_000;
    while (
      (await source.pool.query("select 1 from mailbox where pending > 0 union all select 1 from outbox")).rowCount !== 0 &&
      Date.now() < end
    )
      await new Promise((resolve) => setTimeout(resolve, 20));
    await running.stop();
    await addAwkwardRows(source.pool);
  });
  after(async () => {
    await Promise.all([source, ...targets].map((one) => one.close()));
    await rm(dir, { recursive: true, force: true });
  });

  function envOf(url: string): Env {
    return {
      DATABASE_URL: url,
      HANDRAIL_DATA_DIR: join(dir, "data"),
      HANDRAIL_PORT: "0",
      HANDRAIL_DEMO: "true",
      HANDRAIL_POOL_WEB: "4",
      HANDRAIL_POOL_WORK: "4",
      HANDRAIL_SECRET_KEY: "cd".repeat(32),
    };
  }

  /** An empty database that nobody is connected to. */
  async function emptyTarget(): Promise<{ env: Env; open(): Promise<Db> }> {
    const target = await createTestDb();
    targets.push(target);
    await target.pool.end();
    return {
      env: envOf(target.url),
      open: async () => (await import("../../src/db/pool.ts")).openPool(target.url, { max: 1, log: silentLog() }),
    };
  }

  /** What breaks a text format: line ends, tabs, backslashes, the end mark itself, bytes, empty texts, nulls, a large file. */
  async function addAwkwardRows(db: Db): Promise<void> {
    const texts = ["\\.", "\\N", "a\tb\nc\r\nd\\e", "", "😀 ünï", '-- {"end":true}', "x".repeat(300_000)];
    const { rows } = await db.query("select id, conversation_id from message limit 1");
    for (const [nth, text] of texts.entries()) {
      await db.query("insert into setting (key, value) values ($1, $2)", [`awkward-${nth}`, JSON.stringify(text)]);
      await db.query("insert into template (name, language, source) values ($1, 'en', $2)", [`awkward-${nth}`, text]);
    }
    await db.query(
      "insert into attachment (id, message_id, name, content_type, size, content) values (gen_random_uuid(), $1, $2, 'image/png', 3000000, $3)",
      [rows[0].id, "a\tb\\.png", randomBytes(3_000_000)],
    );
    await db.query("insert into audit_log (actor, act) select 'system', 'test' from generate_series(1, 40)");
  }

  test("a backup restored elsewhere holds the same rows, and the audit agrees", async () => {
    const backup = await run(env, ["backup", file]);
    assert.equal(backup.code, 0, backup.stderr);
    assert.match(backup.stderr, /The secret key is not in it/);
    assert.equal((await stat(file)).mode & 0o077, 0, "nobody else may read it");
    assert.deepEqual(
      (await readdir(dir)).filter((name) => name.endsWith(".part")),
      [],
    );

    const target = await emptyTarget();
    const restore = await run(target.env, ["restore", file]);
    assert.equal(restore.code, 0, restore.stderr);
    assert.match(restore.stdout, /rows restored/);
    assert.equal(restore.stderr, "", "the key is the same, so there is nothing to warn of");
    const db = await target.open();
    assert.deepEqual(await contents(db), await contents(source.pool));
    assert.deepEqual(await auditSum(db), await auditSum(source.pool));
    const next = await db.query("insert into audit_log (actor, act) values ('system', 'after') returning id");
    const highest = await source.pool.query("select max(id) as id from audit_log");
    assert.equal(next.rows[0].id, highest.rows[0].id + 1, "numbers go on where they were");
    await db.end();
    const asked = await run(target.env, ["ask", "Where is my order #1042?", "--from", "ana@example.com", "--json"]);
    assert.equal(json(asked).outcome.kind, "answered", "the restored desk works");
  });

  test("a backup goes through standard output and input", async () => {
    const { code, bytes, stderr } = await runBytes(env, ["backup", "-"], null);
    assert.equal(code, 0, stderr);
    assert.match(zstdDecompressSync(bytes).subarray(0, 60).toString(), /^-- \{"format":1,/);
    const target = await emptyTarget();
    const restored = await runBytes(target.env, ["restore", "-"], bytes);
    assert.equal(restored.code, 0, restored.stderr);
    const db = await target.open();
    assert.deepEqual(await contents(db), await contents(source.pool));
    await db.end();
  });

  test("a database that holds something is only replaced when asked for", async () => {
    const target = await emptyTarget();
    await run(target.env, ["migrate"]);
    const db = await target.open();
    await db.query("insert into team (name, title) values ('ours', 'Our team')");
    const before = await contents(db);
    await db.end();
    const refused = await run(target.env, ["restore", file]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^The database is not empty .*--replace/);
    const still = await target.open();
    assert.deepEqual(await contents(still), before);
    await still.end();
    const replaced = await run(target.env, ["restore", file, "--replace"]);
    assert.equal(replaced.code, 0, replaced.stderr);
    const after = await target.open();
    assert.deepEqual(await contents(after), await contents(source.pool));
    await after.end();
  });

  test("nothing is restored beside a running desk", async () => {
    const target = await emptyTarget();
    const other = await target.open();
    const { code, stderr } = await run(target.env, ["restore", file]);
    assert.equal(code, 1);
    assert.match(stderr, /^Another Handrail process uses this database/);
    await other.end();
  });

  test("a file that is cut off, changed or something else changes nothing", async () => {
    const target = await emptyTarget();
    const text = zstdDecompressSync(await readFile(file)).toString("latin1");
    const packed = (changed: string) => zstdCompressSync(Buffer.from(changed, "latin1"));
    const bad: Record<string, [Buffer, RegExp]> = {
      cut: [(await readFile(file)).subarray(0, 20_000), /cut off/],
      foreign: [Buffer.from("hello"), /not a backup/],
      "without its end": [packed(text.slice(0, text.lastIndexOf("-- {"))), /ends too early/],
      "of another format": [packed(text.replace('"format":1', '"format":99')), /format 99/],
      "of other migrations": [packed(text.replace(/"migrations":"[0-9a-f]/, '"migrations":"x')), /other migrations/],
      "with a row too few": [packed(text.replace(/(COPY "audit_log"[^\n]*\n)[^\n]*\n/, "$1")), /audit_log is not complete/],
      "with a table of another name": [packed(text.replace('{"table":"team"', '{"table":"pg_class"')), /pg_class does not fit/],
      "with a broken row": [packed(text.replace(/(COPY "team"[^\n]*\n)/, "$1one\ttwo\tthree\n")), /refuses its table team/],
    };
    for (const [what, [bytes, expected]] of Object.entries(bad)) {
      const path = join(dir, "bad.backup");
      await writeFile(path, bytes);
      const { code, stderr } = await run(target.env, ["restore", path]);
      assert.equal(code, 1, what);
      assert.match(stderr, expected, what);
      assert.match(stderr, /Nothing was changed\.|Use the Handrail that made it/, what);
    }
    const db = await target.open();
    assert.ok(Object.values(await contents(db)).every((print) => print.startsWith("0 ")));
    await db.end();
  });

  test("another secret key is noticed", async () => {
    const target = await emptyTarget();
    const { code, stderr } = await run({ ...target.env, HANDRAIL_SECRET_KEY: "ef".repeat(32) }, ["restore", file]);
    assert.equal(code, 0);
    assert.match(stderr, /made with another secret key/);
  });
});
