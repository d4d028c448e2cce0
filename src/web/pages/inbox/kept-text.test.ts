import assert from "node:assert/strict";
import { test } from "node:test";
import { nothing, readUnsaved, switchKind, writeUnsaved } from "./kept-text.ts";

function storage() {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}
const note = { ...nothing, kind: "note" as const, text: "ask the warehouse", base: "v1" };

test("typed text that has not arrived comes back for its own conversation and no other, with the version it was written over", () => {
  const kept = storage();
  writeUnsaved(kept, "c1", note);
  assert.deepEqual(readUnsaved(kept, "c1"), note);
  assert.equal(readUnsaved(kept, "c2"), null);
});

test("a translation comes back with the words it was made of", () => {
  const kept = storage();
  const translated = { ...nothing, text: "Hallo", original: { text: "Hello", language: "en" }, base: null };
  writeUnsaved(kept, "c1", translated);
  assert.deepEqual(readUnsaved(kept, "c1"), translated);
});

test("text that has arrived leaves nothing behind", () => {
  const kept = storage();
  writeUnsaved(kept, "c1", note);
  writeUnsaved(kept, "c1", null);
  assert.equal(kept.map.size, 0);
});

test("what is damaged, and a storage that refuses, is no fault", () => {
  const kept = storage();
  kept.map.set("handrail.text.c1", "{ broken");
  assert.equal(readUnsaved(kept, "c1"), null);
  const full = { ...storage(), setItem: () => assert.fail("the storage is full") };
  assert.doesNotThrow(() => writeUnsaved(full, "c1", note));
});

test("switching between reply and note asks only when something is typed or added", () => {
  const file = { id: "f", name: "a.png", content_type: "image/png", size: 1 };
  assert.deepEqual(switchKind({ ...nothing, kind: "note", text: "secret" }, "reply"), { ask: true });
  assert.deepEqual(switchKind({ ...nothing, kind: "note", files: [file] }, "reply"), { ask: true });
  assert.deepEqual(switchKind({ ...nothing, kind: "note", text: "  " }, "reply"), { ask: false });
  assert.deepEqual(switchKind({ ...nothing, text: "x" }, "reply"), { ask: false });
});
