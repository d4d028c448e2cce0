/**
 * `npm run check`: everything a tool can check without running the product. All checks run, so that one look shows all that is
 * wrong. Exit code 0 only when every one holds.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lockfileProblems, type Lockfile } from "./lockfile.ts";

const root = join(import.meta.dirname, "..");
const code = ["src", "test", "build", "bin"];

/** What is wrong, or "" when nothing is. */
type Check = { name: string; run(): string | Promise<string> };

const checks: readonly Check[] = [
  { name: "types", run: () => tool("tsc", ["-p", "tsconfig.json"]) },
  { name: "types of the desk's pages", run: () => tool("tsc", ["-p", "tsconfig.web.json"]) },
  { name: "types of the widget", run: () => tool("tsc", ["-p", "tsconfig.widget.json"]) },
  { name: "lint", run: () => tool("oxlint", ["--deny-warnings", ...code]) },
  { name: "format (npm run format mends it)", run: () => tool("oxfmt", ["--check", ...code]) },
  { name: "architecture", run: () => node(["--test", "--test-isolation=none", "--test-reporter=dot", "test/architecture.test.ts"]) },
  { name: "generated files (npm run generate mends them)", run: stale },
  { name: "lockfile", run: lockfile },
];

/** A program that npm installed; its own text when it fails. */
function tool(name: string, args: string[]): string {
  return outcome(join(root, "node_modules", ".bin", name), args);
}

function node(args: string[]): string {
  return outcome(process.execPath, args);
}

function outcome(program: string, args: string[]): string {
  // On Windows the programs in .bin are scripts that only a shell runs; no argument of ours needs quoting.
  const shell = process.platform === "win32";
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: "utf8", maxBuffer: 64 << 20, shell });
  if (status === 0) return "";
  return `${stdout ?? ""}${stderr ?? ""}`.trim() || error?.message || `${program} ended with ${status}`;
}

async function stale(): Promise<string> {
  const { staleFiles, staleModelFiles } = await import("./generated-files.ts");
  return [...staleFiles(), ...(await staleModelFiles())].map((path) => `${path} is not what the code, or the labels, say now.`).join("\n");
}

function lockfile(): string {
  return lockfileProblems(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Lockfile).join("\n");
}

let failed = 0;
for (const { name, run } of checks) {
  const started = performance.now();
  const problem = await Promise.resolve()
    .then(run)
    .catch((error: unknown) => String(error));
  console.log(`${problem ? "✖" : "✔"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (problem) {
    failed++;
    console.log(problem.replace(/^/gm, "    "));
  }
}
console.log(failed === 0 ? "All checks hold." : `${failed} of ${checks.length} checks do not hold.`);
process.exitCode = failed === 0 ? 0 : 1;
