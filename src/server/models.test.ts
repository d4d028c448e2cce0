import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, describe, test } from "node:test";
import { createWriter, type AskModel } from "../answer/drafting/writer.ts";
import { eraseCustomer, exportCustomer } from "../checkpoint/customers.ts";
import { openConnections, type Connections } from "../connections/connections.ts";
import { newId } from "../domain/ids.ts";
import { silentLog } from "../log/log.ts";
import { models as connectors } from "../models/all.ts";
import { openModels } from "../models/desk-models.ts";
import { forget, newConversation } from "../models/fixture-models.ts";
import { whyNot, type TextPurpose } from "../models/purposes.ts";
import type { ScriptedModel } from "../models/scripted/model.ts";
import { templates } from "../workflow/test-desk.ts";
import { createUser } from "./auth/users.ts";
import { startTestServer, type TestServer } from "./fixture-server.ts";
import { readConversation } from "./reads/conversation.ts";
import { connectionRoutes } from "./routes/connections.ts";
import { modelRoutes } from "./routes/models.ts";
import { writingRoutes } from "./routes/writing.ts";

const secretKey = randomBytes(32);
const definitions = { channels: [], stores: [], carriers: [], models: [...connectors] };
const base = "/api/v1/language-models";

let server: TestServer, connections: Connections;

before(async () => {
  server = await startTestServer(async (db) => {
    const log = silentLog();
    connections = await openConnections({ db, definitions, secretKey, publicUrl: "http://127.0.0.1:3000", log });
    const asked = openModels({ db, log, findModel: connections.model, sleep: async () => undefined });
    const writer = createWriter(asked as unknown as AskModel, () => templates.voice);
    const reload = async () => void (await connections.reload());
    return {
      more: [
        modelRoutes({ db, connections, now: () => new Date() }),
        connectionRoutes({
          db,
          log,
          secretKey,
          definitions,
          connections,
          reload,
          publicUrl: "http://127.0.0.1:3000",
          fixed: [],
          hookUrl: (id) => id,
          sync: async () => null,
          now: () => new Date(),
        }),
        writingRoutes({ db, writer, readConversation: (id) => readConversation(db, id) }),
      ] as never,
      desk: async () => ({ has_demo_data: false, demo_shop: false, public_url: "", version: "1", models: await asked.whatIsOn() }),
    };
  });
});
after(() => server.close());
beforeEach(async () => {
  await forget(server.db);
  await server.db.query("delete from connection where kind = 'model'");
  await connections.reload();
});

const call = (method: string, path: string, body?: unknown, key?: string) =>
  server.call(method, path, body, key === undefined ? undefined : { authorization: `Bearer ${key}` });
const done = async (method: string, path: string, body?: unknown) => {
  const answer = await call(method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
};

/** Connected through the API like an admin does, free of charge unless a price is given, and used for `purposes`. */
async function connect(settings: object, purposes: TextPurpose[] = ["rewrite", "translate", "summarise"], price = 0): Promise<string> {
  const { id } = await done("POST", "/api/v1/connections", { kind: "model", connector: "scripted", title: "Script", settings });
  await done("PUT", `${base}/prices`, { connection_id: id, model: "scripted-1", input_per_million: price, output_per_million: price });
  for (const purpose of purposes) await done("PUT", `${base}/purposes/${purpose}`, { is_on: true, connection_id: id });
  return id;
}
const shownOf = async (id: string) => (await done("GET", "/api/v1/connections")).items.find((one: { id: string }) => one.id === id);
const modelOf = (id: string) => connections.model(id)!.model as ScriptedModel;

async function conversationOf(...texts: [direction: "in" | "out" | "note", text: string][]): Promise<{ id: string; customerId: string }> {
  const made = await newConversation(server.db);
  await server.db.query("update conversation set language = 'de' where id = $1", [made.id]);
  for (const [direction, text] of texts) await add(made.id, direction, text);
  return made;
}
async function add(id: string, direction: "in" | "out" | "note", text: string): Promise<void> {
  await server.db.query(
    `insert into message (id, conversation_id, seq, connection_id, direction, author_kind, author_name, text, at)
     values ($1, $2, (select coalesce(max(seq), 0) + 1 from message where conversation_id = $2), 'api', $3, $4, $5, $6, now())`,
    [newId(), id, direction, direction === "in" ? "customer" : "agent", direction === "in" ? "Ana Silva" : "Ada", text],
  );
}

describe("the settings of language models", () => {
  test("a desk without any works, and the settings say what could be connected", async () => {
    const { connections: list, purposes, prices, budget, spending } = await done("GET", base);
    const { items: kinds } = await done("GET", "/api/v1/connectors");
    assert.deepEqual(
      kinds.map(({ id }: { id: string }) => id),
      ["openai", "anthropic", "google", "mistral", "openai-compatible", "scripted"],
    );
    const needed = kinds[1].groups[0].fields.filter((one: { is_required: boolean }) => one.is_required);
    assert.deepEqual(
      needed.map((one: { path: string; type: string }) => [one.path, one.type]),
      [
        ["apiKey", "secret"],
        ["model", "text"],
      ],
    );
    assert.deepEqual([list, prices, budget, spending], [[], [], null, []]);
    assert.ok(purposes.length === 6 && purposes.every(({ is_on }: { is_on: boolean }) => !is_on));
  });

  test("only admins and keys with the scope for settings see or change anything; agents may ask for texts", async () => {
    const agent = await createUser(server.db, { name: "Mira", email: "mira@example.com", role: "agent" });
    const cookie = await server.signIn("mira@example.com", agent.password);
    const { key: reader } = await server.keys.create({ name: "reader", scopes: ["conversations:read"], createdBy: "system" });
    const { id } = await conversationOf(["in", "Hallo"]);
    const changes: [string, string, object?][] = [
      ["GET", base],
      ["PUT", `${base}/budget`, { amount: 1, currency: "EUR" }],
      ["PUT", `${base}/prices`, { connection_id: "x", model: "m", input_per_million: 1, output_per_million: 1 }],
      ["PUT", `${base}/purposes/draft`, { is_on: false, connection_id: null }],
      ["POST", "/api/v1/connections", { kind: "model", connector: "scripted", title: "x", settings: {} }],
      ["PUT", `/api/v1/connections/x`, { title: "x", settings: {} }],
      ["DELETE", `/api/v1/connections/x`],
      ["POST", `/api/v1/connections/x/test`],
    ];
    for (const [method, path, body] of changes) {
      assert.equal((await server.call(method, path, body, { cookie, origin: "http://127.0.0.1:3000" })).status, 403, `${method} ${path}`);
      assert.equal((await server.call(method, path, body, {})).status, 401, `${method} ${path}`);
      const { status, text } = await call(method, path, body, reader);
      assert.ok(status === 403 && text.includes("settings:write"), text);
    }
    for (const verb of ["summary", "translations"])
      assert.match((await call("POST", `/api/v1/conversations/${id}/${verb}`, { language: "en" }, reader)).text, /conversations:write/);
    const asked = await server.call(
      "POST",
      `/api/v1/conversations/${id}/rewrite`,
      { text: "Hi" },
      { cookie, origin: "http://127.0.0.1:3000" },
    );
    assert.deepEqual([asked.status, asked.body.say], [200, whyNot.off]);
  });

  test("what is wrong in a request is said in a sentence", async () => {
    const { id } = await conversationOf(["in", "Hallo"]);
    const wrong: [string, string, object, number, RegExp][] = [
      ["PUT", `${base}/budget`, { amount: -1, currency: "EUR" }, 422, /a budget is 0 or more/],
      ["PUT", `${base}/budget`, { amount: 1.5, currency: "EUR" }, 422, /whole number of minor units/],
      ["PUT", `${base}/budget`, { amount: 1, currency: "euro" }, 422, /three capital letters/],
      [
        "PUT",
        `${base}/prices`,
        { connection_id: "x", model: "m", input_per_million: -1, output_per_million: 0 },
        422,
        /a price is 0 or more/,
      ],
      [
        "PUT",
        `${base}/prices`,
        { connection_id: "nobody", model: "m", input_per_million: 1, output_per_million: 0 },
        404,
        /called \\"nobody\\"/,
      ],
      ["PUT", `${base}/purposes/draft`, { is_on: true, connection_id: "nobody" }, 404, /called \\"nobody\\"/],
      ["PUT", `${base}/purposes/chat`, { is_on: true, connection_id: null }, 422, /purpose/],
      ["POST", "/api/v1/connections", { kind: "model", connector: "skynet", title: "x", settings: {} }, 404, /Known: openai, anthropic/],
      ["POST", "/api/v1/connections", { kind: "model", connector: "anthropic", title: "x", settings: { model: "m" } }, 422, /apiKey/],
      ["POST", "/api/v1/connections", { kind: "model", connector: "anthropic", title: " ", settings: {} }, 422, /give it a name/],
      ["PUT", `/api/v1/connections/nobody`, { title: "x", settings: {} }, 404, /no connection/],
      ["POST", `/api/v1/connections/nobody/test`, {}, 404, /no connection/],
      ["POST", `/api/v1/conversations/${id}/rewrite`, { text: "" }, 422, /no text to work on/],
      ["POST", `/api/v1/conversations/${id}/rewrite`, { text: "x", how: "rude" }, 422, /how/],
      ["POST", `/api/v1/conversations/${id}/translate`, { text: "x", to: "German" }, 422, /ISO 639-1/],
      ["POST", `/api/v1/conversations/1/summary`, { language: "en" }, 422, /UUID/],
      ["POST", `/api/v1/conversations/${newId()}/summary`, { language: "en" }, 404, /There is no conversation/],
    ];
    for (const [method, path, body, status, says] of wrong) {
      const answer = await call(method, path, body);
      assert.equal(answer.status, status, `${method} ${path} ${answer.text}`);
      assert.match(answer.text, says);
    }
  });

  test("a key goes in and never comes out; it is kept when it is not typed again, but not for another address", async () => {
    const settings = { apiKey: "sk-very-secret", model: "model-x" };
    const { id } = await done("POST", "/api/v1/connections", { kind: "model", connector: "anthropic", title: "Model", settings });
    assert.equal(
      (await done("POST", "/api/v1/connections", { kind: "model", connector: "anthropic", title: "Second", settings })).id,
      "anthropic-2",
    );
    const shown = await call("GET", "/api/v1/connections");
    assert.ok(!shown.text.includes("sk-very-secret"));
    const first = shown.body.items.find((one: { id: string }) => one.id === "anthropic");
    assert.deepEqual([first.kept, first.settings], [["apiKey"], { model: "model-x" }]);
    assert.deepEqual((await done("GET", base)).connections[0].models, ["model-x"]);
    const { rows } = await server.db.query("select secrets from connection where id = $1", [id]);
    assert.ok(!rows[0].secrets.toString("latin1").includes("sk-very"));

    await done("PUT", `/api/v1/connections/${id}`, {
      title: "Model 2",
      settings: { model: "model-y", baseUrl: "https://api.anthropic.com/v1" },
    });
    assert.equal((await done("GET", base)).connections[0].models[0], "model-y");
    const moved = await call("PUT", `/api/v1/connections/${id}`, {
      title: "x",
      settings: { model: "m", baseUrl: "http://127.0.0.1:9/v1" },
    });
    assert.equal(moved.status, 422);
    assert.match(moved.text, /apiKey/);
    const log = await server.db.query("select act, data::text as data from audit_log where target = 'connection:anthropic' order by id");
    assert.ok(log.rows.length === 2 && log.rows.every(({ act, data }) => act === "connection.save" && !data.includes("sk-")));
  });

  test("the test of a connection says what is wrong, and a model that is taken away is asked for nothing more", async () => {
    const good = await connect({});
    assert.deepEqual(await done("POST", `/api/v1/connections/${good}/test`), { fault: null, can_check: true });
    const settings = { baseUrl: "http://127.0.0.1:9/v1", model: "small", timeoutSeconds: 2 };
    const { id } = await done("POST", "/api/v1/connections", { kind: "model", connector: "openai-compatible", title: "Dead", settings });
    const { fault } = await done("POST", `/api/v1/connections/${id}/test`);
    assert.match(fault.say, /cannot be reached.*the model's name \(small\)/s);
    await server.db.query("update connection set settings = '{}' where id = $1", [id]);
    await connections.reload();
    assert.match((await done("POST", `/api/v1/connections/${id}/test`)).fault.mend, /Enter them again/);
    assert.equal((await shownOf(id)).state, "closed");

    await done("DELETE", `/api/v1/connections/${good}`);
    const conversation = await conversationOf(["in", "Hallo"]);
    const answer = await done("POST", `/api/v1/conversations/${conversation.id}/rewrite`, { text: "Hi" });
    assert.deepEqual(answer, { text: null, say: whyNot.no_connection, changes: null });
    assert.deepEqual((await done("GET", base)).prices, []);
  });

  test("today's money is told by purpose and model, and a vendor's fault stays to be read", async () => {
    await done("PUT", `${base}/budget`, { amount: 500, currency: "EUR" });
    const id = await connect({ otherwise: "Kurz.", model: "scripted-1" }, ["rewrite", "translate"], 1_000);
    const { id: conversation } = await conversationOf(["in", "Hallo"]);
    await done("POST", `/api/v1/conversations/${conversation}/rewrite`, { text: "A long text.", how: "shorter" });
    const told = await done("GET", base);
    const [line, ...others] = told.spending;
    assert.deepEqual(
      [line.purpose, line.connection_id, line.model, line.asked, line.answered, others],
      ["rewrite", id, "scripted-1", 1, 1, []],
    );
    assert.ok(line.cost > 0 && Math.abs(line.cost - told.days.at(-1).cost) < 1e-9 && told.days.length === 14);
    assert.deepEqual(told.spent_today, { amount: Math.ceil(line.cost * 100 - 1e-9), currency: "EUR" });
    const before = await shownOf(id);
    assert.deepEqual([before.state, before.fault], ["works", null]);

    await done("PUT", `/api/v1/connections/${id}`, { title: "Script", settings: { failCalls: 100, failKind: "unauthorized" } });
    const failed = await done("POST", `/api/v1/conversations/${conversation}/rewrite`, { text: "A long text." });
    assert.equal(failed.say, whyNot.unauthorized);
    const { state, fault } = await shownOf(id);
    assert.deepEqual([state, fault.code], ["failing", "vendor_unauthorized"]);
  });

  test("everybody's page knows what models are connected for", async () => {
    const cookie = await server.signIn(server.admin.email, server.admin.password);
    const known = async () => (await server.call("GET", "/api/v1/me", undefined, { cookie })).body.desk.models;
    assert.deepEqual(await known(), []);
    const id = await connect({}, ["translate", "summarise"]);
    assert.deepEqual(await known(), ["translate", "summarise"]);
    await done("DELETE", `/api/v1/connections/${id}`);
    assert.deepEqual(await known(), []);
  });
});

describe("texts for people who work on a conversation", () => {
  test("a rewritten reply comes with the facts that are no longer the same", async () => {
    await connect({ otherwise: "We refund 15.00 EUR tomorrow." });
    const { id } = await conversationOf(["in", "Hallo"]);
    const text = "We refund 12.50 EUR tomorrow.";
    const { text: made, changes } = await done("POST", `/api/v1/conversations/${id}/rewrite`, { text, language: "en" });
    assert.equal(made, "We refund 15.00 EUR tomorrow.");
    assert.deepEqual([changes.lost[0].text, changes.added[0].text, changes.is_whole], ["12.50 EUR", "15.00 EUR", true]);
  });

  test("money that is used up is said, and nothing is asked", async () => {
    const id = await connect({}, ["rewrite"], 1_000);
    await done("PUT", `${base}/budget`, { amount: 0, currency: "EUR" });
    const conversation = await conversationOf(["in", "Hallo"]);
    const answer = await done("POST", `/api/v1/conversations/${conversation.id}/rewrite`, { text: "Hi" });
    assert.deepEqual([answer.text, answer.say], [null, whyNot.over_budget]);
    assert.equal(modelOf(id).asked.length, 0);
  });

  test("a summary is kept until a new message comes, then says how many it does not know", async () => {
    const id = await connect({ otherwise: "Wants a refund." });
    const { id: conversation } = await conversationOf(["in", "Hallo, ich möchte mein Geld."], ["note", "Check the order."]);
    const path = `/api/v1/conversations/${conversation}/summary`;
    assert.equal((await done("GET", `${path}?language=en`)).text, null);
    const first = await done("POST", path, { language: "en" });
    assert.deepEqual([first.text, first.new_messages, first.say], ["Wants a refund.", 0, null]);
    assert.match(modelOf(id).asked[0]!.messages[0]!.text, /customer: Hallo[^]*note: Check the order/);
    assert.deepEqual(await done("POST", path, { language: "en" }), first);
    assert.equal(modelOf(id).asked.length, 1);
    await add(conversation, "in", "Und jetzt?");
    assert.equal((await done("GET", `${path}?language=en`)).new_messages, 1);
    assert.equal((await done("POST", path, { language: "en" })).new_messages, 0);
    assert.equal(modelOf(id).asked.length, 2);
  });

  test("messages are translated in one question, once, the newest first; a new one is asked for alone", async () => {
    const say = JSON.stringify({ texts: ["You get 12 EUR.", "Where is my money?"] });
    const id = await connect({ script: [{ when: "[", say }], otherwise: "And now?" }, ["translate"]);
    const { id: conversation } = await conversationOf(
      ["in", "Wo ist mein Geld?"],
      ["note", "Not translated"],
      ["out", "Sie bekommen 12,50 EUR."],
    );
    const path = `/api/v1/conversations/${conversation}/translations`;
    assert.deepEqual(await done("POST", path, { language: "en" }), { translated: 2, left: 0, say: null });
    const { messages } = await done("GET", `/api/v1/conversations/${conversation}`);
    assert.deepEqual(
      messages.map((one: any) => one.translations.map(({ text, lacks }: any) => [text, lacks])),
      [[["Where is my money?", []]], [], [["You get 12 EUR.", ["12,50 EUR"]]]],
    );
    assert.deepEqual(await done("POST", path, { language: "en" }), { translated: 0, left: 0, say: null });
    assert.equal(modelOf(id).asked.length, 1);
    await add(conversation, "in", "Und jetzt?");
    assert.deepEqual(await done("POST", path, { language: "en" }), { translated: 1, left: 0, say: null });
    assert.equal(modelOf(id).asked.length, 2);
  });

  test("a long conversation is translated a part at a time, and an answer that leaves a message out is not kept", async () => {
    const say = JSON.stringify({ texts: Array.from({ length: 12 }, (_, at) => `Text ${String.fromCharCode(65 + at)}`) });
    await connect({ otherwise: say }, ["translate"]);
    const { id } = await conversationOf(...Array.from({ length: 20 }, (): ["in", string] => ["in", "Hallo"]));
    const path = `/api/v1/conversations/${id}/translations`;
    assert.deepEqual(await done("POST", path, { language: "en" }), { translated: 12, left: 8, say: null });
    const rest = await done("POST", path, { language: "en" });
    assert.deepEqual([rest.translated, rest.left], [0, 8]);
    assert.match(rest.say, /did not translate every message/);
  });

  test("without a model nothing changes: each says why there is nothing", async () => {
    const { id } = await conversationOf(["in", "Hallo"]);
    const path = `/api/v1/conversations/${id}`;
    assert.deepEqual(await done("POST", `${path}/translations`, { language: "en" }), { translated: 0, left: 1, say: whyNot.off });
    assert.deepEqual(await done("POST", `${path}/translate`, { text: "Hi", to: "de" }), { text: null, say: whyNot.off, changes: null });
    const summary = await done("POST", `${path}/summary`, {});
    assert.deepEqual(summary, { text: null, say: whyNot.off, language: "en", at: null, new_messages: 0 });
  });

  test("what was made of a conversation is exported and erased with its customer", async () => {
    await connect({ otherwise: "Made of it" });
    const { id, customerId } = await conversationOf(["in", "Hallo"]);
    await done("POST", `/api/v1/conversations/${id}/translations`, { language: "en" });
    await done("POST", `/api/v1/conversations/${id}/summary`, {});
    const exported = JSON.stringify(await exportCustomer(server.db, customerId));
    assert.equal(exported.split("Made of it").length, 3);
    await eraseCustomer(server.db, customerId, { kind: "user", id: "u", name: "Ada" });
    for (const table of ["message_translation", "conversation_summary"])
      assert.equal((await server.db.query(`select from ${table} where conversation_id = $1`, [id])).rowCount, 0);
    assert.equal((await done("POST", `/api/v1/conversations/${id}/translations`, { language: "en" })).translated, 0);
  });
});
