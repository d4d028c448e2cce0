/** What zod finds wrong in a YAML file, told to whoever wrote the file. */
import type { z } from "zod";
import type { Problem } from "../domain/errors.ts";
import { nearestName } from "../domain/nearest-name.ts";
import type { FilePath } from "./step.ts";
import type { YamlSource } from "./yaml-source.ts";

/** zod's issues in plain words, at their places. `keys` are the ones a mistyped key may have meant. */
export function schemaProblems(error: z.ZodError, yaml: YamlSource, at: FilePath, keys: readonly string[]): Problem[] {
  return error.issues.flatMap((issue) =>
    issueProblems(issue, yaml, [...at, ...issue.path.filter((part) => typeof part !== "symbol")], keys),
  );
}

function issueProblems(issue: z.core.$ZodIssue, yaml: YamlSource, path: FilePath, keys: readonly string[]): Problem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, yaml, path, keys));
  if (path.length > 0 && valueAt(yaml.value, path) === undefined)
    return [yaml.problem(path.slice(0, -1), `"${String(path.at(-1))}" is missing`, "Add it.")];
  if (issue.code === "invalid_key") {
    const key = String(path.at(-1));
    return [
      yaml.problem(path.slice(0, -1), `"${key}" is not possible here`, `Write ${issue.issues[0]?.message ?? "another key"}.`, {
        atKey: key,
      }),
    ];
  }
  if (issue.code === "invalid_union") return unionProblems(issue, yaml, path, keys);
  if (issue.code === "invalid_value")
    return [yaml.problem(path, "This value is not known", `One of: ${issue.values.map(String).join(", ")}.`)];
  if (issue.code === "invalid_type")
    return [yaml.problem(path, "This has the wrong type", `Expected here: ${expected[issue.expected] ?? issue.expected}.`)];
  if (issue.code === "invalid_format" || issue.code === "custom")
    return [yaml.problem(path, "This has the wrong form", `${issue.message}.`)];
  return [yaml.problem(path, "This is too short or too long", `${issue.message}.`)];
}

function valueAt(value: unknown, path: FilePath): unknown {
  return path.reduce<unknown>(
    (at, part) => (at !== null && typeof at === "object" ? (at as Record<string | number, unknown>)[part] : undefined),
    value,
  );
}

const expected: Record<string, string> = {
  object: "a mapping",
  record: "a mapping",
  array: 'a list (lines beginning with "- ")',
  string: "a text",
  number: "a number",
  boolean: "true or false",
};

/** Of the alternatives the one that got furthest is what was meant; its complaint helps. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, yaml: YamlSource, path: FilePath, keys: readonly string[]): Problem[] {
  const depth = (issues: z.core.$ZodIssue[]): number =>
    Math.max(...issues.map((one) => one.path.length + (one.code === "invalid_type" ? 0 : 1)));
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0];
  if (!best || best.length === 0) return [yaml.problem(path, issue.message, "See the reference.")];
  return best.flatMap((inner) => issueProblems(inner, yaml, [...path, ...inner.path.filter((part) => typeof part !== "symbol")], keys));
}

function unknownKey(key: string, yaml: YamlSource, path: FilePath, keys: readonly string[]): Problem {
  const near = nearestName(key, keys);
  return yaml.problem(path, `There is no field "${key}" here`, near && near !== key ? `Did you mean "${near}"?` : "Remove it.", {
    atKey: key,
  });
}
