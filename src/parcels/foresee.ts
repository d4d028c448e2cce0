/** What is to be expected of one parcel: the model's window where that is better than the carrier's own estimate, and its trouble. */
import { isoDay, parseMoment } from "../delivery/days.ts";
import { isCarrierBelieved, type Contest } from "../delivery/contest.ts";
import { outlookOf, slowestFrom, type Outlook as Days } from "../delivery/outlook.ts";
import { curveOf } from "../delivery/predict.ts";
import { plain, type Parcel } from "../delivery/shipment.ts";
import { limitFor, type SilenceLimits } from "../delivery/silence.ts";
import type { DeliveryModel } from "../delivery/train.ts";
import type { Shipment, ShipmentStatus } from "../domain/order.ts";
import type { Outlook } from "../domain/outlook.ts";
import { zoneOf } from "../domain/zones.ts";
import { dayAsWritten, movingStages, toParcel, type ParcelFacts } from "./kept.ts";
import { localMoment } from "./zones.ts";

/** What the desk has learnt. Without a model silences are judged all the same. */
export type Learnt = {
  model: { it: DeliveryModel; asOf: string; carriers: Contest["carriers"] } | null;
  silences: SilenceLimits;
};

/** Where a day more or less is the question. Out for delivery it arrives today; with a problem nobody knows. */
const foreseen: readonly ShipmentStatus[] = ["label_created", "accepted", "in_transit", "unknown"];

/** `lateBelow`: the chance to be in time, 0 to 1, below which a parcel counts as likely late. */
export function foresee(
  learnt: Learnt,
  facts: ParcelFacts,
  shipment: Shipment | null,
  { now, lateBelow }: { now: string; lateBelow: number },
): Outlook | null {
  const parcel = toParcel(facts);
  const today = localMoment(now, zoneOf(facts.country))?.day;
  if (!parcel || today === undefined || (shipment && !foreseen.includes(shipment.status))) return null;
  const days = learnt.model ? outlookOf(learnt.model.it, parcel, today) : null;
  const isScanned = shipment !== null && shipment.events.length > 0;
  const stuckReason =
    silenceReason(learnt.silences, parcel, shipment, now) ??
    (isScanned && days?.window !== null ? null : slownessReason(learnt, parcel, today));
  if (!days && !stuckReason) return null;
  const estimate = believedEstimate(learnt, shipment, today);
  const window = days?.window ?? null;
  const likely = estimate ?? window?.likely ?? null;
  const late = parcel.promised === null || likely === null ? 0 : Math.max(0, likely - parcel.promised);
  const chance = estimate === null ? (days?.chanceInTime ?? null) : null;
  return {
    window: window && estimate === null ? { from: noon(window.from), to: noon(window.to), likely: noon(window.likely) } : null,
    chanceInTime: chance,
    isLikelyLate: chance === null ? late > 0 : chance < lateBelow,
    likelyDaysLate: late,
    stuckReason,
    basis: days ? basisOf(days, learnt.model!.asOf) : "the times and silences of parcels that arrived",
  };
}

/** The carrier's live estimate, where it is not over and its record is not worse than the model's. */
function believedEstimate({ model }: Learnt, shipment: Shipment | null, today: number): number | null {
  const written = dayAsWritten(shipment?.expectedAt ?? null);
  const day = written === null ? null : parseMoment(written)!.day;
  if (day === null || day < today || !model) return null;
  return isCarrierBelieved(model.carriers, plain(shipment!.carrier)) ? day : null;
}

function silenceReason(limits: SilenceLimits, parcel: Parcel, shipment: Shipment | null, now: string): string | null {
  const last = shipment?.events.at(-1);
  if (!last || !movingStages.includes(last.status)) return null;
  const { carrier, destination } = parcel;
  const limit = limitFor(limits, last.status, { carrier, country: destination.country, region: destination.region });
  const hours = (Date.parse(now) - Date.parse(last.at)) / 3_600_000;
  if (!limit || !(hours > limit.hours)) return null;
  const kind = limit.pool === "all" ? "all parcels" : `parcels ${limit.pool}`;
  return `No scan for ${inDays(hours)}; at this stage 95 of 100 ${kind} are silent for no more than ${inDays(limit.hours)} (of ${limit.parcels} seen).`;
}

/** Where nobody scans, all the way is one silence; and a scan a day is no progress when practically all others had arrived. */
function slownessReason({ model }: Learnt, parcel: Parcel, today: number): string | null {
  if (!model || !parcel.shipped) return null;
  const curve = curveOf(model.it, parcel);
  const first = curve && slowestFrom(curve);
  if (first === null || today < first) return null;
  const { day } = parcel.shipped;
  return `On its way for ${today - day} days; 95 of 100 such parcels had arrived after ${first - 1 - day}.`;
}

function basisOf({ deliveries, of, pool }: Days, asOf: string): string {
  const narrow = pool === null || deliveries === of ? "" : ` ${pool} (of ${of} in all)`;
  return `predicted from ${deliveries} deliveries${narrow}, model of ${asOf}`;
}

function inDays(hours: number): string {
  return hours < 48 ? `${Math.round(hours)} hours` : `${Number((hours / 24).toFixed(1))} days`;
}

function noon(day: number): string {
  return `${isoDay(day)}T12:00:00.000Z`;
}
