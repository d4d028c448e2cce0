/** The clocks of places: which zone a country or region lives by, and what its clocks show. */

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

/** States and provinces of the countries that are wider than one zone; the zone most of their people live by. */
const regions: Record<string, Record<string, string>> = {
  US: {
    "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
  },
  CA: {
    "America/St_Johns": "NL",
    "America/Halifax": "NB NS PE",
    "America/Toronto": "NU ON QC",
    "America/Winnipeg": "MB",
    "America/Regina": "SK",
    "America/Edmonton": "AB NT",
    "America/Vancouver": "BC",
    "America/Whitehorse": "YT",
  },
  AU: {
    "Australia/Sydney": "ACT NSW",
    "Australia/Melbourne": "VIC",
    "Australia/Hobart": "TAS",
    "Australia/Brisbane": "QLD",
    "Australia/Adelaide": "SA",
    "Australia/Darwin": "NT",
    "Australia/Perth": "WA",
  },
};
const regionZones = new Map(
  Object.entries(regions).flatMap(([country, byZone]) =>
    Object.entries(byZone).flatMap(([zone, codes]) => codes.split(" ").map((code) => [`${country} ${code}`, zone] as const)),
  ),
);

/** The zone of a place; null where nothing is known of it. `region`: code of a state or province, as vendors write it. */
export function zoneOfPlace({ country, region }: { country: string | null; region?: string | null }): string | null {
  const code = country?.trim().toUpperCase() ?? "";
  if (!/^[A-Z]{2}$/.test(code)) return null;
  return regionZones.get(`${code} ${region?.trim().toUpperCase() ?? ""}`) ?? zoneOf(code);
}

/** A wall-clock time ("2026-03-05T14:30:00", seconds may miss) of a zone as ISO 8601 with its offset; null for what is no time. */
export function withOffset(wallTime: string, timeZone: string): string | null {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(\.\d{1,6})?$/.exec(wallTime.trim());
  const wall = match ? Date.parse(`${match[1]}T${match[2]}:00Z`) : Number.NaN;
  if (!match || Number.isNaN(wall)) return null;
  // The offset at the guess may be that of the other side of a change of clocks; the second look settles it.
  const guess = wall - (clock(wall, timeZone) - wall);
  const minutes = Math.round((clock(guess, timeZone) - guess) / 60_000);
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${match[1]}T${match[2]}${match[3] ?? ":00"}${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** What the clocks show, to the minute, read as if it were UTC. */
export function clock(at: number, timeZone: string): number {
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
