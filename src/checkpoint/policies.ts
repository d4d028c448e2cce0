/** The desk's policy file: stored as it was written, compiled once per text. */
import { createHash } from "node:crypto";
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db, type Queryable } from "../db/pool.ts";
import { AppError, problemsError } from "../domain/errors.ts";
import { loadPolicies } from "../policy/load.ts";
import type { Policies } from "../policy/policy.ts";

const compiled = new Map<string, Policies>();
const maxCompiled = 20;

/** The file as stored; null when there is none, and everything is refused. */
export async function readPolicySource(db: Queryable): Promise<string | null> {
  const { rows } = await db.query("select value->>'source' as source from setting where key = 'policies'");
  return rows[0]?.source ?? null;
}

/** AppError `config_invalid` when what is stored does not load; then every action is refused. */
export async function readPolicies(db: Queryable): Promise<Policies> {
  const source = await readPolicySource(db);
  if (source === null) return {};
  const known = compiled.get(source);
  if (known) return known;
  const loaded = loadPolicies(source);
  if ("problems" in loaded)
    throw new AppError("config_invalid", "The policy file is not valid, so every action is refused. Mend it in Settings, Policies.", {
      details: { problems: loaded.problems },
    });
  if (compiled.size >= maxCompiled) compiled.clear();
  compiled.set(source, loaded.policies);
  return loaded.policies;
}

/** AppError `policy_invalid` with every problem. */
export function checkPolicies(source: string, file?: string): Policies {
  const loaded = loadPolicies(source, file);
  if ("policies" in loaded) return loaded.policies;
  throw problemsError("policy_invalid", loaded.problems);
}

/** Checks and stores; the audit log keeps the whole file, so that it can be told what was allowed when. */
export async function savePolicies(db: Db, source: string, by: string): Promise<void> {
  checkPolicies(source);
  await transaction(db, async (client) => {
    await client.query(storePolicies, [JSON.stringify({ source })]);
    await writeAudit(client, { actor: by, act: "policies.save", target: "policies", data: { sha256: hashOf(source), source } });
  });
}

export const storePolicies =
  "insert into setting (key, value) values ('policies', $1) on conflict (key) do update set value = excluded.value";

const hashOf = (source: string): string => createHash("sha256").update(source).digest("hex");
