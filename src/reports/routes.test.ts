import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { parse } from "csv-parse/sync";
import { closeConversation, replyAsPerson } from "../checkpoint/people.ts";
import { readDeskRules } from "../checkpoint/handover.ts";
import { newId } from "../domain/ids.ts";
import { boundsOn } from "../learn/ladder.ts";
import { createUser } from "../server/auth/users.ts";
import { startTestServer, type TestServer } from "../server/fixture-server.ts";
import { openShop } from "./fixture-shop.ts";
import { reportRoutes } from "./routes.ts";
import type { TestDb } from "../db/test-db.ts";

describe("Reports over HTTP", () => {
  let server: TestServer, db: TestDb["pool"], uma: { id: string; cookie: string };
  before(async () => {
    server = await startTestServer({
      more: [
        async (app) => {
          // The server's own database exists only once it runs, so its parts are looked up when somebody asks.
          await app.register(
            reportRoutes({
              get db() {
                return server.db;
              },
              rules: () => readDeskRules(server.db),
              workflows: () => [],
              bounds: boundsOn,
              now: () => new Date(),
            }) as never,
          );
        },
      ],
    });
    db = server.db;
    const made = await createUser(db, { name: "Uma", email: "uma@example.com", role: "agent" });
    uma = { id: made.user.id, cookie: await server.signIn("uma@example.com", made.password) };
  });
  after(() => server.close());

  const get = (path: string, headers?: Record<string, string>) => server.call("GET", `/api/v1/reports${path}`, undefined, headers);

  test("the catalogue names every number in English and German and says what it means", async () => {
    const { numbers, zone } = (await get("")).body;
    assert.equal(zone, "UTC");
    assert.ok(numbers.length > 15);
    for (const { name, title, means } of numbers)
      for (const text of [title.en, title.de, means.en, means.de]) assert.ok(text.length > 3, name);
  });

  test("a key needs the scope for reports", async () => {
    const { key } = await server.keys.create({ name: "reader", scopes: ["conversations:read"], createdBy: "system" });
    const refused = await get("/messages", { authorization: `Bearer ${key}` });
    assert.equal(refused.status, 403);
    assert.match(refused.text, /reports:read/);
    const { key: right } = await server.keys.create({ name: "reports", scopes: ["reports:read"], createdBy: "system" });
    assert.equal((await get("/messages", { authorization: `Bearer ${right}` })).status, 200);
  });

  test("days, zones, numbers and filters that do not exist are refused with what to write instead", async () => {
    const says = async (path: string, status: number, words: RegExp) => {
      const answer = await get(path);
      assert.equal(answer.status, status, path);
      assert.match(answer.text, words);
    };
    await says("/messages?from=2026-05-02&to=2026-05-01", 422, /ends before it begins.*Swap/);
    await says("/messages?from=2026-02-30&to=2026-03-01", 422, /not a day.*like 2026/);
    await says("/messages?from=2020-01-01&to=2026-03-01", 422, /days long, and 800 is the most/);
    await says("/messages?zone=Mars", 422, /no time zone/);
    await says("/messages?compare=moon", 422, /compare/);
    await says("/messages?shop=a", 422, /shop/);
    await says("/nonsense", 404, /There are: automation, outcomes/);
  });

  test("a person's reply and closing are written down as they happen, and counted", async () => {
    const shop = openShop(db);
    const id = await shop.conversation({ status: "open", dueAt: "01-01T10:00" });
    await db.query("insert into mailbox (conversation_id, last_seq) values ($1, 1)", [id]);
    const asked = await shop.message(id, new Date(Date.now() - 60_000).toISOString(), "customer");
    await shop.run(id, new Date(Date.now() - 50_000).toISOString(), { outcome: "handed_over", messages: [asked] });
    // One deadline was over when the next was set; that one is met by the reply.
    await db.query(
      "update conversation set due_at = now() + interval '1 hour', resolve_by = now() + interval '1 day', needs_person = true where id = $1",
      [id],
    );
    const by = { kind: "user" as const, id: uma.id, name: "Uma", role: "agent" as const };
    await replyAsPerson(db, { conversationId: id, by, text: "Here you are." });
    await closeConversation(db, { conversationId: id, by });
    await db.query("update conversation set rating = 4 where id = $1", [id]);

    const parts = async (name: string) =>
      Object.fromEntries(Object.entries((await get(`/${name}?zone=UTC`)).body.parts).map(([part, { n }]: [string, any]) => [part, n]));
    assert.deepEqual(await parts("agent_replies"), { own: 1 });
    assert.deepEqual(await parts("agent_closed"), { stayed: 1 });
    assert.deepEqual(await parts("resolution"), { stayed: 1 });
    assert.deepEqual(await parts("csat"), { 4: 1 });
    assert.deepEqual(
      (await db.query("select kind, due_at >= ended_at as met from deadline where conversation_id = $1 order by kind, due_at", [id])).rows,
      [
        { kind: "first_reply", met: false },
        { kind: "first_reply", met: true },
        { kind: "resolution", met: true },
      ],
    );
    // Erasing is no second end.
    await db.query("update conversation set status = 'erased' where id = $1", [id]);
    assert.deepEqual(await parts("resolution"), { stayed: 1 });
  });

  test("an agent sees what they did, and not what others did", async () => {
    const mine = await get("/agent_replies?zone=UTC", { cookie: uma.cookie });
    assert.deepEqual(
      mine.body.rows.map(({ title }: { title: string }) => title),
      ["Uma"],
    );
    const other = await get(`/agent_replies?agent=${server.admin.id}`, { cookie: uma.cookie });
    assert.equal(other.status, 403);
    assert.equal((await get(`/messages/drill?agent=${server.admin.id}`, { cookie: uma.cookie })).status, 403);
    assert.equal((await get(`/agent_replies/csv?agent=${server.admin.id}`, { cookie: uma.cookie })).status, 403);
    assert.equal((await get("/messages", { cookie: uma.cookie })).status, 200);
    const put = await server.call(
      "PUT",
      "/api/v1/reports/hour-cost",
      { hour: { amount: 4_000, currency: "EUR" } },
      { cookie: uma.cookie, origin: "http://127.0.0.1:3000" },
    );
    assert.equal(put.status, 403, "what an hour costs is an admin's to say");
  });

  test("a CSV file holds the same figures, and nothing in it runs as a formula", async () => {
    const id = newId();
    await db.query("insert into customer (id, name) values ($1, $2)", [id, '=HYPERLINK("http://evil.example","hi")']);
    const shop = openShop(db);
    const conversation = await shop.conversation();
    await db.query("update conversation set customer_id = $2, subject = $3 where id = $1", [conversation, id, 'A "quoted", long\nsubject']);
    await shop.message(conversation, new Date().toISOString(), "customer");

    const { body } = await get("/messages?zone=UTC");
    const file = await get("/messages/csv?zone=UTC");
    assert.match(file.headers.get("content-type") ?? "", /text\/csv/);
    const rows = parse(file.text, { columns: true }) as Record<string, string>[];
    assert.equal(Number(rows.find(({ kind, part }) => kind === "total" && part === "")?.["count"]), body.total.n);
    assert.equal(rows.filter(({ kind, part }) => kind === "step" && part === "").length, body.series.length);

    const behind = await get("/messages/drill/csv?zone=UTC&part=in");
    assert.ok(behind.text.includes("\r\n"));
    const found = (parse(behind.text, { columns: true }) as Record<string, string>[]).find((row) => row["conversation"] === conversation);
    assert.equal(found?.["customer"], `'=HYPERLINK("http://evil.example","hi")`);
    assert.equal(found?.["subject"], 'A "quoted", long\nsubject');
  });
});
