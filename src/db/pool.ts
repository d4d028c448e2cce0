import pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../domain/errors.ts";
import type { Log } from "../log/log.ts";
import { connectionFault } from "./connection-fault.ts";

/** All that most code needs of a database: a pool, or the client of one transaction. */
export type Queryable = Pick<pg.ClientBase, "query">;
export type Db = pg.Pool;
export type Transaction = pg.PoolClient;

export type PoolOptions = {
  /** Connections at most. */
  max: number;
  log: Log;
  /** A statement that runs longer is ended by the server. */
  statementTimeoutMs?: number;
  /** For the mailbox: see `lookUpByIndex`. */
  isMailbox?: boolean;
};

/**
 * The mailbox's statements join a handful of rows with large tables by their index, always. The planner guesses sizes once
 * per prepared statement, on a young desk from nearly empty tables, and would keep reading whole tables when they have
 * grown: throughput fell to a quarter within a minute. So these connections may not plan that way.
 */
const lookUpByIndex = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

const oldestVersion = 150_000;

/**
 * A pool whose database has answered once and is new enough. int8 arrives as a number (counts and ids are far below 2^53; a
 * larger one is an error, never rounded), date as text "YYYY-MM-DD", timestamptz as Date, numeric as text.
 */
export async function openPool(url: string, options: PoolOptions): Promise<Db> {
  const pool = createPool(url, options);
  try {
    await checkServer(pool);
    return pool;
  } catch (error) {
    await pool.end();
    throw error instanceof AppError ? error : connectionFault(error, url);
  }
}

function createPool(url: string, { max, log, statementTimeoutMs = 30_000, isMailbox = false }: PoolOptions): Db {
  let config: pg.PoolConfig;
  try {
    config = {
      connectionString: url,
      max,
      application_name: "handrail",
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: 60_000,
      types: { getTypeParser },
      ...(isMailbox ? { options: lookUpByIndex } : {}),
    };
    const pool = new pg.Pool(config);
    // Without a listener, a connection that breaks while idle would end the process.
    pool.on("error", (error) => {
      // The pool counts itself ended before its last connections are closed, and a server that stops then ends those.
      if (!pool.ending) log.warn({ err: error }, "A database connection was lost");
    });
    return pool;
  } catch (error) {
    throw connectionFault(error, url);
  }
}

const getTypeParser = ((oid: number, format?: "text" | "binary") => {
  if (format !== "binary" && oid === pg.types.builtins.INT8) return safeInteger;
  // A day has no time zone: as a Date it would become the evening before in the west.
  if (format !== "binary" && oid === pg.types.builtins.DATE) return String;
  return pg.types.getTypeParser(oid, format as "text");
}) as typeof pg.types.getTypeParser;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new AppError("internal", `The database returned ${text}, which a number cannot hold exactly. Cast it to text in the query.`);
  return value;
}

async function checkServer(pool: Db): Promise<void> {
  const { rows } = await pool.query<{ version: number; name: string; encoding: string }>(
    "select current_setting('server_version_num')::int as version, current_setting('server_version') as name, current_setting('server_encoding') as encoding",
  );
  const server = rows[0];
  if (!server || server.version < oldestVersion) {
    throw new AppError(
      "database_misconfigured",
      `The database server is PostgreSQL ${server?.name ?? "unknown"}, and Handrail needs 15 or newer. Upgrade it, or point DATABASE_URL at another server.`,
    );
  }
  if (server.encoding !== "UTF8") {
    throw new AppError(
      "database_misconfigured",
      `The database stores text as ${server.encoding}, and Handrail needs UTF8. Create it anew with ENCODING 'UTF8' and point DATABASE_URL at it.`,
    );
  }
}

/**
 * Runs `work` in one transaction on one connection: committed when it returns, rolled back when it throws. An error of SQL that
 * `work` swallowed leaves nothing to commit; that is an error too, or a caller would believe in rows that are not there.
 */
export async function transaction<T>(pool: Db, work: (client: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(client);
    const { command } = await client.query("commit");
    if (command !== "COMMIT")
      throw new AppError("internal", "A statement inside this transaction failed and its error was swallowed, so nothing was saved.");
    return result;
  } catch (error) {
    await client.query("rollback").catch((fault: Error) => (broken = fault));
    throw error;
  } finally {
    client.release(broken);
  }
}

const retryCodes = new Set(["40P01", "40001"]);

/** Runs `work` (a whole transaction) again after a deadlock or a serialization failure, at most `attempts` times in all. */
export async function retryable<T>(work: () => Promise<T>, attempts = 6): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !retryCodes.has((error as { code?: string }).code ?? "")) throw error;
      await sleep(Math.random() * 5 * 2 ** attempt);
    }
  }
}
