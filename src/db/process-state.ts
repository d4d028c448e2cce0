import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

/**
 * What the operating system says about a process. `startedAt` is an opaque text that differs between two processes which
 * had the same number one after the other; undefined where the system does not tell (Windows).
 */
export type ProcessState = {
  isZombie: boolean;
  startedAt: string | undefined;
  directory: string | undefined;
  command: string | undefined;
};

/** The state of process `pid`, or undefined when there is none. A zombie still has a number, so `kill(pid, 0)` alone would call it alive. */
export function processState(pid: number): ProcessState | undefined {
  if (!hasNumber(pid)) return undefined;
  if (process.platform === "linux") return linuxState(pid);
  if (process.platform === "darwin") return psState(pid);
  return { isZombie: false, startedAt: undefined, directory: undefined, command: undefined };
}

export function isRunning(pid: number): boolean {
  const state = processState(pid);
  return state !== undefined && !state.isZombie;
}

function hasNumber(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function linuxState(pid: number): ProcessState {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (stat === undefined) return { isZombie: false, startedAt: undefined, directory: undefined, command: undefined };
  // The command stands in parentheses and may itself hold blanks and parentheses: count from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return {
    isZombie: fields[0] === "Z" || fields[0] === "X",
    startedAt: `${bootId()}/${fields[19] ?? ""}`,
    directory: attempt(() => readlinkSync(`/proc/${pid}/cwd`)),
    command: stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")),
  };
}

function bootId(): string {
  return attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()) ?? "";
}

function psState(pid: number): ProcessState | undefined {
  const line = attempt(() =>
    execFileSync("ps", ["-o", "stat=,lstart=,comm=", "-p", String(pid)], {
      encoding: "utf8",
      env: { LC_ALL: "C" },
    }).trim(),
  );
  if (line === undefined || line === "") return undefined;
  const [state = "", ...rest] = line.split(/\s+/);
  return {
    isZombie: state.startsWith("Z"),
    startedAt: rest.slice(0, 5).join(" "),
    directory: undefined,
    command: rest.slice(5).join(" "),
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
