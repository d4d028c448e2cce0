import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { ada, addUsers, addWaitingRun, bob, conversation, count, pendingDraft, receive, work } from "./fixture-checkpoint.ts";
import { tellHappening } from "../jobs/happenings.ts";
import {
  addNote,
  assign,
  changeTags,
  closeConversation,
  correctCategory,
  pause,
  reopen,
  replyAsPerson,
  snooze,
  wakeSnoozed,
} from "./people.ts";

describe("people at work on a conversation", () => {
  let db: TestDb;
  before(async () => {
    db = await createTestDb();
    await addUsers(db.pool);
  });
  after(() => db.close());

  test("a person's reply is queued, takes the conversation over and ends what automation was waiting for", async () => {
    const { conversationId, draftId } = await pendingDraft(db.pool, "takeover");
    const run = await addWaitingRun(db.pool, conversationId);
    const { messageId } = await replyAsPerson(db.pool, { conversationId, by: ada, text: "  Hello, I am looking into it. " });
    const row = await conversation(db.pool, conversationId);
    assert.deepEqual(
      [row["status"], row["needs_person"], row["assignee_id"], row["due_at"], row["preview"]],
      ["waiting", true, ada.id, null, "Hello, I am looking into it."],
    );
    const { rows } = await db.pool.query(
      "select m.seq, m.direction, m.author_kind, m.author_name, o.state, o.seq as outbox_seq from message m join outbox o on o.message_id = m.id where m.id = $1",
      [messageId],
    );
    assert.deepEqual(rows, [
      { seq: row["last_seq"], direction: "out", author_kind: "agent", author_name: "Ada", state: "queued", outbox_seq: row["last_seq"] },
    ]);
    assert.equal(await count(db.pool, "draft where id = $1 and state = 'stale'", [draftId]), 1);
    assert.equal(await count(db.pool, "run where id = $1 and outcome = 'closed' and reason like 'A person answered%'", [run]), 1);
    assert.equal(await count(db.pool, "audit_log where act = 'conversation.reply' and target = $1", [`conversation:${conversationId}`]), 1);
  });

  test("a decision in flight is refused when a person replies meanwhile, and automation then leaves the message to people", async () => {
    const conversationId = await receive(db.pool, "inflight");
    const accepted = await work(db.pool, undefined, () => replyAsPerson(db.pool, { conversationId, by: ada, text: "I have this." }));
    assert.deepEqual(accepted, [false]);
    await db.pool.query("update mailbox set leased_until = '-infinity' where conversation_id = $1", [conversationId]);
    await work(db.pool);
    assert.equal(await count(db.pool, "message where conversation_id = $1 and author_kind = 'automation'", [conversationId]), 0);
    assert.equal(await count(db.pool, "run where conversation_id = $1 and outcome = 'handed_over'", [conversationId]), 1);
  });

  test("who has not seen the newest message is told so and nothing is sent; notes and assignments are no reason", async () => {
    const conversationId = await receive(db.pool, "unseen");
    await work(db.pool);
    const { revision } = await conversation(db.pool, conversationId);
    await addNote(db.pool, { conversationId, by: bob, text: "Known customer" });
    await assign(db.pool, { conversationId, by: bob, userId: bob.id, team: "support" });
    await replyAsPerson(db.pool, { conversationId, by: ada, text: "First", expectedRevision: revision });
    await assert.rejects(replyAsPerson(db.pool, { conversationId, by: bob, text: "Second", expectedRevision: revision }), (error: any) => {
      assert.equal(error.code, "conflict");
      assert.deepEqual(
        error.details.since.map((message: any) => message.text),
        ["First"],
      );
      return true;
    });
    const seen = (await conversation(db.pool, conversationId))["revision"];
    await receive(db.pool, "unseen", 2);
    await assert.rejects(replyAsPerson(db.pool, { conversationId, by: ada, text: "Third", expectedRevision: seen }), {
      code: "conflict",
      message: "The customer wrote again while you were writing.",
    });
    assert.equal(
      await count(db.pool, "outbox o join message m on m.id = o.message_id where o.conversation_id = $1 and m.author_kind = 'agent'", [
        conversationId,
      ]),
      1,
    );
  });

  test("a message that arrives at the same moment as the reply is either seen by it or refuses it", async () => {
    for (let n = 0; n < 10; n++) {
      const conversationId = await receive(db.pool, `race-${n}`);
      const { revision } = await conversation(db.pool, conversationId);
      const [reply] = await Promise.allSettled([
        replyAsPerson(db.pool, { conversationId, by: ada, text: "Here you are", expectedRevision: revision }),
        receive(db.pool, `race-${n}`, 2),
      ]);
      const { rows } = await db.pool.query("select direction from message where conversation_id = $1 order by seq", [conversationId]);
      const order = rows.map((row) => row.direction).join(" ");
      assert.equal(order, reply.status === "fulfilled" ? "in out in" : "in in");
    }
  });

  test("two clicks at once send one reply", async () => {
    const conversationId = await receive(db.pool, "double");
    const { revision } = await conversation(db.pool, conversationId);
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => replyAsPerson(db.pool, { conversationId, by: ada, text: "Once", expectedRevision: revision })),
    );
    assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
    assert.equal(await count(db.pool, "message where conversation_id = $1 and direction = 'out'", [conversationId]), 1);
  });

  test("what cannot be sent is refused with its reason", async () => {
    const conversationId = await receive(db.pool, "bad");
    const reply = (text: string, id = conversationId) => replyAsPerson(db.pool, { conversationId: id, by: ada, text }, () => 20);
    await assert.rejects(reply("   "), { code: "invalid" });
    await assert.rejects(reply("x".repeat(21)), { code: "invalid", message: /21 characters and may have 20/ });
    await assert.rejects(reply("a\0b"), { code: "bad_text" });
    await assert.rejects(reply("a\ud800b"), { code: "bad_text" });
    await assert.rejects(reply("hi", "no-id"), { code: "not_found" });
    await assert.rejects(reply("hi", "0190a000-0000-7000-8000-000000000000"), { code: "not_found" });
  });

  test("only active people and existing teams can be assigned", async () => {
    const conversationId = await receive(db.pool, "assign");
    await assert.rejects(assign(db.pool, { conversationId, by: ada, userId: "u-gone" }), { code: "invalid" });
    await assert.rejects(assign(db.pool, { conversationId, by: ada, team: "nowhere" }), { code: "invalid" });
    await assign(db.pool, { conversationId, by: ada, userId: bob.id });
    await assign(db.pool, { conversationId, by: ada, team: "support" });
    assert.deepEqual(
      [(await conversation(db.pool, conversationId))["assignee_id"], (await conversation(db.pool, conversationId))["team"]],
      [bob.id, "support"],
    );
    await assign(db.pool, { conversationId, by: ada, userId: null });
    assert.deepEqual(
      [(await conversation(db.pool, conversationId))["assignee_id"], (await conversation(db.pool, conversationId))["team"]],
      [null, "support"],
    );
  });

  test("a snoozed conversation comes back when its time is over", async () => {
    const conversationId = await receive(db.pool, "snooze");
    for (const aheadMs of [-1, 0, 367 * 86_400_000, Number.NaN])
      await assert.rejects(snooze(db.pool, { conversationId, by: ada, until: new Date(Date.now() + aheadMs) }), { code: "invalid" });
    await snooze(db.pool, { conversationId, by: ada, until: new Date(Date.now() + 3_600_000) });
    assert.equal(await wakeSnoozed(db.pool), 0);
    assert.equal((await conversation(db.pool, conversationId))["status"], "snoozed");
    await db.pool.query("update conversation set snoozed_until = now() - interval '1 s' where id = $1", [conversationId]);
    assert.deepEqual((await Promise.all([wakeSnoozed(db.pool), wakeSnoozed(db.pool)])).toSorted(), [0, 1]);
    assert.equal((await conversation(db.pool, conversationId))["status"], "open");
  });

  test("what is put off until a parcel moves comes back when the shop says that it did, and not for another order", async () => {
    const conversationId = await receive(db.pool, "parcel");
    await assert.rejects(snooze(db.pool, { conversationId, by: ada }), { code: "invalid" });
    await snooze(db.pool, { conversationId, by: ada, order: "#a-1042" });
    const happened = (orderNumber: string, name: string) =>
      tellHappening(db.pool, { key: `${name}:${orderNumber}`, name, at: new Date(), storeId: "shop", orderNumber });
    await happened("A-1043", "shipment.delivered");
    await happened("A-1042", "order.paid");
    assert.equal((await conversation(db.pool, conversationId))["status"], "snoozed");
    const { revision } = await conversation(db.pool, conversationId);
    await happened("A-1042", "shipment.out_for_delivery");
    const row = await conversation(db.pool, conversationId);
    assert.deepEqual([row["status"], row["snoozed_order"], row["snoozed_until"], row["revision"]], ["open", null, null, revision + 1]);
    // Put off until a time instead, the parcel says nothing any more.
    await snooze(db.pool, { conversationId, by: ada, order: "A-1042" });
    await snooze(db.pool, { conversationId, by: ada, until: new Date(Date.now() + 3_600_000) });
    await happened("A-1042", "shipment.delivered");
    assert.equal((await conversation(db.pool, conversationId))["status"], "snoozed");
  });

  test("tags are written alike, added and removed, and there are not too many", async () => {
    const conversationId = await receive(db.pool, "tags");
    const tags = async () => (await conversation(db.pool, conversationId))["tags"];
    await changeTags(db.pool, { conversationId, by: ada, add: ["  VIP ", "Big  order"], remove: [] });
    await changeTags(db.pool, { conversationId, by: ada, add: ["vip"], remove: ["big order", "never there"] });
    assert.deepEqual(await tags(), ["vip"]);
    for (const bad of ["", " ", "x".repeat(61), 'a"b', "a,b"])
      await assert.rejects(changeTags(db.pool, { conversationId, by: ada, add: [bad], remove: [] }), { code: "invalid" }, bad);
    const many = Array.from({ length: 50 }, (_, nth) => `tag ${nth}`);
    await assert.rejects(changeTags(db.pool, { conversationId, by: ada, add: many, remove: [] }), { code: "invalid" });
    await changeTags(db.pool, { conversationId, by: ada, add: many, remove: ["vip"] });
    assert.equal((await tags()).length, 50);
  });

  test("a closed conversation has no deadline, draft or waiting run, and the next message goes to automation again", async () => {
    const { conversationId } = await pendingDraft(db.pool, "close", { outcome: "handed_over" });
    assert.ok((await conversation(db.pool, conversationId))["due_at"]);
    await addWaitingRun(db.pool, conversationId);
    await closeConversation(db.pool, { conversationId, by: ada });
    const row = await conversation(db.pool, conversationId);
    assert.deepEqual([row["status"], row["needs_person"], row["due_at"], row["handover_reason"]], ["closed", false, null, null]);
    assert.equal(await count(db.pool, "draft where conversation_id = $1 and state = 'pending'", [conversationId]), 0);
    assert.equal(await count(db.pool, "run where conversation_id = $1 and state = 'waiting'", [conversationId]), 0);
    await receive(db.pool, "close", 2);
    await work(db.pool);
    assert.equal(await count(db.pool, "message where conversation_id = $1 and author_kind = 'automation'", [conversationId]), 1);
    await closeConversation(db.pool, { conversationId, by: ada });
    await reopen(db.pool, { conversationId, by: ada });
    assert.equal((await conversation(db.pool, conversationId))["status"], "open");
  });

  test("pausing stops automation at once, resuming gives it back, and a handover nobody answered keeps its deadline", async () => {
    const conversationId = await receive(db.pool, "pause");
    await pause(db.pool, { conversationId, by: ada, paused: true });
    await work(db.pool);
    assert.equal(await count(db.pool, "message where conversation_id = $1 and direction = 'out'", [conversationId]), 0);
    await pause(db.pool, { conversationId, by: ada, paused: false });
    assert.deepEqual(
      [(await conversation(db.pool, conversationId))["is_paused"], (await conversation(db.pool, conversationId))["needs_person"]],
      [false, true],
    );
    await replyAsPerson(db.pool, { conversationId, by: ada, text: "Done" });
    await pause(db.pool, { conversationId, by: ada, paused: false });
    await receive(db.pool, "pause", 2);
    await work(db.pool);
    assert.equal(await count(db.pool, "message where conversation_id = $1 and author_kind = 'automation'", [conversationId]), 1);
  });

  test("a corrected category is a verdict on the run that said otherwise", async () => {
    const conversationId = await receive(db.pool, "category");
    await work(db.pool);
    await correctCategory(db.pool, { conversationId, by: ada, category: "refund_return" });
    await correctCategory(db.pool, { conversationId, by: ada, category: "refund_return" });
    assert.equal((await conversation(db.pool, conversationId))["category"], "refund_return");
    assert.equal(
      await count(
        db.pool,
        "review w join run r on r.id = w.run_id where r.conversation_id = $1 and w.verdict = 'wrong' and w.category = 'refund_return'",
        [conversationId],
      ),
      1,
    );
    await assert.rejects(correctCategory(db.pool, { conversationId, by: ada, category: "Not OK!" }), { code: "invalid" });
  });
});
