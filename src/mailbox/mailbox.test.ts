import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { AppError } from "../domain/errors.ts";
import { claimWork } from "./claim.ts";
import { unpackTrace } from "../db/trace.ts";
import { commitPlans } from "./commit.ts";
import { createDeliveries } from "./deliveries.ts";
import type { Decide } from "./decide.ts";
import { echo, inbound, isQuiet, startDesk, understandingOf, waitFor } from "./fixture-desk.ts";
import { createIntake } from "./intake.ts";
import type { Plan } from "./work.ts";

let desk: TestDb;
const item = (message: ReturnType<typeof inbound>) => ({ connectionId: "memory", isDemo: false, message });
const texts = async (direction: string) =>
  (await desk.pool.query("select text from message where direction = $1 order by conversation_id, seq", [direction])).rows.map(
    (row) => row.text,
  );

describe("the mailbox", () => {
  before(async () => {
    desk = await createTestDb();
  });
  after(async () => {
    await desk.close();
  });
  beforeEach(async () => {
    await desk.pool.query("truncate conversation, mailbox, message, run, draft, outbox, event, customer, identity, challenge cascade");
  });

  describe("intake", () => {
    test("a message that arrives twice is stored once, and the second answer names the first", async () => {
      const intake = createIntake(desk.pool);
      const [first] = await intake([item(inbound("ana", 1))]);
      const [second] = await intake([item(inbound("ana", 1))]);
      assert.equal(first!.duplicate, false);
      assert.deepEqual(second, { ...first, duplicate: true });
      assert.deepEqual(await texts("in"), ["message 1 of ana"]);
    });

    test("the same message in one batch, and in batches of two processes at once, is stored once", async () => {
      const left = createIntake(desk.pool);
      const right = createIntake(desk.pool);
      const message = () => item(inbound("ana", 1));
      const results = (await Promise.all([left([message(), message()]), right([message()]), left([message()]), right([message()])])).flat();
      assert.equal(results.filter((result) => !result.duplicate).length, 1);
      assert.equal(new Set(results.map((result) => result.messageId)).size, 1);
      assert.equal((await texts("in")).length, 1);
    });

    test("many writers at once leave one conversation per thread, numbered without gaps", async () => {
      const intakes = [createIntake(desk.pool), createIntake(desk.pool), createIntake(desk.pool)];
      const calls = Array.from({ length: 300 }, (_, n) =>
        intakes[n % 3]!([item(inbound(`thread-${n % 7}`, n)), item(inbound(`thread-${(n + 3) % 7}`, n))]),
      );
      await Promise.all(calls);
      const { rows } = await desk.pool.query(`select m.last_seq, m.pending, m.revision, count(*)::int as n, max(g.seq) as top, v.thread_key
      from mailbox m join conversation v on v.id = m.conversation_id join message g on g.conversation_id = v.id group by m.conversation_id, v.id`);
      assert.equal(rows.length, 7);
      for (const row of rows)
        assert.deepEqual([row.last_seq, row.pending, row.revision, row.top], [row.n, row.n, row.n, row.n], row.thread_key);
      assert.equal(
        rows.reduce((sum, row) => sum + row.n, 0),
        600,
      );
      assert.equal((await desk.pool.query("select count(*) as n from customer")).rows[0].n, 7);
    });

    test("a text that cannot be stored fails alone, with a clear error, and the others are kept", async () => {
      const intake = createIntake(desk.pool);
      const results = await Promise.allSettled([
        intake([item(inbound("good", 1))]),
        intake([item(inbound("bad", 1, { text: "a\0b" }))]),
        intake([item(inbound("good", 2))]),
      ]);
      assert.deepEqual(
        results.map((result) => result.status),
        ["fulfilled", "rejected", "fulfilled"],
      );
      const reason = (results[1] as PromiseRejectedResult).reason;
      assert.ok(reason instanceof AppError && reason.code === "bad_text", String(reason));
      assert.equal((await texts("in")).length, 2);
    });

    test("who only claims an address is another customer than who has proven it", async () => {
      const intake = createIntake(desk.pool);
      await intake([item(inbound("a", 1, { sender: { kind: "email", value: "ana@example.com", proof: "proven" } }))]);
      await intake([item(inbound("b", 1, { sender: { kind: "email", value: "ana@example.com", proof: "none" } }))]);
      assert.equal((await desk.pool.query("select count(distinct customer_id) as n from conversation")).rows[0].n, 2);
    });

    test("a mail that quotes somebody else's message id does not get into their conversation", async () => {
      const intake = createIntake(desk.pool);
      const ana = { kind: "email" as const, value: "ana@example.com", proof: "reply_address" as const };
      const [first] = await intake([item(inbound("<1@x>", 1, { externalId: "<1@x>", sender: ana }))]);
      const [own] = await intake([item(inbound("<2@x>", 1, { externalId: "<2@x>", references: ["<nope@x>", "<1@x>"], sender: ana }))]);
      const [stranger] = await intake([
        item(inbound("<3@x>", 1, { externalId: "<3@x>", references: ["<1@x>"], sender: { ...ana, value: "eve@example.com" } })),
      ]);
      assert.equal(own!.conversationId, first!.conversationId);
      assert.notEqual(stranger!.conversationId, first!.conversationId);
    });
  });

  describe("the conversation worker", () => {
    test("every message gets one run, one outcome and one reply, in order", async () => {
      const intake = createIntake(desk.pool);
      const running = startDesk(desk.pool);
      for (let n = 1; n <= 20; n++) await intake(Array.from({ length: 10 }, (_, t) => item(inbound(`t${t}`, n))));
      running.worker.wake();
      await waitFor(() => isQuiet(desk.pool), "all messages answered");
      await running.stop();
      const { rows } = await desk.pool.query(
        `select m.id, count(r.id)::int as runs from message m left join run r on m.id = any(r.message_ids) where direction = 'in' group by 1`,
      );
      assert.equal(rows.length, 200);
      assert.ok(rows.every((row) => row.runs === 1));
      const answered = running.sent.flatMap((message) => message.text.split(" + "));
      assert.equal(answered.length, 200);
      assert.equal(new Set(answered).size, 200);
      for (let t = 0; t < 10; t++) {
        const mine = answered.filter((text) => text.endsWith(`t${t}`));
        assert.deepEqual(
          mine,
          Array.from({ length: 20 }, (_, n) => `message ${n + 1} of t${t}`),
        );
      }
    });

    test("a run knows how often this customer has written in the last month", async () => {
      const seen: number[] = [];
      const decide: Decide = async (input) => (seen.push(input.customer.contacts30d), echo(input));
      const intake = createIntake(desk.pool);
      const from = { sender: { kind: "email" as const, value: "often@example.com", proof: "proven" as const } };
      for (const thread of ["often-1", "often-2", "often-3"]) await intake([item(inbound(thread, 1, from))]);
      await desk.pool.query("update conversation set created_at = now() - interval '40 days' where thread_key = 'often-1'");
      const running = startDesk(desk.pool, { decide });
      running.worker.wake();
      await waitFor(() => isQuiet(desk.pool), "all messages answered");
      await running.stop();
      assert.deepEqual(seen, [2, 2, 2]);
    });

    test("when a newer message arrives while a run is deciding, the run starts over with both", async () => {
      const intake = createIntake(desk.pool);
      let calls = 0;
      const running = startDesk(desk.pool, {
        decide: async (input) => {
          if (++calls === 1) await intake([item(inbound("ana", 2))]);
          return echo(input);
        },
      });
      await intake([item(inbound("ana", 1))]);
      await waitFor(() => isQuiet(desk.pool), "answer");
      await running.stop();
      assert.deepEqual(
        running.sent.map((message) => message.text),
        ["message 1 of ana + message 2 of ana"],
      );
    });

    test("a customer who keeps writing while the desk decides is still answered, and not handed over as a failure", async () => {
      const intake = createIntake(desk.pool);
      let calls = 0;
      const running = startDesk(desk.pool, {
        decide: async (input) => {
          if (++calls <= 12) await intake([item(inbound("ana", calls + 1))]);
          return echo(input);
        },
      });
      await intake([item(inbound("ana", 1))]);
      await waitFor(() => isQuiet(desk.pool), "answer");
      await running.stop();
      assert.equal(running.sent.length, 1);
      assert.equal(running.sent[0]!.text.split(" + ").length, 13);
    });

    test("a worker that was frozen and lost its lease writes nothing when it wakes up", async () => {
      const intake = createIntake(desk.pool);
      await intake([item(inbound("ana", 1))]);
      const [frozen] = await claimWork(desk.pool, 1, -1);
      const running = startDesk(desk.pool);
      await waitFor(() => isQuiet(desk.pool), "the other worker's answer");
      await running.stop();
      const decision = await echo({
        messages: frozen!.messages,
        understanding: understandingOf(""),
        now: new Date().toISOString(),
      } as never);
      const plan: Plan = {
        work: frozen!,
        now: new Date().toISOString(),
        run: {
          id: crypto.randomUUID(),
          messageIds: frozen!.messages.map((m) => m.id),
          workflow: "echo",
          version: "1",
          mode: "auto",
          outcome: { kind: "answered" },
          wait: null,
          trace: decision.trace,
        },
        endsRun: null,
        send: [{ reply: { text: "late", language: "en", template: "echo", evidence: [], unsourced: [] }, asks: null }],
        draft: null,
        challenges: [],
        checkedChallenge: null,
        set: {},
        notices: [],
        asked: null,
      };
      const parts = {
        db: desk.pool,
        sendLeaseMs: 1000,
        brandName: "x",
        sendCapacity: () => true,
        issueCode: () => {
          throw new Error("not used");
        },
      };
      assert.equal((await commitPlans([plan], parts)).accepted.size, 0);
      assert.deepEqual(await texts("out"), ["message 1 of ana"]);
    });

    test("a frozen worker writes nothing while another one has the conversation and has not decided yet", async () => {
      const intake = createIntake(desk.pool);
      await intake([item(inbound("ana", 1))]);
      const [frozen] = await claimWork(desk.pool, 1, -1);
      const [holder] = await claimWork(desk.pool, 1, 60_000);
      const parts = {
        db: desk.pool,
        sendLeaseMs: 1000,
        brandName: "x",
        sendCapacity: () => true,
        issueCode: () => {
          throw new Error("not used");
        },
      };
      const replying = async (work: Plan["work"], text: string): Promise<Plan> => {
        const now = new Date().toISOString();
        const { trace } = await echo({ messages: work.messages, understanding: understandingOf(""), now } as never);
        const run = {
          id: crypto.randomUUID(),
          messageIds: work.messages.map((m) => m.id),
          workflow: "echo",
          version: "1",
          mode: "auto" as const,
        };
        const reply = { text, language: "en", template: "echo", evidence: [], unsourced: [] };
        return {
          work,
          now,
          run: { ...run, outcome: { kind: "answered" }, wait: null, trace },
          endsRun: null,
          send: [{ reply, asks: null }],
          draft: null,
          challenges: [],
          checkedChallenge: null,
          set: {},
          notices: [],
          asked: null,
        };
      };
      assert.equal((await commitPlans([await replying(frozen!, "from the frozen one")], parts)).accepted.size, 0);
      assert.equal((await commitPlans([await replying(holder!, "from the holder")], parts)).accepted.size, 1);
      assert.deepEqual(await texts("out"), ["from the holder"]);
    });

    test("a conversation that cannot be decided goes to a person with the reason instead of being lost", async () => {
      const intake = createIntake(desk.pool);
      await desk.pool.query("select 1");
      await intake([item(inbound("ana", 1))]);
      await desk.pool.query("update mailbox set attempts = 5");
      const running = startDesk(desk.pool, {
        decide: async () => {
          throw new Error("never asked");
        },
      });
      await waitFor(() => isQuiet(desk.pool), "handover");
      await running.stop();
      const { rows } = await desk.pool.query("select outcome, reason, team from run");
      assert.equal(rows.length, 1);
      assert.equal(rows[0].outcome, "handed_over");
      assert.match(rows[0].reason, /could not process/);
      assert.equal((await desk.pool.query("select needs_person from conversation")).rows[0].needs_person, true);
    });

    test("a waiting run goes on by itself when its time has come, and not in memory of any process", async () => {
      const intake = createIntake(desk.pool);
      const wait = async (input: Parameters<typeof echo>[0]) => {
        const decision = await echo(input);
        if (input.resume) return decision;
        return {
          ...decision,
          effects: [],
          wait: {
            until: new Date(Date.now() + 300).toISOString(),
            forMessage: false,
            state: { workflow: "echo", version: "1", at: "steps/1", facts: {} },
          },
        };
      };
      const first = startDesk(desk.pool, { decide: wait });
      await intake([item(inbound("ana", 1))]);
      await waitFor(async () => (await desk.pool.query("select 1 from run where state = 'waiting'")).rowCount === 1, "the run to wait");
      // Her out-of-office reply is not the word of hers that would overtake the wait.
      await intake([item(inbound("ana", 2, { automatic: "auto_reply" }))]);
      await waitFor(
        async () => (await desk.pool.query("select 1 from run where outcome = 'closed'")).rowCount === 1,
        "the out-of-office reply to be closed",
      );
      await first.stop();
      const second = startDesk(desk.pool, { decide: wait });
      await waitFor(
        async () => (await desk.pool.query("select 1 from run where state = 'done' and outcome = 'answered'")).rowCount === 1,
        "the run to end",
      );
      await second.stop();
      assert.equal((await desk.pool.query("select count(*) as n from run")).rows[0].n, 2);
    });
  });

  describe("the outbox", () => {
    test("a reply that was being sent when the process died is not sent again where the channel cannot tell", async () => {
      const intake = createIntake(desk.pool);
      const running = startDesk(desk.pool, { send: () => new Promise(() => undefined) });
      await intake([item(inbound("ana", 1))]);
      await waitFor(async () => (await desk.pool.query("select 1 from outbox where state = 'sending'")).rowCount === 1, "sending");
      await running.worker.stop();
      await running.outbox.stop(0);
      await desk.pool.query("update outbox set leased_until = now()");
      const next = startDesk(desk.pool, { afterCrash: "hold" });
      await waitFor(async () => (await desk.pool.query("select 1 from outbox where state = 'held'")).rowCount === 1, "held");
      await next.stop();
      assert.deepEqual(next.sent, []);
      const { rows } = await desk.pool.query(
        "select v.needs_person, m.delivery from conversation v join message m on m.conversation_id = v.id where direction = 'out'",
      );
      assert.deepEqual(rows, [{ needs_person: true, delivery: "failed" }]);
    });

    test("where the vendor knows the key, the same key is sent again", async () => {
      const intake = createIntake(desk.pool);
      const keys: string[] = [];
      const first = startDesk(desk.pool, {
        send: (message) => {
          keys.push(message.key);
          return new Promise(() => undefined);
        },
      });
      await intake([item(inbound("ana", 1))]);
      await waitFor(() => keys.length === 1, "sending");
      await first.worker.stop();
      await first.outbox.stop(0);
      await desk.pool.query("update outbox set leased_until = now()");
      const next = startDesk(desk.pool, { afterCrash: "resend" });
      await waitFor(() => isQuiet(desk.pool), "sent");
      await next.stop();
      assert.deepEqual(
        next.sent.map((message) => message.key),
        keys,
      );
    });

    test("a reply that comes back undelivered goes to a person with the reason", async () => {
      const intake = createIntake(desk.pool);
      const running = startDesk(desk.pool);
      await intake([item(inbound("ana", 1))]);
      await waitFor(() => isQuiet(desk.pool), "answer");
      await running.stop();
      const { rows: sent } = await desk.pool.query("select external_id from message where direction = 'out'");
      const deliveries = createDeliveries(
        desk.pool,
        () => ({ team: "support", due_at: new Date().toISOString() }),
        () => new Date(),
      );
      await deliveries("memory", [
        { externalId: sent[0].external_id, state: "failed", at: new Date().toISOString(), reason: "No such mailbox" },
      ]);
      const { rows } = await desk.pool.query("select needs_person, status, handover_reason, team from conversation");
      assert.deepEqual(rows, [{ needs_person: true, status: "open", handover_reason: "No such mailbox", team: "support" }]);
      const { rows: runs } = await desk.pool.query("select trace from run");
      assert.deepEqual(unpackTrace(runs[0].trace).sent, [{ template: "echo", evidence: [] }]);
    });

    test("a channel that is down for a while gets every reply later, in order", async () => {
      const intake = createIntake(desk.pool);
      let down = true;
      const got: string[] = [];
      const running = startDesk(desk.pool, {
        send: async (message) => {
          if (down) throw new AppError("vendor_unavailable", "down", { retryAfterMs: 30 });
          got.push(message.text);
          return {};
        },
      });
      for (let n = 1; n <= 3; n++) {
        await intake([item(inbound("ana", n))]);
        await waitFor(
          async () => (await desk.pool.query("select 1 from message where direction = 'out'")).rowCount === n,
          `reply ${n} stored`,
        );
      }
      down = false;
      await waitFor(() => isQuiet(desk.pool), "all sent");
      await running.stop();
      assert.deepEqual(got, ["message 1 of ana", "message 2 of ana", "message 3 of ana"]);
    });
  });
});
