import { z } from "zod";
import { writeAudit } from "../../db/audit.ts";
import { transaction, type Db, type Queryable, type Transaction } from "../../db/pool.ts";
import { AppError, type Problem } from "../../domain/errors.ts";
import { newId } from "../../domain/ids.ts";
import { generatePassword, hashPassword, longestPassword, shortestPassword, verifyPassword } from "./passwords.ts";
import { roles, type Role } from "./permissions.ts";

export type User = {
  id: string;
  name: string;
  email: string;
  role: Role;
  isActive: boolean;
  createdAt: Date;
  teams: string[];
  skills: string[];
  languages: string[];
  capacity: number;
  isAway: boolean;
};
/** What decides which conversations somebody is given. */
export type Duties = { teams?: string[]; skills?: string[]; languages?: string[]; capacity?: number; isAway?: boolean };
export type NewUser = { name: string; email: string; role: Role; password?: string };

const columns =
  'id, name, email, role, is_active as "isActive", created_at as "createdAt", teams, skills, languages, capacity, is_away as "isAway"';

/**
 * A person who can sign in. Without a password one is made. It is returned to be shown once and is stored only as a hash.
 * AppErrors: `invalid` with every problem, `conflict` when the address is taken. `actor` as in the audit log.
 */
export async function createUser(pool: Db, input: NewUser, actor = "system"): Promise<{ user: User; password: string }> {
  const { name, email, role } = checkUser(input);
  const password = input.password ?? generatePassword();
  const hash = await hashPassword(password);
  const user = await transaction(pool, async (client) => {
    const { rows } = await client.query<User>(
      `insert into "user" (id, name, email, email_verified, role) values ($1, $2, $3, true, $4) on conflict (email) do nothing returning ${columns}`,
      [newId(), name, email, role],
    );
    if (!rows[0]) throw new AppError("conflict", `There is already a user with the address ${email}.`);
    await storePassword(client, rows[0].id, hash);
    await writeAudit(client, {
      actor,
      act: "user.create",
      target: `user:${rows[0].id}`,
      data: { email, role },
    });
    return rows[0];
  });
  return { user, password };
}

function checkUser(input: NewUser): { name: string; email: string; role: Role } {
  const name = input.name.trim();
  const email = input.email.trim().toLowerCase();
  const problems: Problem[] = input.password === undefined ? [] : passwordProblems(input.password);
  if (name === "" || name.length > 100 || name.includes("\0"))
    problems.push({ path: "name", message: "the name needs 1 to 100 characters" });
  // The same check as at sign-in: an address that passed here only could never be used.
  if (email.length > 254 || !z.email().safeParse(email).success) problems.push({ path: "email", message: "this is not an e-mail address" });
  if (!roles.includes(input.role)) problems.push({ path: "role", message: `the role is one of ${roles.join(", ")}` });
  refuse(problems);
  return { name, email, role: input.role };
}

function passwordProblems(password: string): Problem[] {
  if (password.length >= shortestPassword && password.length <= longestPassword) return [];
  return [
    {
      path: "password",
      message: `the password needs ${shortestPassword} to ${longestPassword} characters`,
    },
  ];
}

function refuse(problems: Problem[]): void {
  if (problems.length > 0)
    throw new AppError("invalid", `${problems.map(({ message }) => message).join("; ")}.`, {
      details: { problems },
    });
}

/** Everybody, also who is not active any more, by name. */
export async function listUsers(db: Queryable): Promise<User[]> {
  return (await db.query<User>(`select ${columns} from "user" order by lower(name), id`)).rows;
}

/** AppErrors `not_found`, and `conflict` for the last active admin. */
export async function setRole(pool: Db, id: string, role: Role, actor = "system"): Promise<User> {
  if (!roles.includes(role)) refuse([{ path: "role", message: `the role is one of ${roles.join(", ")}` }]);
  return changeUser(pool, id, async (client, user) => {
    await client.query('update "user" set role = $2, updated_at = now() where id = $1', [id, role]);
    await writeAudit(client, {
      actor,
      act: "user.role",
      target: `user:${id}`,
      data: { from: user.role, to: role },
    });
  });
}

/** AppErrors `not_found`, and `invalid` for a team that is not there. What is undefined stays. */
export async function setDuties(pool: Db, id: string, duties: Duties, actor = "system"): Promise<User> {
  return changeUser(pool, id, async (client) => {
    const { teams, skills, languages, capacity, isAway } = duties;
    if (teams) {
      const known = new Set((await client.query("select name from team")).rows.map(({ name }) => name));
      refuse(teams.filter((team) => !known.has(team)).map((team) => ({ path: "teams", message: `there is no team "${team}"` })));
    }
    await client.query(
      `update "user" set teams = coalesce($2, teams), skills = coalesce($3, skills), languages = coalesce($4, languages),
        capacity = coalesce($5, capacity), is_away = coalesce($6, is_away), updated_at = now() where id = $1`,
      [id, teams ?? null, skills ?? null, languages ?? null, capacity ?? null, isAway ?? null],
    );
    await writeAudit(client, { actor, act: "user.duties", target: `user:${id}`, data: { ...duties } });
  });
}

/** Ends all sessions and lets no new one begin. AppErrors `not_found`, and `conflict` for the last active admin. */
export async function deactivate(pool: Db, id: string, actor = "system"): Promise<User> {
  return changeUser(pool, id, async (client) => {
    await client.query('update "user" set is_active = false, updated_at = now() where id = $1', [id]);
    await client.query("delete from session where user_id = $1", [id]);
    await writeAudit(client, { actor, act: "user.deactivate", target: `user:${id}` });
  });
}

export async function reactivate(pool: Db, id: string, actor = "system"): Promise<User> {
  return changeUser(pool, id, async (client) => {
    await client.query('update "user" set is_active = true, updated_at = now() where id = $1', [id]);
    await writeAudit(client, { actor, act: "user.reactivate", target: `user:${id}` });
  });
}

/** For somebody who forgot it: a new password, made or given, and all sessions end. */
export async function resetPassword(
  pool: Db,
  id: string,
  options: { password?: string; actor?: string } = {},
): Promise<{ user: User; password: string }> {
  const password = options.password ?? generatePassword();
  refuse(passwordProblems(password));
  const hash = await hashPassword(password);
  const user = await changeUser(pool, id, async (client) => {
    await storePassword(client, id, hash);
    await client.query("delete from session where user_id = $1", [id]);
    await writeAudit(client, {
      actor: options.actor ?? "system",
      act: "user.reset_password",
      target: `user:${id}`,
    });
  });
  return { user, password };
}

/** By the person, who has to know the current one (else `forbidden`). All sessions end but the one with `keepSessionId`. */
export async function changePassword(
  pool: Db,
  input: { id: string; currentPassword: string; newPassword: string; keepSessionId?: string },
): Promise<void> {
  refuse(passwordProblems(input.newPassword));
  const { rows } = await pool.query<{ password: string | null }>(
    "select password from account where user_id = $1 and provider_id = 'credential'",
    [input.id],
  );
  if (!(await verifyPassword(input.currentPassword, rows[0]?.password ?? "")))
    throw new AppError("forbidden", "The current password is not right.");
  const hash = await hashPassword(input.newPassword);
  await changeUser(pool, input.id, async (client) => {
    await storePassword(client, input.id, hash);
    await client.query("delete from session where user_id = $1 and id is distinct from $2", [input.id, input.keepSessionId ?? null]);
    await writeAudit(client, {
      actor: `user:${input.id}`,
      act: "user.change_password",
      target: `user:${input.id}`,
    });
  });
}

/**
 * Runs `work` on a locked user and gives the user as it then is. Undone when afterwards no active admin would be left; the lock
 * is on all admins, so that two admins who demote each other at the same moment do not both succeed.
 */
async function changeUser(pool: Db, id: string, work: (client: Transaction, user: User) => Promise<void>): Promise<User> {
  return transaction(pool, async (client) => {
    const { rows } = await client.query<User>(
      `select ${columns} from "user" where id = $1 or (role = 'admin' and is_active) order by id for update`,
      [id],
    );
    const user = rows.find((row) => row.id === id);
    if (!user) throw new AppError("not_found", "There is no such user.");
    await work(client, user);
    const { rows: left } = await client.query<User>(`select ${columns} from "user" where id = $1 or (role = 'admin' and is_active)`, [id]);
    const wasAdmin = rows.some(({ role, isActive }) => role === "admin" && isActive);
    if (wasAdmin && !left.some(({ role, isActive }) => role === "admin" && isActive)) {
      throw new AppError("conflict", `${user.name} is the last active admin. Make somebody else an admin first.`);
    }
    return left.find((row) => row.id === id) ?? user;
  });
}

async function storePassword(client: Transaction, userId: string, hash: string): Promise<void> {
  await client.query(
    `insert into account (id, user_id, account_id, provider_id, password) values ($1, $2, $2, 'credential', $3)
     on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = now()`,
    [newId(), userId, hash],
  );
}
