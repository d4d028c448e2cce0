import type { Queryable } from "./pool.ts";

/**
 * One line of the audit log. `actor` is "user:<id>", "key:<id>" or "system"; `act` a verb like "user.create"; `target` what it was
 * done to, in the same form as the actor. `data` is shown to admins: no passwords, keys or message texts.
 */
export type AuditEntry = {
  actor: string;
  act: string;
  target?: string;
  data?: Record<string, unknown>;
};

/** Give it the client of the transaction that does the thing, so that both are stored or neither. */
export async function writeAudit(db: Queryable, { actor, act, target, data = {} }: AuditEntry): Promise<void> {
  await db.query("insert into audit_log (actor, act, target, data) values ($1, $2, $3, $4)", [
    actor,
    act,
    target ?? null,
    JSON.stringify(data),
  ]);
}
