/** From the rows the desk has kept to a model, its figures and the silences; pure, and the same rows give the same. */
import { holdContest } from "../delivery/contest.ts";
import { parseMoment } from "../delivery/days.ts";
import { plain } from "../delivery/shipment.ts";
import { silenceLimits } from "../delivery/silence.ts";
import { trainDelivery } from "../delivery/train.ts";
import { toKeptShipment } from "./kept.ts";
import type { DeliveryMaterial, DeliveryTraining } from "./retrain.ts";

export function learnDelivery({ rows, champion, asOf }: DeliveryMaterial): DeliveryTraining {
  const shipments = rows.flatMap((row) => toKeptShipment(row) ?? []).sort((one, other) => one.ordered.at - other.ordered.at);
  const day = parseMoment(asOf)!.day;
  const silences = silenceLimits(
    rows
      .filter(({ delivered_at }) => delivered_at !== null)
      .map(({ carrier, country, region, silences: kept }) => ({
        carrier: plain(carrier),
        country: plain(country),
        region: plain(region),
        silences: kept,
      })),
  );
  const contest = holdContest(shipments, champion, day);
  return { contest, silences, model: typeof contest === "string" ? null : trainDelivery(shipments, day) };
}
