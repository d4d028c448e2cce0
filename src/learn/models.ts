/** Which model reads: the champion in the database, or the shipped starter model while there is none. */
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { isId, newId } from "../domain/ids.ts";
import type { Comparison } from "./compare.ts";
import * as sql from "./queries.ts";

export type StoredModel = {
  id: string;
  state: "champion" | "challenger" | "retired";
  labels: number;
  labelsUntil: Date;
  comparison: Comparison;
  createdAt: Date;
  createdBy: string;
  decidedAt: Date | null;
  decidedBy: string | null;
  /** Older ones keep their figures only, and cannot be put in force again. */
  isKept: boolean;
};

/** The id by which the shipped model is named. */
export const starterId = "starter";
const keptBesidesChampion = 5;

export async function listModels(db: Db): Promise<StoredModel[]> {
  return (await db.query(sql.listModels)).rows.map((row) => ({
    id: row.id,
    state: row.state,
    labels: row.labels,
    labelsUntil: row.labels_until,
    comparison: row.comparison,
    createdAt: row.created_at,
    createdBy: row.created_by,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    isKept: row.is_kept,
  }));
}

/** Null while the starter model is in force. */
export async function findChampion(db: Db): Promise<{ id: string; labelsUntil: Date } | null> {
  const row = (await db.query(sql.findChampion)).rows[0];
  return row ? { id: row.id, labelsUntil: row.labels_until } : null;
}

export async function readModelBytes(db: Db, id: string): Promise<Buffer | null> {
  return (await db.query(sql.readBytes, [id])).rows[0]?.bytes ?? null;
}

export type NewModel = { bytes: Uint8Array; labels: number; labelsUntil: Date; comparison: Comparison; by: string };

/** Keeps a trained model, as the champion if it is better. */
export async function addModel(db: Db, { bytes, labels, labelsUntil, comparison, by }: NewModel): Promise<{ id: string }> {
  const id = newId();
  const state = comparison.isBetter ? "champion" : "challenger";
  return transaction(db, async (client) => {
    if (comparison.isBetter) await client.query(sql.retireChampion, [by]);
    await client.query(sql.insertModel, [id, state, bytes, labelsUntil, labels, JSON.stringify(comparison), by]);
    await client.query(sql.forgetBytes, [keptBesidesChampion]);
    const { inTurn, why } = comparison;
    await writeAudit(client, {
      actor: by,
      act: comparison.isBetter ? "model.promote" : "model.refuse",
      target: `model:${id}`,
      data: { labels, before: inTurn.before, after: inTurn.after, of: inTurn.texts, why },
    });
    return { id };
  });
}

/** Puts an earlier model, or the starter, in force. AppError `not_found`, `gone` when only its figures were kept. */
export async function useModel(db: Db, id: string, by: string): Promise<void> {
  await transaction(db, async (client) => {
    const found = id === starterId || (isId(id) && (await client.query(sql.readBytes, [id])).rows[0]);
    if (!found) throw new AppError("not_found", "There is no model with this id.");
    await client.query(sql.retireChampion, [by]);
    if (id !== starterId && (await client.query(sql.crown, [id, by])).rowCount === 0)
      throw new AppError("gone", "Only the figures of this model were kept. Train a new one, or take a newer one.");
    await writeAudit(client, { actor: by, act: "model.use", target: `model:${id}` });
  });
}
