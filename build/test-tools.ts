/**
 * What the tests need from the operating system and npm cannot bring: a browser and an IMAP server. On Debian as root they are
 * installed, so that `npm test` works on a bare machine; otherwise the reader gets the command to type.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

export type Tool = { name: string; what: string; places: string[]; packages: string[] };

// Fonts, because Chromium without any draws text of no width and the pages under test fall apart.
export const tools: readonly Tool[] = [
  {
    name: "Chromium",
    what: "the browser tests",
    places: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
    packages: ["chromium", "fonts-liberation"],
  },
  { name: "Dovecot", what: "the e-mail tests", places: ["/usr/sbin/dovecot"], packages: ["dovecot-imapd"] },
];

export type Machine = { has(path: string): boolean; isRoot: boolean };

export type Plan =
  | { kind: "ready" }
  | { kind: "install"; packages: string[]; sentence: string }
  | { kind: "ask"; packages: string[]; sentence: string };

/** What is to be done before the tests can run; nothing is done here. */
export function planTools(machine: Machine): Plan {
  const missing = tools.filter(({ places }) => !places.some((place) => machine.has(place)));
  if (missing.length === 0) return { kind: "ready" };
  const packages = missing.flatMap((tool) => tool.packages);
  const lacks = missing.map(({ name, what }) => `${name} (for ${what})`).join(" and ");
  if (!machine.has("/usr/bin/apt-get"))
    return { kind: "ask", packages, sentence: `This machine lacks ${lacks}. Install them, so that they are at ${placesOf(missing)}.` };
  if (!machine.isRoot)
    return { kind: "ask", packages, sentence: `This machine lacks ${lacks}. Install with:\n  ${aptCommands(packages, "sudo ")}` };
  return { kind: "install", packages, sentence: `This machine lacks ${lacks}. Installing:\n  ${aptCommands(packages, "")}` };
}

/** True when the tools are there, after installing them if need be. Says on standard error what it does or what to do. */
export function readyTools(): boolean {
  const machine: Machine = { has: existsSync, isRoot: process.getuid?.() === 0 };
  const plan = planTools(machine);
  if (plan.kind === "ready") return true;
  console.error(plan.sentence);
  if (plan.kind === "ask") return false;
  // A failed update is told apart by the install that follows: with older lists it may still succeed.
  apt(["update", "-q"]);
  apt(["install", "-y", "-q", "--no-install-recommends", ...plan.packages]);
  const left = planTools(machine);
  if (left.kind !== "ready") console.error(`That did not work. Try by hand:\n  ${aptCommands(left.packages, "")}`);
  return left.kind === "ready";
}

function apt(args: string[]): void {
  // Standard output stays with the tests alone; no standard input, because a question would wait for ever.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", args, { stdio: ["ignore", 2, 2], env });
}

function aptCommands(packages: string[], prefix: string): string {
  return `${prefix}apt-get update && ${prefix}apt-get install -y --no-install-recommends ${packages.join(" ")}`;
}

function placesOf(missing: Tool[]): string {
  return missing.map(({ places }) => places[0]).join(" and ");
}

if (import.meta.main) process.exitCode = readyTools() ? 0 : 1;
