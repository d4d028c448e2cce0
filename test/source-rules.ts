/** How the architecture test reads source: imports, folders, and which files are part of the product. */
import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";

export type ImportRule = { from: string; may: string[]; not?: string[] };

/** False for tests and what only they use: fixtures, contract suites, test servers and desks. */
export function isProduction(path: string): boolean {
  const name = posix.basename(path);
  return !/\.test\.tsx?$/.test(name) && !/^(?:fixture|contract|test)[-.]/.test(name) && !/\/fixtures\//.test(path);
}

/** Line and block comments as blanks. Strings that look like comments may suffer, which only hides words in them. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, " ").replace(/(^|[^:"'`\\])\/\/[^\n]*/g, "$1");
}

/** The paths (from the project's root) that a file imports relatively, types included. */
export function importsOf(path: string, text: string): string[] {
  const forms = [
    /\b(?:import|export)\s[^;"'`]*?\bfrom\s*["'](\.[^"']+)["']/g,
    /^\s*import\s*["'](\.[^"']+)["']/gm,
    /\bimport\(\s*["'](\.[^"']+)["']/g,
    /\bnew URL\(\s*["'](\.[^"']+\.tsx?)["']\s*,\s*import\.meta\.url/g,
  ];
  const clean = withoutComments(text);
  const targets = forms.flatMap((form) => [...clean.matchAll(form)].map((match) => match[1] ?? ""));
  return targets.map((target) => posix.join(posix.dirname(path), target.replace(/\?.*$/, "")));
}

/** `pattern` is a folder, a file, or "folder/*.ts" for the files right in a folder. Both count from src. */
export function matches(path: string, pattern: string): boolean {
  if (pattern === "*") return true;
  if (pattern.endsWith("/*.ts")) return posix.dirname(path) === pattern.slice(0, -5);
  return path === pattern || path.startsWith(`${pattern}/`);
}

/** Imports a rule does not allow, as "file -> file". Folders of assets outside src (package.json) do not count. */
export function barred(files: string[], imports: Map<string, string[]>, rule: ImportRule): string[] {
  const allowed = [...rule.may, rule.from];
  return files.flatMap((path) =>
    (imports.get(path) ?? [])
      .filter((target) => target.startsWith("src/"))
      .filter((target) => {
        const below = target.slice(4);
        const isBarred = (rule.not ?? []).some((pattern) => matches(below, pattern));
        return isBarred || !allowed.some((pattern) => matches(below, pattern));
      })
      .map((target) => `${path} -> ${target}`),
  );
}

/** Folder names below a kind of connector. */
export function connectorsIn(root: string, kind: string): string[] {
  const folder = join(root, "src", kind);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
