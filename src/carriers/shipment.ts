/** One shape from many vocabularies: what connectors have read becomes a Shipment here, by the same rules for all. */
import type { Shipment, ShipmentStatus, TrackingEvent } from "../domain/order.ts";

/** Every word of a vendor's vocabulary and what it means. null: it says nothing of where the parcel is ("photo taken"). */
export type StateTable = Readonly<Record<string, ShipmentStatus | null>>;

export type ReadEvent = {
  /** ISO 8601 with zone; null for what cannot be read, which drops the event. */
  at: string | null;
  /** null: the state stays what it was. */
  status: ShipmentStatus | null;
  description: string | null | undefined;
  location: string | null;
};

export type ReadShipment = {
  trackingNumber: string;
  carrier: string;
  /** In the vendor's order of time, oldest first: that decides where times are equal. */
  events: readonly ReadEvent[];
  /** What the vendor says of the whole parcel, where it does: it corrects the last event. */
  current?: ShipmentStatus | null;
  shippedAt?: string | null;
  expectedAt?: string | null;
  promisedAt?: string | null;
  deliveredAt?: string | null;
  signedBy?: string | null;
  url?: string | null;
  updatedAt?: string | null;
};

/** The newest: a parcel that circles for ever must not fill the desk. */
const maxEvents = 200;
/** Clocks of a place whose zone is only nearly known are off by no more. Beyond it is what is planned, and has not happened. */
const clockDoubtMs = 14 * 3_600_000;
const notMoved: readonly ShipmentStatus[] = ["label_created", "unknown"];

export function toShipment(read: ReadShipment, now: Date): Shipment {
  const events = eventsOf(read, now);
  const status = events.at(-1)?.status ?? read.current ?? "unknown";
  const isThere = status === "delivered";
  const arrival = isThere ? events[events.findLastIndex((event) => event.status !== "delivered") + 1] : undefined;
  return {
    trackingNumber: read.trackingNumber,
    carrier: read.carrier,
    status,
    events,
    shippedAt: read.shippedAt ?? events.find((event) => !notMoved.includes(event.status))?.at ?? null,
    expectedAt: read.expectedAt ?? null,
    promisedAt: read.promisedAt ?? null,
    deliveredAt: isThere ? (read.deliveredAt ?? arrival?.at ?? read.updatedAt ?? now.toISOString()) : null,
    signedBy: isThere ? text(read.signedBy) : null,
    url: text(read.url),
    updatedAt: read.updatedAt ?? events.at(-1)?.at ?? now.toISOString(),
  };
}

function eventsOf({ events, current }: ReadShipment, now: Date): TrackingEvent[] {
  const ordered = events
    .flatMap((event) => (event.at === null || Date.parse(event.at) > now.getTime() + clockDoubtMs ? [] : [{ ...event, at: event.at }]))
    .map((event) => (Date.parse(event.at) > now.getTime() ? { ...event, at: now.toISOString() } : event))
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .slice(-maxEvents);
  let before = ordered.find(({ status }) => status !== null)?.status ?? current ?? "unknown";
  const told = ordered.map(({ at, status, description, location }): TrackingEvent => {
    before = status ?? before;
    return { at, status: before, description: text(description) ?? before.replaceAll("_", " "), location: text(location) };
  });
  const last = told.at(-1);
  if (last && current && current !== "unknown") last.status = current;
  return told;
}

/** Null for nothing; texts of vendors are short. */
export function text(value: string | null | undefined): string | null {
  return value?.replace(/\s+/g, " ").trim().slice(0, 300) || null;
}

/** "Wayne, NJ, US" from what is known of it. */
export function placeName(...parts: readonly (string | null | undefined)[]): string | null {
  return text(
    parts
      .map((part) => text(part))
      .filter((part) => part !== null)
      .join(", "),
  );
}

/** ISO 8601 with a zone as it is; null for everything else. */
export function zoned(time: string | null | undefined): string | null {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.exec(time?.trim() ?? "");
  if (!match) return null;
  const [, day, minute, second = ":00", fraction = "", zone] = match as unknown as [string, string, string, string?, string?, string?];
  const whole = `${day}T${minute}${second}${fraction.slice(0, 7)}${zone!.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`;
  return Number.isNaN(Date.parse(whole)) ? null : whole;
}
