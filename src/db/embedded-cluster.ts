import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { AppError } from "../domain/errors.ts";
import type { Log } from "../log/log.ts";
import type { Binaries } from "./embedded-binaries.ts";
import { damaged, startFailure } from "./embedded-faults.ts";
import { asOwner, canRun, giveTo, type Owner } from "./embedded-owner.ts";

export const databaseUser = "handrail";
const passwordFile = "handrail.password";
/** The major version the pinned platform packages carry. */
const majorVersion = "18";

/**
 * The directory that holds the cluster: `<dataDir>/postgres`. When root started us and the lesser user cannot enter the data
 * directory (say below /root), the files live in `systemDir` and `<dataDir>/postgres` is a link to them.
 */
export function placeCluster(dataDir: string, owner: Owner | undefined, systemDir: string): string {
  const path = join(dataDir, "postgres");
  const link = lstatSync(path, { throwIfNoEntry: false });
  if (link?.isSymbolicLink() && !existsSync(path)) {
    throw new AppError(
      "database_misconfigured",
      `${path} points to a directory that is gone. Restore it from a backup, or remove the link to start with an empty database.`,
    );
  }
  if (link) {
    const cluster = realpathSync(path);
    if (canRun(dirname(cluster), owner)) return cluster;
    throw misconfigured(
      `The database in ${cluster} runs as user ${owner?.name ?? "you"}, who cannot enter ${dirname(cluster)}. Make that directory and those above it enterable (chmod o+x), or move the data directory.`,
    );
  }
  if (canRun(dataDir, owner)) return path;
  const home = join(systemDir, randomBytes(6).toString("hex"));
  mkdirSync(home, { recursive: true, mode: 0o755 });
  chmodSync(systemDir, 0o755);
  if (!canRun(home, owner))
    throw new AppError(
      "database_misconfigured",
      `User ${owner?.name} can enter neither ${dataDir} nor ${systemDir}. Choose a directory it can enter with HANDRAIL_DATA_DIR.`,
    );
  mkdirSync(join(home, "postgres"), { mode: 0o700 });
  symlinkSync(join(home, "postgres"), path);
  return join(home, "postgres");
}

/** Refuses a cluster that cannot be ours, before PostgreSQL does so in its own words. True when there is a cluster, false when one must be made. */
export function inspectCluster(cluster: string): boolean {
  if (!existsSync(cluster) || readdirSync(cluster).length === 0) return false;
  const versionFile = join(cluster, "PG_VERSION");
  if (!existsSync(versionFile)) throw misconfigured(damaged(cluster, "the file PG_VERSION is missing"));
  const version = readFileSync(versionFile, "utf8").trim();
  if (!/^\d{1,3}$/.test(version)) throw misconfigured(damaged(cluster, "the file PG_VERSION does not hold a version"));
  if (version !== majorVersion) {
    throw misconfigured(
      `The database files in ${cluster} were written by PostgreSQL ${version}, and this Handrail brings PostgreSQL ${majorVersion}. Start the Handrail version that wrote them, export, and import into a new data directory.`,
    );
  }
  for (const needed of ["global/pg_control", "base", "pg_wal", passwordFile]) {
    if (!existsSync(join(cluster, needed))) throw misconfigured(damaged(cluster, `${needed} is missing`));
  }
  if (statSync(join(cluster, "global/pg_control")).size === 0) throw misconfigured(damaged(cluster, "global/pg_control is empty"));
  return true;
}

export function clusterPassword(cluster: string): string {
  return readFileSync(join(cluster, passwordFile), "utf8").trim();
}

type NewCluster = {
  cluster: string;
  binaries: Binaries;
  owner: Owner | undefined;
  logFile: string;
  log: Log;
};

/** Makes a cluster in a temporary directory beside its place and renames it: half a cluster is never taken for a whole one. */
export async function createCluster({ cluster, binaries, owner, logFile, log }: NewCluster): Promise<void> {
  log.info({ cluster, user: owner?.name }, "Creating the database");
  const home = dirname(cluster);
  const draft = join(home, `${basename(cluster)}.init-${process.pid}`);
  const secret = `${draft}.password`;
  removeDrafts(home, basename(cluster));
  mkdirSync(draft, { mode: 0o700 });
  const password = randomBytes(24).toString("base64url");
  writeFileSync(secret, password, { mode: 0o600 });
  try {
    if (owner) for (const path of [draft, secret]) giveTo(path, owner);
    await runInitdb(binaries, owner, draft, secret, { cluster, logFile });
    writeFileSync(join(draft, passwordFile), password, { mode: 0o600 });
    if (owner) giveTo(join(draft, passwordFile), owner);
    rmSync(cluster, { recursive: true, force: true }); // Empty at most: inspectCluster has looked.
    renameSync(draft, cluster);
  } finally {
    rmSync(secret, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function removeDrafts(home: string, name: string): void {
  for (const entry of readdirSync(home)) if (entry.startsWith(`${name}.init-`)) rmSync(join(home, entry), { recursive: true, force: true });
}

/** The C.UTF-8 of PostgreSQL itself: sorting that no update of the operating system can change under an index. */
async function runInitdb(
  binaries: Binaries,
  owner: Owner | undefined,
  directory: string,
  secret: string,
  place: { cluster: string; logFile: string },
): Promise<void> {
  const flags = [
    "-D",
    directory,
    "-U",
    databaseUser,
    `--pwfile=${secret}`,
    "-A",
    "scram-sha-256",
    "-E",
    "UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
  ];
  const child = spawn(binaries.initdb, flags, {
    ...asOwner(owner),
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | Error | null>((resolve) => {
    child.once("error", resolve);
    child.once("close", (status) => resolve(status));
  });
  if (code === 0) return;
  throw startFailure(code instanceof Error ? `error: ${code.message}` : said, place, code instanceof Error ? code : undefined);
}

function misconfigured(message: string): AppError {
  return new AppError("database_misconfigured", message);
}
