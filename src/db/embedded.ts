import { mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { AppError } from "../domain/errors.ts";
import type { Log } from "../log/log.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { findBinaries } from "./embedded-binaries.ts";
import { clusterPassword, createCluster, databaseUser, inspectCluster, placeCluster } from "./embedded-cluster.ts";
import { damaged, fileFault, startFailure, startFault } from "./embedded-faults.ts";
import { chooseOwner, giveTo, type Owner } from "./embedded-owner.ts";
import { disarmPidFile, findRunning, spawnPostmaster, stopPostmaster } from "./embedded-postmaster.ts";
import { isRunning } from "./process-state.ts";

export type EmbeddedOptions = {
  dataDir: string;
  log: Log;
  /** PostgreSQL settings on top of ours; tests switch fsync off with it. Not applied to an adopted server. */
  settings?: Record<string, string>;
  /** Where the files go when root's data directory is closed to the lesser user. */
  systemDir?: string;
};

/**
 * `adopted`: the server was still running after the death of the Handrail process that started it. `pid`: its process.
 * `stop()` shuts it down, waits for the end and gives the data directory free; call it after the last pool has closed.
 */
export type Embedded = { url: string; adopted: boolean; pid: number; stop(): Promise<void> };

type Site = {
  dataDir: string;
  cluster: string;
  owner: Owner | undefined;
  logFile: string;
  log: Log;
  settings: Record<string, string>;
};
type Server = { pid: number; port: number; adopted: boolean };

/**
 * Starts PostgreSQL on `<dataDir>/postgres`, creating it the first time, or takes over the one a killed process left running.
 * Every failure is an AppError whose message tells the person at the terminal what to do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir);
  const lock = lockDataDir(dataDir);
  try {
    const end = { isExpected: false };
    const site = prepareSite(dataDir, options);
    const server = (await adopt(site)) ?? (await start(site, end));
    const url = await ensureDatabase(site, server).catch(async (error: unknown) => {
      end.isExpected = true;
      await stopPostmaster(server.pid, site.cluster);
      throw startFailure(`error: ${(error as Error).message}`, site, error);
    });
    const stop = async () => {
      end.isExpected = true;
      await stopPostmaster(server.pid, site.cluster);
      lock.release();
    };
    return { url, adopted: server.adopted, pid: server.pid, stop };
  } catch (error) {
    lock.release();
    throw error instanceof AppError ? error : fileFault(error, dataDir);
  }
}

function prepareSite(dataDir: string, options: EmbeddedOptions): Site {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, "postgres");
  const owner = chooseOwner(path);
  const cluster = placeCluster(dataDir, owner, options.systemDir ?? "/var/lib/handrail");
  return {
    dataDir,
    cluster,
    owner,
    logFile: join(dataDir, "postgres.log"),
    log: options.log,
    settings: options.settings ?? {},
  };
}

/** A server that is on its way down (an interrupted stop) is waited for, and then not adopted. */
async function adopt(site: Site): Promise<Server | undefined> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const running = findRunning(site.cluster);
    if (!running) return undefined;
    if (running.port !== undefined && (await connects(site, running.port))) {
      site.log.info({ pid: running.pid, port: running.port }, "Taking over the database server that was still running");
      return { pid: running.pid, port: running.port, adopted: true };
    }
    if (Date.now() > deadline) throw startFailure("still_in_use", site);
    await sleep(50);
  }
}

async function start(site: Site, end: { isExpected: boolean }): Promise<Server> {
  const binaries = await findBinaries(site.owner, dirname(site.cluster));
  if (!inspectCluster(site.cluster)) await createCluster({ ...site, binaries });
  else if (site.owner && statSync(site.cluster).uid !== site.owner.uid) giveTo(site.cluster, site.owner);
  let said: string | Error = "";
  for (let attempt = 0; attempt < 40; attempt++) {
    disarmPidFile(site.cluster);
    const onEnd = () => end.isExpected || site.log.error({ logFile: site.logFile }, "The embedded database server has ended");
    const quiet = { isReady: false };
    const started = await spawnPostmaster({
      ...site,
      binaries,
      onEnd: () => quiet.isReady && onEnd(),
    });
    const failure = await Promise.race([untilReady(site, started.port, started.pid), started.failed]).finally(started.letGo);
    if (failure === undefined) {
      quiet.isReady = true;
      return { pid: started.pid, port: started.port, adopted: false };
    }
    said = failure;
    if (failure instanceof Error || startFault(failure) === "other") break;
    if (startFault(failure) === "still_in_use") await sleep(250); // Old backends end by themselves when their parent is gone.
  }
  throw said instanceof AppError ? said : startFailure(said instanceof Error ? `error: ${said.message}` : said, site, said);
}

/** Resolves to undefined when the server answers; recovery after a crash may take minutes, and saying so keeps people from killing it. */
async function untilReady(site: Site, port: number, pid: number): Promise<Error | undefined> {
  let toldAt = Date.now();
  for (let wait = 10; isRunning(pid); wait = Math.min(wait * 1.5, 200)) {
    try {
      if (await connects(site, port)) return undefined;
    } catch (error) {
      await stopPostmaster(pid, site.cluster);
      return error as Error;
    }
    if (Date.now() - toldAt > 10_000) {
      toldAt = Date.now();
      site.log.info({ logFile: site.logFile }, "Still waiting for the database (after a crash it replays its log first)");
    }
    await sleep(wait);
  }
  return new Promise(() => undefined); // It ended: `failed` has the reason.
}

/** False means not yet. What can never succeed (our own password refused, a broken catalogue) throws. */
async function connects(site: Site, port: number): Promise<boolean> {
  const client = new pg.Client({
    connectionString: address(site, port, "postgres"),
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    const isPassing = code === undefined || code.startsWith("57P0") || code.startsWith("E") || code === "53300";
    if (isPassing) return false;
    const because = code === "28P01" ? "its password does not match handrail.password" : `PostgreSQL answers "${(error as Error).message}"`;
    throw new AppError("database_misconfigured", damaged(site.cluster, because), { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

function address(site: Site, port: number, database: string): string {
  return `postgresql://${databaseUser}:${clusterPassword(site.cluster)}@127.0.0.1:${port}/${database}`;
}

async function ensureDatabase(site: Site, server: Server): Promise<string> {
  const client = new pg.Client({ connectionString: address(site, server.port, "postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'handrail'");
    if (rowCount === 0) await client.query("create database handrail");
  } finally {
    await client.end();
  }
  return address(site, server.port, "handrail");
}
