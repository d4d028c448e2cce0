import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryState } from "./memory-state.ts";

test("what was put in comes out, and changing it afterwards changes nothing", async () => {
  const state = memoryState();
  const cursor = { page: 1 };
  await state.set("cursor", cursor);
  cursor.page = 2;
  assert.deepEqual(await state.get("cursor"), { page: 1 });
  assert.deepEqual(await state.getMany(["none", "cursor"]), [undefined, { page: 1 }]);
  await state.delete("cursor");
  assert.equal(await state.get("cursor"), undefined);
});

test("an update sees what stands, and leaves it when it returns nothing", async () => {
  const state = memoryState();
  const count = (current: unknown): unknown => (typeof current === "number" ? current + 1 : 1);
  await Promise.all([state.update("n", count), state.update("n", count), state.update("n", count)]);
  assert.equal(await state.update("n", () => undefined), 3);
});

test("a list has the keys of its prefix only, in order", async () => {
  const state = memoryState();
  for (const key of ["order/2", "orders", "order/1"]) await state.set(key, key);
  assert.deepEqual(await state.list("order/"), [
    { key: "order/1", value: "order/1" },
    { key: "order/2", value: "order/2" },
  ]);
});
