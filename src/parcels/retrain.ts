/** Every night, and once as soon as there is enough: a model from the parcels the desk has seen, which is used if it is better. */
import type { Db } from "../db/pool.ts";
import { neededDeliveries, type Contest } from "../delivery/contest.ts";
import type { SilenceLimits } from "../delivery/silence.ts";
import type { DeliveryModel } from "../delivery/train.ts";
import type { KeptRow } from "./kept.ts";
import { addDeliveryModel, findDeliveryChampion, readDeliveryModel } from "./models.ts";
import * as sql from "./queries.ts";

export type DeliveryMaterial = { rows: KeptRow[]; champion: DeliveryModel | null; asOf: string };
/** `contest` is a sentence, and there is no model, when there is too little to judge one by. */
export type DeliveryTraining = { contest: Contest | string; model: DeliveryModel | null; silences: SilenceLimits };
/** Away from the thread that answers customers. */
export type TrainDelivery = (material: DeliveryMaterial) => Promise<DeliveryTraining>;

export type DeliveryCount = { isDemo: boolean; deliveries: number; underWay: number };
type Look = { at: string; deliveries: number; note: string };

const key = "delivery_trained";
const nightHour = 2;
/** A shop without a model is not trained for again until it has a fifth more to learn from. */
const growth = 1.2;

/** The shop's own parcels, the demo's while there are no others. */
export async function countParcels(db: Db): Promise<DeliveryCount> {
  const { rows } = await db.query(sql.countDeliveries);
  const [first] = rows;
  return { isDemo: first?.is_demo ?? false, deliveries: first?.deliveries ?? 0, underWay: first?.under_way ?? 0 };
}

export async function lastTraining(db: Db): Promise<Look | null> {
  return (await db.query("select value from setting where key = $1", [key])).rows[0]?.value ?? null;
}

/** Null when it is not due. Else what came of it, in a sentence. */
export async function trainDeliveryIfDue(db: Db, train: TrainDelivery, now: Date): Promise<string | null> {
  const count = await countParcels(db);
  const champion = await championFor(db, count.isDemo);
  if (!isDue(count, champion !== null, await lastTraining(db), now)) return null;
  const note = await retrain(db, train, { champion, now, isDemo: count.isDemo });
  await db.query("insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value", [
    key,
    JSON.stringify({ at: now.toISOString(), deliveries: count.deliveries, note } satisfies Look),
  ]);
  return note;
}

function isDue({ deliveries }: DeliveryCount, hasModel: boolean, last: Look | null, now: Date): boolean {
  if (deliveries < neededDeliveries) return false;
  if (!last || (!hasModel && deliveries >= growth * last.deliveries)) return true;
  const hours = (now.getTime() - Date.parse(last.at)) / 3_600_000;
  return hours >= 36 || (hours >= 12 && now.getUTCHours() === nightHour);
}

/** A model of the demo's parcels is nothing to compare with once the shop has its own. */
async function championFor(db: Db, isDemo: boolean): Promise<DeliveryModel | null> {
  const id = await findDeliveryChampion(db);
  const stored = id === null ? null : await readDeliveryModel(db, id);
  return stored?.isDemo === isDemo ? stored.model : null;
}

type Setting = { champion: DeliveryModel | null; now: Date; isDemo: boolean };

async function retrain(db: Db, train: TrainDelivery, { champion, now, isDemo }: Setting): Promise<string> {
  const asOf = now.toISOString().slice(0, 10);
  const { rows } = await db.query(sql.readParcels, [isDemo, now]);
  const { contest, model, silences } = await train({ rows: rows.map(written), champion, asOf });
  if (typeof contest === "string" || !model) return String(contest);
  await addDeliveryModel(db, { model, contest, silences }, asOf, isDemo);
  return contest.why;
}

/** Times as text, as the rest of the code has them. */
function written(row: Record<string, unknown>): KeptRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  ) as KeptRow;
}
