import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { eraseCustomer, exportCustomer } from "./customers.ts";
import { approveDraft } from "./drafts.ts";
import { ada, addUsers, conversation, count, draftParts, pendingDraft, receive, work } from "./fixture-checkpoint.ts";
import { addNote, replyAsPerson } from "./people.ts";

describe("a customer's data", () => {
  let db: TestDb;
  before(async () => {
    db = await createTestDb();
    await addUsers(db.pool);
  });
  after(() => db.close());

  let cases = 0;
  async function anasCase() {
    const thread = `ana-${++cases}`;
    const sender = { kind: "email" as const, value: "ana@example.com", name: "Ana Lima", proof: "proven" as const };
    const attachments = [{ name: "ana-passport.png", contentType: "image/png", size: 12, content: Buffer.from("ana's secret") }];
    const { conversationId, draftId } = await pendingDraft(db.pool, thread);
    await approveDraft(db.pool, { draftId, by: ada }, draftParts);
    await receive(db.pool, thread, 2, {
      sender,
      text: "Ana's secret",
      subject: "Ana's subject",
      html: "<p>Ana</p>",
      quoted: "Ana wrote",
      attachments,
      channelData: { from: "ana@example.com" },
    });
    await addNote(db.pool, { conversationId, by: ada, text: "Ana called" });
    return { thread, conversationId, customerId: (await conversation(db.pool, conversationId))["customer_id"] as string };
  }

  test("the export holds every message, file, run and draft", async () => {
    const { customerId } = await anasCase();
    const everything: any = await exportCustomer(db.pool, customerId, ada);
    const [thread] = everything.conversations;
    assert.equal(everything.customer.name, "Ana Lima");
    assert.deepEqual(
      thread.messages.map((message: any) => message.direction),
      ["in", "out", "in", "note"],
    );
    assert.equal(Buffer.from(thread.messages[2].attachments[0].content_base64, "base64").toString(), "ana's secret");
    assert.equal(thread.runs[0].trace.understanding.category, "order_status");
    assert.equal(thread.drafts[0].state, "approved");
    await assert.rejects(exportCustomer(db.pool, "nope"), { code: "not_found" });
    await eraseCustomer(db.pool, customerId, ada);
  });

  test("after an erasure nothing in the database says who it was, and the sum of outcomes still holds", async () => {
    const { conversationId, customerId } = await anasCase();
    assert.deepEqual(await eraseCustomer(db.pool, customerId, ada), { conversations: 1 });
    const tables = [
      "message",
      "conversation",
      "run",
      "draft",
      "attachment",
      "identity",
      "challenge",
      "outbox",
      "event",
      "review",
      "audit_log",
      "action",
      "hold",
      "promise",
      "mailbox",
      "customer",
    ];
    for (const table of tables) {
      // External ids stay, or a redelivered message would come back to life; they are the channel's, not the customer's.
      const { rows } = await db.pool.query(`select (to_jsonb(t) - 'external_id')::text as row from ${table} t`);
      assert.doesNotMatch(rows.map(({ row }) => row).join("\n"), /\bana\b|Lima|message 1 of/i, table);
    }
    const decided = (
      await db.pool.query("select unnest(message_ids) as id from run where conversation_id = $1 and outcome is not null", [conversationId])
    ).rows.map(({ id }) => id);
    assert.equal(decided.length, await count(db.pool, "message where conversation_id = $1 and direction = 'in'", [conversationId]));
    assert.equal(new Set(decided).size, decided.length);
    assert.deepEqual(
      [(await conversation(db.pool, conversationId))["status"], (await conversation(db.pool, conversationId))["pending"]],
      ["erased", 0],
    );
  });

  test("an erased conversation cannot be answered, erasing twice is harmless, and a redelivered message stays away", async () => {
    const { thread, conversationId, customerId } = await anasCase();
    await eraseCustomer(db.pool, customerId, ada);
    await eraseCustomer(db.pool, customerId, ada);
    await assert.rejects(replyAsPerson(db.pool, { conversationId, by: ada, text: "Hello?" }), { code: "gone" });
    await assert.rejects(addNote(db.pool, { conversationId, by: ada, text: "Hm" }), { code: "gone" });
    assert.equal(await receive(db.pool, thread, 2), conversationId);
    assert.equal(await count(db.pool, "message where text <> ''"), 0);
  });

  test("the same address starts anew as another customer, in another conversation", async () => {
    const first = await receive(db.pool, "again");
    const { customer_id } = await conversation(db.pool, first);
    await eraseCustomer(db.pool, customer_id, ada);
    const second = await receive(db.pool, "again", 2);
    assert.notEqual(second, first);
    assert.notEqual((await conversation(db.pool, second))["customer_id"], customer_id);
  });

  test("a decision in flight when the customer is erased writes nothing", async () => {
    const id = await receive(db.pool, "flight");
    const { customer_id } = await conversation(db.pool, id);
    assert.ok((await work(db.pool, undefined, () => eraseCustomer(db.pool, customer_id, ada))).includes(false));
    assert.equal(await count(db.pool, "message where conversation_id = $1 and direction = 'out'", [id]), 0);
    assert.equal(await count(db.pool, "run where conversation_id = $1 and outcome = 'closed'", [id]), 1);
  });
});
