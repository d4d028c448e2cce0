/**
 * `npm test [-- FILE-OR-FOLDER …] [-- node's own test options]`: readies the machine, builds what browsers load, and runs the
 * tests of each lane in a process of its own, two lanes at a time. The runner's summary is the last thing printed; the exit code
 * is the runner's.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { readyTools } from "./test-tools.ts";

const root = join(import.meta.dirname, "..");
const folders = ["src", "test", "build"];
/** One test that hangs must not hang the run; the slowest real one (servers killed ten times over) needs about a minute. */
const testTimeoutMs = 240_000;
/** Something that keeps the process open after the last test ends here instead of never. */
const runTimeoutMs = 13.5 * 60_000;

/**
 * Which tests share a process, the slowest lane first. Many files to a lane, because an own process for each would load the
 * models and start a database a hundred times over.
 */
const lanes: readonly { name: string; holds(file: string): boolean }[] = [
  { name: "processes", holds: (file) => /^test\/(recovery|cli|email)\//.test(file) },
  { name: "parts", holds: (file) => !file.startsWith("test/e2e/") },
  { name: "browser", holds: () => true },
];

/** The files of each lane that has any; every file in the first lane that takes it. */
export function laneFiles(files: readonly string[]): Map<string, string[]> {
  const filled = Map.groupBy(files, (file) => lanes.find(({ holds }) => holds(file))!.name);
  return new Map(lanes.flatMap(({ name }) => (filled.has(name) ? [[name, filled.get(name)!]] : [])));
}

/** Paths relative to the project, in a fixed order. */
export async function findTests(places: string[]): Promise<string[]> {
  const lists = await Promise.all(places.map(listTests));
  return [...new Set(lists.flat())].sort();
}

async function listTests(place: string): Promise<string[]> {
  const path = join(root, relative(root, place));
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind) throw new Error(`There is no ${place}.`);
  if (kind.isFile()) return [relative(root, path)];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Resolves to the exit code of the runner. */
async function runLanes(files: string[], options: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "handrail-lanes-"));
  const entries = [...laneFiles(files)].map(([name, held], index) => {
    // The runner goes by the alphabet.
    const entry = join(folder, `${index}-${name}.mjs`);
    writeFileSync(entry, held.map((file) => `import ${JSON.stringify(pathToFileURL(join(root, file)).href)};\n`).join(""));
    return entry;
  });
  try {
    return await runNode(entries, options, env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runNode(files: string[], options: string[], env: NodeJS.ProcessEnv): Promise<number> {
  // One lane needs no process of its own, and shows each test as it ends.
  const isolation = files.length > 1 ? ["--test-concurrency=2"] : ["--test-isolation=none"];
  const args = ["--test", ...isolation, "--test-reporter=spec", `--test-timeout=${testTimeoutMs}`, ...options, ...files];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env });
  const deadline = setTimeout(() => {
    console.error(`The tests were stopped after ${runTimeoutMs / 60_000} minutes: one of them, or something it left open, does not end.`);
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGKILL"), 15_000).unref();
  }, runTimeoutMs);
  // A terminal sends Ctrl-C to the child as well; a process manager only to us.
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on("SIGINT", pass).on("SIGTERM", pass);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(deadline);
      resolve(code ?? 1);
    });
  });
}

async function main(args: string[]): Promise<number> {
  // The bundler changes NODE_ENV for good; the tests get the environment as it was.
  const env = { ...process.env };
  const places = args.filter((argument) => !argument.startsWith("-"));
  const files = await findTests(places.length > 0 ? places : folders);
  if (files.length === 0) throw new Error(`There is no test in ${places.join(", ")}.`);
  // Whoever runs a few files may do without: a test that needs a tool says so itself.
  if (!readyTools() && places.length === 0) return 1;
  const [{ buildWeb }, { buildWidget }] = await Promise.all([import("./web.ts"), import("./widget.ts")]);
  await buildWeb();
  await buildWidget();
  return runLanes(
    files,
    args.filter((argument) => argument.startsWith("-")),
    env,
  );
}

if (import.meta.main) {
  process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
}
