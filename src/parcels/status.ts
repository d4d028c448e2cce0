/** How the prediction of deliveries stands: what has been seen, what is in force, and what is missing. */
import type { Db } from "../db/pool.ts";
import { neededDeliveries, type Contest } from "../delivery/contest.ts";
import * as sql from "./queries.ts";
import { countParcels, lastTraining } from "./retrain.ts";

export type DeliveryStatus = {
  deliveries: number;
  under_way: number;
  is_demo: boolean;
  needed: number;
  /** When it was last trained for, and what came of it. */
  last_training: { at: string; note: string } | null;
  in_force: { as_of: string; deliveries: number; contest: Contest } | null;
  /** The newest that was trained and is not in force. */
  not_used: { as_of: string; deliveries: number; contest: Contest } | null;
};

export async function deliveryStatus(db: Db): Promise<DeliveryStatus> {
  const [count, last, { rows }] = await Promise.all([countParcels(db), lastTraining(db), db.query(sql.newestModels, [20])]);
  const [champion, newest] = [rows.find(({ state }) => state === "champion"), rows[0]];
  const figures = (row: (typeof rows)[number]) => ({ as_of: row.as_of, deliveries: row.deliveries, contest: row.contest });
  return {
    deliveries: count.deliveries,
    under_way: count.underWay,
    is_demo: count.isDemo,
    needed: neededDeliveries,
    last_training: last && { at: last.at, note: last.note },
    in_force: champion ? figures(champion) : null,
    not_used: newest?.state === "challenger" ? figures(newest) : null,
  };
}
