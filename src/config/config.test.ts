import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { AppError } from "../domain/errors.ts";
import { configMarkdown, describeConfig, readConfig } from "./config.ts";
import { loadSecretKey } from "./secret-key.ts";

function refusal(env: Record<string, string>): AppError {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, "config_invalid");
    return error;
  }
  return assert.fail("the settings were accepted");
}

describe("settings", () => {
  test("with nothing set, Handrail runs on this machine alone with the embedded database and the demo shop", () => {
    const config = readConfig({});
    assert.equal(config.host, "127.0.0.1");
    assert.equal(config.port, 3000);
    assert.equal(config.databaseUrl, undefined);
    assert.equal(config.isEmbedded, true);
    assert.equal(config.isDemo, true);
    assert.ok(isAbsolute(config.dataDir));
  });

  test("with a database server the demo shop stays away unless it is asked for", () => {
    const DATABASE_URL = "postgresql://shop:pw@db.example.com/desk";
    assert.equal(readConfig({ DATABASE_URL }).isDemo, false);
    assert.equal(readConfig({ DATABASE_URL, HANDRAIL_DEMO: "true" }).isDemo, true);
  });

  test("every problem is named at once, with the variable, what is wrong and how to mend it", () => {
    const error = refusal({
      HANDRAIL_PORT: "70000",
      HANDRAIL_DEMO: "yes",
      DATABASE_URL: "mysql://root:topsecret@db/x",
      HANDRAIL_PUBLIC_URL: "desk.example.com",
      HANDRAIL_SECRET_KEY: "tooshort",
    });
    assert.deepEqual(error.details.problems?.map(({ path }) => path).sort(), [
      "DATABASE_URL",
      "HANDRAIL_DEMO",
      "HANDRAIL_PORT",
      "HANDRAIL_PUBLIC_URL",
      "HANDRAIL_SECRET_KEY",
    ]);
    for (const { path, mend } of error.details.problems ?? [])
      assert.ok(error.message.includes(`${path}: `) && mend && error.message.includes(mend));
  });

  test("a secret is not repeated in the complaint about it", () => {
    const error = refusal({
      DATABASE_URL: "mysql://root:topsecret@db/x",
      HANDRAIL_SECRET_KEY: "verysecretvalue",
    });
    assert.ok(!JSON.stringify([error.message, error.details]).match(/topsecret|verysecretvalue/));
  });

  test("HANDRAIL_PORT counts before PORT, and an empty variable is not set", () => {
    assert.equal(readConfig({ PORT: "8080" }).port, 8080);
    assert.equal(readConfig({ PORT: "8080", HANDRAIL_PORT: "9090" }).port, 9090);
    assert.equal(readConfig({ HANDRAIL_PORT: " ", PORT: "8080" }).port, 8080);
  });

  test("a misspelt setting is refused with the name that was meant", () => {
    assert.match(refusal({ HANDRAIL_PROT: "80" }).message, /HANDRAIL_PROT: there is no such setting\. Did you mean HANDRAIL_PORT\?/);
    assert.equal(readConfig({ HANDRAIL_SERVICE_HOST: "10.0.0.1" }).port, 3000);
  });

  test("the address Kubernetes puts into HANDRAIL_PORT is refused with its remedy", () => {
    assert.match(refusal({ HANDRAIL_PORT: "tcp://10.0.0.1:3000" }).message, /enableServiceLinks/);
  });

  test("a key may be written in hex or in base64", () => {
    const key = randomBytes(32);
    for (const form of ["hex", "base64", "base64url"] as const)
      assert.deepEqual(readConfig({ HANDRAIL_SECRET_KEY: key.toString(form) }).secretKey, key);
  });

  test("the settings page names every variable", () => {
    const page = configMarkdown();
    for (const { names } of describeConfig()) for (const name of names) assert.ok(page.includes(`\`${name}\``), name);
  });
});

describe("the key file", () => {
  let dataDir = "";
  before(async () => void (dataDir = await mkdtemp(join(tmpdir(), "handrail-key-"))));
  after(() => rm(dataDir, { recursive: true, force: true }));

  test("it is made once, for its owner's eyes only, also when two processes start at once", async () => {
    const keys = await Promise.all([1, 2, 3].map(() => loadSecretKey({ dataDir, secretKey: undefined })));
    assert.equal(keys[0]?.length, 32);
    for (const key of keys) assert.deepEqual(key, keys[0]);
    assert.equal((await stat(join(dataDir, "secret.key"))).mode & 0o777, 0o600);
  });

  test("a key in the settings counts before the file", async () => {
    const secretKey = randomBytes(32);
    assert.equal(await loadSecretKey({ dataDir, secretKey }), secretKey);
  });

  test("a file that others can read, or that is damaged, is refused and left alone", async () => {
    await chmod(join(dataDir, "secret.key"), 0o644);
    await assert.rejects(loadSecretKey({ dataDir, secretKey: undefined }), /can be read by other users/);
    await writeFile(join(dataDir, "secret.key"), "");
    await chmod(join(dataDir, "secret.key"), 0o600);
    await assert.rejects(loadSecretKey({ dataDir, secretKey: undefined }), /damaged/);
    assert.equal((await stat(join(dataDir, "secret.key"))).size, 0);
  });
});
