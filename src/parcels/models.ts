/** Which model predicts: the champion in the database, followed by every process. Without one nothing is predicted. */
import { gunzipSync, gzipSync } from "node:zlib";
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db } from "../db/pool.ts";
import type { Contest } from "../delivery/contest.ts";
import { decodeDeliveryModel, encodeDeliveryModel } from "../delivery/model-file.ts";
import type { SilenceLimits } from "../delivery/silence.ts";
import type { DeliveryModel } from "../delivery/train.ts";
import type { Log } from "../domain/connection.ts";
import { newId } from "../domain/ids.ts";
import type { AskOutlook } from "../domain/outlook.ts";
import { foresee, type Learnt } from "./foresee.ts";
import { parcelFacts } from "./kept.ts";
import * as sql from "./queries.ts";

export type TrainedDelivery = { model: DeliveryModel; contest: Contest; silences: SilenceLimits };

const keptBesidesChampion = 5;

/** Keeps a trained model with its figures; in force when it won. One in force that no longer beats the promise goes. */
export async function addDeliveryModel(
  db: Db,
  { model, contest, silences }: TrainedDelivery,
  asOf: string,
  isDemo: boolean,
): Promise<void> {
  const bytes = gzipSync(encodeDeliveryModel(model));
  await transaction(db, async (client) => {
    const isOutdone = !contest.isUsed && isChampionOutdone(contest);
    if (contest.isUsed || isOutdone) await client.query(sql.retireChampion);
    const state = contest.isUsed ? "champion" : "challenger";
    const id = newId();
    const figures = [model.deliveries, JSON.stringify(contest), JSON.stringify(silences)];
    await client.query(sql.insertModel, [id, state, bytes, isDemo, asOf, ...figures]);
    await client.query(sql.forgetBytes, [keptBesidesChampion]);
    await writeAudit(client, {
      actor: "system",
      act: contest.isUsed ? "delivery_model.promote" : isOutdone ? "delivery_model.retire" : "delivery_model.refuse",
      target: `delivery_model:${id}`,
      data: { deliveries: model.deliveries, ...contest.errorDays, parcels: contest.parcels, why: contest.why },
    });
  });
}

function isChampionOutdone({ errorDays: { champion, promised } }: Contest): boolean {
  return champion !== null && promised !== null && champion >= promised;
}

export type StoredDeliveryModel = { model: DeliveryModel; asOf: string; isDemo: boolean; contest: Contest; silences: SilenceLimits };

/** Null when it is gone or its bytes were not kept. */
export async function readDeliveryModel(db: Db, id: string): Promise<StoredDeliveryModel | null> {
  const row = (await db.query(sql.readModel, [id])).rows[0];
  if (!row?.bytes) return null;
  const model = decodeDeliveryModel(gunzipSync(row.bytes).toString("utf8"), `Model ${id}`);
  return { model, asOf: row.as_of, isDemo: row.is_demo, contest: row.contest, silences: row.silences };
}

export async function findDeliveryChampion(db: Db): Promise<string | null> {
  return (await db.query(sql.findChampion)).rows[0]?.id ?? null;
}

export type Foresight = {
  ask: AskOutlook;
  learnt(): Learnt;
  /** Chance to be in time below which a parcel counts as likely late, 0 to 1. */
  lateBelow: number;
  /** Looks whether another model is in force. Rejects, and the present one goes on, when that cannot be used. */
  reload(): Promise<void>;
};

const nothing: Learnt = { model: null, silences: {} };

export async function followForesight(db: Db, { lateBelow, log }: { lateBelow: number; log: Log }): Promise<Foresight> {
  let inForce = "";
  let learnt = nothing;
  const reload = async () => {
    const { champion, newest } = (await db.query(sql.findInForce)).rows[0];
    const mark = `${champion}/${newest}`;
    if (mark === inForce) return;
    const stored = champion === null ? null : await readDeliveryModel(db, champion);
    const silences = newest === null ? {} : ((await db.query(sql.readModel, [newest])).rows[0]?.silences ?? {});
    learnt = { model: stored && { it: stored.model, asOf: stored.asOf, carriers: stored.contest.carriers }, silences };
    inForce = mark;
  };
  // A stored model this version cannot use must not keep the desk from starting: the carriers' estimates are told as before.
  await reload().catch((error: unknown) => log.error({ err: error }, "The trained model of deliveries cannot be used"));
  return {
    lateBelow,
    reload,
    learnt: () => learnt,
    ask: async ({ order, fulfillment, shipment }, now) =>
      foresee(learnt, parcelFacts(order, fulfillment, shipment), shipment, { now, lateBelow }),
  };
}
