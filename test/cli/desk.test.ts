/** Commands beside a running desk: one embedded database, one real process, and most commands in the test's own process. */
import assert from "node:assert/strict";
import { chmod, cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openPool, type Db } from "../../src/db/pool.ts";
import { starterDir } from "../../src/desk.ts";
import { silentLog } from "../../src/log/log.ts";
import { freePort, runCommand, startProcess, type Desk } from "../recovery/processes.ts";
import { json, run, type Env } from "./command-line.ts";

type Reply = { text: string; language: string; evidence: { text: string; source: string; field: string; value: string; at: string }[] };

let dir: string;
let env: Env;
let desk: Desk;
let db: Db;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), "handrail-commands-"));
  // Run by root, PostgreSQL runs as another user: where that one may not enter, the files would be kept elsewhere.
  await chmod(dir, 0o755);
  env = { HANDRAIL_DATA_DIR: join(dir, "data"), HANDRAIL_PORT: String(await freePort()) };
  desk = await startProcess(env);
  db = await openPool((await readFile(join(dir, "data", "database.url"), "utf8")).trim(), { max: 2, log: silentLog() });
});
after(async () => {
  await db.end();
  await desk.stop();
  await rm(dir, { recursive: true, force: true });
});

async function untilDecided(): Promise<void> {
  const end = Date.now() + 30_000;
  while ((await db.query("select 1 from mailbox where pending > 0")).rowCount !== 0) {
    if (Date.now() > end) throw new Error("the demo's messages were not decided");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("handrail ask", () => {
  test("prints the whole run for people", async () => {
    const { code, stdout, stderr } = await run(env, ["ask", "Where is my order #1042?", "--from", "ana@example.com"]);
    assert.equal(code, 0, stderr);
    for (const part of [
      /^Message +Where is my order #1042\?$/m,
      /^Understanding +order_status/m,
      /^Workflow +order-status, version /m,
      /^Steps +1\. pick/m,
      /^ +read .*1042/m,
      /^Reply$/m,
      /^Evidence$/m,
      /^ +"#?1042" is order\./m,
      /^Outcome +answered/m,
    ])
      assert.match(stdout, part);
    assert.equal(stderr, "");
  });

  test("says whether a size can be had, with the variant and its price from the catalogue", async () => {
    const { reply } = json(await run(env, ["ask", "Do you have the Skagen Rain Jacket in size M?", "--from", "ana@example.com", "--json"]));
    const told = new Map(reply.evidence.map(({ field, value }: { field: string; value: string }) => [field, value]));
    assert.equal(told.get("availability.title"), "Skagen Rain Jacket");
    assert.equal(told.get("availability.variant"), "M");
    assert.match(String(told.get("availability.price")), /^149\.95 EUR$/);
  });

  test("prints one JSON object of the documented shape", async () => {
    const result = json(await run(env, ["ask", "Where is my order #1042?", "--from", "ana@example.com", "--json"]));
    assert.deepEqual(Object.keys(result), ["understanding", "workflow", "steps", "reply", "outcome"]);
    assert.deepEqual(
      [result.understanding.category, result.workflow.name, result.outcome.kind],
      ["order_status", "order-status", "answered"],
    );
    assert.equal(typeof result.workflow.version, "string");
    assert.ok(result.steps.length > 1);
    for (const step of result.steps) assert.deepEqual(Object.keys(step), ["step", "read", "why"]);
    const reply: Reply = result.reply;
    assert.deepEqual(Object.keys(reply), ["text", "language", "evidence"]);
    assert.ok(reply.evidence.length > 0);
    for (const fact of reply.evidence) {
      assert.deepEqual(Object.keys(fact), ["text", "source", "field", "value", "at"]);
      assert.ok(reply.text.includes(fact.text));
    }
    const stored = await db.query("select count(*) as n from conversation where connection_id = 'command-line'");
    assert.equal(stored.rows[0].n, 0, "nothing is stored");
  });

  test("--order stands for a number in the message", async () => {
    const { reply } = json(await run(env, ["ask", "Where is my order?", "--order", "#1042", "--from", "ana@example.com", "--json"]));
    assert.match(reply.text, /1042/);
  });

  test("a stranger cannot tell an order that exists from one that does not", async () => {
    const answers = await Promise.all(
      ["1042", "987654"].map((order) =>
        run(env, ["ask", "Where is my order?", "--order", order, "--stranger", "ana@example.com", "--json"]).then((ran) => json(ran)),
      ),
    );
    const [real, invented] = answers;
    assert.equal(real.reply?.text, invented.reply?.text);
    assert.deepEqual({ ...real.outcome, due_at: null }, { ...invented.outcome, due_at: null });
    for (const fact of real.reply?.evidence ?? []) assert.equal(fact.field, "store.name", "only the shop's own name is told");
    const text = JSON.stringify([real.reply, real.outcome]);
    for (const secret of ["ana@example.com", "Lima", "1042"]) assert.ok(!text.includes(secret), `${secret} is told to nobody: ${text}`);
    const owner = json(await run(env, ["ask", "Where is my order?", "--order", "1042", "--from", "ana@example.com", "--json"]));
    assert.notEqual(owner.reply.text, real.reply?.text);
  });

  test("somebody else's proven address learns no more than a stranger", async () => {
    const other = json(await run(env, ["ask", "Where is my order #1042?", "--from", "ben@example.com", "--json"]));
    assert.deepEqual(other.reply?.evidence.filter((fact: Reply["evidence"][number]) => fact.field.startsWith("shipment")) ?? [], []);
    assert.notEqual(other.outcome.kind, "answered");
  });

  test("hostile text is an ordinary message", async () => {
    for (const text of ["\u{1F600}".repeat(5_000), "a".repeat(100_000), "{{ order.number }} {% include 'x' %}", "'; drop table run; --"]) {
      const { code, stderr } = await run(env, ["ask", text, "--json"]);
      assert.equal(code, 0, stderr);
    }
  });
});

describe("looking after a desk", () => {
  test("places that cannot be read or written are wrong usage", async () => {
    const apply = await run(env, ["apply", "/nonsense"]);
    assert.equal(apply.code, 2);
    assert.match(apply.stderr, /There is nothing to apply in \/nonsense/);
    const backup = await run(env, ["backup", "/nonsense/file"]);
    assert.equal(backup.code, 2);
    assert.match(backup.stderr, /there is no such folder/);
  });

  test("audit adds up", async () => {
    await untilDecided();
    const { stdout, ...ran } = await run(env, ["audit", "--json"]);
    assert.equal(ran.code, 0, ran.stderr);
    const report = JSON.parse(stdout);
    const decided = Object.values<number>(report.outcomes).reduce((sum, n) => sum + n, 0);
    assert.ok(report.inbound > 0);
    assert.equal(report.inbound, decided + report.in_flight.undecided + report.in_flight.waiting);
    assert.deepEqual(report.problems, []);
    assert.match((await run(env, ["audit"])).stdout, /^The sum holds: /m);
  });

  test("audit fails when a message was lost", async () => {
    const { rows } = await db.query("select id, message_ids from run where outcome = 'answered' limit 1");
    await db.query("update run set message_ids = '{}' where id = $1", [rows[0].id]);
    const { code, stdout } = await run(env, ["audit"]);
    await db.query("update run set message_ids = $2 where id = $1", [rows[0].id, rows[0].message_ids]);
    assert.equal(code, 1);
    assert.match(stdout, /PROBLEM .*1 messages were decided without an outcome|PROBLEM .*1 messages were passed over without an outcome/);
  });

  test("what was exported can be applied again and changes nothing", async () => {
    const folder = join(dir, "exported");
    assert.equal((await run(env, ["export", folder])).code, 0);
    const again = await run(env, ["apply", folder]);
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /^Nothing changes/);
  });

  test("a changed folder is shown first, then applied once", async () => {
    const folder = join(dir, "changed");
    await cp(starterDir, folder, { recursive: true, filter: (path) => !/labels|models/.test(path) });
    const file = join(folder, "workflows", "complaint.yaml");
    const source = await readFile(file, "utf8");
    await writeFile(file, source.replace(/^title: .*/m, "title: A customer complains"));
    const dry = await run(env, ["apply", folder, "--dry-run"]);
    assert.match(dry.stdout, /^~ workflow complaint$/m);
    const before = await db.query("select version from workflow where name = 'complaint'");
    assert.match((await run(env, ["apply", folder])).stdout, /1 changes made/);
    assert.notEqual((await db.query("select version from workflow where name = 'complaint'")).rows[0].version, before.rows[0].version);
    assert.match((await run(env, ["apply", folder])).stdout, /^Nothing changes/);
  });

  test("a folder with mistakes changes nothing, and every mistake is named with its place", async () => {
    const folder = join(dir, "broken");
    await cp(starterDir, folder, { recursive: true, filter: (path) => !/labels|models/.test(path) });
    const orders = join(folder, "workflows", "order-status.yaml");
    await writeFile(
      orders,
      (await readFile(orders, "utf8")).replace("order.status", "order.statsu").replace("reply: order-cancelled", "reply: order-canceled"),
    );
    const complaint = join(folder, "workflows", "complaint.yaml");
    await writeFile(complaint, `${await readFile(complaint, "utf8")}\nnonsense: true\n`);
    const before = await db.query(
      "select (select string_agg(version, ',' order by name) from workflow) as now, (select count(*) from audit_log) as acts",
    );
    const { code, stderr, stdout } = await run(env, ["apply", folder]);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /order-status\.yaml:\d+:\d+ .*statsu/);
    assert.match(stderr, /order-status\.yaml:\d+:\d+ .*order-canceled/);
    assert.match(stderr, /complaint\.yaml:\d+:\d+ .*nonsense/);
    assert.deepEqual(
      (
        await db.query(
          "select (select string_agg(version, ',' order by name) from workflow) as now, (select count(*) from audit_log) as acts",
        )
      ).rows,
      before.rows,
    );
  });

  test("a person is added once, and can sign in with the printed password", async () => {
    const { code, stdout, stderr } = await run(env, ["user", "add", "Bo@Example.com", "--name", "Bo", "--role", "agent"]);
    assert.equal(code, 0, stderr);
    const [, password] = /Password \(shown only now\): (\S+)\n$/.exec(stdout)!;
    const signIn = await fetch(`${desk.url}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: desk.url },
      body: JSON.stringify({ email: "bo@example.com", password }),
    });
    assert.equal(signIn.status, 200);
    const again = await run(env, ["user", "add", "bo@example.com"]);
    assert.equal(again.code, 1);
    assert.ok(again.stderr.split("\n").length === 2 && !again.stderr.includes("duplicate key"), again.stderr);
  });

  test("a key stands alone on standard output and opens the API", async () => {
    const { code, stdout, stderr } = await run(env, ["key", "add", "erp", "--scopes", "conversations:read, runs:read"]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^hr_\S+\n$/);
    const ask = (path: string, method = "GET") =>
      fetch(`${desk.url}/api/v1/${path}`, {
        method,
        headers: { authorization: `Bearer ${stdout.trim()}`, "content-type": "application/json" },
        ...(method === "POST" ? { body: "{}" } : {}),
      });
    assert.equal((await ask("conversations")).status, 200);
    assert.equal((await ask("messages", "POST")).status, 403);
    const again = await run(env, ["key", "add", "erp", "--scopes", "all"]);
    assert.equal(again.code, 1, "two keys of one name could not be told apart");
  });

  test("doctor finds nothing wrong, or says what is", async () => {
    const healthy = await run(env, ["doctor"]);
    assert.match(healthy.stdout, /^ok +PostgreSQL 1\d.*embedded$/m);
    assert.match(healthy.stdout, /every one accounted for/);
    const sick = await run({ ...env, DATABASE_URL: "postgresql://u:hunter2@127.0.0.1:1/x" }, ["doctor"]);
    assert.equal(sick.code, 1);
    assert.match(sick.stdout, /^PROBLEM +Nothing answers at 127\.0\.0\.1:1/m);
    const wrong = await run({ HANDRAIL_PORT: "many" }, ["doctor"]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stdout, /PROBLEM .*\n? *HANDRAIL_PORT/);
    for (const { stdout, stderr } of [healthy, sick, wrong]) assert.ok(!`${stdout}${stderr}`.includes("hunter2"));
  });

  test("config shows what is set and never a secret", async () => {
    const secret = "ab".repeat(32);
    const { code, stdout } = await run({ ...env, DATABASE_URL: "postgresql://u:hunter2@db/x", HANDRAIL_SECRET_KEY: secret }, ["config"]);
    assert.equal(code, 0);
    assert.match(stdout, /^DATABASE_URL +\(set, secret\)$/m);
    assert.match(stdout, new RegExp(`^HANDRAIL_PORT or PORT +.*${env["HANDRAIL_PORT"]}`, "m"));
    assert.match(stdout, /^HANDRAIL_HOST +\(not set\)$/m);
    const asJson = await run({ ...env, DATABASE_URL: "postgresql://u:hunter2@db/x", HANDRAIL_SECRET_KEY: secret }, ["config", "--json"]);
    assert.ok(!`${stdout}${asJson.stdout}`.match(/hunter2|abab/));
    assert.equal(json<{ names: string[]; is_set: boolean }[]>(asJson).find(({ names }) => names.includes("DATABASE_URL"))!.is_set, true);
    const wrong = await run({ HANDRAIL_PORT: "99999999", HANDRAIL_LOG_LEVEL: "loud" }, ["config"]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /HANDRAIL_PORT[^]*HANDRAIL_LOG_LEVEL/);
  });

  test("migrate says where the database stands", async () => {
    const { code, stdout } = await run(env, ["migrate"]);
    assert.equal(code, 0);
    assert.match(stdout, /^The database is up to date: migration \d+ \(/);
  });

  test("a command as its own process finds the running desk's database", async () => {
    const { code, stdout, stderr } = await runCommand(env, ["audit", "--json"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout).problems, []);
    assert.ok((await stat(join(dir, "data", "database.url"))).mode & 0o600);
  });

  test("demo clear takes the demo away and leaves what is ours", async () => {
    const { code, stdout, stderr } = await run(env, ["demo", "clear"]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^The demo data is gone/);
    const left = await db.query(
      "select (select count(*) from conversation where is_demo) + (select count(*) from connection where is_demo) + (select count(*) from customer where is_demo) as n",
    );
    assert.equal(left.rows[0].n, 0);
    assert.equal((await run(env, ["audit"])).code, 0);
    assert.ok((await db.query("select count(*) as n from workflow")).rows[0].n > 0, "workflows stay");
    await desk.stop();
    await db.end();
    desk = await startProcess(env);
    db = await openPool((await readFile(join(dir, "data", "database.url"), "utf8")).trim(), { max: 2, log: silentLog() });
    assert.equal(
      (await db.query("select count(*) as n from connection where is_demo")).rows[0].n,
      0,
      "the next start does not bring it back",
    );
    assert.doesNotMatch(desk.output(), /Demo shop|password/);
  });
});
