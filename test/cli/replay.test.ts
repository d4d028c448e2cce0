/** Runs made by the worker, from a real desk of the demo shop, replayed by the command. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { saveConnection } from "../../src/connections/connections.ts";
import { readConfig } from "../../src/config/config.ts";
import { createTestDb, type TestDb } from "../../src/db/test-db.ts";
import { packTrace, unpackTrace } from "../../src/db/trace.ts";
import { demoConnections } from "../../src/demo/demo.ts";
import { definitions } from "../../src/desk.ts";
import { silentLog } from "../../src/log/log.ts";
import { startHandrail, type Running } from "../../src/main.ts";
import { openKeys } from "../../src/server/auth/keys.ts";
import { json, run, type Env } from "./command-line.ts";

let database: TestDb;
let dataDir: string;
let env: Env;
let running: Running;
let key: string;

before(async () => {
  database = await createTestDb();
  dataDir = await mkdtemp(join(tmpdir(), "handrail-replay-"));
  env = {
    DATABASE_URL: database.url,
    HANDRAIL_DATA_DIR: dataDir,
    HANDRAIL_PORT: "0",
    HANDRAIL_DEMO: "true",
    HANDRAIL_POOL_WEB: "4",
    HANDRAIL_POOL_WORK: "4",
  };
  running = await startHandrail(readConfig(env), silentLog(), "all");
  const keys = openKeys(database.pool, { log: silentLog() });
  key = (await keys.create({ name: "test", scopes: ["messages:write"], createdBy: "system" })).key;
  await keys.close();
  await untilDecided();
});
after(async () => {
  await running.stop();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function untilDecided(): Promise<void> {
  const end = Date.now() + 30_000;
  while (
    (
      await database.pool.query(
        "select (select count(*) from mailbox where pending > 0) + case when exists (select from message) then 0 else 1 end as open",
      )
    ).rows[0].open > 0
  ) {
    if (Date.now() > end) throw new Error("the messages were not decided");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

let nth = 0;
/** A message through the API; resolves to the run that decided on it. */
async function write(
  text: string,
  options: { email?: string; verified?: boolean; conversation?: string } = {},
): Promise<{ id: string; outcome: string; reason: string | null }> {
  const { email = "ana@example.com", verified = true, conversation = `thread-${++nth}` } = options;
  const response = await fetch(`${running.url}/api/v1/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ external_id: `message-${++nth}`, conversation, from: { email, verified }, text }),
  });
  assert.equal(response.status, 202, await response.clone().text());
  const { message_id } = (await response.json()) as { message_id: string };
  await untilDecided();
  const { rows } = await database.pool.query("select id, outcome, reason from run where $1 = any(message_ids)", [message_id]);
  return rows[0];
}

async function assertSame(id: string): Promise<void> {
  const ran = await run(env, ["replay", id, "--json"]);
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  const result = json(ran);
  assert.equal(result.isSame, true, ran.stdout);
  assert.equal(result.difference, null);
}

describe("handrail replay", () => {
  test("every run of the demo comes out the same: answers, questions, handovers, closings", async () => {
    const { rows } = await database.pool.query("select id, outcome from run");
    const outcomes = new Set(rows.map((row) => row.outcome));
    for (const kind of ["answered", "asked", "handed_over", "closed"])
      assert.ok(outcomes.has(kind), `${kind} among ${[...outcomes].join()}`);
    for (const { id } of rows) await assertSame(id);
  });

  test("a question and the answer to it are two runs, and both come out the same", async () => {
    const asked = await write("Where is my order?", { email: "lena@example.com", conversation: "lena" });
    assert.equal(asked.outcome, "asked");
    const answered = await write("1053", { email: "lena@example.com", conversation: "lena" });
    assert.equal(answered.outcome, "answered");
    await assertSame(asked.id);
    await assertSame(answered.id);
  });

  test("a stranger's run comes out the same", async () => {
    await assertSame((await write("Where is order #1042?", { email: "someone@example.org", verified: false })).id);
  });

  test("a shop that was down then and is up now: the replay meets the same fault", async () => {
    const { db, secretKey, connections } = running.desk;
    const shop = demoConnections().find(({ kind }) => kind === "store")!;
    const save = (faults: Record<string, unknown>) =>
      saveConnection(db, { definitions, secretKey }, { ...shop, settings: { ...shop.settings, faults } }).then(() => connections.reload());
    await save({ failReads: "vendor_unavailable" });
    const failed = await write("Where is my order #1042?");
    await save({});
    assert.equal(failed.outcome, "handed_over");
    await assertSame(failed.id);
    assert.equal((await write("Where is my order #1042?")).outcome, "answered", "the shop is up again");
  });

  test("a draft and a run in shadow mode come out the same", async () => {
    const { library } = running.desk;
    for (const mode of ["draft", "shadow"] as const) {
      await library.setMode("order-status", mode, "system");
      const made = await write("Where is my order #1042?");
      assert.equal(made.outcome, mode === "draft" ? "drafted" : "handed_over");
      await assertSame(made.id);
    }
    await library.setMode("order-status", "auto", "system");
  });

  test("a template that was changed since shows where the reply differs, with exit code 1", async () => {
    const { id } = await write("Where is my order #1042?");
    const { library, db } = running.desk;
    const change = async (from: string, to: string) => {
      await db.query("update template set source = replace(source, $1, $2), updated_at = clock_timestamp()", [from, to]);
      await library.reload();
    };
    await db.query("create table kept_template as select * from template");
    await change("\n", "\n\nP.S. We wrote this later.\n");
    const changed = await run(env, ["replay", id]);
    await db.query(
      "update template t set source = k.source, updated_at = clock_timestamp() from kept_template k where k.name = t.name and k.language = t.language",
    );
    await db.query("drop table kept_template");
    await library.reload();
    assert.equal(changed.code, 1, changed.stdout);
    assert.match(changed.stdout, /DIFFERENT, first at reply/);
    assert.match(changed.stdout, /replayed .*We wrote this later/);
    await assertSame(id);
  });

  test("what the run had read decides, not what the shop says now", async () => {
    const { id } = await write("Where is my order #1042?");
    const { rows } = await database.pool.query("select trace from run where id = $1", [id]);
    const trace = unpackTrace(rows[0].trace);
    const read = trace.steps.flatMap((step) => step.read).find((one) => JSON.stringify(one.value).includes("in_transit"))!;
    read.value = JSON.parse(JSON.stringify(read.value).replaceAll("in_transit", "exception"));
    await database.pool.query("update run set trace = $2 where id = $1", [id, packTrace(trace)]);
    const { code, stdout } = await run(env, ["replay", id]);
    assert.equal(code, 1, stdout);
    assert.match(stdout, /DIFFERENT, first at steps/);
  });

  test("a conversation that a person has was decided without a workflow: there is nothing to repeat", async () => {
    const { id } = await write("Where is my order #1042?", { conversation: "paused" });
    await database.pool.query("update conversation set is_paused = true where id = (select conversation_id from run where id = $1)", [id]);
    const second = await write("And now?", { conversation: "paused" });
    const { code, stdout } = await run(env, ["replay", second.id]);
    assert.equal(code, 0);
    assert.match(stdout, /No workflow was asked, so there is nothing to repeat: Automation is paused/);
  });

  test("a run that is not there is said so", async () => {
    for (const id of ["nonsense", "01a20a47-0000-7000-8000-000000000000"]) {
      const { code, stderr } = await run(env, ["replay", id]);
      assert.equal(code, 1);
      assert.match(stderr, /^There is no run /);
    }
  });
});
