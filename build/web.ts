/**
 * Builds the agents' desk into dist/web, but only when its sources changed. `npm start` calls it before listening.
 * Also a script: `node build/web.ts [--force]`.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "../src/domain/errors.ts";

const projectRoot = fileURLToPath(new URL("..", import.meta.url));
const outDir = join(projectRoot, "dist", "web");
const stampFile = join(outDir, ".stamp");
const sources = ["src/web", "src/domain", "build/vite.config.ts", "package.json"];

export type WebBuild = { dir: string; built: boolean };

/** Resolves to the folder with index.html and assets; `built` is false when what was there is still right. */
export async function buildWeb(options: { force?: boolean } = {}): Promise<WebBuild> {
  const stamp = await sourceStamp();
  if (!options.force && (await isFresh(stamp))) return { dir: outDir, built: false };
  // Built aside and swapped in, so that two processes starting at once never serve half a build.
  const aside = `${outDir}.${process.pid}`;
  try {
    await bundleInto(aside);
    await writeFile(join(aside, ".stamp"), stamp);
    await rm(outDir, { recursive: true, force: true });
    await rename(aside, outDir);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Another process may have swapped in the same build first: then there is nothing left to do.
    if (await isFresh(stamp)) return { dir: outDir, built: false };
    throw error;
  }
  return { dir: outDir, built: true };
}

async function bundleInto(dir: string): Promise<void> {
  const vite = await import("vite").catch((cause: unknown) => {
    throw new AppError(
      "config_invalid",
      "The desk is not built and its build tool is not installed. Run `npm ci` without --omit=dev, then `npm run build`.",
      { cause },
    );
  });
  const { webConfig } = await import("./vite.config.ts");
  await mkdir(dir, { recursive: true });
  await vite.build(webConfig(dir));
}

async function isFresh(stamp: string): Promise<boolean> {
  if (!existsSync(stampFile) || !existsSync(join(outDir, "index.html"))) return false;
  return (await readFile(stampFile, "utf8")) === stamp;
}

/** A hash over names and contents of everything the bundle is made from. */
async function sourceStamp(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await Promise.all(sources.map(listFiles))).flat().sort()) {
    hash
      .update(relative(projectRoot, file))
      .update("\0")
      .update(await readFile(file))
      .update("\0");
  }
  return hash.digest("hex");
}

async function listFiles(source: string): Promise<string[]> {
  const path = join(projectRoot, source);
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null);
  if (!entries) return [path];
  return entries.filter((entry) => entry.isFile() && !entry.name.includes(".test.")).map((entry) => join(entry.parentPath, entry.name));
}

if (import.meta.main) {
  const started = performance.now();
  const { built } = await buildWeb({ force: process.argv.includes("--force") });
  console.log(built ? `Built dist/web in ${Math.round(performance.now() - started)} ms` : "dist/web is up to date");
}
