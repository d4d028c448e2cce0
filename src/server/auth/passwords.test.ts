import assert from "node:assert/strict";
import { test } from "node:test";
import { generatePassword, hashPassword, verifyPassword } from "./passwords.ts";

test("a password opens its own hash and no other does", async () => {
  const stored = await hashPassword("correct horse battery");
  assert.equal(await verifyPassword("correct horse battery", stored), true);
  assert.equal(await verifyPassword("correct horse batter", stored), false);
  assert.notEqual(await hashPassword("correct horse battery"), stored);
});

test("a hash made elsewhere with other costs is understood", async () => {
  // The reference implementation: echo -n "password" | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
  const stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  assert.equal(await verifyPassword("password", stored), true);
  assert.equal(await verifyPassword("Password", stored), false);
});

test("an accent counts the same however the keyboard composes it", async () => {
  assert.equal(await verifyPassword("cafe\u0301 au lait", await hashPassword("caf\u00e9 au lait")), true);
});

test("what is no hash belongs to no password", async () => {
  for (const stored of [
    "",
    "password",
    "$argon2i$v=19$m=16,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    "$argon2id$v=19$m=,t=2,p=1$x$y",
  ]) {
    assert.equal(await verifyPassword("password", stored), false);
  }
});

test("generated passwords differ and have letters that are not mistaken for others", () => {
  const made = Array.from({ length: 200 }, generatePassword);
  assert.equal(new Set(made).size, 200);
  assert.ok(made.every((password) => /^[a-hjkmnp-z2-9-]{23}$/.test(password)));
});
