import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { errorCodes } from "../domain/errors.ts";

test("docs/errors.md explains every error code with its status and sentence, in the same order, and no other", async () => {
  const text = await readFile(new URL("../../docs/errors.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| `(\w+)` \| (\d{3}) \| (yes|no) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
    ([, code, status, retry, title, mend]) => ({
      code,
      status: Number(status),
      retry: retry === "yes",
      title: title!.trim(),
      mend: mend!.trim(),
    }),
  );
  assert.deepEqual(
    rows.map(({ code, status, retry, title }) => ({ code, status, retry, title })),
    Object.entries(errorCodes).map(([code, { status, retry, title }]) => ({ code, status, retry, title })),
  );
  for (const { code, mend } of rows) assert.ok(mend.length > 20, `${code} says what to do`);
});
