import { spawnSync } from "node:child_process";
import { chownSync, lchownSync, lstatSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../domain/errors.ts";

/** The user PostgreSQL runs as. PostgreSQL refuses to run as root, so root lends the work to a lesser user. */
export type Owner = { name: string; uid: number; gid: number };

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Undefined when the present user can run PostgreSQL itself. As root: whoever owns the existing cluster, else `postgres`, else
 * `nobody`.
 */
export function chooseOwner(cluster: string): Owner | undefined {
  if (!isRoot()) return undefined;
  const users = readUsers();
  const stat = lstatSync(cluster, { throwIfNoEntry: false });
  const present = stat?.isSymbolicLink() ? lstatSync(join(cluster, "."), { throwIfNoEntry: false }) : stat;
  if (present && present.uid !== 0)
    return {
      name: users.find((user) => user.uid === present.uid)?.name ?? String(present.uid),
      uid: present.uid,
      gid: present.gid,
    };
  const owner = users.find((user) => user.name === "postgres") ?? users.find((user) => user.name === "nobody");
  if (!owner)
    throw new AppError(
      "database_misconfigured",
      "PostgreSQL does not run as root, and there is no user postgres or nobody to run it. Start Handrail as another user, or set DATABASE_URL.",
    );
  return owner;
}

function readUsers(): Owner[] {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .filter((fields) => fields.length >= 4)
    .map((fields) => ({ name: fields[0] ?? "", uid: Number(fields[2]), gid: Number(fields[3]) }));
}

/** Options for spawn that make a child run as `owner`, in a directory every user can enter. */
export function asOwner(owner: Owner | undefined): { uid?: number; gid?: number; cwd: string } {
  return owner ? { uid: owner.uid, gid: owner.gid, cwd: "/" } : { cwd: process.platform === "win32" ? process.cwd() : "/" };
}

/** Whether `owner` can execute the file (or enter the directory) `path`; asked of the system itself, so that ACLs count too. */
export function canRun(path: string, owner: Owner | undefined): boolean {
  if (process.platform === "win32") return true;
  const asked = spawnSync("/bin/sh", ["-c", 'test -x "$0"', path], {
    ...asOwner(owner),
    stdio: "ignore",
  });
  if (asked.error)
    throw new AppError(
      "database_misconfigured",
      `Handrail runs as root but may not start programs as ${owner?.name ?? "its user"} (${asked.error.message}). Start it as another user, or set DATABASE_URL.`,
      { cause: asked.error },
    );
  return asked.status === 0;
}

/** Gives a directory tree to `owner`. The top comes last, so that its owner tells whether everything below is done. */
export function giveTo(path: string, owner: Owner): void {
  const stat = lstatSync(path);
  if (stat.isDirectory()) for (const entry of readdirSync(path)) giveTo(join(path, entry), owner);
  if (stat.uid !== owner.uid) (stat.isSymbolicLink() ? lchownSync : chownSync)(path, owner.uid, owner.gid);
}
