import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { saveRules } from "../library/rules.ts";
import { assignWaiting, choose, type Person } from "./assignment.ts";
import { watchDeadlines, watchDrafts } from "./deadlines.ts";
import { addUsers, bob, conversation, count, desk, drafting, receive, work } from "./fixture-checkpoint.ts";
import { replyAsPerson } from "./people.ts";

const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  teams: ["returns"],
  skills: [],
  languages: [],
  capacity: 10,
  load: 0,
  ...more,
});
const waiting = { id: "c", team: "returns", language: null, skills: [] };
const chosen = (people: Person[], more: object = {}, assign: "round_robin" | "least_loaded" = "least_loaded", last: string | null = null) =>
  choose({ ...waiting, ...more }, people, { assign, last })?.id ?? null;

test("who has the fewest for their capacity is given the next one", () => {
  assert.equal(chosen([person("a", { load: 4 }), person("b", { load: 3 })]), "b");
  assert.equal(chosen([person("a", { load: 4, capacity: 20 }), person("b", { load: 3 })]), "a");
  assert.equal(chosen([person("a", { load: 10 })]), null, "full");
  assert.equal(chosen([person("a", { teams: ["sales"] })]), null, "another team");
});

test("in turn means in turn, and who is full is passed over", () => {
  const three = [person("a"), person("b"), person("c")];
  assert.deepEqual(
    [null, "a", "b", "c"].map((last) => chosen(three, {}, "round_robin", last)),
    ["a", "b", "c", "a"],
  );
  assert.equal(chosen([person("a"), person("b", { load: 10 }), person("c")], {}, "round_robin", "a"), "c");
});

test("what needs a skill goes only to who has it; the language is met where it can be", () => {
  const people = [person("a"), person("b", { skills: ["warranty"], load: 5, languages: ["de"] })];
  assert.equal(chosen(people, { skills: ["warranty"] }), "b");
  assert.equal(chosen(people, { skills: ["warranty", "law"] }), null);
  assert.equal(chosen(people, { language: "de" }), "b");
  assert.equal(chosen(people, { language: "fr" }), "a");
});

describe("what waits for a person", () => {
  let db: TestDb;
  before(async () => {
    db = await createTestDb();
    await addUsers(db.pool);
  });
  after(() => db.close());
  beforeEach(async () => {
    await db.pool.query("update conversation set needs_person = false, due_at = null, status = 'closed'");
    await saveRules(
      db.pool,
      "teams",
      `teams:
  - { name: support, title: Support, assign: least_loaded, escalates_to: leads }
  - { name: leads, title: Leads }`,
      "test",
    );
    await db.pool.query(`update "user" set teams = '{support}', is_away = false, capacity = 20, skills = '{}'`);
  });
  let nth = 0;
  async function handedOver(more: Record<string, unknown> = {}): Promise<string> {
    const id = await receive(db.pool, `wait-${nth++}`);
    const values = { needs_person: true, team: "support", due_at: new Date(Date.now() + 3_600_000), ...more };
    const sets = Object.keys(values).map((name, index) => `${name} = $${index + 2}`);
    await db.pool.query(`update conversation set ${sets.join(", ")} where id = $1`, [id, ...Object.values(values)]);
    return id;
  }

  test("is shared among those who are there, the most urgent first", async () => {
    await db.pool.query(`update "user" set capacity = 1`);
    const low = await handedOver({ priority: "low" }),
      normal = await handedOver({ priority: "normal" }),
      urgent = await handedOver({ priority: "urgent" });
    assert.equal(await assignWaiting(db.pool), 2);
    const assignees = await Promise.all([urgent, normal, low].map(async (id) => (await conversation(db.pool, id))["assignee_id"]));
    assert.deepEqual(new Set(assignees.slice(0, 2)), new Set(["u-ada", "u-bob"]));
    assert.equal(assignees[2], null, "nobody has room");
    assert.equal(await count(db.pool, "audit_log where act = 'conversation.assign' and data->>'why' is not null"), 2);
  });

  test("passes over who is away and who was let go, and waits in the queue of a team that assigns by hand", async () => {
    await db.pool.query(`update "user" set is_away = id = 'u-ada'`);
    const one = await handedOver(),
      byHand = await handedOver({ team: "leads" });
    assert.equal(await assignWaiting(db.pool), 1);
    assert.equal((await conversation(db.pool, one))["assignee_id"], "u-bob");
    assert.equal((await conversation(db.pool, byHand))["assignee_id"], null);
  });

  test("is given once, however many processes look at the same moment", async () => {
    const ids = await Promise.all([handedOver(), handedOver(), handedOver()]);
    const given = await Promise.all(Array.from({ length: 4 }, () => assignWaiting(db.pool)));
    assert.equal(
      given.reduce((sum, n) => sum + n, 0),
      ids.length,
    );
  });

  test("is warned of after three quarters of its time, once", async () => {
    const id = await handedOver();
    assert.equal((await watchDeadlines(db.pool, desk)).warned, 0);
    await db.pool.query("update conversation set due_since = now() - interval '4 hours' where id = $1", [id]);
    assert.deepEqual([(await watchDeadlines(db.pool, desk)).warned, (await watchDeadlines(db.pool, desk)).warned], [1, 0]);
    assert.equal(await count(db.pool, "audit_log where act = 'deadline.warn' and target = $1", [`conversation:${id}`]), 1);
    assert.notEqual((await conversation(db.pool, id))["resolve_by"], null);
  });

  test("goes to the team that stands behind, more urgent and without who did not answer, when its time is over", async () => {
    const id = await handedOver({ assignee_id: "u-ada", priority: "normal" });
    await db.pool.query("update conversation set due_at = now() - interval '1 minute' where id = $1", [id]);
    assert.equal((await watchDeadlines(db.pool, desk)).escalated, 1);
    const after = await conversation(db.pool, id);
    assert.deepEqual([after["team"], after["priority"], after["assignee_id"], after["escalations"]], ["leads", "high", null, 1]);
    assert.ok((after["due_at"] as Date) > new Date());
    for (let step = 0; step < 4; step++) {
      await db.pool.query("update conversation set due_at = now() - interval '1 minute' where id = $1 and breached_at is null", [id]);
      await watchDeadlines(db.pool, desk);
    }
    const last = await conversation(db.pool, id);
    assert.deepEqual([last["priority"], last["escalations"], last["breached_at"] !== null], ["urgent", 4, true]);
    assert.ok((last["due_at"] as Date) < new Date(), "after the last step it stays overdue");
    assert.equal((await watchDeadlines(db.pool, desk)).escalated, 0);
  });

  test("that somebody has answered is not passed on", async () => {
    const id = await handedOver();
    await db.pool.query("update conversation set due_at = now() - interval '1 minute' where id = $1", [id]);
    await replyAsPerson(db.pool, { conversationId: id, by: bob, text: "I am on it." });
    assert.equal((await watchDeadlines(db.pool, desk)).escalated, 0);
  });

  test("a draft that nobody looks at becomes somebody's task, and one of a week ago is not sent any more", async () => {
    const id = await receive(db.pool, "draft");
    await work(db.pool, drafting());
    const age = (interval: string) =>
      db.pool.query(`update draft set created_at = now() - interval '${interval}' where conversation_id = $1`, [id]);
    assert.deepEqual(await watchDrafts(db.pool, desk), { overdue: 0, expired: 0 });
    await age("2 days");
    assert.deepEqual(await watchDrafts(db.pool, desk), { overdue: 1, expired: 0 });
    const waiting = await conversation(db.pool, id);
    assert.deepEqual([waiting["needs_person"], waiting["team"]], [true, "support"]);
    assert.ok((waiting["due_at"] as Date) > new Date());
    assert.deepEqual(await watchDrafts(db.pool, desk), { overdue: 0, expired: 0 }, "told once");
    await age("8 days");
    assert.deepEqual(await watchDrafts(db.pool, desk), { overdue: 0, expired: 1 });
    assert.equal(await count(db.pool, "draft where conversation_id = $1 and state = 'stale'", [id]), 1);
  });

  test("and is not closed in time is noted once", async () => {
    const id = await handedOver();
    await watchDeadlines(db.pool, desk);
    await db.pool.query("update conversation set resolve_by = now() - interval '1 minute' where id = $1", [id]);
    assert.deepEqual([(await watchDeadlines(db.pool, desk)).unresolved, (await watchDeadlines(db.pool, desk)).unresolved], [1, 0]);
  });
});
