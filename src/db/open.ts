/** The database of this process: a server by DATABASE_URL, or the embedded one in the data directory. */
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError, toAppError } from "../domain/errors.ts";
import type { Log } from "../log/log.ts";
import { startEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { openPool, type Db } from "./pool.ts";

/** `mailboxDb`: connections of their own for intake, worker and outbox, planned for them. */
export type OpenDatabase = { db: Db; mailboxDb: Db; close(): Promise<void> };
type Options = { databaseUrl: string | undefined; dataDir: string; webPool: number; workPool: number; log: Log };

const addressFile = "database.url";

/**
 * Opens and migrates. `share`: when another Handrail process on this machine holds the embedded database, use that one
 * (what commands do beside a running desk); without it that is an error that names the process.
 */
export async function openDatabase(options: Options, { share = false } = {}): Promise<OpenDatabase> {
  const { url, stop } = options.databaseUrl ? { url: options.databaseUrl, stop: async () => undefined } : await embedded(options, share);
  try {
    const db = await openPool(url, { max: options.webPool, log: options.log });
    try {
      await migrate(db, { log: options.log });
      const mailboxDb = await openPool(url, { max: options.workPool, log: options.log, isMailbox: true });
      return {
        db,
        mailboxDb,
        close: async () => {
          await Promise.all([db.end(), mailboxDb.end()]);
          await stop();
        },
      };
    } catch (error) {
      await db.end();
      throw error;
    }
  } catch (error) {
    await stop();
    throw error;
  }
}

async function embedded({ dataDir, log }: Options, share: boolean): Promise<{ url: string; stop(): Promise<void> }> {
  const file = join(dataDir, addressFile);
  try {
    const server = await startEmbedded({ dataDir, log });
    // Commands run beside the desk find the database by this file; it holds the password, hence 0600.
    await writeFile(file, server.url, { mode: 0o600 });
    await chmod(file, 0o600);
    return {
      url: server.url,
      stop: async () => {
        await rm(file, { force: true });
        await server.stop();
      },
    };
  } catch (error) {
    const problem = toAppError(error);
    if (!share || problem.details["pid"] === undefined) throw problem;
    const url = await readFile(file, "utf8").catch(() => null);
    if (url === null)
      throw new AppError(
        "database_unavailable",
        `Process ${String(problem.details["pid"])} is starting or stopping the database in ${dataDir}. Try again in a moment.`,
        { cause: error },
      );
    return { url: url.trim(), stop: async () => undefined };
  }
}
