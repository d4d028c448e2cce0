import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { AppError } from "../domain/errors.ts";
import { silentLog } from "../log/log.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { openPool, type Db } from "./pool.ts";
import { createEmptyTestDb, type TestDb } from "./test-db.ts";

const log = silentLog();

describe("migrations", () => {
  let db: TestDb;
  let dir = "";
  before(async () => void (db = await createEmptyTestDb()));
  beforeEach(async () => {
    await db.pool.query("drop schema public cascade; create schema public");
    dir = await mkdtemp(join(tmpdir(), "handrail-migrations-"));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  after(() => db.close());
  const put = (name: string, sql: string) => writeFile(join(dir, name), sql);
  const refusal = async (pool: Db = db.pool): Promise<AppError> => {
    const error = await migrate(pool, { dir, log }).then(
      () => assert.fail("the migrations were applied"),
      (fault: unknown) => fault,
    );
    assert.ok(error instanceof AppError);
    assert.equal(error.code, "database_misconfigured");
    return error;
  };

  test("three processes that start at once apply each file exactly once", async () => {
    await put("0001_first.sql", "create table shelf (id int primary key);\nselect pg_sleep(0.1);");
    await put("0002_second.sql", "alter table shelf add column name text;\ninsert into shelf values (1, 'one');");
    const pools = await Promise.all([1, 2, 3].map(() => openPool(db.url, { max: 2, log })));
    const applied = await Promise.all(pools.map((pool) => migrate(pool, { dir, log })));
    await Promise.all(pools.map((pool) => pool.end()));
    assert.deepEqual(applied.flat().sort(), ["0001_first.sql", "0002_second.sql"]);
    assert.deepEqual((await db.pool.query("select * from shelf")).rows, [{ id: 1, name: "one" }]);
    assert.deepEqual((await db.pool.query("select number, name from migration order by number")).rows, [
      { number: 1, name: "first" },
      { number: 2, name: "second" },
    ]);
  });

  test("a file with a mistake names file, line and column, and leaves nothing of itself behind", async () => {
    await put("0001_first.sql", "create table shelf (id int);");
    await put("0002_broken.sql", "-- é 😀\ncreate table box (id int);\nalter table\n  shelff add column name text;\n");
    const error = await refusal();
    assert.match(error.message, /0002_broken\.sql:\d: relation "shelff" does not exist/);
    await put("0002_broken.sql", "create table box (id int);\n  creat table x (id int);\n");
    const { problems } = (await refusal()).details;
    assert.deepEqual([problems?.[0]?.file, problems?.[0]?.line, problems?.[0]?.column], ["0002_broken.sql", 2, 3]);
    assert.deepEqual(
      (await db.pool.query("select to_regclass('shelf') is not null as shelf, to_regclass('box') is not null as box")).rows,
      [{ shelf: true, box: false }],
    );
  });

  test("a mistake that only shows when the statement runs names the line of that statement", async () => {
    await put(
      "0001_first.sql",
      "create table shelf (id int primary key); -- a ; in a comment\ninsert into shelf values (1);\ncreate function f() returns int language plpgsql as $$ begin return 1; end; $$;\n\ninsert into shelf\n  values (1);\n",
    );
    const { problems } = (await refusal()).details;
    assert.deepEqual([problems?.[0]?.line, problems?.[0]?.file], [5, "0001_first.sql"]);
  });

  test("a file that was changed after it was applied is refused, but other line ends are no change", async () => {
    await put("0001_first.sql", "create table shelf (\n  id int);");
    await migrate(db.pool, { dir, log });
    await put("0001_first.sql", "create table shelf (\r\n  id int);");
    assert.deepEqual(await migrate(db.pool, { dir, log }), []);
    await put("0001_first.sql", "create table shelf (id bigint);");
    assert.match((await refusal()).message, /0001_first\.sql: it was changed after it had been applied/);
  });

  test("a gap, a number used twice and a name of another form are refused before anything is applied", async () => {
    await put("0001_first.sql", "select 1");
    await put("0003_third.sql", "select 1");
    await assert.rejects(readMigrations(dir), /0003_third\.sql: migration 2 is missing/);
    await put("0001_again.sql", "select 1");
    await assert.rejects(readMigrations(dir), /the number 1 is there twice/);
    await rm(join(dir, "0001_again.sql"));
    await put("2_second.sql", "select 1");
    await assert.rejects(readMigrations(dir), /2_second\.sql: its name is not like/);
  });

  test("a database that a newer Handrail has migrated is left alone", async () => {
    await put("0001_first.sql", "create table shelf (id int)");
    await put("0002_second.sql", "create table box (id int)");
    await migrate(db.pool, { dir, log });
    await rm(join(dir, "0002_second.sql"));
    assert.match((await refusal()).message, /database is newer than the program/);
  });

  test("after a refusal the next start can take the lock", async () => {
    await put("0001_first.sql", "select nonsense");
    await refusal();
    await put("0001_first.sql", "create table shelf (id int)");
    assert.deepEqual(await migrate(db.pool, { dir, log }), ["0001_first.sql"]);
  });
});
