/** The day on the clock of the country a parcel goes to: 23:30 in São Paulo is the next day in UTC, and not a day later. */
import type { Moment } from "../delivery/days.ts";

const zones = new Map<string, string>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** A country with several zones is taken at its middle one: parcels come by day, when all of its clocks show the same date. */
export function zoneOf(country: string | null): string {
  const code = country?.trim().toUpperCase() ?? "";
  let zone = zones.get(code);
  if (zone === undefined) zones.set(code, (zone = /^[A-Z]{2}$/.test(code) ? middleZone(code) : "UTC"));
  return zone;
}

function middleZone(code: string): string {
  // Node 20 has the property, later ones the function.
  const locale = new Intl.Locale(`und-${code}`) as { getTimeZones?(): string[] | undefined; timeZones?: string[] | undefined };
  const names = locale.getTimeZones?.() ?? locale.timeZones ?? [];
  const noon = Date.UTC(2026, 0, 15, 12);
  const sorted = names.map((name) => ({ name, hour: clock(noon, name) })).sort((one, other) => one.hour - other.hour);
  return sorted[Math.floor(sorted.length / 2)]?.name ?? "UTC";
}

/** Null for what is no time. */
export function localMoment(time: string, zone: string): Moment | null {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return null;
  const wall = new Date(clock(at, zone));
  return { day: Math.floor(wall.getTime() / 86_400_000), hour: wall.getUTCHours(), at };
}

/** What the clocks show, read as if it were UTC. */
function clock(at: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(timeZone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  return Date.UTC(part["year"]!, part["month"]! - 1, part["day"]!, part["hour"]!, part["minute"]!);
}
