/** A folder or a file as items: Markdown, HTML, PDF, CSV, and what a help desk exported. */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { AppError, toAppError } from "../../domain/errors.ts";
import type { Helpdesk } from "../../helpdesks/helpdesk.ts";
import { readContent, type ContentKind } from "./content.ts";
import type { ReadItems } from "./item.ts";

const kindOf: Record<string, ContentKind> = {
  ".md": "markdown",
  ".markdown": "markdown",
  ".txt": "markdown",
  ".html": "html",
  ".htm": "html",
  ".xhtml": "html",
  ".pdf": "pdf",
  ".csv": "csv",
  ".tsv": "csv",
  ".json": "export",
};
const maxFiles = 5_000;
const maxBytes: Record<ContentKind, number> = {
  markdown: 2_000_000,
  html: 8_000_000,
  pdf: 20_000_000,
  csv: 20_000_000,
  export: 100_000_000,
};

/** AppError `usage` when there is no such place; a file that cannot be read is among the skipped. `only`: of one kind. */
export async function readFilesAt(path: string, helpdesks: readonly Helpdesk[], only: ContentKind | null = null): Promise<ReadItems> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new AppError("usage", `There is no file or folder ${path}.`);
  const full = resolve(path);
  // The folder's own name belongs to the id, so that two folders with a returns.md each are two sources.
  const top = dirname(full);
  const files = found.isDirectory() ? await walk(full) : [full];
  const read: ReadItems = { items: [], skipped: [] };
  const others: string[] = [];
  for (const file of files.slice(0, maxFiles)) {
    const kind = kindOf[extname(file).toLowerCase()];
    const id = file
      .slice(found.isDirectory() ? top.length : dirname(top).length)
      .replaceAll("\\", "/")
      .replace(/^\/+/, "");
    if (kind === undefined || (only !== null && only !== kind)) others.push(extname(file).toLowerCase() || basename(file));
    else merge(read, await readOne(file, id, kind, helpdesks));
  }
  if (others.length > 0) read.skipped.push({ item: path, why: `${others.length} files of other kinds (${endings(others)})` });
  if (files.length > maxFiles) read.skipped.push({ item: path, why: `it has more than ${maxFiles} files; the others were left out` });
  return read;
}

const endings = (names: string[]): string => [...new Set(names)].toSorted().slice(0, 12).join(", ");

function merge(into: ReadItems, { items, skipped }: ReadItems): void {
  into.items.push(...items);
  into.skipped.push(...skipped);
}

/** Hidden files and links to elsewhere are not part of what was given. */
async function walk(folder: string, depth = 0): Promise<string[]> {
  const files: string[] = [];
  const entries = (await readdir(folder, { withFileTypes: true })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name === "node_modules" || files.length > maxFiles) continue;
    if (entry.isFile()) files.push(join(folder, entry.name));
    else if (entry.isDirectory() && depth < 20) files.push(...(await walk(join(folder, entry.name), depth + 1)));
  }
  return files;
}

async function readOne(file: string, id: string, kind: ContentKind, helpdesks: readonly Helpdesk[]): Promise<ReadItems> {
  const skip = (why: string): ReadItems => ({ items: [], skipped: [{ item: id, why }] });
  const { size } = await stat(file);
  if (size > maxBytes[kind]) return skip(`it has ${Math.ceil(size / 1_000_000)} MB, and ${maxBytes[kind] / 1_000_000} are read`);
  try {
    return await readContent({ kind, bytes: await readFile(file), id, url: null }, helpdesks);
  } catch (error) {
    return skip(toAppError(error).message);
  }
}
