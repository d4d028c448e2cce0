import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { newId } from "../domain/ids.ts";
import { auditSum } from "../mailbox/audit.ts";
import { eraseCustomer } from "./customers.ts";
import { ada, addUsers, conversation, count, drafting, receive, work } from "./fixture-checkpoint.ts";
import { mergeConversations, splitConversation, undoMove, type MoveParts } from "./moves.ts";
import { addNote, replyAsPerson } from "./people.ts";

describe("merging and splitting conversations", () => {
  let db: TestDb;
  let parts: MoveParts;
  before(async () => {
    db = await createTestDb();
    await addUsers(db.pool);
    parts = { db: db.pool, goesToAddress: (id) => id === "memory" };
  });
  after(() => db.close());

  const ana = { kind: "email" as const, value: "ana@example.com", proof: "proven" as const };
  const texts = async (id: string): Promise<string[]> =>
    (await db.pool.query("select seq, text from message where conversation_id = $1 order by seq", [id])).rows.map(
      (row) => `${row.seq} ${row.text}`,
    );
  const at = (minute: number): { at: string } => ({ at: `2026-03-01T10:${String(minute).padStart(2, "0")}:00Z` });
  /** Everything that was queued has left. */
  const sendAll = () =>
    db.pool.query(
      "with gone as (delete from outbox returning message_id) update message set delivery = 'sent' where id in (select message_id from gone)",
    );
  const sums = async (): Promise<void> => {
    const { problems, inbound, outcomes, in_flight: left } = await auditSum(db.pool);
    assert.deepEqual(problems, []);
    assert.equal(inbound, Object.values(outcomes).reduce((sum, n) => sum + n, 0) + left.undecided + left.waiting);
  };

  async function two(name: string, sender: object = ana): Promise<{ from: string; into: string }> {
    const into = await receive(db.pool, `${name}-a`, 1, { sender: ana, text: "first", ...at(1) });
    await receive(db.pool, `${name}-a`, 2, { sender: ana, text: "third", ...at(3) });
    const from = await receive(db.pool, `${name}-b`, 1, { sender, text: "second", ...at(2) } as object);
    await receive(db.pool, `${name}-b`, 2, { sender, text: "fourth", ...at(4) } as object);
    await work(db.pool, drafting());
    return { from, into };
  }

  test("the messages of both stand in one thread by their times, and every message still has one outcome", async () => {
    const { from, into } = await two("merge");
    await mergeConversations(parts, { from, into, by: ada });
    assert.deepEqual(await texts(into), ["1 first", "2 second", "3 third", "4 fourth"]);
    assert.deepEqual(await texts(from), []);
    assert.equal((await conversation(db.pool, from))["merged_into"], into);
    assert.equal(await count(db.pool, "draft where state = 'pending' and conversation_id = any($1)", [[from, into]]), 0);
    await sums();
    await assert.rejects(addNote(db.pool, { conversationId: from, by: ada, text: "x" }), { code: "conflict" });
    await assert.rejects(mergeConversations(parts, { from, into, by: ada }), { code: "conflict" });
  });

  test("what the customer writes into the old thread arrives in the new place, and taking the merge back splits them as they were", async () => {
    const { from, into } = await two("undo");
    const before = await texts(from);
    const { moveId } = await mergeConversations(parts, { from, into, by: ada });
    assert.equal(await receive(db.pool, "undo-b", 3, { sender: ana, text: "fifth", ...at(5) }), into);
    await assert.rejects(undoMove(parts, { moveId, by: ada }), { code: "conflict" });
    await work(db.pool);
    await replyAsPerson(db.pool, { conversationId: into, by: ada, text: "To all five" });
    await assert.rejects(undoMove(parts, { moveId, by: ada }), { code: "conflict" });
    await sendAll();
    await undoMove(parts, { moveId, by: ada });
    assert.deepEqual(await texts(from), before);
    assert.deepEqual((await texts(into)).slice(0, 3), ["1 first", "2 third", "3 fifth"]);
    const row = await conversation(db.pool, from);
    assert.deepEqual([row["merged_into"], row["status"]], [null, "open"]);
    await sums();
    await assert.rejects(undoMove(parts, { moveId, by: ada }), { code: "conflict" });
    // And it lives on.
    await receive(db.pool, "undo-b", 4, { sender: ana, text: "sixth" });
    await work(db.pool);
    assert.equal(await count(db.pool, "message where conversation_id = $1 and author_kind = 'automation'", [from]), 1);
    await sendAll();
    await sums();
  });

  test("what was merged leads on when its place is merged again, and back when that is taken back", async () => {
    const { from, into } = await two("chain");
    const last = await receive(db.pool, "chain-c", 1, { sender: ana });
    await work(db.pool, drafting());
    await mergeConversations(parts, { from, into, by: ada });
    const { moveId } = await mergeConversations(parts, { from: into, into: last, by: ada });
    assert.equal((await conversation(db.pool, from))["merged_into"], last);
    assert.equal(await receive(db.pool, "chain-b", 3, { sender: ana }), last);
    await work(db.pool, drafting());
    await sendAll();
    await undoMove(parts, { moveId, by: ada });
    assert.equal((await conversation(db.pool, from))["merged_into"], into);
    assert.equal((await texts(into)).length, 4);
    await sums();
  });

  test("nothing is moved while a message is undecided or a reply is on its way", async () => {
    const { from, into } = await two("busy");
    await receive(db.pool, "busy-b", 3, { sender: ana });
    await assert.rejects(mergeConversations(parts, { from, into, by: ada }), { code: "conflict" });
    await work(db.pool, drafting());
    await replyAsPerson(db.pool, { conversationId: into, by: ada, text: "Hello" });
    await assert.rejects(mergeConversations(parts, { from, into, by: ada }), { code: "conflict" });
    await sendAll();
    await mergeConversations(parts, { from, into, by: ada });
    await sums();
  });

  test("a message that arrives while two are merged is in the thread once, wherever it was sent to", async () => {
    const { from, into } = await two("race");
    const [merged, arrived] = await Promise.allSettled([
      mergeConversations(parts, { from, into, by: ada }),
      receive(db.pool, "race-b", 3, { sender: ana, text: "in between" }),
    ]);
    assert.equal(arrived.status, "fulfilled");
    assert.equal(
      await count(db.pool, "message where text = 'in between' and conversation_id = $1", [merged.status === "fulfilled" ? into : from]),
      1,
    );
    await work(db.pool);
    await sendAll();
    await sums();
  });

  test("two customers are one only when somebody says so; erasing one of them then erases the whole thread", async () => {
    const { from, into } = await two("other", { kind: "email", value: "ana@work.example", proof: "proven" });
    await assert.rejects(
      mergeConversations(parts, { from, into, by: ada }),
      (error: any) => error.code === "conflict" && error.details.why === "customer",
    );
    await mergeConversations(parts, { from, into, by: ada, otherCustomer: true });
    await eraseCustomer(db.pool, (await conversation(db.pool, from))["customer_id"], ada);
    assert.equal((await conversation(db.pool, into))["status"], "erased");
    assert.equal(await count(db.pool, "message where conversation_id = $1 and text <> ''", [into]), 0);
    await sums();
  });

  test("threads that a customer's page or program follows are never moved", async () => {
    const { from, into } = await two("live");
    const live = { ...parts, goesToAddress: () => false };
    await assert.rejects(mergeConversations(live, { from, into, by: ada }), { code: "invalid" });
    await assert.rejects(splitConversation(live, { conversationId: into, messageIds: [newId()], by: ada }), { code: "invalid" });
    await assert.rejects(mergeConversations(parts, { from, into: newId(), by: ada }), { code: "not_found" });
    await assert.rejects(mergeConversations(parts, { from, into: from, by: ada }), { code: "invalid" });
  });

  test("a message that is about something else gets a conversation of its own, and can be put back", async () => {
    const id = await receive(db.pool, "split", 1, { sender: ana, text: "one", ...at(1) });
    await work(db.pool, drafting());
    await receive(db.pool, "split", 2, { sender: ana, text: "two", subject: "Something else", ...at(2) });
    await work(db.pool, drafting());
    await receive(db.pool, "split", 3, { sender: ana, text: "three", ...at(3) });
    await work(db.pool, drafting());
    const ids = (await db.pool.query("select id from message where conversation_id = $1 order by seq", [id])).rows.map(
      (row) => row.id as string,
    );
    await assert.rejects(splitConversation(parts, { conversationId: id, messageIds: ids, by: ada }), { code: "invalid" });
    await assert.rejects(splitConversation(parts, { conversationId: id, messageIds: [newId()], by: ada }), { code: "invalid" });
    const { moveId, conversationId: other } = await splitConversation(parts, { conversationId: id, messageIds: [ids[1]!], by: ada });
    assert.deepEqual([await texts(id), await texts(other)], [["1 one", "2 three"], ["1 two"]]);
    const row = await conversation(db.pool, other);
    assert.deepEqual([row["subject"], row["status"], row["assignee_id"], row["needs_person"]], ["Something else", "open", ada.id, true]);
    assert.equal(await count(db.pool, "run where conversation_id = $1", [other]), 1);
    await replyAsPerson(db.pool, { conversationId: other, by: ada, text: "About the second" });
    assert.equal(await count(db.pool, "outbox where conversation_id = $1 and seq = 2", [other]), 1);
    await sendAll();
    await sums();
    await undoMove(parts, { moveId, by: ada });
    assert.deepEqual(await texts(id), ["1 one", "2 two", "3 three", "4 About the second"]);
    assert.equal(await count(db.pool, "audit_log where act = 'conversation.unsplit'"), 1);
    await sums();
  });
});
