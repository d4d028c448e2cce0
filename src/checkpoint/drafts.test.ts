import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { approveDraft, editDraft, rejectDraft } from "./drafts.ts";
import { ada, addUsers, bob, conversation, count, draftParts, pendingDraft, receive } from "./fixture-checkpoint.ts";
import { replyAsPerson } from "./people.ts";
import { addReview } from "./reviews.ts";

describe("drafts", () => {
  let db: TestDb;
  before(async () => {
    db = await createTestDb();
    await addUsers(db.pool);
  });
  after(() => db.close());
  const draftRow = async (id: string) => (await db.pool.query("select * from draft where id = $1", [id])).rows[0];

  test("an approved draft is sent once in the approver's name, and is counted as right", async () => {
    const { conversationId, draftId } = await pendingDraft(db.pool, "approve");
    const { messageId } = await approveDraft(db.pool, { draftId, by: ada }, draftParts);
    const { rows } = await db.pool.query("select author_kind, author_name, text, run_id, direction from message where id = $1", [
      messageId,
    ]);
    const draft = await draftRow(draftId);
    assert.deepEqual(rows, [{ author_kind: "agent", author_name: "Ada", text: draft.text, run_id: draft.run_id, direction: "out" }]);
    assert.deepEqual([draft.state, draft.message_id, draft.decided_by], ["approved", messageId, "user:u-ada"]);
    assert.equal(await count(db.pool, "review where draft_id = $1 and verdict = 'right'", [draftId]), 1);
    const row = await conversation(db.pool, conversationId);
    assert.deepEqual([row["status"], row["needs_person"], row["asked"]], ["waiting", false, null]);
  });

  test("of two people and several clicks at once exactly one sends it, and the others are told", async () => {
    const { conversationId, draftId } = await pendingDraft(db.pool, "race");
    const results = await Promise.allSettled([
      approveDraft(db.pool, { draftId, by: ada }, draftParts),
      approveDraft(db.pool, { draftId, by: bob }, draftParts),
      editDraft(db.pool, { draftId, by: bob, text: "Changed" }, draftParts),
      rejectDraft(db.pool, { draftId, by: ada }, draftParts),
    ]);
    const failed = results.filter((result) => result.status === "rejected");
    assert.deepEqual(
      failed.map(({ reason }) => reason.code),
      ["conflict", "conflict", "conflict"],
    );
    assert.ok((await count(db.pool, "message where conversation_id = $1 and direction = 'out'", [conversationId])) <= 1);
    assert.equal(await count(db.pool, "review where draft_id = $1", [draftId]), 1);
  });

  test("a draft is out of date as soon as the customer writes again, also at the same moment", async () => {
    for (let n = 0; n < 8; n++) {
      const { conversationId, draftId } = await pendingDraft(db.pool, `newer-${n}`);
      const [approval] = await Promise.allSettled([
        approveDraft(db.pool, { draftId, by: ada }, draftParts),
        receive(db.pool, `newer-${n}`, 2),
      ]);
      const { rows } = await db.pool.query("select direction from message where conversation_id = $1 order by seq", [conversationId]);
      const isSent = approval.status === "fulfilled";
      assert.equal(rows.map((row) => row.direction).join(" "), isSent ? "in out in" : "in in");
      if (!isSent) assert.equal(approval.reason.code, "conflict");
      assert.equal((await draftRow(draftId)).state, isSent ? "approved" : "stale");
    }
  });

  test("a draft is out of date when somebody has answered since", async () => {
    const { conversationId, draftId } = await pendingDraft(db.pool, "answered");
    await replyAsPerson(db.pool, { conversationId, by: bob, text: "Mine" });
    await assert.rejects(approveDraft(db.pool, { draftId, by: ada }, draftParts), { code: "conflict" });
    await db.pool.query("update draft set state = 'pending' where id = $1", [draftId]);
    await assert.rejects(approveDraft(db.pool, { draftId, by: ada }, draftParts), { code: "conflict", message: /Somebody has answered/ });
    assert.equal((await draftRow(draftId)).state, "stale");
  });

  test("an edited draft sends the person's words and is counted as edited; unchanged words count as right", async () => {
    const first = await pendingDraft(db.pool, "edit");
    await editDraft(db.pool, { draftId: first.draftId, by: ada, text: "My words" }, draftParts);
    const row = await draftRow(first.draftId);
    assert.deepEqual([row.state, row.sent_text], ["edited", "My words"]);
    const second = await pendingDraft(db.pool, "edit-same");
    await editDraft(db.pool, { draftId: second.draftId, by: ada, text: (await draftRow(second.draftId)).text }, draftParts);
    assert.equal(
      await count(db.pool, "review where draft_id = any($1::uuid[]) and verdict = 'edited'", [[first.draftId, second.draftId]]),
      1,
    );
    assert.equal((await draftRow(second.draftId)).state, "approved");
  });

  test("a rejected draft leaves the customer waiting, so a person has it, with a deadline", async () => {
    const { conversationId, draftId } = await pendingDraft(db.pool, "reject");
    await rejectDraft(db.pool, { draftId, by: ada, reason: "Wrong order", category: "complaint" }, draftParts);
    const row = await conversation(db.pool, conversationId);
    assert.deepEqual([row["status"], row["needs_person"], row["team"], row["category"]], ["open", true, "support", "complaint"]);
    assert.ok(row["due_at"] > new Date());
    assert.equal(
      await count(db.pool, "review where draft_id = $1 and verdict = 'wrong' and note = 'Wrong order' and category = 'complaint'", [
        draftId,
      ]),
      1,
    );
    assert.equal(await count(db.pool, "outbox where conversation_id = $1", [conversationId]), 0);
  });

  test("a draft that only promises to look into it keeps the handover and its deadline", async () => {
    const { conversationId, draftId } = await pendingDraft(db.pool, "promise", { outcome: "handed_over" });
    const before = await conversation(db.pool, conversationId);
    await approveDraft(db.pool, { draftId, by: ada }, draftParts);
    const row = await conversation(db.pool, conversationId);
    assert.deepEqual([row["status"], row["needs_person"], row["due_at"]], ["open", true, before["due_at"]]);
  });

  test("an approved question is remembered, and its one-time code leaves before it", async () => {
    const { conversationId, draftId } = await pendingDraft(db.pool, "asks", {
      asks: "verify-code",
      to: { kind: "email", value: "ana@example.com" },
    });
    assert.equal(await count(db.pool, "challenge where conversation_id = $1", [conversationId]), 0);
    await approveDraft(db.pool, { draftId, by: ada }, draftParts);
    const row = await conversation(db.pool, conversationId);
    assert.deepEqual(row["asked"], { workflow: "echo", question: "verify-code", text: "message 1 of asks" });
    const { rows } = await db.pool.query(
      "select seq, connection_id, message_id is null as is_code from outbox where conversation_id = $1 order by seq",
      [conversationId],
    );
    assert.deepEqual(rows, [
      { seq: 2, connection_id: "mail", is_code: true },
      { seq: 3, connection_id: "memory", is_code: false },
    ]);
    assert.equal(row["last_seq"], 3);
  });

  test("unknown drafts and runs are not found", async () => {
    await assert.rejects(approveDraft(db.pool, { draftId: "nope", by: ada }, draftParts), { code: "not_found" });
    await assert.rejects(addReview(db.pool, { runId: "nope", verdict: "right", by: ada }), { code: "not_found" });
  });

  test("a person's verdict on a run is kept", async () => {
    const { draftId } = await pendingDraft(db.pool, "review");
    const { run_id } = await draftRow(draftId);
    const { id } = await addReview(db.pool, { runId: run_id, verdict: "wrong", category: "complaint", note: "An angry customer", by: ada });
    assert.equal(await count(db.pool, "review where id = $1 and reviewer = 'user:u-ada'", [id]), 1);
  });
});
