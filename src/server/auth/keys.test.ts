import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../../db/test-db.ts";
import { AppError } from "../../domain/errors.ts";
import { silentLog } from "../../log/log.ts";
import { isKeyText } from "./key-text.ts";
import { openKeys, type Keys } from "./keys.ts";
import { actions, can, requirePermission, roles, scopes, type Action } from "./permissions.ts";

describe("API keys", () => {
  let db: TestDb;
  let keys: Keys;
  let time = 1_000_000;
  before(async () => {
    db = await createTestDb();
    keys = openKeys(db.pool, { log: silentLog(), now: () => time });
  });
  after(async () => {
    await keys.close();
    await db.close();
  });

  test("a key is shown once and only its hash and last four letters are stored", async () => {
    const { id, key } = await keys.create({
      name: "shop",
      scopes: ["messages:write", "messages:write"],
      createdBy: "system",
    });
    assert.match(key, /^hr_[0-9A-Za-z]{49}$/);
    const { rows } = await db.pool.query("select * from api_key");
    assert.equal(JSON.stringify(rows).includes(key.slice(3, 20)), false);
    assert.deepEqual(
      (await keys.list()).map(({ name, hint, scopes: granted }) => ({ name, hint, granted })),
      [{ name: "shop", hint: key.slice(-4), granted: ["messages:write"] }],
    );
    assert.deepEqual(await keys.find(key), {
      kind: "key",
      id,
      name: "shop",
      scopes: ["messages:write"],
    });
  });

  test("a mistyped or made-up key is nobody", async () => {
    const { key } = await keys.create({ name: "typo", scopes: ["all"], createdBy: "system" });
    const swapped = key.slice(0, 10) + (key[10] === "a" ? "b" : "a") + key.slice(11);
    assert.deepEqual([isKeyText(key), isKeyText(swapped), isKeyText(`${key} `), isKeyText("")], [true, false, false, false]);
    assert.equal(await keys.find(swapped), null);
    assert.equal(await keys.find("hr_"), null);
  });

  test("a revoked key stops working at once here and within ten seconds in other processes", async () => {
    const other = openKeys(db.pool, { log: silentLog(), now: () => time });
    const { id, key } = await keys.create({ name: "old", scopes: ["all"], createdBy: "system" });
    assert.ok((await keys.find(key)) && (await other.find(key)));
    await keys.revoke(id, "user:1");
    assert.equal(await keys.find(key), null);
    time += 10_001;
    assert.equal(await other.find(key), null);
    await assert.rejects(keys.revoke(id, "user:1"), { code: "not_found" });
    await assert.rejects(keys.revoke("nonsense", "user:1"), { code: "not_found" });
    await other.close();
    const { rows } = await db.pool.query("select actor, act, data from audit_log where act = 'key.revoke'");
    assert.deepEqual(rows, [{ actor: "user:1", act: "key.revoke", data: { name: "old" } }]);
  });

  test("a busy key asks the database once, and notes its use once a minute", async () => {
    const { id, key } = await keys.create({ name: "busy", scopes: ["all"], createdBy: "system" });
    const asked: string[] = [];
    const watched = Object.create(db.pool) as typeof db.pool;
    watched.query = ((...args: Parameters<typeof db.pool.query>) => {
      asked.push(JSON.stringify(args[0]).includes("last_used_at") ? "use" : "key");
      return db.pool.query(...args);
    }) as typeof db.pool.query;
    const busy = openKeys(watched, { log: silentLog(), now: () => time });
    await Promise.all(Array.from({ length: 500 }, () => busy.find(key)));
    await busy.close();
    assert.deepEqual(asked.sort(), ["key", "use"]);
    assert.ok((await keys.list()).find((row) => row.id === id)?.lastUsedAt instanceof Date);
  });

  test("keys beyond the memory's size still work", async () => {
    const small = openKeys(db.pool, { log: silentLog(), max: 2 });
    const made = await Promise.all(
      [1, 2, 3, 4].map((count) => keys.create({ name: `many ${count}`, scopes: ["all"], createdBy: "system" })),
    );
    for (const { id, key } of [...made, ...made]) assert.equal((await small.find(key))?.id, id);
    await small.close();
  });

  test("a database that is away is not remembered as a refusal", async () => {
    const { key } = await keys.create({ name: "flaky", scopes: ["all"], createdBy: "system" });
    let isAway = true;
    const flaky = Object.create(db.pool) as typeof db.pool;
    flaky.query = ((...args: Parameters<typeof db.pool.query>) =>
      isAway ? Promise.reject(new Error("away")) : db.pool.query(...args)) as typeof db.pool.query;
    const shaky = openKeys(flaky, { log: silentLog() });
    await assert.rejects(shaky.find(key), /away/);
    isAway = false;
    assert.equal((await shaky.find(key))?.name, "flaky");
    await shaky.close();
  });

  test("a name is used once, and unknown or missing scopes are named", async () => {
    await assert.rejects(keys.create({ name: "shop", scopes: ["all"], createdBy: "system" }), {
      code: "conflict",
    });
    await assert.rejects(keys.create({ name: "x", scopes: ["everything"], createdBy: "system" }), /there is no scope "everything"/);
    await assert.rejects(keys.create({ name: "x", scopes: [], createdBy: "system" }), {
      code: "invalid",
    });
    await assert.rejects(keys.create({ name: "", scopes: ["all"], createdBy: "system" }), {
      code: "invalid",
    });
  });
});

describe("permissions", () => {
  const key = (...granted: (typeof scopes)[number][]) => ({
    kind: "key" as const,
    id: "1",
    name: "shop",
    scopes: granted,
  });
  const user = (role: (typeof roles)[number]) => ({
    kind: "user" as const,
    id: "1",
    name: "Ann",
    email: "ann@shop.example",
    role,
  });
  const every = Object.keys(actions) as Action[];

  test("an admin and a key with all scopes may do everything; a key does only what its scopes say", () => {
    for (const action of every) {
      assert.ok(can(user("admin"), action) && can(key("all"), action));
      for (const scope of scopes) assert.equal(can(key(scope), action), scope === "all" || scope === actions[action].scope);
    }
  });

  test("every scope is good for something", () => {
    for (const scope of scopes)
      assert.ok(
        every.some((action) => actions[action].scope === scope),
        scope,
      );
  });

  test("an agent works on conversations and changes neither users, settings, workflows nor keys", () => {
    assert.deepEqual(
      every.filter((action) => !can(user("agent"), action)),
      ["message.post", "workflow.write", "customer.write", "user.write", "settings.read", "settings.write", "audit.read", "key.write"],
    );
  });

  test("a refusal names the missing scope, and nobody is told to sign in", () => {
    assert.throws(
      () => requirePermission(key("runs:read"), "workflow.write"),
      (error) => error instanceof AppError && error.code === "forbidden" && error.details["scope"] === "workflows:write",
    );
    assert.throws(() => requirePermission(null, "run.read"), { code: "unauthenticated" });
  });
});
