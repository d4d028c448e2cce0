/** Local days and clock times of a time zone, summer time included. Days count from 1970-01-01, local. */
const minuteMs = 60_000;
const dayMs = 86_400_000;

export type Zone = {
  /** The local day in which this instant (ms) lies. */
  dayOf(instant: number): number;
  /** The instant at which it is `minutes` past midnight on this local day. A time skipped in spring is the one after it. */
  instantOf(day: number, minutes: number): number;
};

export function createZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });

  /** What the clocks on the wall show, read as if it were UTC. */
  const wall = (instant: number): number => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
    return Date.UTC(part["year"]!, part["month"]! - 1, part["day"]!, part["hour"]!, part["minute"]!, part["second"]!);
  };
  const offset = (instant: number): number => wall(instant) - Math.floor(instant / 1000) * 1000;

  return {
    dayOf: (instant) => Math.floor(wall(instant) / dayMs),
    instantOf(day, minutes) {
      const local = day * dayMs + minutes * minuteMs;
      // The offset at the guess may be the one before a change of clocks; the second look is at the right side of it.
      const guess = local - offset(local);
      return local - offset(guess);
    },
  };
}
