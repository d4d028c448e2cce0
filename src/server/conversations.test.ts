import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { z } from "zod";
import { conversation, conversationSummary, counts, run } from "../domain/wire.ts";
import { newId } from "../domain/ids.ts";
import { echo, inbound, isQuiet, startDesk, waitFor } from "../mailbox/fixture-desk.ts";
import { createIntake } from "../mailbox/intake.ts";
import { startTestServer, type TestServer } from "./fixture-server.ts";

let desk: TestServer;
before(async () => {
  desk = await startTestServer();
});
after(async () => {
  await desk.close();
});

const page = z.object({
  items: z.array(z.strictObject(conversationSummary.shape)),
  next_cursor: z.string().nullable(),
  meant: z.array(z.unknown()),
});
const list = async (query = "", headers?: Record<string, string>) =>
  page.parse((await desk.call("GET", `/api/v1/conversations${query}`, undefined, headers)).body);
const write = async (thread: string, text: string, more: object = {}) => {
  const [result] = await createIntake(desk.db)([
    { connectionId: "api", isDemo: false, message: inbound(thread, 1, { externalId: newId(), text, ...more }) },
  ]);
  return result!.conversationId;
};

describe("a conversation", () => {
  test("shows its messages, runs and drafts in the documented shape", async () => {
    const mailbox = startDesk(desk.db, {
      decide: async (input) => ({ ...(await echo(input)), workflow: { name: "echo", version: "1", mode: "draft" } }),
    });
    try {
      const id = await write("dora", "Where is my order #1042?", {
        subject: "My order",
        html: '<p onclick="x()">Where is my order?</p><script>alert(1)</script>',
        quoted: "> before",
        attachments: [{ name: 'bill "1".html', contentType: "text/html", size: 4, content: new TextEncoder().encode("<b>x") }],
      });
      await waitFor(() => isQuiet(desk.db), "the run");
      const { status, body } = await desk.call("GET", `/api/v1/conversations/${id}`);
      assert.equal(status, 200);
      const read = z.strictObject(conversation.shape).parse(body);
      assert.deepEqual(
        [read.subject, read.status, read.category, read.language, read.has_draft, read.customer?.name],
        ["My order", "open", "order_status", "en", true, "dora@example.com"],
      );
      const [message] = read.messages;
      assert.deepEqual(
        [message?.direction, message?.author.kind, message?.proof, message?.html, message?.delivery],
        ["in", "customer", "proven", "<p>Where is my order?</p>", null],
      );
      assert.deepEqual(
        [read.runs[0]?.workflow, read.runs[0]?.mode, read.runs[0]?.outcome?.kind, read.runs[0]?.message_ids],
        ["echo", "draft", "drafted", [message!.id]],
      );
      assert.deepEqual([read.drafts[0]?.state, read.drafts[0]?.run_id], ["pending", read.runs[0]!.id]);
      const trace = run.parse((await desk.call("GET", `/api/v1/runs/${read.runs[0]!.id}`)).body);
      assert.deepEqual([trace.conversation_id, trace.trace.reader], [id, "test"]);
      await isServedHarmless(message!.attachments[0]!.id);
    } finally {
      await mailbox.stop();
    }
  });

  async function isServedHarmless(id: string): Promise<void> {
    const { headers, text } = await desk.call("GET", `/api/v1/attachments/${id}`);
    assert.equal(text, "<b>x");
    assert.deepEqual([headers.get("content-type"), headers.get("x-content-type-options")], ["application/octet-stream", "nosniff"]);
    assert.equal(headers.get("content-disposition"), "attachment; filename*=UTF-8''bill%20%221%22.html");
    assert.match(headers.get("content-security-policy")!, /sandbox/);
  }

  test("that does not exist is 404, whatever stands in its place", async () => {
    for (const path of ["conversations", "runs", "attachments"]) {
      for (const id of [newId(), "1", "%00", "x'; drop table message; --"])
        assert.equal(
          (await desk.call("GET", `/api/v1/${path}/${encodeURIComponent(decodeURIComponent(id))}`)).status,
          404,
          `${path}/${id}`,
        );
    }
  });

  test("with a date no calendar holds can still be read", async () => {
    const id = await write("cleo", "from the past", { at: "0001-01-01T00:00:00Z" });
    await desk.db.query("update conversation set last_message_at = '0001-01-01 BC' where id = $1", [id]);
    await desk.db.query("update message set at = '4713-01-01 BC' where conversation_id = $1", [id]);
    assert.equal((await desk.call("GET", `/api/v1/conversations/${id}`)).status, 200);
    assert.equal((await list("?limit=200")).items.at(-1)?.id, id);
    await write("zeno", "even longer ago", { at: "0001-01-01T00:00:00Z" });
    await desk.db.query("update conversation set last_message_at = '0002-01-01 BC' where preview = 'even longer ago'");
    const all = (await list("?limit=200")).items.length;
    const { next_cursor } = await list(`?limit=${all - 1}`);
    assert.deepEqual(
      (await list(`?cursor=${next_cursor}`)).items.map(({ preview }) => preview),
      ["even longer ago"],
    );
  });
});

describe("the list of conversations", () => {
  test("goes page by page to the end, each once, newest first, although new ones arrive meanwhile", async () => {
    const ids: string[] = [];
    // Several in the same microsecond: only the id tells them apart.
    for (let nth = 0; nth < 12; nth++)
      ids.push(await write(`page-${nth}`, "page by page", { at: `2030-01-01T00:00:00.00000${Math.floor(nth / 4)}Z` }));
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const { items, next_cursor } = await list(`?limit=5&q=page+by+page${cursor ? `&cursor=${cursor}` : ""}`);
      seen.push(...items.map(({ id }) => id));
      cursor = next_cursor;
      await write(newId(), "page by page, but newer", { at: "2031-01-01T00:00:00Z" });
    }
    assert.deepEqual(
      seen,
      [...ids].sort((a, b) =>
        Math.floor(ids.indexOf(a) / 4) === Math.floor(ids.indexOf(b) / 4) ? (a < b ? 1 : -1) : ids.indexOf(b) - ids.indexOf(a),
      ),
    );
  });

  test("finds words, names, addresses and order numbers, and takes wildcards for what they are", async () => {
    const id = await write("finder", "My parcel #4711 is 100% lost", {
      sender: { kind: "email", value: "finder@example.com", name: "Zoë Finder", proof: "proven" },
    });
    for (const q of ["PARCEL", "#4711", "4711", "zoë", "finder@example", "100% lost", id])
      assert.deepEqual(
        (await list(`?q=${encodeURIComponent(q)}`)).items.map((item) => item.id),
        [id],
        q,
      );
    for (const q of ["1% lost", "%%%%%", "\\", "'; drop table message; --"])
      assert.deepEqual((await list(`?q=${encodeURIComponent(q)}`)).items, [], q);
  });

  test("shows each view what belongs there, and the counts agree", async () => {
    const cookie = await desk.signIn(desk.admin.email, desk.admin.password);
    const [mine, waiting, closed, erased] = [
      await write("mine", "view test"),
      await write("waiting", "view test"),
      await write("closed", "view test"),
      await write("erased", "view test"),
    ];
    await desk.db.query("update conversation set assignee_id = $2 where id = $1", [mine, desk.admin.id]);
    for (const [id, status] of [
      [waiting, "waiting"],
      [closed, "closed"],
      [erased, "erased"],
    ])
      await desk.db.query("update conversation set status = $2 where id = $1", [id, status]);
    const ids = async (query: string) => (await list(`${query}&limit=200`, { cookie })).items.map(({ id }) => id);
    assert.deepEqual(await ids("?view=mine"), [mine]);
    assert.deepEqual(await ids("?view=waiting"), [waiting]);
    assert.deepEqual(await ids("?status=closed"), [closed]);
    assert.ok(!(await ids("?q=view+test")).includes(erased) && (await ids("?q=view+test")).length === 3);
    assert.ok(!(await ids("?view=unassigned")).includes(mine));
    const numbers = counts.parse((await desk.call("GET", "/api/v1/conversations/counts", undefined, { cookie })).body);
    assert.deepEqual([numbers.mine, numbers.waiting, numbers.closed, numbers.open], [1, 1, 1, (await ids("?view=open")).length]);
  });

  test("what nobody has stands in the order people should take it, page by page", async () => {
    const wanted: string[] = [];
    for (const [thread, priority, due] of [
      ["q-urgent", "urgent", "2 hours"],
      ["q-high-soon", "high", "1 hour"],
      ["q-high-late", "high", "9 hours"],
      ["q-normal", "normal", null],
      ["q-low", "low", "1 minute"],
    ] as const) {
      const id = await write(thread, "queue test");
      await desk.db.query("update conversation set priority = $2, due_at = now() + $3::interval, category = 'queue-test' where id = $1", [
        id,
        priority,
        due,
      ]);
      wanted.push(id);
    }
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = await list(`?view=unassigned&category=queue-test&limit=2${cursor ? `&cursor=${cursor}` : ""}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    assert.deepEqual(seen, wanted);
    assert.equal((await desk.call("GET", "/api/v1/conversations?view=unassigned&cursor=nonsense")).status, 400);
  });

  test("refuses what it does not understand", async () => {
    const at = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const cursor of ["x", at([1, 2]), at(["1", "not an id"]), at(["9".repeat(18), newId()]), at(null), "%00"]) {
      const { status, body } = await desk.call("GET", `/api/v1/conversations?cursor=${cursor}`);
      assert.deepEqual([status, body["code"]], [400, "bad_request"], cursor);
    }
    for (const query of ["view=everything", "status=open'", "limit=0", "limit=100000", `q=${"x".repeat(501)}`])
      assert.equal((await desk.call("GET", `/api/v1/conversations?${query}`)).status, 422, query);
    assert.equal((await desk.call("GET", "/api/v1/conversations?q=%00")).body["code"], "bad_text");
  });
});
