/** `handrail backup`: everything of one moment in one file, also while the desk works. */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import packageJson from "../../package.json" with { type: "json" };
import { migrationsChecksum, readMigrations } from "../db/migrate.ts";
import type { Db } from "../db/pool.ts";
import { deriveKey } from "../db/secrets.ts";
import { AppError } from "../domain/errors.ts";
import { backupFormat, endLine, headerLine, quoted, tableEnd, tableLines, type BackupHeader } from "./backup-file.ts";
import { backupTables } from "./backup-tables.ts";
import type { AddCommand } from "./command.ts";
import { copyOut } from "./copy-stream.ts";

export const addBackup: AddCommand = (program, context) => {
  program
    .command("backup <file>")
    .description("write the whole database of this moment to a file (- is standard output), also beside a running desk")
    .action((file: string) =>
      context.withDesk(async ({ db, secretKey, config }) => {
        const rows = await writeBackup(db, secretKey, file === "-" ? context.io.stdout : file);
        const total = Object.values(rows).reduce((sum, n) => sum + n, 0);
        const key = config.secretKey ? "HANDRAIL_SECRET_KEY" : `${config.dataDir}/secret.key`;
        context.io.stderr.write(
          `${total} rows of ${Object.keys(rows).length} tables saved${file === "-" ? "" : ` to ${file}`}. It holds customers' data: keep it safe.\n`,
        );
        context.io.stderr.write(
          `The secret key is not in it. Keep ${key} in another place: without it the credentials of connections cannot be read.\n`,
        );
      }),
    );
};

/** Tells two secret keys apart and says nothing about either. */
export function keyMark(secretKey: Buffer): string {
  return deriveKey(secretKey, "backup").toString("hex").slice(0, 16);
}

/** Resolves to the rows per table. The file appears only when it is complete, readable by its owner. */
export async function writeBackup(db: Db, secretKey: Buffer, to: string | NodeJS.WritableStream): Promise<Record<string, number>> {
  const header: BackupHeader = {
    format: backupFormat,
    made_at: new Date().toISOString(),
    version: packageJson.version,
    migrations: migrationsChecksum(await readMigrations()),
    key: keyMark(secretKey),
  };
  const rows: Record<string, number> = {};
  const packed = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  if (typeof to !== "string") {
    await pipeline(tablesOf(db, header, rows), packed, to, { end: false });
    return rows;
  }
  const part = `${to}.part`;
  try {
    await pipeline(tablesOf(db, header, rows), packed, createWriteStream(part, { mode: 0o600, flush: true }));
    await rename(part, to);
  } catch (error) {
    await rm(part, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("E")) throw error;
    throw new AppError("usage", `${to} cannot be written: ${code === "ENOENT" ? "there is no such folder" : message}.`, { cause: error });
  }
  return rows;
}

/** A generator cannot be the body of `transaction`, so this one holds its connection itself. */
async function* tablesOf(db: Db, header: BackupHeader, rows: Record<string, number>): AsyncGenerator<Buffer | string> {
  const client = await db.connect();
  let isDone = false;
  try {
    // One snapshot for all tables: what commits meanwhile is not in the backup, what it holds fits together.
    await client.query("begin isolation level repeatable read read only");
    await client.query("set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0");
    yield headerLine(header);
    for (const head of await backupTables(client)) {
      yield tableLines(head);
      const copy = copyOut(client, `copy ${quoted(head.table)} (${head.columns.map(quoted).join(", ")}) to stdout`);
      yield* copy.pieces;
      rows[head.table] = copy.count();
      yield tableEnd;
    }
    yield endLine({ end: true, rows });
    await client.query("commit");
    isDone = true;
  } finally {
    client.release(!isDone);
  }
}
