import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { z } from "zod";
import { eraseCustomer } from "../checkpoint/customers.ts";
import { savedView } from "../domain/wire.ts";
import { inbound } from "../mailbox/fixture-desk.ts";
import { createIntake } from "../mailbox/intake.ts";
import { createUser } from "./auth/users.ts";
import { startTestServer, type TestServer } from "./fixture-server.ts";
import { listRoutes } from "./routes/lists.ts";

let desk: TestServer;
before(async () => {
  desk = await startTestServer(async (db) => ({ more: [listRoutes({ db, goesToAddress: () => true, now: () => new Date() })] as never }));
});
after(() => desk.close());

type Found = {
  items: { id: string; tags: string[]; status: string }[];
  next_cursor: string | null;
  meant: { typed: string; meant: string[] }[];
};
const find = async (q: string, more = "", headers?: Record<string, string>): Promise<Found> =>
  (await desk.call<Found>("GET", `/api/v1/conversations?q=${encodeURIComponent(q)}${more}`, undefined, headers)).body;
const ids = async (q: string, more = ""): Promise<string[]> => (await find(q, more)).items.map(({ id }) => id);
const write = async (thread: string, text: string, more: object = {}): Promise<string> =>
  (await createIntake(desk.db)([{ connectionId: "api", isDemo: false, message: inbound(thread, 1, { text, ...more }) }]))[0]!
    .conversationId;
const set = async (id: string, change: string): Promise<void> => {
  await desk.db.query(
    `with c as (update conversation set ${change} where id = $1) insert into event (kind, conversation_id) values ('conversation', $1)`,
    [id],
  );
};

describe("the search over everything", () => {
  test("finds words in whatever form and language, without accents, and half a word while it is typed", async () => {
    const id = await write("forms", "Meine Bestellungen sind verspätet, I was refunded twice", {
      sender: { kind: "email", value: "jd@example.com", name: "Jürgen Dübel", proof: "proven" },
    });
    await set(id, "language = 'de'");
    for (const q of ["bestellung", "verspatet", "jurgen", "dübel", "jd@example.com", "refunde", "the refunded"])
      assert.deepEqual(await ids(q), [id], q);
    assert.deepEqual(await ids("bestellung nothing"), []);
  });

  test("takes a slip of the pen for what was meant, and says so", async () => {
    const id = await write("slip", "My wheelbarrow squeaks", {
      sender: { kind: "email", value: "k@example.com", name: "Katarzyna", proof: "proven" },
    });
    for (const q of ["wheelbarow", "wheelbarrwo", "katarzina", "from:katarzina"]) {
      const { items, meant } = await find(q);
      assert.deepEqual([items.map((one) => one.id), meant.length], [[id], 1], q);
    }
    assert.deepEqual(await find("xylophone"), { items: [], next_cursor: null, meant: [] });
  });

  test("filters by everything a conversation has, and a minus says not", async () => {
    const [vip, other] = [
      await write("filter-a", "zebra one"),
      await write("filter-b", "zebra two", {
        attachments: [{ name: "a.txt", contentType: "text/plain", size: 1, content: Buffer.from("x") }],
      }),
    ];
    await set(
      vip,
      "tags = '{vip,christmas 2026}', category = 'refund_return', team = 'shipping', language = 'fr', priority = 'urgent', last_message_at = '2024-05-05'",
    );
    await set(other, "status = 'closed'");
    for (const q of [
      "tag:vip",
      'tag:"christmas 2026"',
      "category:refund_return",
      "team:shipping",
      "language:fr",
      "priority:urgent",
      "before:2024-06",
      "-is:closed",
      "ist:offen",
      "from:filter-a",
      '"zebra one"',
      "to:nobody is:open",
    ])
      assert.deepEqual(await ids(`zebra ${q}`), [vip], q);
    for (const q of ["is:closed", "-tag:vip", "after:2024-06", "has:file", "-from:filter-a"])
      assert.deepEqual(await ids(`zebra ${q}`), [other], q);
    assert.deepEqual((await ids("zebra channel:API")).length, 2);
    assert.deepEqual(await ids("zebra", "&view=open"), [vip]);
    assert.deepEqual(await ids("tag:vip tag:nothing"), []);
    const refused = await desk.call("GET", "/api/v1/conversations?q=is:nonsense");
    assert.deepEqual([refused.status, refused.body["code"]], [422, "invalid"]);
    assert.equal((await desk.call("GET", "/api/v1/conversations?q=before:tomorrow")).status, 422);
  });

  test("goes page by page, and what is out of date in the index is never shown", async () => {
    const all: string[] = [];
    for (let nth = 0; nth < 7; nth++) all.unshift(await write(`paged-${nth}`, "okapi", { at: `2030-01-0${nth + 1}T00:00:00Z` }));
    await ids("okapi");
    // Behind the index's back: nobody told it.
    await desk.db.query("update conversation set status = 'closed' where id = any($1)", [all.slice(1, 4)]);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: Found = await find("okapi is:open", `&limit=2${cursor ? `&cursor=${cursor}` : ""}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    assert.deepEqual(seen, [all[0], ...all.slice(4)]);
  });

  test("forgets whoever was erased, also words nobody else used", async () => {
    const id = await write("erase", "Qwertzuiop again", {
      sender: { kind: "email", value: "q@example.com", name: "Zypries", proof: "proven" },
    });
    await write("stays", "again");
    assert.deepEqual(await ids("zypries"), [id]);
    const customer = (await desk.db.query("select customer_id from conversation where id = $1", [id])).rows[0].customer_id;
    await eraseCustomer(desk.db, customer, { kind: "system", id: "", name: "" });
    for (const q of ["zypries", "qwertzuiop"]) assert.deepEqual((await find(q)).items, [], q);
    const { rows } = await desk.db.query("select word from search_word where word in ('zypries', 'qwertzuiop', 'again')");
    assert.deepEqual(rows, [{ word: "again" }]);
  });
});

describe("views that people keep", () => {
  test("one's own are one's own, the team's are everybody's, each with its number", async () => {
    const cookie = await desk.signIn(desk.admin.email, desk.admin.password);
    const made = await createUser(desk.db, { name: "Bo", email: "bo@example.com", role: "agent" });
    const bo = await desk.signIn("bo@example.com", made.password);
    const as = (who: string) => async (method: string, path: string, body?: object) =>
      desk.call(method, `/api/v1/${path}`, body, { cookie: who, origin: "http://127.0.0.1:3000" });
    const [ada, agent] = [as(cookie), as(bo)];
    const list = async (who: typeof ada) => z.array(savedView).parse((await who("GET", "saved-views")).body["items"]);
    await write("counted", "pangolin");
    const own = (await ada("POST", "saved-views", { name: "Mine", query: "pangolin is:open" })).body["id"];
    const shared = (await ada("POST", "saved-views", { name: "Ours", query: "to:me", shared: true })).body["id"];
    assert.deepEqual(
      (await list(ada)).map(({ name, count, may_change: may }) => [name, count, may]),
      [
        ["Mine", 1, true],
        ["Ours", 0, true],
      ],
    );
    assert.deepEqual(
      (await list(agent)).map(({ name, may_change: may }) => [name, may]),
      [["Ours", false]],
    );
    assert.equal((await agent("PUT", `saved-views/${shared}`, { name: "Theirs", query: "" })).status, 403);
    assert.equal((await agent("DELETE", `saved-views/${own}`)).status, 404);
    assert.equal((await ada("POST", "saved-views", { name: "Broken", query: "is:nonsense" })).status, 422);
    await ada("PUT", `saved-views/${own}`, { name: "Renamed", query: "pangolin" });
    const second = (await ada("POST", "saved-views", { name: "Second", query: "okapi" })).body["id"];
    assert.equal((await ada("POST", "saved-views/order", { ids: [second, own] })).status, 204);
    assert.deepEqual(
      (await list(ada)).map(({ name }) => name),
      ["Second", "Renamed", "Ours"],
    );
    for (const id of [own, shared, second]) assert.equal((await ada("DELETE", `saved-views/${id}`)).status, 204);
    assert.deepEqual(await list(ada), []);
  });

  test("what is due stands in its view, soonest first", async () => {
    const [late, soon, later] = [await write("due-1", "due"), await write("due-2", "due"), await write("due-3", "due")];
    await set(late, "due_at = now() - interval '1 hour'");
    await set(soon, "due_at = now() + interval '1 hour'");
    await set(later, "due_at = now() + interval '9 hours'");
    const first = (await desk.call<Found>("GET", "/api/v1/conversations?view=due&limit=1")).body;
    assert.deepEqual(
      first.items.map(({ id }) => id),
      [late],
    );
    const rest = (await desk.call<Found>("GET", `/api/v1/conversations?view=due&cursor=${first.next_cursor}`)).body;
    assert.deepEqual([rest.items.map(({ id }) => id), rest.next_cursor], [[soon], null]);
    assert.equal((await desk.call("GET", "/api/v1/conversations/counts")).body["due"], 2);
  });
});

test("everything a list would show is changed at once, and taken back at once", async () => {
  for (let nth = 0; nth < 3; nth++) await write(`lemur-${nth}`, "lemur");
  const { body } = await desk.call("POST", "/api/v1/conversations/bulk", { act: "tag", add: ["Zoo"], all: { view: "all", q: "lemur" } });
  assert.deepEqual([body["done"], body["failed"]], [3, []]);
  assert.equal((await ids("tag:zoo")).length, 3);
  assert.deepEqual((await desk.call("GET", "/api/v1/tags?q=zo")).body["items"], ["zoo"]);
  assert.equal((await desk.call("POST", `/api/v1/bulk/${body["id"]}/undo`)).body["done"], 3);
  assert.deepEqual(await ids("tag:zoo"), []);
  for (const wish of [{ act: "close" }, { act: "close", ids: ["x"], all: {} }, { act: "nothing", ids: ["x"] }])
    assert.equal((await desk.call("POST", "/api/v1/conversations/bulk", wish)).status, 422);
});

test("two conversations are merged and taken apart again", async () => {
  const sender = { kind: "email", value: "m@example.com", proof: "proven" };
  const [from, into] = [await write("merge-1", "one", { sender }), await write("merge-2", "two", { sender })];
  assert.equal((await desk.call("POST", `/api/v1/conversations/${from}/merge`, { into })).status, 409);
  await desk.db.query("update mailbox set pending = 0, done_seq = last_seq, ready_at = 'infinity' where conversation_id = any($1)", [
    [from, into],
  ]);
  const { body } = await desk.call("POST", `/api/v1/conversations/${from}/merge`, { into });
  assert.equal(body["conversation_id"], into);
  assert.equal((await desk.call("GET", `/api/v1/conversations/${from}`)).body["merged_into"], into);
  const merged = (await desk.call("GET", `/api/v1/conversations/${into}`)).body;
  assert.deepEqual([merged["messages"].length, merged["moves"].length], [2, 1]);
  assert.deepEqual(await ids("from:m is:closed"), []);
  assert.equal((await desk.call("POST", `/api/v1/moves/${body["move_id"]}/undo`)).status, 200);
  assert.equal((await desk.call("GET", `/api/v1/conversations/${into}`)).body["messages"].length, 1);
});
