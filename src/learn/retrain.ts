/** Trains a challenger from people's verdicts and lets it compete. */
import type { Db } from "../db/pool.ts";
import type { Comparison, Labelled } from "./compare.ts";
import { readLabels, readUnlabelled } from "./labels.ts";
import { addModel, findChampion } from "./models.ts";
import * as sql from "./queries.ts";

export type Trained = { bytes: Uint8Array; comparison: Comparison };
export type TrainingMaterial = {
  /** In order of time. */
  labels: (Labelled & { language: string })[];
  /** How many of the labels the champion had. */
  known: number;
  /** Messages nobody has judged. */
  unlabelled: string[];
};
/** Trains and compares, away from the thread that answers customers. */
export type TrainChallenger = (material: TrainingMaterial) => Promise<Trained>;

/** Fewer new labels than this change little, and training costs minutes of a core. */
export const minNewLabels = 20;
/** Fewer messages than this show nothing of how a shop's customers write. */
const minUnlabelled = 100;
const wantedKey = "retrain_wanted";
const lookedKey = "retrained_until";

/** A person asked for it: the next job does it, however few the labels. */
export async function wantRetraining(db: Db, by: string): Promise<void> {
  await db.query("insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value", [
    wantedKey,
    JSON.stringify(by),
  ]);
}

/** How many verdicts have come that no training has looked at yet. */
export async function countNewLabels(db: Db): Promise<{ count: number; isWanted: boolean }> {
  const { rows } = await db.query("select key, value from setting where key in ($1, $2)", [wantedKey, lookedKey]);
  const setting = new Map(rows.map(({ key, value }) => [key, value]));
  const found = await db.query(sql.countNewVerdicts, [setting.get(lookedKey) ?? "-infinity"]);
  return { count: found.rows[0].n, isWanted: setting.has(wantedKey) };
}

/** Null when there is nothing to do yet. */
export async function retrainIfDue(db: Db, train: TrainChallenger): Promise<{ id: string; comparison: Comparison } | null> {
  const { count, isWanted } = await countNewLabels(db);
  if (!isWanted && count < minNewLabels) return null;
  try {
    return await retrain(db, train, isWanted ? await whoWants(db) : "system");
  } finally {
    // Also after a fault, which the job reports: a training that cannot work would otherwise begin anew every minute.
    await db.query("delete from setting where key = $1", [wantedKey]);
  }
}

async function whoWants(db: Db): Promise<string> {
  return (await db.query("select value from setting where key = $1", [wantedKey])).rows[0]?.value ?? "system";
}

async function retrain(db: Db, train: TrainChallenger, by: string): Promise<{ id: string; comparison: Comparison } | null> {
  const labels = await readLabels(db);
  const unlabelled = await readUnlabelled(db);
  if (labels.length === 0 && unlabelled.length < minUnlabelled) return null;
  // Without labels it is the history alone that teaches, and a person who decides.
  const labelsUntil = labels.at(-1)?.at ?? new Date(0);
  const champion = await findChampion(db);
  const known = champion ? labels.filter(({ at }) => at <= champion.labelsUntil).length : 0;
  const { bytes, comparison } = await train({
    labels: labels.map(({ text, label, language }) => ({ text, label, language })),
    known,
    unlabelled,
  });
  const { id } = await addModel(db, { bytes, labels: labels.length, labelsUntil, comparison, by });
  await db.query("insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value", [
    lookedKey,
    JSON.stringify(labelsUntil.toISOString()),
  ]);
  return { id, comparison };
}
