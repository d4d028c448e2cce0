import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { changesInWords, compareFacts } from "../answer/grounding/compare.ts";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { memoryState } from "../domain/memory-state.ts";
import { quiet } from "../mailbox/fixture-desk.ts";
import { createAuth } from "../server/auth/auth.ts";
import { authPlugin } from "../server/auth/auth-plugin.ts";
import { openKeys, type Keys } from "../server/auth/keys.ts";
import type { Scope } from "../server/auth/permissions.ts";
import { createServer, type Server } from "../server/http.ts";
import { readConversation } from "../server/reads/conversation.ts";
import { silentLog } from "../log/log.ts";
import { demoStore } from "../stores/demo/store.ts";
import { addUsers, conversation, count, draftParts, pendingDraft, receive } from "./fixture-checkpoint.ts";
import { checkpointRoutes } from "./routes.ts";

describe("the API of people's work", () => {
  let db: TestDb;
  let server: Server;
  let keys: Keys;
  let key: string;
  let woken = 0;
  before(async () => {
    db = await createTestDb();
    await addUsers(db.pool);
    const log = silentLog();
    const publicUrl = "http://127.0.0.1:3000";
    const store = demoStore.open({
      connectionId: "shop",
      settings: demoStore.settings.parse({}),
      state: memoryState(),
      log: quiet,
      now: () => new Date(),
      publicUrl,
    });
    server = await createServer({ publicUrl, log, version: "1.0.0" });
    keys = openKeys(db.pool, { log });
    await server.app.register(authPlugin, {
      auth: createAuth({ pool: db.pool, secretKey: Buffer.alloc(32, 3), baseUrl: publicUrl, log }),
      keys,
      baseUrl: publicUrl,
    });
    await server.app.register(
      checkpointRoutes({
        ...draftParts,
        db: db.pool,
        readConversation: (id) => readConversation(db.pool, id),
        reloadIncidents: async () => undefined,
        performHolds: () => undefined,
        refreshDraft: async () => "same" as const,
        wakeOutbox: () => {
          woken++;
        },
        changedFacts: (original, translation) => changesInWords(compareFacts(original, translation)),
        sources: () => ({ stores: [{ connectionId: "shop", store }], carriers: [] }),
      }),
    );
    key = await newKey("everything", ["all"]);
  });
  after(async () => {
    await server.close(100);
    await keys.close();
    await db.close();
  });

  const newKey = async (name: string, scopes: Scope[]) => (await keys.create({ name, scopes, createdBy: "system" })).key;
  async function call(method: "GET" | "POST", url: string, body?: object, bearer = key) {
    const response = await server.app.inject({
      method,
      url: `/api/v1/${url}`,
      headers: { authorization: `Bearer ${bearer}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: response.statusCode, body: response.json<any>(), headers: response.headers };
  }

  test("each change answers with the whole conversation as it stands after it", async () => {
    const id = await receive(db.pool, "verbs");
    const { revision } = await conversation(db.pool, id);
    const before = woken;
    const reply = await call("POST", `conversations/${id}/reply`, { text: "Hello", expected_revision: revision });
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    assert.deepEqual(
      reply.body.messages.map((message: any) => [message.direction, message.text]),
      [
        ["in", "message 1 of verbs"],
        ["out", "Hello"],
      ],
    );
    assert.equal(woken, before + 1);
    assert.equal((await call("POST", `conversations/${id}/note`, { text: "A note" })).body.messages.at(-1).direction, "note");
    assert.deepEqual((await call("POST", `conversations/${id}/assign`, { user_id: "u-bob", team: "support" })).body.assignee, {
      id: "u-bob",
      name: "Bob",
    });
    assert.equal(
      (await call("POST", `conversations/${id}/snooze`, { until: new Date(Date.now() + 60_000).toISOString() })).body.status,
      "snoozed",
    );
    assert.equal((await call("POST", `conversations/${id}/close`, {})).body.status, "closed");
    assert.equal((await call("POST", `conversations/${id}/reopen`)).body.status, "open");
    assert.equal((await call("POST", `conversations/${id}/pause`, { paused: true })).body.paused, true);
    assert.equal((await call("POST", `conversations/${id}/category`, { category: "complaint" })).body.category, "complaint");
  });

  test("a translated reply keeps what its writer wrote; facts that got lost on the way are refused until the writer accepts them", async () => {
    const id = await receive(db.pool, "translated");
    await db.pool.query("update conversation set language = 'de' where id = $1", [id]);
    const original = { text: "We refund 12.50 EUR on 3 May.", language: "en" };
    const refused = await call("POST", `conversations/${id}/reply`, { text: "Wir erstatten 15,20 EUR am 3. Mai.", original });
    assert.deepEqual([refused.status, refused.body.code], [422, "invalid"]);
    assert.match(refused.body.detail, /lacks “12.50 EUR” and adds “15,20 EUR”/);
    assert.equal((await call("GET", `conversations/${id}/context`)).status, 200);
    const text = "Wir erstatten 12,50 EUR am 3. Mai.";
    const sent = (await call("POST", `conversations/${id}/reply`, { text, original })).body.messages.at(-1);
    assert.equal(sent.text, text);
    assert.deepEqual(sent.translations, [{ language: "en", text: original.text, is_original: true, lacks: [] }]);
    const accepted = { ...original, accept_changed_facts: true };
    assert.equal((await call("POST", `conversations/${id}/reply`, { text: "Wir erstatten 15 EUR.", original: accepted })).status, 200);
  });

  test("a reply to what has moved on is 409 and names what is new", async () => {
    const id = await receive(db.pool, "stale");
    const { revision } = await conversation(db.pool, id);
    await receive(db.pool, "stale", 2);
    const { status, body } = await call("POST", `conversations/${id}/reply`, { text: "Too late", expected_revision: revision });
    assert.deepEqual([status, body.code, body.since.length], [409, "conflict", 1]);
  });

  test("drafts are approved, edited and rejected, once", async () => {
    const [one, two, three] = [await pendingDraft(db.pool, "d1"), await pendingDraft(db.pool, "d2"), await pendingDraft(db.pool, "d3")];
    const approved = await call("POST", `drafts/${one.draftId}/approve`, {
      expected_revision: (await conversation(db.pool, one.conversationId))["revision"],
    });
    assert.deepEqual([approved.status, approved.body.id, approved.body.drafts[0].state], [200, one.conversationId, "approved"]);
    assert.equal((await call("POST", `drafts/${one.draftId}/approve`, {})).status, 409);
    assert.equal((await call("POST", `drafts/${two.draftId}/edit`, { text: "Mine" })).body.drafts[0].sent_text, "Mine");
    assert.equal((await call("POST", `drafts/${three.draftId}/reject`, { reason: "No", category: "complaint" })).body.needs_person, true);
    assert.equal((await call("POST", "drafts/nope/approve")).status, 404);
    const review = await call("POST", "reviews", { run_id: approved.body.runs[0].id, verdict: "right" });
    assert.equal(review.status, 201);
  });

  test("an action without a policy is 403 with the rule, and an unknown order 404", async () => {
    const id = await receive(db.pool, "act", 1, { sender: { kind: "email", value: "ana@example.com", proof: "proven" } });
    const denied = await call("POST", `conversations/${id}/actions`, { kind: "refund", order: "1042", reason: "Lost" });
    assert.deepEqual([denied.status, denied.body.code, denied.body.rule], [403, "action_denied", "no_policy"]);
    assert.equal((await call("POST", `conversations/${id}/actions`, { kind: "refund", order: "999999", reason: "Lost" })).status, 404);
    await db.pool.query("insert into setting (key, value) values ('policies', $1)", [
      JSON.stringify({
        source: "policies: { refund: { allowed_by: { keys: true }, max_amount: { EUR: 100000 } } }",
      }),
    ]);
    const done = await call("POST", `conversations/${id}/actions`, {
      kind: "refund",
      order: "1042",
      amount: { amount: 100, currency: "EUR" },
      reason: "Lost",
    });
    assert.deepEqual([done.status, done.body.state, done.body.amount], [200, "done", { amount: 100, currency: "EUR" }]);
  });

  test("a customer is exported and erased; what is left of the conversation says gone", async () => {
    const id = await receive(db.pool, "gdpr");
    const { customer_id } = await conversation(db.pool, id);
    const exported = await call("GET", `customers/${customer_id}/export`);
    assert.equal(exported.body.conversations[0].messages[0].text, "message 1 of gdpr");
    assert.match(String(exported.headers["content-disposition"]), /^attachment; filename="customer-/);
    assert.deepEqual((await call("POST", `customers/${customer_id}/erase`, {})).body, { conversations: 1 });
    assert.equal((await call("POST", `conversations/${id}/reply`, { text: "Hello?" })).status, 410);
    assert.equal((await call("GET", `conversations/${id}/context`)).status, 410);
  });

  test("what stands beside the thread is served", async () => {
    const id = await receive(db.pool, "beside", 1, { sender: { kind: "email", value: "ana@example.com", proof: "proven" } });
    const { body } = await call("GET", `conversations/${id}/context`);
    assert.ok(body.orders.length > 0, JSON.stringify(body));
  });

  test("nobody does what their key does not allow, and unknown fields are refused", async () => {
    const id = await receive(db.pool, "limits");
    const reader = await newKey("reader", ["conversations:read"]);
    for (const verb of ["reply", "note"])
      assert.equal((await call("POST", `conversations/${id}/${verb}`, { text: "x" }, reader)).status, 403, verb);
    for (const verb of ["close", "reopen", "pause"])
      assert.equal((await call("POST", `conversations/${id}/${verb}`, {}, reader)).status, 403, verb);
    assert.equal((await call("POST", `customers/${id}/erase`, {}, reader)).status, 403);
    assert.equal((await call("GET", `customers/${id}/export`, undefined, reader)).status, 403);
    assert.equal((await server.app.inject({ method: "POST", url: `/api/v1/conversations/${id}/close`, payload: {} })).statusCode, 401);
    for (const body of [{ text: "x", to: "y" }, { text: 1 }, {}, { text: "x", expected_revision: -1 }])
      assert.equal((await call("POST", `conversations/${id}/reply`, body)).status, 422, JSON.stringify(body));
    assert.equal((await call("POST", `conversations/${id}/reply`, { text: "a\0b" })).status, 400);
    assert.equal((await call("POST", `conversations/${id}/snooze`, { until: "tomorrow" })).status, 422);
    assert.equal(await count(db.pool, "message where conversation_id = $1 and direction <> 'in'", [id]), 0);
  });
});
