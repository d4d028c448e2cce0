/**
 * Builds the script that shops put on their pages, one file in plain ASCII, into dist/widget; only when its sources
 * changed. `npm start` calls it before listening. Also a script: `node build/widget.ts [--force]`.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Rolldown } from "vite";
import { AppError } from "../src/domain/errors.ts";

const root = join(import.meta.dirname, "..");
const dir = join(root, "dist/widget");
const stampFile = join(dir, ".stamp");
export const widgetPath = join(dir, "widget.js");

export type WidgetBundle = { code: string; bytes: number; gzipBytes: number };

/** The script's text; nothing is written. */
export async function bundleWidget(): Promise<WidgetBundle> {
  const chunks = (await runVite()).output;
  const [chunk] = chunks;
  if (chunks.length !== 1 || chunk?.type !== "chunk")
    throw new AppError("internal", "The widget has to be one file; the bundler made several.");
  const code = toAscii(chunk.code);
  return { code, bytes: code.length, gzipBytes: gzipSync(code).length };
}

async function runVite(): Promise<Rolldown.RolldownOutput> {
  const { build } = await import("vite").catch((cause: unknown) => {
    throw new AppError("config_invalid", "The chat widget is not built and its build tools are missing. Run: npm ci --include=dev", {
      cause,
    });
  });
  // Vite sets NODE_ENV for good; whatever runs in this process afterwards should not notice that something was built.
  const before = process.env["NODE_ENV"];
  try {
    const result = await build({
      configFile: false,
      root,
      logLevel: "warn",
      oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
      build: {
        write: false,
        target: "es2023",
        copyPublicDir: false,
        rolldownOptions: { input: join(root, "src/widget/main.tsx"), output: { format: "iife" } },
      },
    });
    return [result].flat()[0] as Rolldown.RolldownOutput;
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
}

/** A shop's page in an older encoding would otherwise show broken letters. Holds for strings, templates and names alike. */
function toAscii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** `path` is the file to serve as /widget.js; `built` is false when what was there is still right. */
export async function buildWidget(options: { force?: boolean } = {}): Promise<{ path: string; built: boolean }> {
  const stamp = await sourceStamp();
  const isFresh = existsSync(widgetPath) && (await readFile(stampFile, "utf8").catch(() => "")) === stamp;
  if (isFresh && !options.force) return { path: widgetPath, built: false };
  const { code } = await bundleWidget();
  await mkdir(dir, { recursive: true });
  // The stamp last: a crash in between means that it is built once more.
  await replaceFile(widgetPath, code);
  await replaceFile(stampFile, stamp);
  return { path: widgetPath, built: true };
}

/** In one step, so that a process that serves the file never reads half of it. */
async function replaceFile(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await writeFile(aside, text);
  await rename(aside, path);
}

async function sourceStamp(): Promise<string> {
  const hash = createHash("sha256");
  const names = (await readdir(join(root, "src/widget"))).filter((name) => !name.endsWith(".test.ts")).sort();
  for (const path of ["package.json", "build/widget.ts", ...names.map((name) => `src/widget/${name}`)]) {
    hash.update(`${path}\n`).update(await readFile(join(root, path)));
  }
  return hash.digest("hex");
}

if (import.meta.main) {
  const { path, built } = await buildWidget({ force: process.argv.includes("--force") });
  console.log(`${path}: ${gzipSync(await readFile(path)).length} bytes gzipped${built ? "" : ", still right"}`);
}
