import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files of a folder with this ending, by name; none when there is no such folder. */
export async function readFiles(dir: string, ending: string): Promise<{ file: string; source: string }[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [] as string[];
    throw error;
  });
  const wanted = names.filter((name) => name.endsWith(ending)).sort();
  return Promise.all(wanted.map(async (file) => ({ file, source: await readFile(join(dir, file), "utf8") })));
}
