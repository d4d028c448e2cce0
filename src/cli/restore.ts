/** `handrail restore`: a backup into an empty database, or in place of everything; wholly or not at all. */
import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { createZstdDecompress } from "node:zlib";
import { pipeline } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { loadSecretKey } from "../config/secret-key.ts";
import { migrationsChecksum, readMigrations } from "../db/migrate.ts";
import { openDatabase } from "../db/open.ts";
import { transaction, type Db, type Transaction } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { damaged, quoted, readBackup, type BackupEnd, type BackupHeader, type BackupReader, type TableHead } from "./backup-file.ts";
import { backupTables } from "./backup-tables.ts";
import { keyMark } from "./backup.ts";
import type { AddCommand, Context } from "./command.ts";
import { copyIn } from "./copy-stream.ts";

export const addRestore: AddCommand = (program, context) => {
  program
    .command("restore <file>")
    .description("read a backup into an empty database (- is standard input); the desk has to be stopped")
    .option("--replace", "throw away what the database holds now")
    .action(async (file: string, options: { replace?: boolean }) => {
      const config = context.config();
      const backup = await openBackup(file, context);
      const header = await backup.header();
      await checkMigrations(header);
      // No sharing here: beside a running desk its memory and the restored rows would contradict each other.
      const { db, mailboxDb, close } = await openDatabase({
        databaseUrl: config.databaseUrl,
        dataDir: config.dataDir,
        webPool: 1,
        workPool: 1,
        log: context.log(),
      });
      try {
        const { rows, unsent } = await restoreBackup(db, backup, { isReplacing: options.replace ?? false, own: [mailboxDb] });
        context.print(`${rows} rows restored: the desk as it was at ${header.made_at}.`);
        if (unsent > 0)
          context.print(
            `${unsent} replies had not left by then, and the next start sends them. Those that left after the backup may arrive twice.`,
          );
        if (keyMark(await loadSecretKey(config)) !== header.key) {
          context.io.stderr.write(
            "The backup was made with another secret key. Put that key (secret.key or HANDRAIL_SECRET_KEY) in place before you start, or enter the credentials of the connections again.\n",
          );
        }
      } finally {
        await close();
      }
    });
};

async function openBackup(file: string, { io }: Context): Promise<BackupReader> {
  if (file !== "-") {
    await access(file).catch((cause: NodeJS.ErrnoException) => {
      throw new AppError("usage", cause.code === "ENOENT" ? `There is no file ${file}.` : `${file} cannot be read: ${cause.message}`, {
        cause,
      });
    });
  }
  // An error of either stream reaches whoever reads the text.
  return readBackup(pipeline(file === "-" ? io.stdin : createReadStream(file), createZstdDecompress(), () => undefined));
}

async function checkMigrations({ migrations, version }: BackupHeader): Promise<void> {
  if (migrationsChecksum(await readMigrations()) === migrations) return;
  throw new AppError(
    "database_misconfigured",
    `The backup was made by Handrail ${version} with other migrations than this one has. Restore it with that version, then start this one, which brings the database up to date. Nothing was changed.`,
  );
}

/** From the start: the search sweeps what is there and follows from here on. */
const beginSearch =
  "update search_state set tx = pg_snapshot_xmin(pg_current_snapshot()), id = 0, swept = '00000000-0000-0000-0000-000000000000', languages = '{}'";

/** One transaction. AppError `conflict` when the database is not empty or in use, `bad_request` when the file is damaged. */
export async function restoreBackup(
  db: Db,
  backup: BackupReader,
  options: { isReplacing: boolean; own?: Db[] },
): Promise<{ rows: number; unsent: number }> {
  return transaction(db, async (client) => {
    await client.query(
      "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local lock_timeout = '10s'",
    );
    await checkAlone(client, options.own ?? []);
    const tables = await backupTables(client);
    if (!options.isReplacing) await checkEmpty(client, tables);
    await client.query(`truncate event, conversation_search, search_word, ${tables.map(({ table }) => quoted(table)).join(", ")}`);
    const rows = await fillTables(client, backup, tables);
    for (const head of tables) await continueNumbers(client, head);
    // Counted in transactions of the server the backup was made on.
    await client.query("delete from setting where key = 'events_pruned'");
    await client.query(beginSearch);
    const unsent = await client.query<{ n: number }>("select count(*) as n from outbox where state in ('queued', 'sending')");
    return { rows, unsent: unsent.rows[0]!.n };
  });
}

/** `own`: further pools of this process. A connection that was just closed is still listed for a moment. */
async function checkAlone(client: Transaction, own: Db[]): Promise<void> {
  const pids = await Promise.all(
    own.map(async (pool) => (await pool.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]!.pid),
  );
  for (let attempt = 1; attempt <= 10; attempt++) {
    // Read anew each time: within a transaction the list would stay as it was first seen.
    await client.query("select pg_stat_clear_snapshot()");
    const { rows } = await client.query<{ n: number }>(
      "select count(*) as n from pg_stat_activity where datname = current_database() and application_name = 'handrail' and pid <> pg_backend_pid() and pid <> all($1)",
      [pids],
    );
    if (rows[0]!.n === 0) return;
    await sleep(200);
  }
  throw new AppError("conflict", "Another Handrail process uses this database. Stop all of them first, then restore. Nothing was changed.");
}

async function checkEmpty(client: Transaction, tables: TableHead[]): Promise<void> {
  const filled: string[] = [];
  for (const { table } of tables) {
    const { rows } = await client.query<{ filled: boolean }>(`select exists (select from ${quoted(table)}) as filled`);
    if (rows[0]!.filled) filled.push(table);
  }
  if (filled.length === 0) return;
  const shown = filled.slice(0, 4).join(", ");
  throw new AppError(
    "conflict",
    `The database is not empty (${shown}${filled.length > 4 ? ` and ${filled.length - 4} more tables` : ""}). Restore into a new data directory or database, or use --replace to throw away what is there. Nothing was changed.`,
  );
}

async function fillTables(client: Transaction, backup: BackupReader, tables: TableHead[]): Promise<number> {
  const expected = new Map(tables.map((head) => [head.table, head]));
  const filled: Record<string, number> = {};
  for (;;) {
    const next = await backup.next();
    if ("end" in next) return checkComplete(next, filled, tables);
    const { table, columns } = next.head;
    const known = expected.get(table);
    // Names from a file never become SQL unless the schema has them.
    if (!known || columns.join() !== known.columns.join() || table in filled)
      throw damaged(`its table ${table.slice(0, 60)} does not fit this Handrail`);
    try {
      filled[table] = await copyIn(client, `copy ${quoted(table)} (${known.columns.map(quoted).join(", ")}) from stdin`, next.rows);
    } catch (error) {
      throw error instanceof AppError ? error : damaged(`the database refuses its table ${table}: ${(error as Error).message}`, error);
    }
  }
}

function checkComplete(end: BackupEnd, filled: Record<string, number>, tables: TableHead[]): number {
  for (const { table } of tables) {
    if (filled[table] === undefined || filled[table] !== end.rows[table]) throw damaged(`its table ${table} is not complete`);
  }
  return Object.values(filled).reduce((sum, n) => sum + n, 0);
}

/** Numbers that the database gives out go on after the highest one restored. */
async function continueNumbers(client: Transaction, { table, columns }: TableHead): Promise<void> {
  const { rows } = await client.query<{ column: string; sequence: string }>(
    `select c as column, pg_get_serial_sequence($1, c) as sequence from unnest($2::text[]) c where pg_get_serial_sequence($1, c) is not null`,
    [quoted(table), columns],
  );
  for (const { column, sequence } of rows) {
    await client.query(`select setval($1, coalesce(max(${quoted(column)}), 0) + 1, false) from ${quoted(table)}`, [sequence]);
  }
}
