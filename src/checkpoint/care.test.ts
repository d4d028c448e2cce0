import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { withIncidents } from "../domain/incident.ts";
import { addUsers, ada, conversation, count, receive, work } from "./fixture-checkpoint.ts";
import { endIncident, followIncidents, listIncidents, startIncident } from "./incidents.ts";
import { closeConversation, replyAsPerson } from "./people.ts";
import { settlePromise, settlePromises } from "./promises.ts";
import { echo } from "../mailbox/fixture-desk.ts";

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

describe("the ledger of promises", () => {
  let db: TestDb;
  before(async () => {
    db = await createTestDb();
    await addUsers(db.pool);
  });
  after(() => db.close());
  const promisesIn = async (id: string) =>
    (await db.pool.query("select * from promise where conversation_id = $1 order by created_at", [id])).rows;
  async function promised(thread: string, text = "We will refund you within 2 days.") {
    const id = await receive(db.pool, thread);
    await replyAsPerson(db.pool, { conversationId: id, by: ada, text: `Hello,\n\n${text}\n\nAda` });
    return id;
  }

  test("a promise in a person's reply is noted with what was promised and until when", async () => {
    const id = await promised("noted");
    const [promise] = await promisesIn(id);
    assert.deepEqual(
      [promise.kind, promise.text, promise.state, promise.made_by],
      ["refund", "We will refund you within 2 days.", "open", "user:u-ada"],
    );
    assert.ok(Math.abs(promise.due_at.getTime() - inHours(48).getTime()) < 60_000);
    assert.deepEqual(await promisesIn(await promised("none", "Thank you for your message.")), []);
  });

  test("it is kept when somebody writes again or closes the conversation, or when the refund is made", async () => {
    const [again, closed, refunded] = await Promise.all([promised("again"), promised("closed"), promised("refunded")]);
    await replyAsPerson(db.pool, { conversationId: again, by: ada, text: "It is done." });
    await closeConversation(db.pool, { conversationId: closed, by: ada });
    await db.pool.query(
      `insert into action (id, conversation_id, connection_id, kind, target, request, idempotency_key, state, verdict, requested_by, finished_at)
      values (gen_random_uuid(), $1, 'shop', 'refund', 'o', '{}', 'k', 'done', '{}', 'user:u-ada', now() + interval '1 s')`,
      [refunded],
    );
    assert.equal((await settlePromises(db.pool)).kept, 3);
    for (const id of [again, closed, refunded]) assert.equal((await promisesIn(id))[0].state, "kept");
  });

  test("it comes before people again when it is due soon, and is counted as broken when its time has passed", async () => {
    const id = await promised("soon");
    assert.equal((await conversation(db.pool, id))["status"], "waiting");
    await db.pool.query(
      "update promise set created_at = now() - interval '40 hours', due_at = now() + interval '8 hours' where conversation_id = $1",
      [id],
    );
    assert.equal((await settlePromises(db.pool)).surfaced, 1);
    const surfaced = await conversation(db.pool, id);
    assert.deepEqual([surfaced["status"], surfaced["needs_person"], surfaced["priority"]], ["open", true, "high"]);
    assert.match(surfaced["handover_reason"] as string, /We promised: “We will refund you/);
    assert.ok((surfaced["due_at"] as Date) > new Date());
    assert.equal((await settlePromises(db.pool)).surfaced, 0, "once");
    await db.pool.query("update promise set due_at = now() - interval '1 minute' where conversation_id = $1", [id]);
    assert.equal((await settlePromises(db.pool)).broken, 1);
    assert.equal(await count(db.pool, "audit_log where act = 'promise.broken' and target = $1", [`conversation:${id}`]), 1);
  });

  test("what is no promise is dropped by a click, once", async () => {
    const id = await promised("dropped");
    const [{ id: promiseId }] = await promisesIn(id);
    await settlePromise(db.pool, { promiseId, by: ada, state: "dropped" });
    await assert.rejects(settlePromise(db.pool, { promiseId, by: ada, state: "kept" }), { code: "conflict" });
    await assert.rejects(settlePromise(db.pool, { promiseId: "nope", by: ada, state: "kept" }), { code: "not_found" });
  });
});

describe("incident mode", () => {
  let db: TestDb;
  before(async () => {
    db = await createTestDb();
    await addUsers(db.pool);
  });
  after(() => db.close());
  const strike = {
    title: "Warehouse strike",
    texts: { en: "Our warehouse is on strike until Friday, so parcels leave later than usual.", de: "Unser Lager streikt bis Freitag." },
    workflows: ["echo"],
    startsAt: new Date(),
    endsAt: inHours(48),
  };

  test("while it is on, replies of the workflows it touches begin with it, and it ends by itself or by a click", async () => {
    const incidents = await followIncidents(db.pool);
    assert.deepEqual(incidents.active(new Date().toISOString()), []);
    const id = await startIncident(db.pool, strike, "user:u-ada", new Date(Date.now() - 1_000));
    await incidents.reload();
    assert.equal(incidents.active(new Date(Date.now() + 1_000).toISOString()).length, 1);
    assert.equal(incidents.active(inHours(49).toISOString()).length, 0);
    assert.equal((await listIncidents(db.pool))[0]!.state, "on");
    await endIncident(db.pool, id, "user:u-ada");
    await incidents.reload();
    assert.deepEqual(incidents.active(new Date(Date.now() + 1_000).toISOString()), []);
    await assert.rejects(endIncident(db.pool, id, "user:u-ada"), { code: "not_found" });
    assert.equal(await count(db.pool, "audit_log where act like 'incident.%'"), 2);
  });

  test("one without words, one that is over before it begins and one for ever are refused", async () => {
    await assert.rejects(startIncident(db.pool, { ...strike, texts: {} }, "a"), { code: "invalid" });
    await assert.rejects(startIncident(db.pool, { ...strike, endsAt: inHours(-1) }, "a"), { code: "invalid" });
    await assert.rejects(startIncident(db.pool, { ...strike, endsAt: inHours(24 * 100) }, "a"), { code: "invalid" });
    assert.equal((await listIncidents(db.pool)).length, 1);
  });

  test("drafts that wait are looked at again at once", async () => {
    await receive(db.pool, "draft");
    await work(db.pool, async (input) => ({ ...(await echo(input)), workflow: { name: "echo", version: "1", mode: "draft" } }));
    assert.equal(await count(db.pool, "draft where state = 'pending' and not must_check"), 1);
    await startIncident(db.pool, strike, "user:u-ada");
    assert.equal(await count(db.pool, "draft where state = 'pending' and must_check"), 1);
  });

  test("the text stands behind the greeting, has a source, and moves the evidence of what follows", () => {
    const text = "Hello Ana,\n\nyour order 1042 is on its way.";
    const start = text.indexOf("1042");
    const reply = {
      text,
      language: "en",
      template: "t",
      evidence: [{ text: "1042", start, end: start + 4, source: "shop", field: "order.number", value: "1042", at: "" }],
      unsourced: [],
    };
    const incident = { ...strike, id: "i1", startsAt: "", endsAt: "" };
    const told = withIncidents(reply, [incident], "2026-03-12T10:00:00.000Z");
    assert.equal(told.text, `Hello Ana,\n\n${strike.texts.en}\n\nyour order 1042 is on its way.`);
    for (const fact of told.evidence) assert.equal(told.text.slice(fact.start, fact.end), fact.text);
    assert.equal(withIncidents({ ...reply, text: "On its way.", evidence: [] }, [incident], "").text, `${strike.texts.en}\n\nOn its way.`);
    assert.match(withIncidents({ ...reply, language: "fr" }, [incident], "").held!, /nobody wrote what to say about it in this language/);
  });
});
