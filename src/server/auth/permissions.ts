import { AppError } from "../../domain/errors.ts";

export const roles = ["admin", "agent"] as const;
export type Role = (typeof roles)[number];

/** What an API key may be allowed to do. "all" stands for every one, and for managing keys. */
export const scopes = [
  "messages:write",
  "conversations:read",
  "conversations:write",
  "drafts:write",
  "runs:read",
  "workflows:read",
  "workflows:write",
  "customers:read",
  "customers:write",
  "reports:read",
  "users:write",
  "settings:write",
  "audit:read",
  "all",
] as const;
export type Scope = (typeof scopes)[number];

/** Who asks: a person who signed in, or a program with an API key. */
export type Principal =
  | { kind: "user"; id: string; name: string; email: string; role: Role }
  | { kind: "key"; id: string; name: string; scopes: Scope[] };

type Row = { roles: readonly Role[]; scope: Scope };
const everyone = ["admin", "agent"] as const;
const admins = ["admin"] as const;

/** Every action there is, the roles that may do it and the scope a key needs for it. */
export const actions = {
  /** Put a message in, as the shop's own systems do. */
  "message.post": { roles: admins, scope: "messages:write" },
  "conversation.read": { roles: everyone, scope: "conversations:read" },
  /** Reply, note, assign, tag, snooze, close, pause automation. */
  "conversation.write": { roles: everyone, scope: "conversations:write" },
  /** Approve, edit, reject a draft; say whether an automatic decision was right. */
  "draft.decide": { roles: everyone, scope: "drafts:write" },
  "run.read": { roles: everyone, scope: "runs:read" },
  "workflow.read": { roles: everyone, scope: "workflows:read" },
  "workflow.write": { roles: admins, scope: "workflows:write" },
  "customer.read": { roles: everyone, scope: "customers:read" },
  /** Export or erase everything about a person. */
  "customer.write": { roles: admins, scope: "customers:write" },
  "report.read": { roles: everyone, scope: "reports:read" },
  /** Names and ids, to assign conversations to. */
  "user.read": { roles: everyone, scope: "conversations:read" },
  /** Can make admins: as strong as an admin. */
  "user.write": { roles: admins, scope: "users:write" },
  "settings.read": { roles: admins, scope: "settings:write" },
  "settings.write": { roles: admins, scope: "settings:write" },
  "audit.read": { roles: admins, scope: "audit:read" },
  "key.write": { roles: admins, scope: "all" },
} as const satisfies Record<string, Row>;
export type Action = keyof typeof actions;

export function can(principal: Principal, action: Action): boolean {
  const row: Row = actions[action];
  if (principal.kind === "user") return row.roles.includes(principal.role);
  return principal.scopes.includes(row.scope) || principal.scopes.includes("all");
}

/** AppError `unauthenticated` for nobody, `forbidden` with the missing scope or role for somebody who may not. */
export function requirePermission(principal: Principal | null, action: Action): asserts principal is Principal {
  if (!principal) throw new AppError("unauthenticated", "Sign in, or send an API key as `Authorization: Bearer hr_…`.");
  if (can(principal, action)) return;
  const { scope, roles: allowed }: Row = actions[action];
  if (principal.kind === "key")
    throw new AppError("forbidden", `The key "${principal.name}" lacks the scope "${scope}". Make a key that has it.`, {
      details: { scope, action },
    });
  throw new AppError("forbidden", `This needs the role ${allowed.join(" or ")}, and you are ${principal.role}. Ask an admin.`, {
    details: { action },
  });
}

/** "user:<id>" or "key:<id>", as the audit log writes it. */
export function actorOf(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}

/** The scopes in `names` without repeats. AppError `invalid` that names each unknown one; also when there is none at all. */
export function parseScopes(names: readonly string[]): Scope[] {
  const unknown = names.filter((name) => !(scopes as readonly string[]).includes(name));
  const problems = unknown.map((name) => ({
    path: "scopes",
    message: `there is no scope "${name.slice(0, 60)}"`,
    mend: `Use some of: ${scopes.join(", ")}`,
  }));
  if (names.length === 0)
    problems.push({
      path: "scopes",
      message: "a key without scopes could do nothing",
      mend: `Use some of: ${scopes.join(", ")}`,
    });
  if (problems.length > 0)
    throw new AppError("invalid", `${problems.map(({ message }) => message).join("; ")}. Use some of: ${scopes.join(", ")}.`, {
      details: { problems },
    });
  return [...new Set(names as Scope[])];
}
