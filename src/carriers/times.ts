/** Times as carriers write them: without a zone, in parts, or as a day alone. */
import { withOffset, zoneOfPlace } from "../domain/zones.ts";
import { zoned } from "./shipment.ts";

export type Place = { country: string | null; region?: string | null };

/**
 * ISO 8601 with zone. A time without one is of the place's clocks; of an unknown place it is taken as UTC, which is off by up to 14
 * hours and keeps the order of a carrier's events.
 */
export function timeAt(time: string | null | undefined, place: Place): string | null {
  if (!time) return null;
  return zoned(time) ?? withOffset(time, zoneOfPlace(place) ?? "UTC");
}

/** A day ("2026-03-05" or "20260305") at an hour of the place, noon for nearly all, at which it is that day in UTC, too. */
export function dayAt(day: string | null | undefined, place: Place): string | null {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(day?.trim() ?? "");
  if (!match) return null;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  const noon = timeAt(`${date}T12:00:00`, place);
  // East of the date line noon is still yesterday in UTC.
  return noon !== null && new Date(noon).toISOString().slice(0, 10) !== date ? timeAt(`${date}T15:00:00`, place) : noon;
}
