import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { newId } from "../domain/ids.ts";
import { auditSum } from "../mailbox/audit.ts";
import { inbound } from "../mailbox/fixture-desk.ts";
import { createIntake } from "../mailbox/intake.ts";
import { changeMany, forgetBulk, undoMany } from "./bulk.ts";
import { ada, addUsers, bob, conversation, count, drafting, pendingDraft, receive, work } from "./fixture-checkpoint.ts";
import { addNote } from "./people.ts";

describe("one change of many conversations", () => {
  let db: TestDb;
  before(async () => {
    db = await createTestDb();
    await addUsers(db.pool);
  });
  after(() => db.close());

  const several = async (name: string, n: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let nth = 0; nth < n; nth++) ids.push(await receive(db.pool, `${name}-${nth}`));
    await work(db.pool, drafting());
    return ids;
  };
  const rows = async (ids: string[]) => Promise.all(ids.map((id) => conversation(db.pool, id)));

  test("what is closed at once is closed like one by one, and taking it back brings drafts and deadlines back too", async () => {
    const ids = await several("close", 3);
    await db.pool.query("update conversation set due_at = now() + interval '1 hour', team = 'support', needs_person = true where id = $1", [
      ids[0],
    ]);
    const { id, done, failed } = await changeMany(db.pool, { ids, by: ada, act: { act: "close" } });
    assert.deepEqual([done, failed], [3, []]);
    assert.deepEqual(
      (await rows(ids)).map((row) => [row["status"], row["due_at"], row["needs_person"]]),
      Array(3).fill(["closed", null, false]),
    );
    assert.equal(await count(db.pool, "draft where state = 'pending' and conversation_id = any($1)", [ids]), 0);
    assert.equal(await count(db.pool, "happening where conversation_id = any($1)", [ids]), 3);
    assert.equal(await count(db.pool, "audit_log where act = 'conversation.close' and data->>'bulk' = $1", [id]), 3);
    await assert.rejects(undoMany(db.pool, { bulkId: id!, by: bob }), { code: "forbidden" });
    assert.deepEqual(await undoMany(db.pool, { bulkId: id!, by: ada }), { id: null, done: 3, failed: [] });
    const [first] = await rows(ids);
    assert.deepEqual([first!["status"], first!["needs_person"], first!["due_at"] > new Date()], ["open", true, true]);
    assert.equal(await count(db.pool, "draft where state = 'pending' and conversation_id = any($1)", [ids]), 3);
    assert.equal(await count(db.pool, "happening where conversation_id = any($1)", [ids]), 0);
    await assert.rejects(undoMany(db.pool, { bulkId: id!, by: ada }), { code: "conflict" });
    assert.deepEqual((await auditSum(db.pool)).problems, []);
  });

  test("one that cannot be changed is told and keeps nobody else from being changed", async () => {
    const [good, gone] = await several("partly", 2);
    await db.pool.query("update conversation set status = 'erased' where id = $1", [gone]);
    const unknown = newId();
    const { done, failed } = await changeMany(db.pool, {
      ids: [good!, gone!, unknown, "nonsense", good!],
      by: ada,
      act: { act: "assign", user_id: bob.id, team: "support" },
    });
    assert.equal(done, 1);
    assert.deepEqual(
      new Map(failed.map((one) => [one.id, one.why])),
      new Map([
        ["nonsense", "not_found"],
        [gone!, "erased"],
        [unknown, "not_found"],
      ]),
    );
    const [row] = await rows([good!]);
    assert.deepEqual([row!["assignee_id"], row!["team"]], [bob.id, "support"]);
  });

  test("what somebody changed since stays as they left it when the rest is taken back", async () => {
    const ids = await several("since", 2);
    const { id } = await changeMany(db.pool, { ids, by: ada, act: { act: "tag", add: [" Christmas  2026 "], remove: [] } });
    await addNote(db.pool, { conversationId: ids[0]!, by: bob, text: "I am on it" });
    const undone = await undoMany(db.pool, { bulkId: id!, by: ada });
    assert.deepEqual([undone.done, undone.failed], [1, [{ id: ids[0], why: "changed" }]]);
    assert.deepEqual(
      (await rows(ids)).map((row) => row["tags"]),
      [["christmas 2026"], []],
    );
    assert.equal(await count(db.pool, "tag where name = 'christmas 2026'"), 1);
  });

  test("spam is closed, tagged, and a label to learn from; a mistake leaves no label", async () => {
    const { conversationId } = await pendingDraft(db.pool, "spam");
    const { id } = await changeMany(db.pool, { ids: [conversationId], by: ada, act: { act: "spam" } });
    const [row] = await rows([conversationId]);
    assert.deepEqual([row!["status"], row!["category"], row!["tags"]], ["closed", "spam_or_solicitation", ["spam"]]);
    const labels = "review w join run r on r.id = w.run_id where r.conversation_id = $1";
    assert.equal(await count(db.pool, `${labels} and w.category = 'spam_or_solicitation'`, [conversationId]), 1);
    await undoMany(db.pool, { bulkId: id!, by: ada });
    assert.equal(await count(db.pool, labels, [conversationId]), 0);
    assert.equal((await rows([conversationId]))[0]!["category"], "order_status");
  });

  test("three hundred are snoozed in batches, and a decision in flight is made anew", async () => {
    const messages = Array.from({ length: 300 }, (_, nth) => ({
      connectionId: "memory",
      isDemo: false,
      message: inbound(`many-${nth}`, 1),
    }));
    const ids = (await createIntake(db.pool)(messages)).map((one) => one.conversationId);
    const accepted = await work(db.pool, drafting(), () =>
      changeMany(db.pool, { ids, by: ada, act: { act: "snooze", until: new Date(Date.now() + 3_600_000) } }),
    );
    assert.equal(accepted.length > 0 && accepted.every((one) => !one), true);
    assert.equal(await count(db.pool, "conversation where status = 'snoozed' and id = any($1)", [ids]), 300);
    await assert.rejects(changeMany(db.pool, { ids, by: ada, act: { act: "snooze", until: new Date(0) } }), { code: "invalid" });
    await assert.rejects(changeMany(db.pool, { ids, by: ada, act: { act: "assign", user_id: "u-gone" } }), { code: "invalid" });
    await assert.rejects(changeMany(db.pool, { ids: [], by: ada, act: { act: "close" } }), { code: "invalid" });
    await db.pool.query("update bulk_change set made_at = now() - interval '2 days'");
    assert.ok((await forgetBulk(db.pool)) > 0);
  });
});
