import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Carrier } from "../carriers/carrier.ts";
import type { Channel } from "../channels/channel.ts";
import type { HookRequest } from "../domain/hook.ts";
import { AppError } from "../domain/errors.ts";
import { inbound, waitFor } from "../mailbox/fixture-desk.ts";
import { readEvents, startTestServer, type TestServer } from "./fixture-server.ts";

let desk: TestServer;
const requests: HookRequest[] = [];
/** A channel that shows what it was given: signed when the header says so. */
const probe: Channel = {
  send: async () => ({ state: "sent" }),
  cors: () => ({ "access-control-allow-origin": "https://shop.example" }),
  async receive(request) {
    requests.push(request);
    if (request.headers["x-signature"] !== "right") throw new AppError("bad_signature", "The signature does not match.");
    if (request.path === "/text") return { status: 200, body: "challenge" };
    if (request.path === "/delivery")
      return { status: 200, deliveries: [{ externalId: "out-1", state: "read", at: new Date().toISOString() }] };
    return { status: 200, body: { ok: true }, messages: [inbound("hooked", 1)] };
  },
};
before(async () => {
  desk = await startTestServer();
});
after(async () => {
  await desk.close();
});

describe("a web hook", () => {
  let hooks: TestServer;
  before(async () => {
    hooks = await startTestServer({ channel: (id) => (id === "probe" ? { channel: probe } : null) });
  });
  after(async () => {
    await hooks.close();
  });
  const stored = async () => (await hooks.db.query("select count(*) as n from message")).rows[0].n;

  test("with a wrong signature is 401, readable by the page that sent it, and stores nothing", async () => {
    const { status, body, headers } = await hooks.call("POST", "/hooks/probe", { a: 1 }, { "x-signature": "wrong" });
    assert.deepEqual([status, body["code"], headers.get("access-control-allow-origin")], [401, "bad_signature", "https://shop.example"]);
    assert.equal(await stored(), 0);
  });

  test("reaches the channel byte for byte, with path, query, method and headers", async () => {
    const bytes = new Uint8Array([0, 255, 254, 10, 13]);
    await hooks.call("PUT", "/hooks/probe/a%2Fb/c?x=1&x=2&y=%20", bytes, {
      "x-signature": "right",
      "content-type": "application/json",
      "X-Mixed": "Case",
    });
    const seen = requests.at(-1)!;
    assert.deepEqual(
      [seen.method, seen.path, seen.query, seen.headers["x-mixed"], [...seen.body], seen.remoteAddress],
      ["PUT", "/a%2Fb/c", { x: "2", y: " " }, "Case", [...bytes], "127.0.0.1"],
    );
  });

  test("is answered after its messages are stored, and a second time does nothing", async () => {
    for (let nth = 0; nth < 2; nth++)
      assert.deepEqual((await hooks.call("POST", "/hooks/probe", { a: 1 }, { "x-signature": "right" })).body, { ok: true });
    assert.equal(await stored(), 1);
  });

  test("may answer with plain text, which no browser takes for a page", async () => {
    const { text, headers } = await hooks.call("GET", "/hooks/probe/text", undefined, { "x-signature": "right" });
    assert.deepEqual(
      [text, headers.get("content-type"), headers.get("x-content-type-options")],
      ["challenge", "text/plain; charset=utf-8", "nosniff"],
    );
  });

  test("over the size limit is 413, readable by the page that sent it", async () => {
    const { status, headers } = await hooks.call("POST", "/hooks/probe", new Uint8Array(12_000_001), {
      "x-signature": "right",
      "content-type": "application/octet-stream",
    });
    assert.deepEqual([status, headers.get("access-control-allow-origin")], [413, "https://shop.example"]);
  });

  test("for a connection that does not exist is 404", async () => {
    for (const path of ["/hooks/nobody", "/hooks/chat/session", "/hooks/%00", "/hooks/"])
      assert.equal((await hooks.call("POST", path, {}, {})).status, 404, path);
  });

  test("whose messages cannot be stored is 503, so that it comes again", async () => {
    const broken = await startTestServer({
      channel: () => ({ channel: probe }),
      intakeFor: async () => {
        throw new Error("disk full");
      },
    });
    const { status, body } = await broken.call("POST", "/hooks/probe", {}, { "x-signature": "right" });
    assert.deepEqual([status, body["code"]], [503, "unavailable"]);
    await broken.close();
  });
});

test("a carrier's web hook is answered after its parcels are noted; a wrong signature notes nothing, and a desk that cannot write is told again", async () => {
  const noted: [string, string[]][] = [];
  let isAway = false;
  const carrier: Carrier = {
    track: async () => null,
    async receive({ headers }) {
      if (headers["x-signature"] !== "right") throw new AppError("bad_signature", "The signature does not match.");
      return { status: 200, parcels: ["TN1", "TN2"] };
    },
  };
  const hooks = await startTestServer({
    channel: () => null,
    carrier: (id) => (id === "post" ? { carrier } : id === "silent" ? { carrier: { track: carrier.track } } : null),
    parcelNews: async (id, numbers) => {
      if (isAway) throw new Error("the database is away");
      noted.push([id, numbers]);
    },
  });
  try {
    const post = async (id: string, signature: string) =>
      (await hooks.call("POST", `/hooks/${id}`, {}, { "x-signature": signature })).status;
    assert.equal(await post("post", "wrong"), 401);
    assert.equal(await post("silent", "right"), 404);
    assert.equal(await post("nobody", "right"), 404);
    assert.deepEqual(noted, []);
    assert.equal(await post("post", "right"), 200);
    assert.deepEqual(noted, [["post", ["TN1", "TN2"]]]);
    isAway = true;
    assert.equal(await post("post", "right"), 503);
  } finally {
    await hooks.close();
  }
});

describe("the chat of a visitor", () => {
  const origin = "https://shop.example";
  async function visitor(): Promise<{ authorization: string; origin: string }> {
    const { body } = await desk.call("POST", "/hooks/chat/session", {}, { origin });
    return { authorization: `Bearer ${body["visitor_token"]}`, origin };
  }
  let count = 0;
  const say = (who: Record<string, string>, text: string) =>
    desk.call("POST", "/hooks/chat/messages", { client_id: `client-${String(++count).padStart(4, "0")}`, text }, who);
  const follow = (who: Record<string, string>, more: Record<string, string> = {}, query = "") =>
    readEvents(`${desk.url}/hooks/chat/stream${query}`, { ...who, ...more });
  const conversationOf = async (text: string): Promise<string> =>
    (await desk.db.query("select conversation_id from message where text = $1", [text])).rows[0].conversation_id;
  async function answer(conversationId: string, text: string): Promise<void> {
    await desk.db.query(
      `with box as (update mailbox set last_seq = last_seq + 1 where conversation_id = $1 returning last_seq),
      said as (insert into message (id, conversation_id, seq, connection_id, direction, author_kind, author_name, text, delivery, at)
        select gen_random_uuid(), $1, last_seq, 'chat', 'out', 'agent', 'Ada', $2, 'queued', now() from box)
      insert into event (kind, conversation_id) values ('message', $1)`,
      [conversationId, text],
    );
    desk.live.wake();
  }

  test("gets the files of their own thread, and nobody else's; notes keep theirs", async () => {
    const [who, other] = [await visitor(), await visitor()];
    await say(who, "my lamp arrived broken");
    await say(other, "a word of somebody else");
    const id = await conversationOf("my lamp arrived broken");
    await answer(id, "Here is how to mend it");
    const file = (direction: string, name: string) =>
      desk.db.query(
        `insert into attachment (id, message_id, name, content_type, size, content)
         select gen_random_uuid(), id, $3, 'image/png', 3, 'png' from message where conversation_id = $1 and direction = $2 returning id`,
        [id, direction, name],
      );
    const shown = (await file("out", "mend.png")).rows[0].id;
    const stream = await follow(who);
    await stream.next();
    const { data } = (await stream.next())!;
    stream.close();
    assert.deepEqual(data.files, [{ id: shown, name: "mend.png", content_type: "image/png", size: 3 }]);
    const get = (headers: Record<string, string>, path = shown) => desk.call("GET", `/hooks/chat/files/${path}`, undefined, headers);
    const served = await get(who);
    assert.deepEqual([served.status, served.text, served.headers.get("content-type")], [200, "png", "image/png"]);
    assert.match(served.headers.get("content-disposition")!, /^attachment/);
    assert.equal(served.headers.get("access-control-allow-origin"), origin);
    assert.equal((await get(other)).status, 404);
    assert.equal((await get({ origin })).status, 401);
    assert.equal((await get(who, "nothing")).status, 404);
    await desk.db.query("update message set direction = 'note' where conversation_id = $1 and direction = 'out'", [id]);
    assert.equal((await get(who)).status, 404);
  });

  test("sees what is said from the first word on, and the answer, in order", async () => {
    const who = await visitor();
    const stream = await follow(who);
    assert.equal(stream.status, 200);
    await say(who, "first words");
    const first = await stream.next();
    assert.deepEqual(
      [first?.event, first?.id, first?.data.text, first?.data.direction, first?.data.author],
      ["message", "1", "first words", "in", { kind: "customer", name: null }],
    );
    assert.deepEqual(Object.keys(first!.data).sort(), ["at", "author", "delivery", "direction", "external_id", "files", "id", "text"]);
    assert.deepEqual((await stream.next())?.data, { status: "open", automation: true });
    await answer(await conversationOf("first words"), "the answer");
    const second = await stream.next();
    assert.deepEqual([second?.id, second?.data.text, second?.data.author], ["2", "the answer", { kind: "agent", name: "Ada" }]);
    stream.close();
  });

  test("comes back with its place and gets what it missed, only that, and never a note", async () => {
    const who = await visitor();
    await say(who, "one");
    const id = await conversationOf("one");
    await say(who, "two");
    await desk.db.query(
      "with box as (update mailbox set last_seq = last_seq + 1 where conversation_id = $1 returning last_seq) insert into message (id, conversation_id, seq, connection_id, direction, author_kind, text, at) select gen_random_uuid(), $1, last_seq, 'chat', 'note', 'agent', 'between us', now() from box",
      [id],
    );
    await say(who, "three");
    for (const [headers, query, expected] of [
      [{}, "", ["one", "two", "three"]],
      [{ "last-event-id": "1" }, "", ["two", "three"]],
      [{}, "?cursor=2", ["three"]],
      [{ "last-event-id": "999" }, "", ["one", "two", "three"]],
    ] as const) {
      const stream = await follow(who, headers, query);
      const texts: string[] = [];
      for (let event = await stream.next(); event?.event === "message"; event = await stream.next()) texts.push(event.data.text);
      assert.deepEqual(texts, expected);
      stream.close();
    }
  });

  test("misses nothing when answers pour in while it comes and goes", async () => {
    const who = await visitor();
    await say(who, "start of the storm");
    const id = await conversationOf("start of the storm");
    const total = 60;
    const writing = (async () => {
      for (let nth = 0; nth < total; nth++) await answer(id, `answer ${nth}`);
    })();
    const seen: string[] = [];
    let cursor = "1";
    while (seen.length < total) {
      const stream = await follow(who, { "last-event-id": cursor });
      for (let nth = 0; nth < 7 && seen.length < total; nth++) {
        const event = await stream.next();
        if (event?.event !== "message") continue;
        seen.push(event.data.text);
        cursor = event.id!;
      }
      stream.close();
    }
    await writing;
    assert.deepEqual(
      seen,
      Array.from({ length: total }, (_, nth) => `answer ${nth}`),
    );
  });

  test("learns that its answer was delivered, without losing its place", async () => {
    const who = await visitor();
    await say(who, "is it sent?");
    const id = await conversationOf("is it sent?");
    const stream = await follow(who);
    await stream.next();
    await stream.next();
    await answer(id, "yes");
    assert.equal((await stream.next())?.data.delivery, "queued");
    await desk.db.query(
      "with sent as (update message set delivery = 'sent' where conversation_id = $1 and direction = 'out') insert into event (kind, conversation_id) values ('delivery', $1)",
      [id],
    );
    desk.live.wake();
    const moved = await stream.next();
    assert.deepEqual([moved?.id, moved?.data.text, moved?.data.delivery], [null, "yes", "sent"]);
    stream.close();
  });

  test("hears when a person takes over", async () => {
    const who = await visitor();
    await say(who, "a person please");
    const stream = await follow(who);
    await stream.next();
    await stream.next();
    await desk.db.query(
      "with taken as (update conversation set needs_person = true, assignee_id = $2 where id = $1) insert into event (kind, conversation_id) values ('conversation', $1)",
      [await conversationOf("a person please"), desk.admin.id],
    );
    desk.live.wake();
    assert.deepEqual((await stream.next())?.data, { status: "open", agent_name: "Ada", automation: false });
    stream.close();
  });

  test("is followed by its owner only, from the shop's pages only, and refusals can be read there", async () => {
    const who = await visitor();
    await say(who, "mine alone");
    const stranger = await visitor();
    const stream = await follow(stranger);
    await say(stranger, "and mine");
    assert.equal((await stream.next())?.data.text, "and mine");
    stream.close();
    const refused = await desk.call("GET", "/hooks/chat/stream", undefined, { origin, authorization: "Bearer forged" });
    assert.deepEqual([refused.status, refused.headers.get("access-control-allow-origin")], [401, origin]);
    assert.equal((await desk.call("GET", "/hooks/chat/stream", undefined, { ...who, origin: "https://evil.example" })).status, 403);
    assert.equal((await desk.call("GET", "/hooks/chat/stream", undefined, { ...who, "last-event-id": "abc" })).status, 400);
    const preflight = await desk.call("OPTIONS", "/hooks/chat/messages", undefined, { origin, "access-control-request-method": "POST" });
    assert.deepEqual([preflight.status, preflight.headers.get("access-control-allow-origin")], [204, origin]);
  });

  test("a hundred pages at once hear of their own messages, and closing them leaves nothing open", async () => {
    const visitors = await Promise.all(Array.from({ length: 100 }, visitor));
    const streams = await Promise.all(visitors.map((who) => follow(who)));
    const heard = streams.map((stream) => stream.next());
    await Promise.all(visitors.map((who, nth) => say(who, `hello from ${nth}`)));
    assert.deepEqual(
      (await Promise.all(heard)).map((event) => event?.data.text),
      visitors.map((_, nth) => `hello from ${nth}`),
    );
    for (const stream of streams) stream.close();
    await waitFor(() => desk.server.streams.size() === 0, "all streams are closed");
  });
});
