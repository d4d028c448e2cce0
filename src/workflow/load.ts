/** Loads a workflow file: YAML -> schema -> steps -> flow. Everything that is wrong is reported at once, each with its place. */
import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Problem } from "../domain/errors.ts";
import { nearestName } from "../domain/nearest-name.ts";
import type { CompiledStep, CompiledSteps, Trigger, Workflow } from "./engine/workflow.ts";
import { checkFlow, type Known } from "./flow-check.ts";
import { share, workflowFile, type WorkflowFile } from "./schema.ts";
import type { Branch, FilePath, StepDefinition } from "./step.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

export type { Known } from "./flow-check.ts";
export type Loaded = { workflow: Workflow } | { problems: Problem[] };

/** A step with its place in the file, between parsing and compiling. */
export type PlacedStep = {
  at: FilePath;
  definition: StepDefinition;
  settings: unknown;
  label: string;
  branches: { branch: Branch; steps: PlacedStep[] }[];
};

/** `isWhole` false: a step was too wrong to be placed, so that what follows from its absence must not be reported, too. */
type Loading = { yaml: YamlSource; known: Known; problems: Problem[]; isWhole: boolean };

const maxDepth = 8;

/** `file` is only for messages. `known.templates` are those replies may use, `known.steps` the vocabulary. */
export function loadWorkflow(source: string, file: string, known: Known): Loaded {
  const yaml = readYaml(source, file);
  if (yaml.problems.length > 0) return { problems: yaml.problems };
  const head = workflowFile.safeParse(yaml.value);
  const problems: Problem[] = head.success ? [] : schemaProblems(head.error, yaml, []);
  const loading: Loading = { yaml, known, problems, isWhole: true };
  const steps = stepsIn(yaml.value).flatMap((raw, index) => placeStep(raw, ["steps", index], loading, 0));
  const trigger = head.success ? triggerOf(head.data.when) : null;
  problems.push(...checkFlow({ yaml, known, trigger, unless: unlessText(yaml.value), steps, isWhole: loading.isWhole }));
  if (!head.success || problems.length > 0) return { problems: problems.sort(byPlace) };
  return { workflow: compile(head.data, steps, source, file) };
}

function stepsIn(value: unknown): unknown[] {
  const steps = (value as { steps?: unknown } | null)?.steps;
  return Array.isArray(steps) ? steps : [];
}

function unlessText(value: unknown): string | null {
  const unless = (value as { unless?: unknown } | null)?.unless;
  return typeof unless === "string" || typeof unless === "boolean" ? String(unless) : null;
}

/** One step, or none when it is too wrong to go on with; what is wrong goes to `problems`. */
function placeStep(raw: unknown, at: FilePath, loading: Loading, depth: number): PlacedStep[] {
  const { yaml, problems } = loading;
  const definition = definitionOf(raw, at, loading);
  const parsed = definition && (definition.settings as z.ZodType).safeParse(raw);
  if (parsed?.success === false) problems.push(...schemaProblems(parsed.error, yaml, at));
  if (depth > maxDepth) problems.push(yaml.problem(at, "Steps are nested too deeply", "Split the workflow."));
  if (!definition || !parsed?.success || depth > maxDepth) {
    loading.isWhole = false;
    return [];
  }
  for (const problem of definition.check?.(parsed.data) ?? [])
    problems.push(yaml.problem([...at, ...problem.at], problem.message, problem.mend));
  const branches = (definition.branches?.(parsed.data) ?? []).map((branch) => ({
    branch: { ...branch, at: [...at, ...branch.at] },
    steps: branch.steps.flatMap((step) => placeStep(step.raw, [...at, ...step.at], loading, depth + 1)),
  }));
  return [{ at, definition, settings: parsed.data, label: labelOf(definition.id, parsed.data), branches }];
}

function definitionOf(raw: unknown, at: FilePath, { yaml, known, problems }: Loading): StepDefinition | undefined {
  const ids = known.steps.map((definition) => definition.id);
  if (raw === null || typeof raw !== "object" || Array.isArray(raw)) {
    problems.push(yaml.problem(at, "A step is a mapping", `Write e.g. "- reply: order-on-its-way". Steps: ${ids.join(", ")}.`));
    return undefined;
  }
  const keys = Object.keys(raw);
  const named = keys.filter((key) => ids.includes(key));
  if (named.length === 1) return known.steps.find((definition) => definition.id === named[0]);
  if (named.length > 1) {
    problems.push(
      yaml.problem(at, `Two steps in one: ${named.join(" and ")}`, 'Give each its own line beginning with "- ".', { atKey: named[1]! }),
    );
    return undefined;
  }
  const first = keys[0] ?? "";
  const near = nearestName(first, ids);
  problems.push(
    yaml.problem(
      at,
      keys.length === 0 ? "There is no step here" : `There is no step "${first}"`,
      near ? `Did you mean "${near}"?` : `Steps: ${ids.join(", ")}.`,
      { atKey: first },
    ),
  );
  return undefined;
}

function labelOf(id: string, settings: unknown): string {
  const own = (settings as Record<string, unknown>)[id];
  return typeof own === "string" ? `${id}: ${own.slice(0, 80)}` : id;
}

/** zod's issues in plain words, at their places. */
function schemaProblems(error: z.ZodError, yaml: YamlSource, at: FilePath): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, yaml, [...at, ...issue.path.filter((part) => typeof part !== "symbol")]));
}

function issueProblems(issue: z.core.$ZodIssue, yaml: YamlSource, path: FilePath): Problem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, yaml, path));
  if (path.length > 0 && valueAt(yaml.value, path) === undefined)
    return [yaml.problem(path.slice(0, -1), `"${String(path.at(-1))}" is missing`, "Add it.")];
  if (issue.code === "invalid_union") return unionProblems(issue, yaml, path);
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
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, yaml: YamlSource, path: FilePath): Problem[] {
  const depth = (issues: z.core.$ZodIssue[]): number =>
    Math.max(...issues.map((one) => one.path.length + (one.code === "invalid_type" ? 0 : 1)));
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0];
  if (!best || best.length === 0) return [yaml.problem(path, issue.message, "See the reference.")];
  return best.flatMap((inner) => issueProblems(inner, yaml, [...path, ...inner.path.filter((part) => typeof part !== "symbol")]));
}

const everyKey = [
  "workflow",
  "title",
  "description",
  "when",
  "unless",
  "mode",
  "budget",
  "steps",
  "message",
  "category",
  "wrong_replies",
  "find",
  "else",
  "several",
  "verify",
  "ask",
  "choose",
  "if",
  "reply",
  "hand_over",
  "set",
  "wait",
  "close",
  "team",
  "priority",
  "reason",
  "tags",
  "assignee",
  "for",
  "until_message",
  "event",
  "schedule",
  "conversation",
  "conversations",
  "cron",
  "canary",
  "approve",
  "act",
  "notify",
  "run",
  "rating",
  "amount",
  "expires",
];

function unknownKey(key: string, yaml: YamlSource, path: FilePath): Problem {
  const near = nearestName(key, everyKey);
  return yaml.problem(path, `There is no field "${key}" here`, near && near !== key ? `Did you mean "${near}"?` : "Remove it.", {
    atKey: key,
  });
}

function compile(file: WorkflowFile, steps: PlacedStep[], source: string, fileName: string): Workflow {
  return {
    name: file.workflow,
    title: file.title,
    version: versionOf(source),
    file: fileName,
    source,
    mode: file.mode,
    budget: file.budget ? { wrongReplies: share(file.budget.wrong_replies) } : null,
    canary: file.canary === undefined ? null : share(file.canary),
    trigger: triggerOf(file.when),
    categories: categoriesOf(file.when),
    unless: file.unless === undefined ? null : String(file.unless),
    steps: compileSteps(steps, null),
  };
}

function triggerOf({ event, schedule, conversation }: WorkflowFile["when"]): Trigger {
  if (event) return { kind: "event", events: [event].flat() };
  if (schedule) return { kind: "schedule", cron: schedule.cron, conversations: String(schedule.conversations) };
  return conversation ? { kind: "closed" } : { kind: "message" };
}

function categoriesOf({ message }: WorkflowFile["when"]): Workflow["categories"] {
  if (!message) return [];
  return message === "any" ? "any" : [message.category].flat();
}

function compileSteps(placed: PlacedStep[], parent: CompiledSteps["parent"]): CompiledSteps {
  const list: CompiledSteps = { steps: [], parent };
  for (const [index, step] of placed.entries()) list.steps.push(compileStep(step, list, index));
  return list;
}

function compileStep(step: PlacedStep, list: CompiledSteps, index: number): CompiledStep {
  const branches = new Map(step.branches.map(({ branch, steps }) => [branch.name, compileSteps(steps, { list, index })]));
  return {
    path: step.at.join("/"),
    label: step.label,
    settings: step.settings,
    definition: step.definition,
    branches,
  };
}

/** Same content, same version: line ends and blanks at line ends do not count. */
export function versionOf(source: string): string {
  const canonical = source
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd();
  return createHash("sha256").update(canonical).digest("hex").slice(0, 12);
}

const byPlace = (a: Problem, b: Problem): number => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
