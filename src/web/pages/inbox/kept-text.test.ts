import assert from "node:assert/strict";
import { test } from "node:test";
import { readKept, switchKind, writeKept } from "./kept-text.ts";

function storage() {
  const map = new Map<string, string>();
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}

test("typed text comes back for its own conversation and no other", () => {
  const kept = storage();
  writeKept(kept, "c1", { kind: "note", text: "ask the warehouse" });
  assert.deepEqual(readKept(kept, "c1"), { kind: "note", text: "ask the warehouse" });
  assert.deepEqual(readKept(kept, "c2"), { kind: "reply", text: "" });
});

test("once sent, nothing stays behind", () => {
  const kept = storage();
  writeKept(kept, "c1", { kind: "reply", text: "hello" });
  writeKept(kept, "c1", { kind: "reply", text: "" });
  assert.equal(kept.map.size, 0);
});

test("damaged or full storage never stops anybody from typing", () => {
  const broken = {
    getItem: () => "{",
    setItem: () => {
      throw new Error("full");
    },
    removeItem: () => undefined,
  };
  assert.deepEqual(readKept(broken, "c1"), { kind: "reply", text: "" });
  assert.doesNotThrow(() => writeKept(broken, "c1", { kind: "reply", text: "x" }));
});

test("turning a note into a reply asks, and asks only when there is text", () => {
  assert.equal(switchKind({ kind: "note", text: "he is angry" }, "reply").ask, true);
  assert.equal(switchKind({ kind: "note", text: "  " }, "reply").ask, false);
  assert.equal(switchKind({ kind: "reply", text: "hello" }, "reply").ask, false);
});
