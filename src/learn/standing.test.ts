import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { ada, count, drafting, draftParts, pendingDraft, receive, work } from "../checkpoint/fixture-checkpoint.ts";
import { approveDraft, editDraft, rejectDraft } from "../checkpoint/drafts.ts";
import { addReview } from "../checkpoint/reviews.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import type { Mode } from "../domain/run.ts";
import { climb, judgeWorkflow, listToReview, type Climber } from "./standing.ts";

describe("The ladder, by what people say about replies", () => {
  let db: TestDb;
  const moved: string[] = [];
  before(async () => {
    db = await createTestDb();
    await db.pool.query("insert into workflow_version (name, version, source, created_by) values ('echo', '1', 'x', 'system')");
    await db.pool.query("insert into workflow (name, version) values ('echo', '1')");
  });
  after(() => db.close());
  beforeEach(async () => {
    moved.length = 0;
    await db.pool.query(
      "update workflow set mode_since = now() - interval '1 hour', may_promote = false, audit_share = 1, threshold = null",
    );
  });

  const climber = (mode: Mode, budget = 0.05): Climber => ({ name: "echo", version: "1", mode, budget });
  const parts = (one: Climber) => ({
    db: db.pool,
    workflows: () => [one],
    setMode: async (name: string, mode: Mode, by: string) => void moved.push(`${name} ${mode} ${by}`),
  });
  const judge = (one: Climber) => judgeWorkflow(db.pool, one, new Date(Date.now() - 3_600_000), 1);
  /** Runs with a verdict, as they would be after that many approved drafts. */
  const reviewed = (many: number, verdict: "right" | "wrong", mode: "draft" | "auto" | "shadow" = "draft") =>
    db.pool.query(
      `with r as (
        insert into run (id, conversation_id, message_ids, workflow, version, mode, state, outcome, trace, started_at, ended_at)
        select gen_random_uuid(), c.id, '{}', 'echo', '1', $3, 'done', case when $3 = 'auto' then 'answered' else 'drafted' end, t.trace, now(), now()
        from generate_series(1, $1), (select id from conversation limit 1) c, (select trace from run where mode = 'draft' limit 1) t returning id)
      insert into review (id, run_id, verdict, reviewer) select gen_random_uuid(), id, $2, 'user:u-ada' from r`,
      [many, verdict, mode],
    );
  const forget = () => db.pool.query("delete from review");

  test("approved drafts are right, rejected ones wrong, edited ones by whether they say something else", async () => {
    const drafts: Awaited<ReturnType<typeof pendingDraft>>[] = [];
    for (const thread of ["s1", "s2", "s3", "s4"]) drafts.push(await pendingDraft(db.pool, thread));
    await approveDraft(db.pool, { draftId: drafts[0]!.draftId, by: ada }, draftParts);
    await editDraft(db.pool, { draftId: drafts[1]!.draftId, by: ada, text: "Well, message 1 of s2" }, draftParts);
    await editDraft(db.pool, { draftId: drafts[2]!.draftId, by: ada, text: "message 7 of s3" }, draftParts);
    await rejectDraft(db.pool, { draftId: drafts[3]!.draftId, by: ada }, draftParts);
    const standing = (await judge(climber("draft")))!;
    assert.deepEqual([standing.reviewed, standing.wrong], [4, 2]);
    assert.equal(standing.verdict, "stay");
    const { rows } = await db.pool.query("select edit_share, meaning_changed from review where verdict = 'edited' order by created_at");
    assert.equal(rows[0].meaning_changed, false);
    assert.ok(rows[0].edit_share > 0);
    assert.equal(rows[1].meaning_changed, true);
  });

  test("few clean reviews say how many are missing; enough are a proof, which is offered and not taken without leave", async () => {
    await forget();
    await reviewed(20, "right");
    const few = (await judge(climber("draft")))!;
    assert.equal(few.verdict, "stay");
    assert.match(few.why, /20 reviewed, 0 wrong, true rate below .* confidence; \d+ more clean reviews for 5 %/);
    await reviewed(few.missing!, "right");
    const enough = (await judge(climber("draft")))!;
    assert.equal(enough.verdict, "promote");
    assert.ok(enough.atMost <= 0.05);
    assert.deepEqual(await climb(parts(climber("draft"))), []);
    const { rows } = await db.pool.query("select standing from workflow where name = 'echo'");
    assert.equal(rows[0].standing.verdict, "promote");
  });

  test("with leave it steps up by itself, and the audit log has the evidence", async () => {
    await db.pool.query("update workflow set may_promote = true");
    assert.deepEqual(await climb(parts(climber("draft"))), [{ name: "echo", to: "auto" }]);
    assert.deepEqual(moved, ["echo auto system"]);
    const { rows } = await db.pool.query("select actor, data from audit_log where act = 'workflow.promote'");
    assert.equal(rows[0].actor, "system");
    assert.match(rows[0].data.why, /within the budget of 5 %/);
    assert.deepEqual(await climb(parts(climber("shadow"))), [], "from shadow nobody is let straight to customers");
  });

  test("a breach in auto steps back at once", async () => {
    await forget();
    await reviewed(60, "right", "auto");
    assert.equal((await judge(climber("auto")))!.verdict, "stay");
    await reviewed(15, "wrong", "auto");
    assert.deepEqual(await climb(parts(climber("auto"))), [{ name: "echo", to: "draft" }]);
    const { rows } = await db.pool.query("select data from audit_log where act = 'workflow.demote'");
    assert.match(rows[0].data.why, /budget of 5 % is breached/);
  });

  test("evidence of another version, another mode or an earlier stay does not count", async () => {
    await forget();
    await reviewed(50, "right", "draft");
    assert.equal((await judge(climber("auto")))!.reviewed, 0);
    assert.equal((await judge({ ...climber("draft"), version: "2" }))!.reviewed, 0);
    assert.equal((await judgeWorkflow(db.pool, climber("draft"), new Date(Date.now() + 1000), 1))!.reviewed, 0);
    assert.equal(await judge(climber("off")), null);
  });

  test("replies with a sign from the customer are looked at first, then those chance has chosen, and each once", async () => {
    await forget();
    await db.pool.query("delete from run where mode = 'auto'");
    const plain = await receive(db.pool, "auto-1");
    const doubtful = await receive(db.pool, "auto-2");
    await work(db.pool, async (input) => ({ ...(await drafting()(input)), workflow: { name: "echo", version: "1", mode: "auto" } }));
    await db.pool.query("update conversation set rating = 1 where id = $1", [doubtful]);
    const [first, second] = await listToReview(db.pool, "echo");
    assert.equal(first!.conversationId, doubtful);
    assert.equal(first!.sign, "The customer gave 1 of 5.");
    assert.equal(first!.reply, "message 1 of auto-2");
    assert.deepEqual([second!.conversationId, second!.sign], [plain, null]);
    await addReview(db.pool, { runId: first!.runId, verdict: "wrong", by: ada });
    assert.deepEqual(
      (await listToReview(db.pool, "echo")).map(({ conversationId }) => conversationId),
      [plain],
    );
    await db.pool.query("update workflow set audit_share = 0");
    assert.deepEqual(await listToReview(db.pool, "echo"), []);
    assert.equal(await count(db.pool, "review"), 1);
  });
});
