import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadSecretKey } from "../../src/config/secret-key.ts";
import { saveConnection } from "../../src/connections/connections.ts";
import { openPool, type Db } from "../../src/db/pool.ts";
import { createTestDb } from "../../src/db/test-db.ts";
import { apiConnectionId, definitions } from "../../src/desk.ts";
import { silentLog } from "../../src/log/log.ts";
import { auditSum } from "../../src/mailbox/audit.ts";
import { freePort, postUntilAccepted, runCommand, startProcess, startReceiver, type Desk, type Receiver } from "./processes.ts";

const conversations = 100;
const messagesEach = 5;

/** What a customer asks about an order of the demo shop; the sender is proven, so each question is answered by itself. */
function question(conversation: number, nth: number): Record<string, unknown> {
  return {
    external_id: `${conversation}-${nth}`,
    conversation: `thread-${conversation}`,
    from: { email: "ana@example.com", name: "Ana", verified: true },
    text: `Question ${nth}: where is my order #1042?`,
  };
}

/** `mayPost(nth)` resolves when the nth messages of the conversations may be written. */
async function postAll(
  url: () => string,
  key: string,
  mayPost: (nth: number) => Promise<void> = async () => undefined,
): Promise<Map<string, string>> {
  const accepted = new Map<string, string>();
  await Promise.all(
    Array.from({ length: conversations }, async (_, conversation) => {
      for (let nth = 1; nth <= messagesEach; nth++) {
        await mayPost(nth);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 1_500));
        const answer = await postUntilAccepted(url(), key, question(conversation, nth));
        accepted.set(`${conversation}-${nth}`, answer.message_id);
      }
    }),
  );
  return accepted;
}

async function untilQuiet(db: Db): Promise<void> {
  const end = Date.now() + 150_000;
  for (;;) {
    const { rows } = await db.query(
      "select (select count(*) from mailbox where pending > 0) as undecided, (select count(*) from outbox) as unsent",
    );
    if (rows[0].undecided === 0 && rows[0].unsent === 0) return;
    if (Date.now() > end) throw new Error(`still ${rows[0].undecided} undecided, ${rows[0].unsent} unsent`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Everything the shopkeeper was promised, asked of the database and of the program that received the replies. */
async function proveNothingLostNothingTwice(db: Db, accepted: Map<string, string>, receiver: Receiver): Promise<void> {
  const inbound = await db.query(
    `select m.external_id, m.id, m.seq, v.thread_key, array_agg(r.outcome) filter (where r.id is not null) as outcomes
    from message m join conversation v on v.id = m.conversation_id left join run r on m.id = any(r.message_ids)
    where m.direction = 'in' and m.connection_id = $1 group by m.id, v.id order by v.id, m.seq`,
    [apiConnectionId],
  );
  assert.equal(inbound.rows.length, conversations * messagesEach);
  const order = new Map<string, number[]>();
  for (const row of inbound.rows) {
    assert.equal(row.id, accepted.get(row.external_id), "the id that was accepted is the one that is stored");
    assert.deepEqual(row.outcomes, ["answered"], `message ${row.external_id} has exactly one outcome`);
    const [conversation, nth] = row.external_id.split("-").map(Number);
    order.set(String(conversation), [...(order.get(String(conversation)) ?? []), nth]);
  }
  assert.equal(order.size, conversations);
  for (const numbers of order.values())
    assert.deepEqual(numbers, [1, 2, 3, 4, 5], "messages stand in the order in which they were written");

  const runs = await db.query(
    "select r.id, count(m.id)::int as replies from run r left join message m on m.run_id = r.id and m.direction = 'out' where r.conversation_id in (select id from conversation where connection_id = $1) group by r.id",
    [apiConnectionId],
  );
  assert.ok(
    runs.rows.every((row) => row.replies === 1),
    "each run wrote one reply",
  );
  const distinct = new Set(receiver.attempts.map(({ key }) => key));
  assert.equal(distinct.size, runs.rows.length, "the customer's program got each reply, and no other");
  const states = await db.query("select delivery, count(*) as n from message where direction = 'out' and connection_id = $1 group by 1", [
    apiConnectionId,
  ]);
  assert.deepEqual(states.rows, [{ delivery: "delivered", n: runs.rows.length }]);
  const report = await auditSum(db);
  assert.deepEqual(report.problems, []);
  assert.equal(report.in_flight.undecided + report.in_flight.waiting, 0);
}

async function useCallback(db: Db, secretKey: Buffer, url: string): Promise<void> {
  await saveConnection(
    db,
    { definitions, secretKey },
    {
      id: apiConnectionId,
      kind: "channel",
      connector: "api",
      title: "API",
      settings: { callback_url: url, callback_secret: `whsec_${randomBytes(32).toString("base64")}` },
    },
  );
}

describe("nothing is lost and nothing happens twice", () => {
  test("when the desk is killed ten times while 500 messages come in", { timeout: 240_000 }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "handrail-kill-"));
    const env = { HANDRAIL_DATA_DIR: dataDir, HANDRAIL_PORT: String(await freePort()) };
    const receiver = await startReceiver();
    let desk: Desk = await startProcess(env);
    try {
      const { stdout: key, stderr } = await runCommand(env, ["key", "add", "test", "--scopes", "all"]);
      assert.match(key.trim(), /^hr_/, stderr);
      const openDb = async () => openPool((await readFile(join(dataDir, "database.url"), "utf8")).trim(), { max: 3, log: silentLog() });
      const first = await openDb();
      await useCallback(first, await loadSecretKey({ dataDir, secretKey: undefined }), receiver.url);
      await first.end();
      await desk.stop();
      desk = await startProcess(env);

      let kills = 0;
      // Spread over all the kills: a new round of messages begins after every second one.
      const posting = postAll(
        () => desk.url,
        key.trim(),
        async (nth) => {
          while (kills < 2 * (nth - 1)) await new Promise((resolve) => setTimeout(resolve, 20));
        },
      );
      for (; kills < 10; kills++) {
        await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 700));
        // Every third time the database goes down with it, as when the machine loses power.
        if (kills % 3 === 2)
          process.kill(Number((await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]), "SIGKILL");
        await desk.kill();
        desk = await startProcess(env);
      }
      const accepted = await posting;
      const db = await openDb();
      await untilQuiet(db);
      await proveNothingLostNothingTwice(db, accepted, receiver);
      await db.end();
      const audit = await runCommand(env, ["audit", "--json"]);
      assert.equal(audit.code, 0, audit.stderr);
      assert.equal(JSON.parse(audit.stdout).outcomes.answered >= conversations * messagesEach, true);
    } finally {
      await desk.stop().catch(() => undefined);
      await receiver.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  test("when one of three workers on a shared PostgreSQL server is killed", { timeout: 180_000 }, async () => {
    const database = await createTestDb();
    const dataDir = await mkdtemp(join(tmpdir(), "handrail-workers-"));
    const secretKey = randomBytes(32);
    const env = {
      DATABASE_URL: database.url,
      HANDRAIL_DATA_DIR: dataDir,
      HANDRAIL_PORT: String(await freePort()),
      HANDRAIL_DEMO: "true",
      HANDRAIL_SECRET_KEY: secretKey.toString("hex"),
    };
    const receiver = await startReceiver();
    const web = await startProcess(env, ["--role", "web"]);
    await useCallback(database.pool, secretKey, receiver.url);
    const workers = await Promise.all([1, 2, 3].map(() => startProcess(env, ["--role", "worker"])));
    try {
      const { stdout: key } = await runCommand(env, ["key", "add", "test", "--scopes", "messages:write"]);
      const posting = postAll(() => web.url, key.trim());
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await workers[1]!.kill();
      const accepted = await posting;
      await untilQuiet(database.pool);
      await proveNothingLostNothingTwice(database.pool, accepted, receiver);
      const { rows } = await database.pool.query("select 1 from mailbox where epoch > 0 limit 1");
      assert.equal(rows.length, 1, "the workers did the work");
    } finally {
      await Promise.all([web, workers[0]!, workers[2]!].map((one) => one.stop().catch(() => undefined)));
      await receiver.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
