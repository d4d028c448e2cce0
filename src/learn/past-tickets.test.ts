import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ada, receive, work } from "../checkpoint/fixture-checkpoint.ts";
import { correctCategory, replyAsPerson } from "../checkpoint/people.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { pastRuns, readPastTicket, readPastTickets } from "./past-tickets.ts";
import { judgeTicket } from "./backtest.ts";
import { addReview } from "../checkpoint/reviews.ts";

let db: TestDb;
before(async () => {
  db = await createTestDb();
});
after(() => db.close());

test("conversations that a person answered are past tickets: what came before the answer, the answer, the right category", async () => {
  const id = await receive(db.pool, "past", 1, { text: "My gizmo squeaks", subject: "Gizmo" });
  await receive(db.pool, "past", 2, { text: "It is loud." });
  await work(db.pool);
  await correctCategory(db.pool, { conversationId: id, by: ada, category: "warranty_repair" });
  await replyAsPerson(db.pool, { conversationId: id, by: ada, text: "We send you a new one." });
  await receive(db.pool, "past", 3, { text: "Thanks!" });
  await receive(db.pool, "unanswered", 1);
  const tickets = await readPastTickets(db.pool, 10);
  assert.equal(tickets.length, 1);
  const { text, subject, from, reply, category, orders } = tickets[0]!;
  assert.deepEqual(
    { text, subject, from, reply, category, orders },
    {
      text: "My gizmo squeaks\n\nIt is loud.",
      subject: "Gizmo",
      from: "past@example.com",
      reply: "We send you a new one.",
      category: "warranty_repair",
      orders: null,
    },
  );
});

test("a verdict on a backtest counts for a run that said the very same in the same version, and only once", async () => {
  const id = await receive(db.pool, "judged", 1, { text: "My gizmo hums" });
  await work(db.pool);
  const ticket = (await readPastTicket(db.pool, id))!;
  assert.equal(ticket.text, "My gizmo hums");
  const told = (reply: string) =>
    judgeTicket(ticket, { isTaken: true, outcome: "answered", reason: null, reply, category: "other", confidence: 0.9, facts: "none" });
  const runs = async (version: string, reply: string) => (await pastRuns(db.pool, { name: "echo", version }, [told(reply)]))[0]!.runId;
  const runId = await runs("1", "My gizmo hums");
  assert.notEqual(runId, null);
  assert.deepEqual([await runs("2", "My gizmo hums"), await runs("1", "It hums no more")], [null, null]);
  await addReview(db.pool, { runId: runId!, verdict: "right", by: ada });
  assert.equal(await runs("1", "My gizmo hums"), null);
});
