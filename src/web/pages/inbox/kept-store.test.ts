import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../../../domain/errors.ts";
import type { WireKeptText } from "../../../domain/wire.ts";
import { createKeptTexts } from "./kept-store.ts";
import { nothing } from "./kept-text.ts";

/** The server as the API describes it, in memory; `isDown` is a lost connection. Time passes when the test says so. */
function desk() {
  let row: WireKeptText | null = null;
  let count = 0;
  const server = {
    isDown: false,
    writes: 0,
    text: () => row?.text ?? null,
    put: (text: string | null) =>
      (row = text === null ? null : { slot: "reply", kind: "reply", text, original: null, files: [], actions: [], version: `v${++count}` }),
    read: async () => {
      if (server.isDown) throw new AppError("unavailable", "down");
      return row ? [row] : [];
    },
    write: async (_id: string, _slot: string, kept: { text: string }, base: string | null) => {
      if (server.isDown) throw new AppError("unavailable", "down");
      server.writes++;
      if ((row?.version ?? null) !== base) throw new AppError("conflict", "faster");
      server.put(kept.text === "" ? null : kept.text);
      return row?.version ?? null;
    },
  };
  return server;
}

function tab(server: ReturnType<typeof desk>, memory = new Map<string, string>()) {
  const storage = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
    removeItem: (key: string) => void memory.delete(key),
  };
  const due: (() => void)[] = [];
  const wait = ((run: () => void) => due.push(run)) as unknown as typeof setTimeout;
  const texts = createKeptTexts(server, () => storage, wait);
  return {
    texts,
    memory,
    entry: () => texts.get("c", "reply"),
    type: (text: string) => texts.change("c", "reply", { ...nothing, text }),
    /** What was to happen in a moment happens. */
    async moment() {
      for (const run of due.splice(0)) run();
      for (let round = 0; round < 10; round++) await Promise.resolve();
    },
  };
}

test("what is typed arrives at the server a moment later, once for many keys, and is then in the other tab too", async () => {
  const server = desk();
  const [one, two] = [tab(server), tab(server)];
  await one.texts.load("c");
  await two.texts.load("c");
  for (const text of ["H", "He", "Hello"]) one.type(text);
  await one.moment();
  assert.deepEqual([server.text(), server.writes, one.entry().isDirty, one.memory.size], ["Hello", 1, false, 0]);
  two.texts.heard("c", "reply", one.entry().base);
  await two.moment();
  assert.equal(two.entry().kept.text, "Hello");
});

test("two tabs that write at the same time both keep their text, and the slower one is asked", async () => {
  const server = desk();
  const [one, two] = [tab(server), tab(server)];
  await one.texts.load("c");
  await two.texts.load("c");
  one.type("from the one");
  two.type("from the other");
  await one.moment();
  await two.moment();
  assert.deepEqual([server.text(), two.entry().kept.text, two.entry().theirs?.text], ["from the one", "from the other", "from the one"]);
  two.type("from the other, longer");
  await two.moment();
  assert.equal(server.text(), "from the one", "nothing is written over it before somebody has chosen");
  two.texts.settleConflict("c", "reply", "mine");
  await two.moment();
  assert.deepEqual([server.text(), two.entry().theirs], ["from the other, longer", undefined]);
});

test("the other text can be taken instead, also when it is that nothing is left", async () => {
  const server = desk();
  const one = tab(server);
  server.put("before");
  await one.texts.load("c");
  one.type("mine");
  server.put(null);
  await one.moment();
  assert.equal(one.entry().theirs, null);
  one.texts.settleConflict("c", "reply", "theirs");
  assert.deepEqual([one.entry().kept, one.entry().isDirty], [nothing, false]);
});

test("without a connection nothing is lost, over a reload too, and it arrives when the connection is back", async () => {
  const server = desk();
  const one = tab(server);
  await one.texts.load("c");
  server.isDown = true;
  one.type("half a sen");
  await one.moment();
  assert.equal(one.entry().isDirty, true);
  const again = tab(server, one.memory);
  assert.equal(again.entry().kept.text, "half a sen");
  server.isDown = false;
  await again.texts.load("c");
  await again.moment();
  assert.equal(server.text(), "half a sen");
});

test("what was typed before it was known what is there is not written over it", async () => {
  const server = desk();
  server.put("from the phone");
  const one = tab(server);
  one.type("typed at once");
  await one.moment();
  assert.equal(server.text(), "from the phone");
  await one.texts.load("c");
  assert.deepEqual([one.entry().kept.text, one.entry().theirs?.text], ["typed at once", "from the phone"]);
});

test("when it is sent it is gone here, but for what was typed since", async () => {
  const server = desk();
  const one = tab(server);
  await one.texts.load("c");
  one.type("sent");
  const { kept } = one.entry();
  await one.texts.settle("c", "reply");
  server.put(null);
  one.texts.sent("c", "reply", kept);
  assert.deepEqual([one.entry().kept.text, one.entry().base], ["", null]);
  one.type("sent too");
  const second = one.entry().kept;
  await one.texts.settle("c", "reply");
  one.type("typed since");
  server.put(null);
  one.texts.sent("c", "reply", second);
  await one.moment();
  assert.equal(server.text(), "typed since");
});

test("an answer that was asked for before the last save does not bring the older text back", async () => {
  const server = desk();
  const one = tab(server);
  await one.texts.load("c");
  const slow = Promise.withResolvers<WireKeptText[]>();
  const read = server.read;
  server.read = () => slow.promise;
  const loading = one.texts.load("c");
  one.type("new");
  await one.moment();
  slow.resolve([]);
  await loading;
  server.read = read;
  assert.equal(one.entry().kept.text, "new");
});
