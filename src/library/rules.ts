/**
 * The files a shop rules its desk by, beside workflows and templates: policies.yaml, hours.yaml, teams.yaml and voice.yaml. Each is kept
 * as it was written, comments included, and checked before it is stored.
 */
import { createHash } from "node:crypto";
import { parse, stringify } from "yaml";
import { voiceFile, voiceKeys } from "../answer/voice/schema.ts";
import { voiceProblems } from "../answer/voice/voice.ts";
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db, type Queryable } from "../db/pool.ts";
import { hoursFile, ruleKeys, teamsFile } from "../domain/desk-rules.ts";
import { problemsError, type Problem } from "../domain/errors.ts";
import { loadPolicies } from "../policy/load.ts";
import { schemaProblems } from "../workflow/schema-problems.ts";
import { readYaml } from "../workflow/yaml-source.ts";

export const ruleFiles = ["policies", "hours", "teams", "voice"] as const;
export type RuleFile = (typeof ruleFiles)[number];

/** Everything wrong with the file, each with line and column; [] when it can be stored. */
export function checkRules(name: RuleFile, source: string, file = `${name}.yaml`): Problem[] {
  if (name === "policies") {
    const loaded = loadPolicies(source, file);
    return "problems" in loaded ? loaded.problems : [];
  }
  const yaml = readYaml(source, file);
  if (yaml.problems.length > 0) return yaml.problems;
  if (name === "voice") {
    const voice = voiceFile.safeParse(yaml.value);
    return voice.success ? voiceProblems(voice.data.voice, file) : schemaProblems(voice.error, yaml, [], voiceKeys);
  }
  const parsed = (name === "hours" ? hoursFile : teamsFile).safeParse(yaml.value);
  return parsed.success ? [] : schemaProblems(parsed.error, yaml, [], ruleKeys);
}

/** The file as it was written; one made from what is in force when nobody wrote one; null when there is nothing. */
export async function readRules(db: Queryable, name: RuleFile): Promise<string | null> {
  const { rows } = await db.query("select value->>'source' as source from setting where key = $1", [name]);
  if (rows[0]?.source) return rows[0].source;
  if (name !== "teams") return null;
  const teams = await db.query("select name, title from team order by position, name");
  return teams.rows.length > 0 ? stringify({ teams: teams.rows }) : null;
}

/** AppError `policy_invalid` with every problem; nothing is changed then. The audit log keeps the whole file. */
export async function saveRules(db: Db, name: RuleFile, source: string, by: string): Promise<void> {
  const problems = checkRules(name, source);
  if (problems.length > 0) throw problemsError("policy_invalid", problems);
  await transaction(db, async (client) => {
    await storeRules(client, name, source);
    const sha256 = createHash("sha256").update(source).digest("hex");
    await writeAudit(client, { actor: by, act: "rules.save", target: `rules:${name}`, data: { sha256, source } });
  });
}

/** Of a file that was checked. Teams that are no longer in it go, unless conversations still name them. */
export async function storeRules(client: Queryable, name: RuleFile, source: string): Promise<void> {
  const value = name === "hours" ? { source, hours: hoursFile.parse(parse(source)).hours } : { source };
  await client.query("insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value", [
    name,
    JSON.stringify(value),
  ]);
  if (name !== "teams") return;
  const { teams } = teamsFile.parse(parse(source));
  for (const [position, { name: team, title, ...rules }] of teams.entries())
    await client.query(
      `insert into team (name, title, rules, position) values ($1, $2, $3, $4)
      on conflict (name) do update set title = $2, rules = $3, position = $4`,
      [team, title, JSON.stringify(rules), position],
    );
  await client.query(
    "delete from team t where not t.name = any($1) and not exists (select from conversation v where v.team = t.name and v.status <> 'closed')",
    [teams.map(({ name: team }) => team)],
  );
}
