import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import { processState } from "./process-state.ts";
import { fileFault } from "./embedded-faults.ts";

const touchEveryMs = 5_000;
/** A holder on another host (a second container on the same volume) cannot be asked; its lock counts until it was untouched for this long. */
const foreignStaleMs = 20_000;

type Holder = { pid: number; startedAt: string | undefined; host: string };

/**
 * Takes the data directory for this process, or says who has it. The lock is a file with process number, start time and
 * host, made by link(2) so that of two processes starting at once one loses. A holder that no longer lives loses it.
 */
export function lockDataDir(dataDir: string): { release(): void } {
  const path = join(dataDir, "handrail.lock");
  const mine: Holder = {
    pid: process.pid,
    startedAt: processState(process.pid)?.startedAt,
    host: hostname(),
  };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    for (let attempt = 0; attempt < 20; attempt++) {
      if (create(path, mine)) return held(path, mine);
      const holder = readHolder(path);
      if (holder && holds(path, holder)) throw inUse(dataDir, holder);
      removeStale(path, holder);
    }
  } catch (error) {
    throw error instanceof AppError ? error : fileFault(error, dataDir);
  }
  throw new AppError("unavailable", `Several processes are starting on the data directory ${dataDir} at once. Start one.`);
}

function held(path: string, mine: Holder): { release(): void } {
  const touch = () => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // The directory is being removed under us; nothing depends on this touch then.
    }
  };
  const timer = setInterval(touch, touchEveryMs).unref();
  return {
    release() {
      clearInterval(timer);
      const holder = readHolder(path);
      if (holder?.pid === mine.pid && holder.host === mine.host) rmSync(path, { force: true });
    },
  };
}

function create(path: string, holder: Holder): boolean {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o644 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    const read = JSON.parse(readFileSync(path, "utf8")) as Partial<Holder>;
    return typeof read.pid === "number" ? { pid: read.pid, startedAt: read.startedAt, host: read.host ?? "" } : undefined;
  } catch {
    return undefined;
  }
}

function holds(path: string, holder: Holder): boolean {
  if (holder.host !== hostname()) return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < foreignStaleMs;
  const state = processState(holder.pid);
  if (!state || state.isZombie) return false;
  return holder.startedAt === undefined || state.startedAt === undefined || holder.startedAt === state.startedAt;
}

/** Moves the stale file away before deleting: if another process was quicker, what we moved is its fresh lock and goes back. */
function removeStale(path: string, seen: Holder | undefined): void {
  const aside = `${path}.stale.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  const isSame = moved?.pid === seen?.pid && moved?.startedAt === seen?.startedAt && moved?.host === seen?.host;
  if (!isSame) {
    try {
      linkSync(aside, path);
    } catch {
      // Somebody took the lock in between: theirs counts.
    }
  }
  rmSync(aside, { force: true });
}

function inUse(dataDir: string, holder: Holder): AppError {
  const where = holder.host === hostname() ? "" : ` on host ${holder.host}`;
  return new AppError(
    "database_misconfigured",
    `The data directory ${dataDir} is already in use by process ${holder.pid}${where}. Stop that process, or give this one a directory of its own with HANDRAIL_DATA_DIR.`,
    { details: { pid: holder.pid, host: holder.host } },
  );
}
