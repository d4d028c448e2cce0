import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { channels } from "./all.ts";

test("every channel's folder is in the list, under its own id", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(channels.map(({ id }) => id).toSorted(), folders.map(({ name }) => name).toSorted());
});
