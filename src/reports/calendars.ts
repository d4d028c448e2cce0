/** Opening hours as SQL can count with them: for each calendar when it opens, how long, and how much was open before. */
import type { BusinessHours, Team } from "../domain/desk-rules.ts";
import { openingsOf } from "../domain/working-hours.ts";

export type DeskRules = { hours: BusinessHours; teams: readonly Team[] };
/** Seconds; `team` "" is the desk's own calendar. */
export type Calendar = { team: string; opens: string[]; lengths: number[]; before: number[] };

/** What waited longer than this before the range counts from here on; nobody's working time is measured in years. */
const lookBackMs = 400 * 86_400_000;

export function calendarsFor({ hours, teams }: DeskRules, start: Date, until: Date): Calendar[] {
  const from = start.getTime() - lookBackMs;
  const own = teams.flatMap((team) => (team.hours ? [calendarOf(team.name, team.hours, from, until.getTime())] : []));
  return [calendarOf("", hours, from, until.getTime()), ...own];
}

function calendarOf(team: string, hours: BusinessHours, from: number, until: number): Calendar {
  const calendar: Calendar = { team, opens: [], lengths: [], before: [] };
  let sum = 0;
  for (const { opens, closes } of openingsOf(hours)(from)) {
    if (opens >= until) break;
    const length = (closes - opens) / 1000;
    calendar.opens.push(new Date(opens).toISOString());
    calendar.lengths.push(length);
    calendar.before.push(sum);
    sum += length;
  }
  return calendar;
}
