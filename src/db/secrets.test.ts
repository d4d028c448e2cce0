import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { open, rotateSecrets, seal, sealedWith, keyId } from "./secrets.ts";
import { createTestDb, type TestDb } from "./test-db.ts";

const secretKey = randomBytes(32);
const credentials = { user: "shop", password: "geheim-ü" };

describe("stored credentials", () => {
  let db: TestDb;
  before(async () => void (db = await createTestDb()));
  after(() => db.close());

  test("what was sealed comes back, and two seals of the same look different", () => {
    const sealed = seal(secretKey, "mail", credentials);
    assert.deepEqual(open(secretKey, "mail", sealed), credentials);
    assert.equal(sealed.includes("geheim"), false);
    assert.notDeepEqual(sealed, seal(secretKey, "mail", credentials));
  });

  test("a change of any single byte is noticed", () => {
    const sealed = seal(secretKey, "mail", credentials);
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index]! ^= 1;
      assert.throws(() => open(secretKey, "mail", changed), { code: "config_invalid" }, `byte ${index}`);
    }
    for (const length of [0, 1, 5, 20, sealed.length - 1])
      assert.throws(() => open(secretKey, "mail", sealed.subarray(0, length)), {
        code: "config_invalid",
      });
  });

  test("credentials moved to another connection do not open there", () => {
    assert.throws(() => open(secretKey, "other", seal(secretKey, "mail", credentials)), /"other" are damaged or were moved/);
  });

  test("with another key the message says which key is needed", () => {
    const other = randomBytes(32);
    assert.throws(
      () => open(other, "mail", seal(secretKey, "mail", credentials)),
      new RegExp(`stored with the key ${keyId(secretKey)}, and the key in use is ${keyId(other)}`),
    );
    assert.throws(() => seal(randomBytes(16), "mail", credentials), /has 16 bytes and needs 32/);
  });

  test("a new key takes over all connections or, when one cannot be opened, none", async () => {
    const next = randomBytes(32);
    const add = (id: string, secrets: Buffer | null) =>
      db.pool.query("insert into connection (id, kind, connector, title, secrets) values ($1, 'channel', 'memory', $1, $2)", [id, secrets]);
    const stored = async (id: string) =>
      (await db.pool.query<{ secrets: Buffer }>("select secrets from connection where id = $1", [id])).rows[0]!.secrets;
    await add("a", seal(secretKey, "a", { n: 1 }));
    await add("b", seal(secretKey, "elsewhere", { n: 2 }));
    await add("c", null);
    await assert.rejects(rotateSecrets(db.pool, { from: secretKey, to: next }), /"b" are damaged/);
    assert.equal(sealedWith(await stored("a")), keyId(secretKey));
    await db.pool.query("update connection set secrets = $1 where id = 'b'", [seal(secretKey, "b", { n: 2 })]);
    assert.equal(await rotateSecrets(db.pool, { from: secretKey, to: next }), 2);
    assert.deepEqual(open(next, "b", await stored("b")), { n: 2 });
    assert.equal(await rotateSecrets(db.pool, { from: secretKey, to: next }), 0);
  });
});
