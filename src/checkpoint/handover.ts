/** Who takes a handover and by when: teams, and deadlines counted in business hours. */
import { z } from "zod";
import type { Queryable } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { createZone } from "./zone.ts";

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time like 09:00");

/** The setting `hours`. Days count from 1 (Monday) to 7 (Sunday). Holidays are not known yet. */
export const businessHours = z
  .strictObject({
    time_zone: z.string().refine(isTimeZone, "not a time zone; write one like Europe/Berlin").default("UTC"),
    days: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]),
    from: clock.default("09:00"),
    to: clock.default("17:00"),
  })
  .refine(({ from, to }) => from < to, "`from` has to be before `to`");
export type BusinessHours = z.infer<typeof businessHours>;

export type Desk = {
  /** ISO time by which a person has to take a handover of this priority. Pure: same arguments, same answer. */
  dueAt(priority: string, team: string, now: string): string;
  defaultTeam: string;
};
export type Handover = (priority: string, now: string) => { team: string; due_at: string };

const hourMs = 3_600_000;
/** In business hours. */
const takeWithinMs: Record<string, number> = { urgent: hourMs, high: 4 * hourMs, normal: 8 * hourMs, low: 24 * hourMs };

/** With the hours of the setting `hours` (UTC, Monday to Friday, 9 to 17 when there is none). */
export async function createDesk(db: Queryable): Promise<Desk> {
  const { rows } = await db.query("select value from setting where key = 'hours'");
  const parsed = businessHours.safeParse(rows[0]?.value ?? {});
  if (!parsed.success) {
    throw new AppError(
      "config_invalid",
      `The business hours (setting "hours") are not valid: ${parsed.error.issues.map((issue) => issue.message).join("; ")}.`,
    );
  }
  return deskWith(parsed.data);
}

export function deskWith(hours: BusinessHours, defaultTeam = "support"): Desk {
  const calendar = businessCalendar(hours);
  return {
    defaultTeam,
    dueAt: (priority, _team, now) => new Date(calendar(Date.parse(now), takeWithinMs[priority] ?? takeWithinMs["normal"]!)).toISOString(),
  };
}

/** For what no workflow hands over itself. */
export function handoverTo(desk: Desk): Handover {
  return (priority, now) => ({ team: desk.defaultTeam, due_at: desk.dueAt(priority, desk.defaultTeam, now) });
}

/** (start, working time in ms) -> the moment at which that much working time has passed since start. */
function businessCalendar({ time_zone, days, from, to }: BusinessHours): (start: number, workingMs: number) => number {
  const zone = createZone(time_zone);
  const opens = minutesOf(from);
  const closes = minutesOf(to);
  return (start, workingMs) => {
    let left = workingMs;
    const first = zone.dayOf(start);
    // 24 hours of work at one minute a week would take longer; nobody works so.
    for (let day = first; day < first + 20_000; day++) {
      if (!days.includes(weekdayOf(day))) continue;
      const begin = Math.max(start, zone.instantOf(day, opens));
      const end = zone.instantOf(day, closes);
      if (begin >= end) continue;
      if (left <= end - begin) return begin + left;
      left -= end - begin;
    }
    return start + workingMs;
  };
}

/** 1 (Monday) to 7; day 0, 1 January 1970, was a Thursday. */
function weekdayOf(day: number): number {
  return ((day + 3) % 7) + 1;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
