/** Builds dist/widget/widget.js, the script shops put on their pages: one file, ASCII only. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";

const root = join(import.meta.dirname, "..");
export const widgetPath = join(root, "dist/widget/widget.js");

export type WidgetBuild = { code: string; bytes: number; gzipBytes: number };

/** The script's text; nothing is written. */
export async function bundleWidget(): Promise<WidgetBuild> {
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
  const [output] = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
  const chunks = output?.output ?? [];
  const [chunk] = chunks;
  if (chunks.length !== 1 || chunk?.type !== "chunk") throw new Error("the widget has to be one file");
  const code = toAscii(chunk.code);
  return { code, bytes: code.length, gzipBytes: gzipSync(code).length };
}

/** A shop's page in an older encoding would otherwise show broken letters. Holds for strings, templates and names alike. */
function toAscii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export async function buildWidget(): Promise<WidgetBuild> {
  const built = await bundleWidget();
  await mkdir(join(widgetPath, ".."), { recursive: true });
  await writeFile(widgetPath, built.code);
  return built;
}

if (import.meta.main) {
  const { bytes, gzipBytes } = await buildWidget();
  console.log(`dist/widget/widget.js: ${bytes} bytes, ${gzipBytes} gzipped`);
}
