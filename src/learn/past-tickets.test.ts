import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ada, receive, work } from "../checkpoint/fixture-checkpoint.ts";
import { correctCategory, replyAsPerson } from "../checkpoint/people.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { readPastTickets } from "./past-tickets.ts";

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
