/** Who takes a handover and by when: teams, and deadlines counted in business hours. */
import type { Queryable } from "../db/pool.ts";
import { businessHours, team as teamSchema, workingMs, type BusinessHours, type Team } from "../domain/desk-rules.ts";
import { AppError } from "../domain/errors.ts";
import { openingsOf } from "../domain/working-hours.ts";
import type { WorkHours } from "../domain/work-hours.ts";

export type Desk = {
  /** ISO time by which a person has to take a handover of this priority. Pure: same arguments, same answer. */
  dueAt(priority: string, team: string, now: string): string;
  /** ISO time by which it has to be closed. */
  resolveBy(priority: string, team: string, now: string): string;
  defaultTeam: string;
};
export type Handover = (priority: string, now: string) => { team: string; due_at: string };
export type DeskRules = { hours: BusinessHours; teams: readonly Team[] };

/** In hours of business. */
const takeWithin: Record<string, number> = { urgent: 1, high: 4, normal: 8, low: 24 };
const closeWithin: Record<string, number> = { urgent: 8, high: 16, normal: 24, low: 40 };
const hourMs = 3_600_000;

/** The desk of hours.yaml and teams.yaml as they are now, with a way to look again. Without them: UTC, Monday to Friday, 9 to 17. */
export async function createDesk(db: Queryable): Promise<Desk & { reload(): Promise<void> }> {
  let current = deskOf(await readDeskRules(db));
  return {
    dueAt: (priority, team, now) => current.dueAt(priority, team, now),
    resolveBy: (priority, team, now) => current.resolveBy(priority, team, now),
    get defaultTeam() {
      return current.defaultTeam;
    },
    async reload() {
      current = deskOf(await readDeskRules(db));
    },
  };
}

/** Opening hours and teams as they are written now; without them UTC, Monday to Friday, 9 to 17, and no team. */
export async function readDeskRules(db: Queryable): Promise<DeskRules> {
  const [hours, teams] = await Promise.all([
    db.query("select value from setting where key = 'hours'"),
    db.query("select name, title, rules from team order by position, name"),
  ]);
  const parsed = businessHours.safeParse(hours.rows[0]?.value.hours ?? {});
  if (!parsed.success) {
    throw new AppError(
      "config_invalid",
      `The business hours (hours.yaml) are not valid: ${parsed.error.issues.map((issue) => issue.message).join("; ")}.`,
    );
  }
  // A team with broken rules still takes conversations, by the desk's own hours.
  const valid = teams.rows.map(
    ({ name, title, rules }) => teamSchema.safeParse({ ...rules, name, title }).data ?? teamSchema.parse({ name, title }),
  );
  return { hours: parsed.data, teams: valid };
}

/** The hours people work, in the form the pages count by: src/domain/work-hours.ts. */
export async function readHours(db: Queryable): Promise<{ desk: WorkHours; teams: Record<string, WorkHours> }> {
  const { hours, teams } = await readDeskRules(db);
  return {
    desk: workHoursOf(hours),
    teams: Object.fromEntries(teams.flatMap((team) => (team.hours ? [[team.name, workHoursOf(team.hours)]] : []))),
  };
}

const workHoursOf = ({ time_zone, days, from, to, openings, holidays }: BusinessHours): WorkHours => ({
  time_zone,
  slots: openings ?? [{ days, from, to }],
  holidays: holidays.map((one) => (typeof one === "string" ? { from: one, to: one } : { from: one.from, to: one.to })),
});

export function deskWith(hours: Partial<BusinessHours>, teams: readonly Team[] = []): Desk {
  return deskOf({ hours: businessHours.parse(hours), teams });
}

function deskOf({ hours, teams }: DeskRules): Desk {
  const calendars = new Map(teams.flatMap((team) => (team.hours ? [[team.name, businessCalendar(team.hours)] as const] : [])));
  const shared = businessCalendar(hours);
  const byName = new Map(teams.map((team) => [team.name, team]));
  const within = (which: "first_reply" | "resolution", usual: Record<string, number>, priority: string, name: string): number => {
    const own = byName.get(name)?.[which][priority as "normal"];
    return own === undefined ? (usual[priority] ?? usual["normal"]!) * hourMs : workingMs(own);
  };
  const at = (name: string, now: string, ms: number) => new Date((calendars.get(name) ?? shared)(Date.parse(now), ms)).toISOString();
  return {
    defaultTeam: teams.find(({ name }) => name === "support")?.name ?? teams[0]?.name ?? "support",
    dueAt: (priority, team, now) => at(team, now, within("first_reply", takeWithin, priority, team)),
    resolveBy: (priority, team, now) => at(team, now, within("resolution", closeWithin, priority, team)),
  };
}

/** For what no workflow hands over itself. */
export function handoverTo(desk: Desk): Handover {
  return (priority, now) => ({ team: desk.defaultTeam, due_at: desk.dueAt(priority, desk.defaultTeam, now) });
}

/** (start, working time in ms) -> the moment at which that much working time has passed since start. */
function businessCalendar(hours: BusinessHours): (start: number, workingMs: number) => number {
  const openings = openingsOf(hours);
  return (start, working) => {
    let left = working;
    for (const { opens, closes } of openings(start)) {
      const begin = Math.max(start, opens);
      if (begin >= closes) continue;
      if (left <= closes - begin) return begin + left;
      left -= closes - begin;
    }
    return start + working;
  };
}
