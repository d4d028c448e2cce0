import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { newId } from "../domain/ids.ts";
import { silentLog } from "../log/log.ts";
import { createAnnouncer } from "./announce.ts";
import { waitFor } from "../mailbox/fixture-desk.ts";
import { startTestServer, readEvents, type TestServer } from "./fixture-server.ts";
import { createLive, pruneEvents, type LiveEvent } from "./live.ts";

const log = silentLog();
let db: TestDb;
before(async () => {
  db = await createTestDb({ max: 20 });
});
after(async () => {
  await db.close();
});

const write = (nth: number) => db.pool.query("insert into event (kind, data) values ('message', $1)", [{ nth }]);
const numbers = (events: LiveEvent[]) => events.map(({ data }) => data["nth"]);

describe("live updates", () => {
  test("an event that commits late is handed over, although newer ones were committed before", async () => {
    const live = createLive(db.pool, { log, pollMs: 10, pauseMs: 1 });
    const seen: LiveEvent[] = [];
    const { stop } = await live.follow(null, (events) => void seen.push(...events));
    const late = await db.pool.connect();
    try {
      await late.query("begin");
      await late.query("insert into event (kind, data) values ('message', '{\"nth\": 1}')");
      await write(2);
      // A reader that trusted ids would have handed over 2 by now and would never see 1.
      await write(3);
      live.wake();
      await new Promise((resolve) => setTimeout(resolve, 60));
      assert.deepEqual(seen, []);
      await late.query("commit");
      await waitFor(() => seen.length === 3, "all three events");
      assert.deepEqual(numbers(seen), [1, 2, 3]);
    } finally {
      late.release();
      stop();
      await live.stop();
    }
  });

  test("whoever comes back again and again while many write at once misses nothing and gets nothing twice", async () => {
    const live = createLive(db.pool, { log, pollMs: 5, pauseMs: 1 });
    const seen: LiveEvent[] = [];
    let cursor = (await live.follow(null, () => undefined)).cursor;
    const total = 400;
    let isWriting = true;
    const writers = Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let nth = writer; nth < total; nth += 8) {
          const client = await db.pool.connect();
          await client.query("begin");
          await client.query("insert into event (kind, data) values ('message', $1)", [{ nth }]);
          await new Promise((resolve) => setTimeout(resolve, (nth * 7) % 5));
          await client.query("commit");
          client.release();
        }
      }),
    ).finally(() => {
      isWriting = false;
    });
    while (isWriting || seen.length < total) {
      const before = seen.length;
      const { stop } = await live.follow(cursor, (events) => {
        seen.push(...events);
      });
      await new Promise((resolve) => setTimeout(resolve, 15));
      stop();
      if (seen.length > before) cursor = seen.at(-1)!.cursor;
    }
    await writers;
    await live.stop();
    assert.deepEqual(
      numbers(seen)
        .map(Number)
        .sort((a, b) => a - b),
      Array.from({ length: total }, (_, nth) => nth),
    );
  });

  test("transaction 1000 comes after 999, and event 10 after 9", async () => {
    const live = createLive(db.pool, { log, pollMs: 10 });
    for (const [tx, nth] of [
      [11, 4],
      [9, 1],
      [10, 2],
      [10, 3],
    ])
      await db.pool.query("insert into event (tx, kind, data) values ($1::text::xid8, 'message', $2)", [tx, { nth }]);
    const seen: LiveEvent[] = [];
    await live.follow("8-0", (events) => void seen.push(...events));
    await live.stop();
    assert.deepEqual(numbers(seen).slice(0, 4), [1, 2, 3, 4]);
  });

  test("a place that was pruned, and one that never was, are told to load everything again", async () => {
    const live = createLive(db.pool, { log, pollMs: 10 });
    const seen: LiveEvent[] = [];
    const first = await live.follow(null, (events) => void seen.push(...events));
    await write(1);
    await write(2);
    await waitFor(() => seen.length === 2, "both events");
    await waitFor(async () => (await pruneEvents(db.pool, new Date(Date.now() + 1_000))) > 0, "the events are settled and pruned");
    assert.equal((await live.follow(first.cursor, () => undefined)).isResync, true);
    for (const cursor of ["nonsense", "999999999999-1", "1-1; drop table event"])
      assert.equal((await live.follow(cursor, () => undefined)).isResync, true, cursor);
    assert.equal((await live.follow((await live.follow(null, () => undefined)).cursor, () => undefined)).isResync, false);
    await live.stop();
  });

  test("another process hears of news without waiting for its next look", async () => {
    let heard = 0;
    const there = createAnnouncer(db.pool, { log, onNews: () => void heard++ });
    const here = createAnnouncer(db.pool, { log, onNews: () => undefined });
    await waitFor(() => heard > 0, "listening has begun");
    const before = heard;
    for (let nth = 0; nth < 100; nth++) here.announce();
    await waitFor(() => heard > before, "the news");
    assert.ok(heard - before < 10, "a hundred commits at once are not a hundred notifications");
    await here.stop();
    await there.stop();
  });
});

describe("GET /api/v1/events", () => {
  let desk: TestServer;
  before(async () => {
    desk = await startTestServer();
  });
  after(async () => {
    await desk.close();
  });
  const open = (more: Record<string, string> = {}) =>
    readEvents(`${desk.url}/api/v1/events`, { authorization: `Bearer ${desk.key}`, ...more });
  const post = (id: string) =>
    desk.call("POST", "/api/v1/messages", { external_id: id, from: { email: `${id}@example.com`, verified: true }, text: "hello" });

  test("tells which conversation changed, and goes on after a lost connection where it stopped", async () => {
    const first = await open();
    const ready = await first.next();
    assert.equal(ready?.event, "ready");
    const one = await post(newId());
    const event = await first.next();
    assert.deepEqual([event?.event, event?.data], ["message", { conversation_id: one.body["conversation_id"] }]);
    first.close();
    const [two, three] = [await post(newId()), await post(newId())];
    const second = await open({ "last-event-id": event!.id! });
    const changed: string[] = [];
    while (changed.length < 2) {
      const next = await second.next();
      if (next?.event === "message") changed.push(next.data.conversation_id);
    }
    assert.deepEqual(changed, [two.body["conversation_id"], three.body["conversation_id"]]);
    second.close();
  });

  test("needs a permission, and a place it does not know means loading everything again", async () => {
    assert.equal((await desk.call("GET", "/api/v1/events", undefined, {})).status, 401);
    const stream = await open({ "last-event-id": "yesterday" });
    assert.equal((await stream.next())?.event, "resync");
    stream.close();
  });

  test("ends when the server closes, so that a restart does not wait for open pages", async () => {
    const other = await startTestServer();
    const stream = await readEvents(`${other.url}/api/v1/events`, { authorization: `Bearer ${other.key}` });
    await stream.next();
    await other.close();
    assert.equal(await stream.next(), null);
  });
});
