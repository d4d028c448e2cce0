import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, test } from "node:test";
import { createTestDb, testServer } from "./test-db.ts";
import pg from "pg";

describe("databases for tests", () => {
  test("two tests do not see each other's rows, and a closed database is gone", async () => {
    const [one, two] = await Promise.all([createTestDb(), createTestDb()]);
    await one.pool.query("create table mine (n int)");
    const seen = await two.pool.query("select to_regclass('mine') as mine");
    assert.equal(seen.rows[0].mine, null);
    await Promise.all([one.close(), two.close()]);
    const client = new pg.Client({ connectionString: await testServer() });
    await client.connect();
    const names = [one, two].map(({ url }) => new URL(url).pathname.slice(1));
    const { rowCount } = await client.query("select from pg_database where datname = any($1)", [names]);
    await client.end();
    assert.equal(rowCount, 0);
  });

  test("a test process that forgets to close everything but its pool still ends by itself", async () => {
    const source = `const { createTestDb } = await import(${JSON.stringify(new URL("test-db.ts", import.meta.url).href)}); const db = await createTestDb(); await db.pool.query("select 1"); await db.pool.end();`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
      stdio: "ignore",
    });
    assert.equal(await new Promise((resolve) => child.once("exit", resolve)), 0);
  });
});
