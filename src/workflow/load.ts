/** Loads a workflow file: YAML -> schema -> steps -> flow. Everything that is wrong is reported at once, each with its place. */
import { createHash } from "node:crypto";
import type { z } from "zod";
import type { Problem } from "../domain/errors.ts";
import { nearestName } from "../domain/nearest-name.ts";
import type { CompiledStep, CompiledSteps, Trigger, Workflow } from "./engine/workflow.ts";
import { checkFlow, type Known } from "./flow-check.ts";
import { share, workflowFile, type WorkflowFile } from "./schema.ts";
import type { Branch, FilePath, StepDefinition } from "./step.ts";
import { schemaProblems } from "./schema-problems.ts";
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

/** `file` is only for messages. `known.templates` are those replies may use, `known.steps` the vocabulary. */
export function loadWorkflow(source: string, file: string, known: Known): Loaded {
  const yaml = readYaml(source, file);
  if (yaml.problems.length > 0) return { problems: yaml.problems };
  const head = workflowFile.safeParse(yaml.value);
  const problems: Problem[] = head.success ? [] : schemaProblems(head.error, yaml, [], everyKey);
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
  if (parsed?.success === false) problems.push(...schemaProblems(parsed.error, yaml, at, everyKey));
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
