import { AppError } from "../domain/errors.ts";
import { judgeTicket, summarize } from "../learn/backtest.ts";
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { newId } from "../domain/ids.ts";
import { apiKey, me, user } from "../domain/wire.ts";
import { inbound } from "../mailbox/fixture-desk.ts";
import { startTestServer, type TestServer } from "./fixture-server.ts";

let desk: TestServer;
let cookie: Record<string, string>;
before(async () => {
  desk = await startTestServer({
    reparse: async (_connection, raw) => (raw[0] === 1 ? inbound("mended", 1) : null),
    workflows: {
      check: () => [],
      limits: () => [],
      setLimit: async () => undefined,
      list: async () => [],
      get: async (name) =>
        name === "order-status"
          ? { name, title: "Orders", version: "1", mode: "draft", categories: [], runs: {}, source: "workflow: order-status", versions: [] }
          : null,
      save: async (_name, source) =>
        source === "good"
          ? { version: "2" }
          : { problems: [{ line: 3, column: 5, message: "There is no field order.stauts", mend: "Did you mean order.status?" }] },
      publish: async (_name, version) => {
        if (version !== "1") throw new AppError("not_found", "no such version");
      },
      remove: async () => undefined,
      source: async (_name, version) => ({ "1": "a\nb", "2": "a\nc" })[version] ?? null,
      backtest: async (_name, { tickets }) =>
        summarize(
          (tickets ?? []).map((ticket) =>
            judgeTicket(ticket, {
              isTaken: true,
              outcome: "answered",
              reason: null,
              reply: "Tomorrow.",
              category: "order_status",
              confidence: 0.9,
              facts: "none",
            }),
          ),
        ),
      try: () => Promise.reject(new Error("not here")),
      vocabulary: () => Promise.reject(new Error("not here")),
      setMode: async (name, mode) =>
        name === "order-status" ? { name, title: "Orders", version: "1", mode, categories: [], runs: {} } : null,
    },
  });
  cookie = { cookie: await desk.signIn(desk.admin.email, desk.admin.password), "sec-fetch-site": "same-origin" };
});
after(async () => {
  await desk.close();
});

describe("people", () => {
  test("who is signed in learns who he is, and a key is nobody", async () => {
    assert.equal(me.parse((await desk.call("GET", "/api/v1/me", undefined, cookie)).body).user.email, "ada@example.com");
    assert.equal((await desk.call("GET", "/api/v1/me", undefined, {})).status, 401);
    assert.equal((await desk.call("GET", "/api/v1/me")).status, 403);
  });

  test("an admin adds somebody, changes the role, lets him out and in again", async () => {
    const created = await desk.call("POST", "/api/v1/users", { name: "Ben", email: "ben@example.com", role: "agent" }, cookie);
    assert.equal(created.status, 201);
    const { id } = user.parse(created.body["user"]);
    const his = { cookie: await desk.signIn("ben@example.com", created.body["password"]), "sec-fetch-site": "same-origin" };
    assert.equal((await desk.call("POST", "/api/v1/users", { name: "Eve", email: "eve@example.com", role: "admin" }, his)).status, 403);
    assert.deepEqual((await desk.call("POST", `/api/v1/users/${id}`, { role: "admin", is_active: false }, cookie)).body, {
      id,
      name: "Ben",
      email: "ben@example.com",
      role: "admin",
      is_active: false,
      teams: [],
      skills: [],
      languages: [],
      capacity: 20,
      is_away: false,
    });
    assert.equal((await desk.call("GET", "/api/v1/me", undefined, his)).status, 401);
    assert.equal((await desk.call("POST", `/api/v1/users/${desk.admin.id}`, { role: "agent" }, cookie)).status, 409);
    assert.equal(
      (await desk.call("POST", "/api/v1/users", { name: "Ben", email: "ben@example.com", role: "agent", is_boss: true }, cookie)).status,
      422,
    );
  });

  test("who is given what is said by an admin; that one is away everybody says for themselves", async () => {
    await desk.db.query("insert into team (name, title) values ('returns', 'Returns') on conflict do nothing");
    const change = (body: object) => desk.call("POST", `/api/v1/users/${desk.admin.id}`, body, cookie);
    const duties = { teams: ["returns"], skills: ["warranty"], languages: ["de"], capacity: 5 };
    const changed = user.parse((await change(duties)).body);
    assert.deepEqual(duties, { teams: changed.teams, skills: changed.skills, languages: changed.languages, capacity: changed.capacity });
    assert.equal((await change({ teams: ["nobody"] })).status, 422);
    assert.equal((await change({ languages: ["German"] })).status, 422);
    assert.equal((await change({})).status, 422);
    assert.equal((await desk.call("POST", "/api/v1/me/away", { away: true }, cookie)).status, 204);
    assert.equal(me.parse((await desk.call("GET", "/api/v1/me", undefined, cookie)).body).user.is_away, true);
  });

  test("the own password is changed with the current one, and other browsers are signed out", async () => {
    const other = { cookie: await desk.signIn(desk.admin.email, desk.admin.password) };
    const change = (current: string) => desk.call("POST", "/api/v1/me/password", { current, next: "a new and long password" }, cookie);
    assert.equal((await change("wrong")).status, 403);
    assert.equal((await change(desk.admin.password)).status, 204);
    assert.equal((await desk.call("GET", "/api/v1/me", undefined, other)).status, 401);
    assert.equal((await desk.call("GET", "/api/v1/me", undefined, cookie)).status, 200);
    for (let nth = 0; nth < 8; nth++) await change("wrong");
    assert.equal((await change("wrong")).status, 429);
  });

  test("a key is shown once, works, and is dead when revoked; the audit log tells who did it", async () => {
    const made = await desk.call("POST", "/api/v1/keys", { name: "shop", scopes: ["conversations:read"] }, cookie);
    const { id } = apiKey.parse(made.body);
    const his = { authorization: `Bearer ${made.body["key"]}` };
    assert.equal((await desk.call("GET", "/api/v1/users", undefined, his)).status, 200);
    assert.ok(!(await desk.call("GET", "/api/v1/keys", undefined, cookie)).text.includes(made.body["key"]));
    assert.equal((await desk.call("DELETE", `/api/v1/keys/${id}`, undefined, cookie)).status, 204);
    assert.equal((await desk.call("GET", "/api/v1/users", undefined, his)).status, 401);
    const log = await desk.call("GET", "/api/v1/audit-log?limit=1", undefined, cookie);
    assert.deepEqual([log.body["items"][0].act, log.body["items"][0].actor], ["key.revoke", `user:${desk.admin.id}`]);
    const next = await desk.call("GET", `/api/v1/audit-log?limit=1&cursor=${log.body["next_cursor"]}`, undefined, cookie);
    assert.equal(next.body["items"][0].act, "key.create");
    assert.equal((await desk.call("GET", "/api/v1/audit-log?cursor=x", undefined, cookie)).status, 400);
  });
});

describe("what was set aside", () => {
  const hold = async (raw: number) => {
    const id = newId();
    await desk.db.query(
      "insert into quarantine (id, connection_id, external_id, reason, raw) values ($1::uuid, 'api', $1::text, 'cannot be read', $2)",
      [id, Buffer.from([raw])],
    );
    return id;
  };

  test("is read again on demand, taken in once, and gone from the list", async () => {
    const [good, bad] = [await hold(1), await hold(0)];
    assert.equal((await desk.call("GET", "/api/v1/quarantine")).body["items"].length, 2);
    const taken = await desk.call("POST", `/api/v1/quarantine/${good}/retry`);
    assert.deepEqual([taken.status, taken.body["duplicate"]], [200, false]);
    assert.equal((await desk.call("POST", `/api/v1/quarantine/${good}/retry`)).status, 409);
    assert.equal((await desk.call("POST", `/api/v1/quarantine/${bad}/retry`)).status, 409);
    assert.equal((await desk.call("POST", `/api/v1/quarantine/${bad}/discard`)).status, 204);
    assert.deepEqual((await desk.call("GET", "/api/v1/quarantine")).body["items"], []);
    assert.equal((await desk.call("POST", `/api/v1/quarantine/${newId()}/retry`)).status, 404);
  });
});

describe("workflows", () => {
  test("with mistakes are refused with line, column and mend", async () => {
    const { status, body } = await desk.call("PUT", "/api/v1/workflows/order-status", { source: "bad" });
    assert.deepEqual(
      [status, body["code"], body["problems"]],
      [422, "workflow_invalid", [{ line: 3, column: 5, message: "There is no field order.stauts", mend: "Did you mean order.status?" }]],
    );
    assert.equal((await desk.call("PUT", "/api/v1/workflows/order-status", { source: "good" })).body["version"], "1");
    assert.equal((await desk.call("PUT", "/api/v1/workflows/order-status", { source: "a\0" })).status, 400);
  });

  test("go back to an earlier version, show what differs, and can be taken out of force", async () => {
    const publish = (body: object) => desk.call("POST", "/api/v1/workflows/order-status/publish", body);
    assert.equal((await publish({ version: "1" })).status, 200);
    assert.equal((await publish({ version: "9" })).status, 404);
    assert.equal((await publish({ source: "bad" })).status, 422);
    const { body } = await desk.call("GET", "/api/v1/workflows/order-status/diff?from=1&to=2");
    assert.deepEqual(body["lines"], [
      { kind: "same", text: "a" },
      { kind: "gone", text: "b" },
      { kind: "new", text: "c" },
    ]);
    assert.equal((await desk.call("GET", "/api/v1/workflows/order-status/diff?from=1&to=7")).status, 404);
    assert.equal((await desk.call("DELETE", "/api/v1/workflows/order-status")).status, 204);
  });

  test("are tried on past tickets without anything leaving", async () => {
    const tickets = [{ id: 7, text: "Where is it?", reply: "On Friday 13." }];
    const { status, body } = await desk.call("POST", "/api/v1/workflows/order-status/backtest", { tickets });
    assert.equal(status, 200);
    assert.deepEqual([body["tickets"], body["coverage"]], [1, 1]);
    assert.deepEqual((body["results"] as { only_human: string[] }[])[0]!.only_human, ["13"]);
    const wrong = await desk.call("POST", "/api/v1/workflows/order-status/backtest", { tickets: [{ reply: "x" }] });
    assert.equal(wrong.status, 422);
    assert.match(String(wrong.body["detail"]), /Ticket 1: it has no "text"/);
  });

  test("change their mode, when they exist and the mode does", async () => {
    assert.equal((await desk.call("POST", "/api/v1/workflows/order-status/mode", { mode: "auto" })).body["mode"], "auto");
    assert.equal((await desk.call("POST", "/api/v1/workflows/nothing/mode", { mode: "auto" })).status, 404);
    assert.equal((await desk.call("POST", "/api/v1/workflows/order-status/mode", { mode: "full" })).status, 422);
  });
});
