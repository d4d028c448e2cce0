/** The life of a desk on its embedded database, as real processes: starts, stops, kills, and everything that can stand in the way. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, cp, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { after, before, describe, test } from "node:test";
import { freePort, runCommand, startProcess, untilPrinted, type Desk } from "../recovery/processes.ts";

type Env = Record<string, string>;

let dir: string;
let data: string;
let env: Env;
let desk: Desk;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), "handrail-start-"));
  // Run by root, PostgreSQL runs as another user: where that one may not enter, the files would be kept elsewhere.
  await chmod(dir, 0o755);
  data = join(dir, "data");
  env = { HANDRAIL_DATA_DIR: data, HANDRAIL_PORT: String(await freePort()), HANDRAIL_LOG_LEVEL: "warn" };
  desk = await startProcess(env);
});
after(async () => {
  await desk.stop();
  await rm(dir, { recursive: true, force: true });
});

/** A start that must not succeed: one clear sentence, code 1, nothing of the machinery. */
async function refused(more: Env, expected: RegExp): Promise<void> {
  const { code, stdout, stderr } = await runCommand({ ...env, ...more }, ["start"]);
  const said = `${stdout}${stderr}`;
  assert.equal(code, 1, said);
  assert.match(said, expected);
  assert.doesNotMatch(said, /\n\s+at |node:internal|hunter2/, said);
  assert.equal(stderr.trimEnd().split("\n").length, 1, `one sentence: ${stderr}`);
}

async function audit(): Promise<{ inbound: number; outcomes: Record<string, number> }> {
  const { code, stdout, stderr } = await runCommand(env, ["audit", "--json"]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

async function untilDecided(): Promise<void> {
  const end = Date.now() + 30_000;
  for (;;) {
    const report = JSON.parse((await runCommand(env, ["audit", "--json"])).stdout);
    if (report.in_flight.undecided === 0 && report.inbound > 0) return;
    if (Date.now() > end) throw new Error(`the demo's messages were not decided: ${JSON.stringify(report)}`);
  }
}

const postmaster = async () => Number((await readFile(join(data, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A process that has ended keeps its number until whoever inherited it takes notice, which is no business of ours. */
async function untilGone(pid: number): Promise<boolean> {
  const end = Date.now() + 10_000;
  while (isAlive(pid) && Date.now() < end) await pause(50);
  return !isAlive(pid);
}

/** Which tests follow each other is part of what is tested: it is one desk's life. */
describe("a desk on its own database", () => {
  test("says where it is and shows the first password once", async () => {
    assert.equal(await untilPrinted(desk, /^Handrail is ready: (\S+)$/m), desk.url);
    await untilPrinted(desk, /Sign in as admin@example\.com with the password (\S+)/);
    await untilDecided();
  });

  test("a second start on the same data directory is refused, and the first goes on", async () => {
    await refused({ HANDRAIL_PORT: String(await freePort()) }, /already in use by process \d+/);
    assert.equal((await fetch(`${desk.url}/readyz`)).status, 200);
  });

  test("a port that is taken is refused", async () => {
    const other: Server = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const url = (await readFile(join(data, "database.url"), "utf8")).trim();
    await refused({ DATABASE_URL: url, HANDRAIL_PORT: String(port) }, new RegExp(`\\b${port}\\b.*(in use|taken)`));
    other.close();
  });

  test("a wrong DATABASE_URL is refused: nobody there, wrong password, missing database", async () => {
    const url = new URL((await readFile(join(data, "database.url"), "utf8")).trim());
    await refused({ DATABASE_URL: "postgresql://u:hunter2@127.0.0.1:1/x" }, /Nothing answers at 127\.0\.0\.1:1/);
    const wrong = new URL(url);
    wrong.password = "hunter2";
    await refused({ DATABASE_URL: wrong.href }, /password/);
    const missing = new URL(url);
    missing.pathname = "/nowhere";
    await refused({ DATABASE_URL: missing.href }, /nowhere/);
    // Settings are the one case with a list: every problem at once.
    const { code, stderr } = await runCommand({ ...env, DATABASE_URL: "mysql://u:hunter2@localhost/x" }, ["start"]);
    assert.equal(code, 1);
    assert.match(stderr, /DATABASE_URL: it is not an address that begins with postgresql/);
    assert.ok(!stderr.includes("hunter2"));
  });

  test("Ctrl-C stops everything, and the next start keeps everything and shows no password", async () => {
    const before = await audit();
    const pid = await postmaster();
    desk.child.kill("SIGINT");
    const [code] = await once(desk.child, "exit");
    assert.equal(code, 0, desk.output());
    assert.equal(await untilGone(pid), true, "PostgreSQL is gone");
    assert.equal(existsSync(join(data, "postgres", "postmaster.pid")), false);
    desk = await startProcess(env);
    assert.doesNotMatch(desk.output(), /password/);
    assert.deepEqual(await audit(), before);
  });

  test("a desk that was killed starts again, whether its database outlived it or not", async () => {
    const before = await audit();
    await desk.kill();
    desk = await startProcess(env);
    assert.deepEqual(await audit(), before);
    process.kill(await postmaster(), "SIGKILL");
    await desk.kill();
    desk = await startProcess(env);
    assert.deepEqual(await audit(), before);
    assert.doesNotMatch(desk.output(), /password/);
  });

  test("a damaged data directory is refused, and nothing is repaired by throwing it away", async () => {
    assert.equal(await desk.stop(), 0, desk.output());
    const damaged = join(dir, "damaged");
    const copy = async () => {
      await rm(damaged, { recursive: true, force: true });
      await cp(data, damaged, { recursive: true, preserveTimestamps: true });
    };
    const there = { HANDRAIL_DATA_DIR: damaged };
    await copy();
    await truncate(join(damaged, "postgres", "global", "pg_control"), 100);
    await refused(there, /damaged|pg_control/);
    assert.ok(existsSync(join(damaged, "postgres", "base")), "the rest is kept");
    await copy();
    await writeFile(join(damaged, "postgres", "PG_VERSION"), "9.6\n");
    await refused(there, /9\.6|version/i);
    await copy();
    await writeFile(join(damaged, "secret.key"), "not a key\n");
    await refused(there, /secret\.key is damaged/);
    const file = join(dir, "file");
    await writeFile(file, "");
    await refused({ HANDRAIL_DATA_DIR: file }, /file/);
    desk = await startProcess(env);
  });
});
