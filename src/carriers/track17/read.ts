/** Answers of 17TRACK's API v2.2: every one has a code, what was taken and what was refused. */
import { z } from "zod";
import type { Shipment } from "../../domain/order.ts";
import { placeName, toShipment, zoned, type ReadEvent } from "../shipment.ts";
import { dayAt, timeAt, type Place } from "../times.ts";
import { stateOf } from "./states.ts";

const word = z.string().nullish().catch(null);
const address = z.object({ country: word, state: word, city: word }).nullish();
const scan = z.object({ time_iso: word, time_utc: word, description: word, location: word, sub_status: word, stage: word, address });
const info = z.object({
  shipping_info: z.object({ recipient_address: address }).nullish(),
  latest_status: z.object({ status: word, sub_status: word }).nullish(),
  time_metrics: z.object({ estimated_delivery_date: z.object({ from: word, to: word }).nullish() }).nullish(),
  tracking: z
    .object({ providers: z.array(z.object({ provider: z.object({ name: word }).nullish(), events: z.array(scan).nullish() })).nullish() })
    .nullish(),
});
const refused = z.object({ number: word, error: z.object({ code: z.number(), message: word }) });
export const answer = z.object({
  code: z.number(),
  data: z
    .object({
      accepted: z.array(z.object({ number: z.string(), track_info: info.nullish() })).nullish(),
      rejected: z.array(refused).nullish(),
      errors: z.array(z.object({ code: z.number(), message: word })).nullish(),
    })
    .nullish(),
});
export const hookBody = z.object({ event: z.string(), data: z.looseObject({ number: z.string().min(1) }) });

/** Null while 17TRACK itself knows nothing. `named`: the carrier, where 17TRACK does not name it. */
export function readInfo(read: z.infer<typeof info>, trackingNumber: string, named: string, now: Date): Shipment | null {
  const providers = read.tracking?.providers ?? [];
  // A parcel that changes hands is told by both; each has its newest scan first.
  const events = providers.flatMap((one) => (one.events ?? []).map(readScan).toReversed());
  const { status, sub_status: sub } = read.latest_status ?? {};
  const current = stateOf(sub, status);
  if (events.length === 0 && (current === "unknown" || current === null)) return null;
  const to = placeOf(read.shipping_info?.recipient_address);
  const estimate = read.time_metrics?.estimated_delivery_date;
  const telling = providers.filter((one) => (one.events ?? []).length > 0);
  return toShipment(
    {
      trackingNumber,
      carrier: telling.at(-1)?.provider?.name ?? providers[0]?.provider?.name ?? named,
      events,
      current,
      expectedAt: dayAt(estimate?.to ?? estimate?.from, to),
      url: `https://t.17track.net/en#nums=${trackingNumber}`,
    },
    now,
  );
}

function readScan(one: z.infer<typeof scan>): ReadEvent {
  return {
    at: zoned(one.time_iso) ?? zoned(one.time_utc) ?? timeAt(one.time_iso, placeOf(one.address)),
    status: stateOf(one.sub_status, one.stage ?? undefined),
    description: one.description,
    location: placeName(one.address?.city, one.address?.state, one.address?.country) ?? one.location ?? null,
  };
}

function placeOf(at: z.infer<typeof address>): Place {
  return { country: at?.country ?? null, region: at?.state ?? null };
}
