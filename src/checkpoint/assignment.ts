/**
 * Gives what waits for a person to people, the most urgent first: to somebody of the team who is there, knows what is asked
 * for, speaks the language if anybody does, and has room. Whom nobody can take stays in the team's queue.
 */
import type { Db, Queryable } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { system } from "./actor.ts";
import * as sql from "./assignment-queries.ts";
import { changeConversation } from "./change.ts";

export type Person = { id: string; name: string; teams: string[]; skills: string[]; languages: string[]; capacity: number; load: number };
export type Waiting = { id: string; team: string; language: string | null; skills: string[] };
type TeamRules = { assign: "none" | "round_robin" | "least_loaded" | null; last: string | null };

const maxAtOnce = 200;

/** Resolves to how many were given to somebody. Safe in several processes at once: a conversation is given under its lock. */
export async function assignWaiting(db: Db): Promise<number> {
  const { rows: waiting } = await db.query(sql.findUnassigned, [maxAtOnce]);
  if (waiting.length === 0) return 0;
  const [people, teams] = await Promise.all([readPeople(db), readTeams(db)]);
  let given = 0;
  for (const one of waiting as Waiting[]) {
    const team = teams.get(one.team);
    const person = team && choose(one, people, team);
    if (!person || !(await give(db, one, person))) continue;
    person.load++;
    team.last = person.id;
    given++;
  }
  return given;
}

/** Pure. Null when nobody can take it. */
export function choose({ team, language, skills }: Waiting, people: readonly Person[], { assign, last }: TeamRules): Person | null {
  const able = people.filter(
    (person) => person.teams.includes(team) && person.load < person.capacity && skills.every((skill) => person.skills.includes(skill)),
  );
  // Somebody who does not speak the language is better than nobody, and nobody who does is found by a rule of the workflow.
  const fluent = language === null ? [] : able.filter((person) => person.languages.includes(language));
  const from = fluent.length > 0 ? fluent : able;
  if (assign === "round_robin") return from.find(({ id }) => last !== null && id > last) ?? from[0] ?? null;
  return from.toSorted((a, b) => a.load / a.capacity - b.load / b.capacity || a.load - b.load)[0] ?? null;
}

async function give(db: Db, { id, team }: Waiting, person: Person): Promise<boolean> {
  try {
    return await changeConversation(db, { conversationId: id, by: system, act: "conversation.assign" }, async (client) => {
      const taken = await client.query(sql.giveTo, [id, person.id]);
      if (taken.rowCount === 0) return { refused: new AppError("conflict", "Somebody has taken it meanwhile.") };
      await client.query(sql.noteAssigned, [team, person.id]);
      return { result: true, data: { user: person.id, why: "given by the team's rule" } };
    });
  } catch (error) {
    if (error instanceof AppError && ["conflict", "gone", "not_found"].includes(error.code)) return false;
    throw error;
  }
}

async function readPeople(db: Queryable): Promise<Person[]> {
  return (await db.query(sql.findPeople)).rows as Person[];
}

async function readTeams(db: Queryable): Promise<Map<string, TeamRules>> {
  const { rows } = await db.query(sql.readTeamRules);
  return new Map(rows.map((row) => [row.name, { assign: row.assign, last: row.last_assigned }]));
}
