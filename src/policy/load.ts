/** Loads a policy file: YAML -> schema -> rules. Everything that is wrong is reported at once, each with its place. */
import type { ActionKind } from "../domain/action.ts";
import type { Problem } from "../domain/errors.ts";
import { minorUnits } from "../domain/money.ts";
import { schemaProblems } from "../workflow/schema-problems.ts";
import { share } from "../workflow/schema.ts";
import { readYaml, type YamlSource } from "../workflow/yaml-source.ts";
import { policyConditions } from "./conditions.ts";
import type { Amounts, Policies, Policy } from "./policy.ts";
import { policyFile, policyKeys, type PolicyEntry } from "./schema.ts";

export type LoadedPolicies = { policies: Policies } | { problems: Problem[] };

/** `file` is only for messages. */
export function loadPolicies(source: string, file = "policies.yaml"): LoadedPolicies {
  const yaml = readYaml(source, file);
  if (yaml.problems.length > 0) return { problems: yaml.problems };
  const parsed = policyFile.safeParse(yaml.value);
  if (!parsed.success) return { problems: schemaProblems(parsed.error, yaml, [], policyKeys) };
  const entries = Object.entries(parsed.data.policies) as [ActionKind, PolicyEntry | undefined][];
  const problems = entries.flatMap(([kind, entry]) => (entry ? entryProblems(kind, entry, yaml) : []));
  if (problems.length > 0) return { problems };
  return { policies: Object.fromEntries(entries.flatMap(([kind, entry]) => (entry ? [[kind, compiled(entry)]] : []))) };
}

function entryProblems(kind: ActionKind, entry: PolicyEntry, yaml: YamlSource): Problem[] {
  const at = ["policies", kind];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [index, { rule, require }] of entry.rules.entries()) {
    const place = [...at, "rules", index];
    if (seen.has(rule)) problems.push(yaml.problem([...place, "rule"], `There are two rules named "${rule}"`, "Give each its own name."));
    seen.add(rule);
    const condition = policyConditions.compile(String(require));
    if ("fault" in condition) {
      const { message, mend, start } = condition.fault;
      problems.push(yaml.problem([...place, "require"], message, mend, { offset: start }));
    }
  }
  if (kind === "refund" && !entry.max_amount)
    problems.push(
      yaml.problem(at, "A refund needs max_amount", "Write the largest sum per currency, e.g. max_amount: { EUR: 50 }.", {
        atKey: "max_amount",
      }),
    );
  if (kind === "discount_code" && !entry.max_amount && !entry.max_percent)
    problems.push(yaml.problem(at, "A discount code needs max_percent or max_amount", "Write e.g. max_percent: 10."));
  const { automation } = entry.allowed_by;
  if (entry.two_people === "always" && automation !== false && entry.allowed_by.roles.length === 0)
    problems.push(
      yaml.problem([...at, "two_people"], "Two people have to agree, and no role may", "Add the roles to allowed_by that are to agree."),
    );
  return problems;
}

function compiled({ max_amount, max_share, budget, two_people, rules, ...rest }: PolicyEntry): Policy {
  return {
    ...rest,
    maxAmount: minor(max_amount),
    maxShare: max_share === undefined ? null : share(max_share),
    budget: { day: minor(budget.day), workflow: minor(budget.workflow), order: minor(budget.order) },
    twoPeople: two_people === undefined ? null : two_people === "always" ? "always" : { above: minor(two_people.above)! },
    rules: rules.map(({ rule, require, why, instead }) => ({ rule, require: String(require), why, instead: instead ?? null })),
  };
}

function minor(amounts: Record<string, number> | undefined): Amounts | null {
  if (!amounts) return null;
  return Object.fromEntries(Object.entries(amounts).map(([currency, value]) => [currency, minorUnits(value, currency).amount]));
}
