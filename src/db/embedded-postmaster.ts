import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readSync, realpathSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Binaries } from "./embedded-binaries.ts";
import { asOwner, type Owner } from "./embedded-owner.ts";
import { isRunning, processState } from "./process-state.ts";

/** PostgreSQL's settings for one shop on one machine: about 100 MB in all, every commit on the disk before it is acknowledged. */
export const serverSettings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "60",
  shared_buffers: "64MB",
  work_mem: "8MB",
  maintenance_work_mem: "64MB",
  huge_pages: "off",
  io_method: "sync", // The default starts three more processes; reads come from the page cache here.
  max_worker_processes: "4",
  max_parallel_workers_per_gather: "0",
  jit: "off",
  fsync: "on",
  synchronous_commit: "on",
  wal_level: "replica", // For base backups.
  max_wal_senders: "2",
  wal_compression: "pglz",
  min_wal_size: "80MB",
  max_wal_size: "1GB",
  checkpoint_timeout: "10min",
  autovacuum_naptime: "15s", // Queue tables die young; a minute lets them bloat.
  client_connection_check_interval: "2s", // Ends the work of a killed Handrail process.
  log_min_messages: "warning",
  log_checkpoints: "off",
  log_min_error_statement: "panic", // Statements carry customers' words; they do not belong in a log.
  log_timezone: "UTC",
  timezone: "UTC",
  password_encryption: "scram-sha-256",
};

/** A living server found in the cluster's postmaster.pid. */
export type Running = { pid: number; port: number | undefined };

/**
 * The server that runs on this cluster, if any. The file alone proves nothing: its process may be gone, a zombie, or another
 * program that got the same number.
 */
export function findRunning(cluster: string): Running | undefined {
  const lines = readPidFile(cluster);
  const pid = Number(lines[0]);
  if (!lines[0] || !isPostmasterOf(cluster, pid)) return undefined;
  const port = Number(lines[3]);
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined };
}

function readPidFile(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
}

export function isPostmasterOf(cluster: string, pid: number): boolean {
  const state = processState(pid);
  if (!state || state.isZombie) return false;
  if (state.directory !== undefined) return state.directory === realpathSync(cluster);
  return state.command === undefined || state.command.includes("postgres");
}

/**
 * PostgreSQL refuses to start when the number in a left-over postmaster.pid belongs to any living process. The number is
 * replaced by one no system gives out; the rest stays, because from it PostgreSQL tells whether old backends still use the
 * shared memory. Deleting the file would switch that protection off.
 */
export function disarmPidFile(cluster: string): void {
  const [pid, ...rest] = readPidFile(cluster);
  if (pid === undefined || pid === "" || !processState(Number(pid))) return;
  writeFileSync(join(cluster, "postmaster.pid"), ["99999999", ...rest].join("\n"));
}

/** `letGo`: from then on this process may end before the server does. Until then the news that it failed is worth waiting for. */
export type Started = { pid: number; port: number; failed: Promise<string | Error>; letGo(): void };

/** Starts a server in a session of its own, so that Ctrl-C in the terminal reaches Handrail and not PostgreSQL before it. */
export async function spawnPostmaster(options: {
  cluster: string;
  binaries: Binaries;
  owner: Owner | undefined;
  logFile: string;
  settings: Record<string, string>;
  onEnd: () => void;
}): Promise<Started> {
  const { cluster, binaries, owner, logFile } = options;
  const port = await freePort();
  const flags = Object.entries({
    ...serverSettings,
    ...options.settings,
    port: String(port),
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const output = openLog(logFile);
  const from = statSync(logFile).size;
  const child = spawn(binaries.postgres, ["-D", cluster, ...flags], {
    ...asOwner(owner),
    env: { ...process.env, LC_ALL: "C", PGDATA: cluster },
    stdio: ["ignore", output, output],
    detached: true,
  });
  closeSync(output);
  const failed = new Promise<string | Error>((resolve) => {
    child.once("error", resolve);
    child.once("exit", () => {
      resolve(readFrom(logFile, from));
      options.onEnd();
    });
  });
  return { pid: child.pid ?? 0, port, failed, letGo: () => child.unref() };
}

function openLog(logFile: string): number {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 5_000_000) truncateSync(logFile);
  return openSync(logFile, "a", 0o600);
}

function readFrom(file: string, from: number): string {
  const buffer = Buffer.alloc(64_000);
  const handle = openSync(file, "r");
  try {
    return buffer.toString("utf8", 0, readSync(handle, buffer, 0, buffer.length, from));
  } finally {
    closeSync(handle);
  }
}

/** A port nobody listens on just now. Another program may still be quicker: the caller tries again then. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Fast shutdown (open transactions are rolled back), waiting until the process is gone or nobody but its parent can see it. */
export async function stopPostmaster(pid: number, cluster: string): Promise<void> {
  if (!isPostmasterOf(cluster, pid)) return;
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + 60_000;
  while (isRunning(pid) && Date.now() < deadline) await sleep(20);
  // A minute is ample: what is still open then loses its connection, and the next start replays the log.
  if (isPostmasterOf(cluster, pid)) process.kill(pid, "SIGQUIT");
}
