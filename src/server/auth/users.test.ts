import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../../db/test-db.ts";
import { AppError } from "../../domain/errors.ts";
import { createUser, deactivate, listUsers, reactivate, setRole } from "./users.ts";

describe("users", () => {
  let db: TestDb;
  before(async () => void (db = await createTestDb()));
  after(() => db.close());

  test("a user without a password gets one that can be read aloud, stored only as a hash", async () => {
    const { user, password } = await createUser(db.pool, {
      name: "Ann",
      email: "Ann@Shop.example",
      role: "admin",
    });
    assert.match(password, /^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    assert.equal(user.email, "ann@shop.example");
    const { rows } = await db.pool.query<{ password: string }>("select password from account where user_id = $1", [user.id]);
    assert.match(rows[0]?.password ?? "", /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const { rows: audited } = await db.pool.query<{ data: unknown }>("select data from audit_log where target = $1", [`user:${user.id}`]);
    assert.deepEqual(audited, [{ data: { email: "ann@shop.example", role: "admin" } }]);
  });

  test("an address is used once, however it is written", async () => {
    await assert.rejects(createUser(db.pool, { name: "Ann 2", email: "ANN@shop.EXAMPLE", role: "agent" }), { code: "conflict" });
  });

  test("all that is wrong with a new user is said at once", async () => {
    const input = {
      name: " ",
      email: "not an address",
      role: "owner" as "agent",
      password: "short",
    };
    await assert.rejects(createUser(db.pool, input), (error) => {
      assert.ok(error instanceof AppError && error.code === "invalid");
      assert.deepEqual(error.details.problems?.map(({ path }) => path).sort(), ["email", "name", "password", "role"]);
      return true;
    });
  });

  test("the last active admin cannot be demoted or deactivated, also when two try at the same moment", async () => {
    const [ann] = await listUsers(db.pool);
    assert.ok(ann);
    await assert.rejects(setRole(db.pool, ann.id, "agent"), /Ann is the last active admin/);
    await assert.rejects(deactivate(db.pool, ann.id), { code: "conflict" });
    const { user: bob } = await createUser(db.pool, {
      name: "Bob",
      email: "bob@shop.example",
      role: "admin",
    });
    const results = await Promise.allSettled([setRole(db.pool, ann.id, "agent"), deactivate(db.pool, bob.id)]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.equal((await listUsers(db.pool)).filter(({ role, isActive }) => role === "admin" && isActive).length, 1);
  });

  test("who was deactivated stays in the list and can be made active again", async () => {
    const { user } = await createUser(db.pool, {
      name: "Zoe",
      email: "zoe@shop.example",
      role: "agent",
    });
    assert.equal((await deactivate(db.pool, user.id)).isActive, false);
    assert.equal((await listUsers(db.pool)).at(-1)?.isActive, false);
    assert.equal((await reactivate(db.pool, user.id)).isActive, true);
    await assert.rejects(deactivate(db.pool, "nobody"), { code: "not_found" });
  });
});
