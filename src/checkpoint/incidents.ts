/**
 * Incident mode: "warehouse strike until Friday". While one is on, every reply of the workflows it touches begins with what
 * customers have to know, drafts that wait are written anew with it, and it ends by itself.
 */
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { isId, newId } from "../domain/ids.ts";
import type { Incident } from "../domain/incident.ts";
import { checkText, problemAt } from "./text.ts";

export type IncidentRow = {
  id: string;
  title: string;
  texts: Record<string, string>;
  workflows: string[];
  starts_at: string;
  ends_at: string;
  state: "planned" | "on" | "over";
  created_by: string;
};
export type NewIncident = { title: string; texts: Record<string, string>; workflows: string[]; startsAt: Date; endsAt: Date };

const longestMs = 90 * 86_400_000;
const columns = `id, title, texts, workflows, starts_at, ends_at, created_by,
  case when ends_at <= now() then 'over' when starts_at > now() then 'planned' else 'on' end as state`;

export async function listIncidents(db: Db): Promise<IncidentRow[]> {
  const { rows } = await db.query(`select ${columns} from incident order by ends_at > now() desc, starts_at desc limit 100`);
  return rows.map((row) => ({ ...row, starts_at: row.starts_at.toISOString(), ends_at: row.ends_at.toISOString() }));
}

/** AppErrors `invalid` (no text, over before it begins, longer than 90 days) and `bad_text`. */
export async function startIncident(db: Db, incident: NewIncident, by: string, now = new Date()): Promise<string> {
  const { startsAt, endsAt, workflows } = incident;
  const title = checkText(incident.title, "title", 200);
  const texts = Object.fromEntries(
    Object.entries(incident.texts).map(([language, text]) => [language, checkText(text, `texts.${language}`, 1_000)]),
  );
  if (Object.keys(texts).length === 0)
    throw new AppError("invalid", "Say in at least one language what customers are told.", problemAt("texts", "empty"));
  if (!(endsAt > now && endsAt > startsAt))
    throw new AppError("invalid", "An incident ends in the future, after it begins.", problemAt("ends_at", "not in the future"));
  if (endsAt.getTime() - startsAt.getTime() > longestMs)
    throw new AppError(
      "invalid",
      "An incident lasts 90 days at most; change the templates for what stays.",
      problemAt("ends_at", "too late"),
    );
  const id = newId();
  await transaction(db, async (client) => {
    await client.query(
      "insert into incident (id, title, texts, workflows, starts_at, ends_at, created_by) values ($1, $2, $3, $4, $5, $6, $7)",
      [id, title, JSON.stringify(texts), workflows, startsAt, endsAt, by],
    );
    await client.query(lookAtDrafts);
    await writeAudit(client, {
      actor: by,
      act: "incident.start",
      target: `incident:${id}`,
      data: { title, workflows, ends_at: endsAt.toISOString() },
    });
  });
  return id;
}

/** AppErrors `not_found`, and `conflict` when it is over. */
export async function endIncident(db: Db, id: string, by: string): Promise<void> {
  await transaction(db, async (client) => {
    const ended = isId(id)
      ? await client.query(
          "update incident set ends_at = greatest(now(), starts_at + interval '1 ms'), ended_by = $2 where id = $1 and ends_at > now() returning title",
          [id, by],
        )
      : null;
    if (!ended || ended.rowCount === 0) throw new AppError("not_found", "There is no such incident, or it is over.");
    await client.query(lookAtDrafts);
    await writeAudit(client, { actor: by, act: "incident.end", target: `incident:${id}`, data: { title: ended.rows[0].title } });
  });
}

/** Drafts that wait are looked at again at once: they may have to say something else now. */
const lookAtDrafts = "update draft set must_check = true where state = 'pending'";

/** Those that are on, as runs see them; `reload` looks again. Kept in memory, because every run asks. */
export async function followIncidents(db: Db): Promise<{ active(now: string): Incident[]; reload(): Promise<void> }> {
  let known: Incident[] = [];
  async function reload(): Promise<void> {
    const { rows } = await db.query(
      "select id, title, texts, workflows, starts_at, ends_at from incident where ends_at > now() order by starts_at, id",
    );
    known = rows.map(({ starts_at, ends_at, ...row }) => ({ ...row, startsAt: starts_at.toISOString(), endsAt: ends_at.toISOString() }));
  }
  await reload();
  return { active: (now) => known.filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt), reload };
}
