import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../domain/errors.ts";
import type { Example } from "./train.ts";

export type LabelledText = Example & { language: string };

/**
 * Reads `<dir>/<language>/<category>.jsonl`, lines of `{"text"}` (the file name is the label) or `{"text","label"}`, in a
 * fixed order, so that the same files give the same model.
 * @throws AppError `invalid` naming file and line.
 */
export async function readLabels(dir: string): Promise<LabelledText[]> {
  const texts: LabelledText[] = [];
  for (const language of (await readdir(dir)).sort()) {
    if (!/^[a-z]{2}$/.test(language)) continue;
    for (const file of (await readdir(join(dir, language))).sort()) {
      if (!file.endsWith(".jsonl")) continue;
      const path = join(dir, language, file);
      for (const example of parseLabels(await readFile(path, "utf8"), path, file.slice(0, -6))) texts.push({ ...example, language });
    }
  }
  return texts;
}

/** Lines of JSON to examples. `label` is for lines without one; without it such a line is an error. */
export function parseLabels(content: string, file: string, label?: string): Example[] {
  return parseLines(content, file, `an object with a "text"${label ? "" : ' and a "label"'}`, (value) => {
    const { text, label: own = label } = value;
    return typeof text === "string" && typeof own === "string" ? { text, label: own } : null;
  });
}

/** Lines of JSON with a "text". */
export function parseTexts(content: string, file: string): string[] {
  return parseLines(content, file, 'an object with a "text"', ({ text }) => (typeof text === "string" ? text : null));
}

function parseLines<T>(content: string, file: string, what: string, read: (value: Record<string, unknown>) => T | null): T[] {
  return content.split("\n").flatMap((line, number) => {
    if (line.trim() === "") return [];
    const found = parseLine(line, read);
    if (found === null) {
      const message = `${file}, line ${number + 1} is not ${what}.`;
      throw new AppError("invalid", message, {
        details: { problems: [{ file, line: number + 1, message }] },
      });
    }
    return [found];
  });
}

function parseLine<T>(line: string, read: (value: Record<string, unknown>) => T | null): T | null {
  try {
    return read(JSON.parse(line) as Record<string, unknown>);
  } catch {
    return null;
  }
}
