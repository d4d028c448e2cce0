/** The desk's policy file, compiled once per text. It is stored by src/library/rules.ts. */
import type { Queryable } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { loadPolicies } from "../policy/load.ts";
import type { Policies } from "../policy/policy.ts";

const compiled = new Map<string, Policies>();
const maxCompiled = 20;

/** Without a file everything is refused; AppError `config_invalid` when what is stored does not load, and then as well. */
export async function readPolicies(db: Queryable): Promise<Policies> {
  const { rows } = await db.query("select value->>'source' as source from setting where key = 'policies'");
  const source: string | null = rows[0]?.source ?? null;
  if (source === null) return {};
  const known = compiled.get(source);
  if (known) return known;
  const loaded = loadPolicies(source);
  if ("problems" in loaded)
    throw new AppError("config_invalid", "The policy file is not valid, so every action is refused. Mend it in Settings, Rules.", {
      details: { problems: loaded.problems },
    });
  if (compiled.size >= maxCompiled) compiled.clear();
  compiled.set(source, loaded.policies);
  return loaded.policies;
}
