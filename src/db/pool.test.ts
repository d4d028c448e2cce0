import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createServer, type AddressInfo } from "node:net";
import { AppError } from "../domain/errors.ts";
import { silentLog } from "../log/log.ts";
import { connectionFault } from "./connection-fault.ts";
import { openPool, retryable, transaction } from "./pool.ts";
import { createEmptyTestDb, type TestDb } from "./test-db.ts";

const log = silentLog();

describe("the connection to the database", () => {
  let db: TestDb;
  before(async () => void (db = await createEmptyTestDb()));
  after(() => db.close());

  async function refusal(change: (url: URL) => void): Promise<AppError> {
    const url = new URL(db.url);
    change(url);
    const error = await openPool(url.href, { max: 1, log }).then(
      () => assert.fail("the address was accepted"),
      (fault: unknown) => fault,
    );
    assert.ok(error instanceof AppError);
    assert.doesNotMatch(error.message, /\n/);
    return error;
  }

  test("a port where nothing listens gives one sentence with host and port", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const error = await refusal((url) => void (url.port = String(port)));
    assert.equal(error.code, "database_unavailable");
    assert.match(error.message, new RegExp(`Nothing answers at 127\\.0\\.0\\.1:${port}`));
  });

  test("a wrong password is said without repeating it", async () => {
    const error = await refusal((url) => void (url.password = "hunter2"));
    assert.match(error.message, /refuses user "\w+".*Correct user and password/);
    assert.ok(!`${error.message}${(error.cause as Error).message}`.includes("hunter2"));
  });

  test("a database that does not exist is named", async () => {
    assert.match((await refusal((url) => void (url.pathname = "/nowhere"))).message, /has no database "nowhere"/);
  });

  test("a host that nobody knows and an address that is none are told apart", () => {
    const unknown = connectionFault(
      Object.assign(new Error("getaddrinfo ENOTFOUND db.invalid"), { code: "ENOTFOUND" }),
      "postgresql://u:hunter2@db.invalid/x",
    );
    assert.match(unknown.message, /host "db\.invalid" is not known/);
    const broken = connectionFault(
      Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL" }),
      "postgresql://u:hunter#2@db/x",
    );
    assert.match(broken.message, /%23/);
    assert.ok(!broken.message.includes("hunter#2"));
  });

  test("an address with an unescaped password is refused without showing it", async () => {
    await assert.rejects(
      openPool("postgresql://u:hunt er2@[bad/x", { max: 1, log }),
      (error: unknown) => error instanceof AppError && !error.message.includes("hunt"),
    );
  });

  test("counts are numbers, days stay days, and a number too large is an error instead of a wrong one", async () => {
    const { rows } = await db.pool.query(
      "select count(*) as n, date '2026-01-31' as day, timestamptz '2026-01-31T00:00Z' as at from generate_series(1, 3)",
    );
    assert.deepEqual(rows, [{ n: 3, day: "2026-01-31", at: new Date("2026-01-31T00:00Z") }]);
    await assert.rejects(db.pool.query("select 9007199254740993::int8"), /cannot hold exactly/);
    assert.equal((await db.pool.query("select 1 as one")).rows[0].one, 1);
  });

  test("a statement that runs too long is ended", async () => {
    const pool = await openPool(db.url, { max: 1, log, statementTimeoutMs: 50 });
    await assert.rejects(pool.query("select pg_sleep(30)"), { code: "57014" });
    await pool.end();
  });

  test("a transaction that fails leaves nothing, and its connection is used again", async () => {
    await db.pool.query("create table note (id int primary key)");
    const failing = transaction(db.pool, async (client) => {
      await client.query("insert into note values (1)");
      throw new Error("no");
    });
    await assert.rejects(failing, /^Error: no$/);
    assert.equal(await transaction(db.pool, async (client) => (await client.query("insert into note values (2)")).rowCount), 1);
    assert.deepEqual((await db.pool.query("select id from note")).rows, [{ id: 2 }]);
  });

  test("a swallowed SQL error does not pass for a saved transaction", async () => {
    const swallowing = transaction(db.pool, async (client) => {
      await client.query("insert into note values (3)");
      await client.query("select nonsense").catch(() => undefined);
    });
    await assert.rejects(swallowing, /nothing was saved/);
  });

  test("a connection that dies inside a transaction does not poison the pool", async () => {
    const dying = transaction(db.pool, async (client) => {
      client.on("error", () => undefined);
      await client.query("select pg_terminate_backend(pg_backend_pid())");
    });
    await assert.rejects(dying);
    assert.equal((await db.pool.query("select 1 as one")).rows[0].one, 1);
  });

  test("of two transactions in each other's way one is run again, and both succeed", async () => {
    await db.pool.query("create table tally (id int primary key, n int not null); insert into tally values (1, 0), (2, 0)");
    let tries = 0;
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const add = (first: number, second: number, mine: number) =>
      retryable(() => {
        tries += 1;
        return transaction(db.pool, async (client) => {
          await client.query("update tally set n = n + 1 where id = $1", [first]);
          gates[mine]?.resolve();
          await gates[1 - mine]?.promise;
          await client.query("update tally set n = n + 1 where id = $1", [second]);
        });
      });
    await Promise.all([add(1, 2, 0), add(2, 1, 1)]);
    // The one that is run again may meet the other once more.
    assert.ok(tries >= 3, `${tries} tries`);
    assert.deepEqual((await db.pool.query("select n from tally order by id")).rows, [{ n: 2 }, { n: 2 }]);
  });

  test("other errors are not tried again", async () => {
    let tries = 0;
    const failing = retryable(async () => {
      tries += 1;
      throw new Error("no");
    });
    await assert.rejects(failing);
    assert.equal(tries, 1);
  });
});
