import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError, type Problem } from "../domain/errors.ts";
import type { Log } from "../log/log.ts";
import type { Db, Transaction } from "./pool.ts";
import { faultLine } from "./sql-line.ts";

export const migrationsDir = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Any number will do as long as it never changes: "handrail" in ASCII, cut to 52 bits. */
const lockKey = 0x68_61_6e_64_72_61;

export type Migration = {
  number: number;
  name: string;
  file: string;
  sql: string;
  checksum: string;
};
type Applied = { number: number; name: string; checksum: string };

/** The files `NNNN_name.sql` in order, complete from 1. Line ends do not count for the checksum: git may change them. */
export async function readMigrations(dir: string = migrationsDir): Promise<Migration[]> {
  const files = (await readdir(dir)).filter((file) => file.endsWith(".sql")).sort();
  const found = await Promise.all(files.map((file) => readMigration(dir, file)));
  found.forEach(({ number, file }, index) => {
    if (number === index + 1) return;
    const message = found[index - 1]?.number === number ? `the number ${number} is there twice` : `migration ${index + 1} is missing`;
    throw refused([{ file, message, mend: "Restore the missing file, or number the new one after the last" }]);
  });
  return found;
}

async function readMigration(dir: string, file: string): Promise<Migration> {
  const [, number = "", name = ""] = /^(\d{4})_([a-z0-9][a-z0-9_-]*)\.sql$/.exec(file) ?? [];
  if (number === "") throw refused([{ file, message: "its name is not like 0001_name.sql", mend: "Rename it" }]);
  const sql = (await readFile(join(dir, file), "utf8")).replaceAll("\r\n", "\n");
  return {
    number: Number(number),
    name,
    file,
    sql,
    checksum: createHash("sha256").update(sql).digest("hex"),
  };
}

/** One value that changes whenever any migration does. */
export function migrationsChecksum(migrations: Migration[]): string {
  return createHash("sha256")
    .update(migrations.map(({ checksum }) => checksum).join())
    .digest("hex");
}

/**
 * Brings the database up to the newest migration, each file in a transaction of its own. Several processes may call this at
 * once: one works, the others wait and then find nothing to do. Returns the files applied by this call.
 */
export async function migrate(pool: Db, options: { dir?: string; log: Log }): Promise<string[]> {
  const migrations = await readMigrations(options.dir);
  const client = await pool.connect();
  const done: string[] = [];
  try {
    await client.query("set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = 0");
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    const applied = await readApplied(client);
    compare(migrations, applied);
    for (const migration of migrations.slice(applied.length)) {
      await apply(client, migration);
      options.log.info({ file: migration.file }, "Migration applied");
      done.push(migration.file);
    }
    return done;
  } finally {
    client.release(true); // Closing the connection frees the lock and the settings above, whatever happened.
  }
}

async function readApplied(client: Transaction): Promise<Applied[]> {
  await client.query(
    "create table if not exists migration (number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())",
  );
  const { rows } = await client.query<Applied>("select number, name, checksum from migration order by number");
  return rows;
}

function compare(migrations: Migration[], applied: Applied[]): void {
  const newest = applied.at(-1)?.number ?? 0;
  if (newest > migrations.length) {
    throw new AppError(
      "database_misconfigured",
      `The database is at migration ${newest} and this Handrail knows only ${migrations.length}: the database is newer than the program. Start the newer Handrail, or restore a backup from before the upgrade.`,
    );
  }
  const problems = applied.flatMap((row, index): Problem[] => {
    const file = migrations[index];
    if (!file || row.number !== file.number)
      return [
        {
          message: `migration ${index + 1} was never applied though a later one was`,
          mend: "Restore a backup of the database",
        },
      ];
    if (row.checksum !== file.checksum)
      return [
        {
          file: file.file,
          message: "it was changed after it had been applied",
          mend: "Restore the file as it was, and put the change into a new migration",
        },
      ];
    return [];
  });
  if (problems.length > 0) throw refused(problems);
}

async function apply(client: Transaction, { number, name, file, sql, checksum }: Migration): Promise<void> {
  let finished = 0;
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
  const count = () => (finished += 1);
  try {
    await client.query("begin");
    connection.on("commandComplete", count);
    await client.query(sql).finally(() => connection.off("commandComplete", count));
    await client.query("insert into migration (number, name, checksum) values ($1, $2, $3)", [number, name, checksum]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    const { message, hint, position } = error as {
      message: string;
      hint?: string;
      position?: string;
    };
    const line = faultLine(sql, position === undefined ? undefined : Number(position), finished);
    throw refused([{ file, ...line, message, ...(hint === undefined ? {} : { mend: hint }) }], error);
  }
}

function refused(problems: Problem[], cause?: unknown): AppError {
  const sentences = problems.map(
    ({ file, line, message, mend }) =>
      `${[file, line].filter((part) => part !== undefined).join(":")}${file ? ": " : ""}${message}.${mend ? ` ${mend}.` : ""}`,
  );
  return new AppError("database_misconfigured", `The migrations cannot be applied. ${sentences.join(" ")}`, {
    details: { problems },
    ...(cause === undefined ? {} : { cause }),
  });
}
