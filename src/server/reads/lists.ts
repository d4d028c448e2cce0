/** The smaller lists of the API: attachments, teams, quarantine, audit log. */
import type { Queryable } from "../../db/pool.ts";
import { AppError } from "../../domain/errors.ts";
import { isId } from "../../domain/ids.ts";
import { iso } from "./summary.ts";

export type StoredFile = { name: string; contentType: string; content: Buffer };

/** AppError `not_found`. */
export async function readAttachment(db: Queryable, id: string): Promise<StoredFile> {
  const { rows } = isId(id)
    ? await db.query<StoredFile>(`select name, content_type as "contentType", content from attachment where id = $1`, [id])
    : { rows: [] };
  if (!rows[0]) throw new AppError("not_found", "There is no such attachment; it may have been erased with its conversation.");
  return rows[0];
}

export async function listTeams(db: Queryable): Promise<{ name: string; title: string }[]> {
  return (await db.query<{ name: string; title: string }>("select name, title from team order by title, name")).rows;
}

export type QuarantineRow = {
  id: string;
  connection_id: string;
  external_id: string;
  reason: string;
  size: number;
  state: "held" | "released" | "discarded";
  created_at: string;
};

/** What was set aside and waits for a person, newest first. */
export async function listQuarantine(db: Queryable): Promise<QuarantineRow[]> {
  const { rows } = await db.query<Omit<QuarantineRow, "created_at"> & { created_at: Date }>(
    "select id, connection_id, external_id, reason, length(raw) as size, state, created_at from quarantine where state = 'held' order by created_at desc, id desc limit 500",
  );
  return rows.map((row) => ({ ...row, created_at: iso(row.created_at) }));
}

export type AuditRow = { id: number; at: string; actor: string; act: string; target: string | null; data: Record<string, unknown> };

/** Newest first, below `before`. */
export async function listAudit(db: Queryable, { before, limit }: { before: number | null; limit: number }): Promise<AuditRow[]> {
  const { rows } = await db.query<Omit<AuditRow, "at"> & { at: Date }>(
    "select id, at, actor, act, target, data from audit_log where $1::bigint is null or id < $1 order by id desc limit $2",
    [before, limit],
  );
  return rows.map((row) => ({ ...row, at: iso(row.at) }));
}
