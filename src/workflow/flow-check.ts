/**
 * Follows a workflow as a run would and says what cannot work: conditions on facts nobody looked up, replies without
 * their facts, order facts before the identity gate, steps that are never reached, a `choose` that may choose nothing.
 */
import type { Problem } from "../domain/errors.ts";
import { factNames } from "../domain/fact-catalog.ts";
import { nearestName } from "../domain/nearest-name.ts";
import { compileCondition } from "./conditions.ts";
import type { Trigger } from "./engine/workflow.ts";
import type { PlacedStep } from "./load.ts";
import type { FilePath, StepDefinition } from "./step.ts";
import type { YamlSource } from "./yaml-source.ts";

/** What the loader knows of the rest of the desk. */
export type Known = {
  steps: readonly StepDefinition[];
  templates: {
    names(): readonly string[];
    /** Facts a template cannot do without, by top-level name; undefined when there is no such template. */
    needs(template: string): readonly string[] | undefined;
  };
  /** Workflows there are; without it `run` is not checked. */
  workflows?: readonly string[];
};

/** Facts every run starts with. */
const startNames = ["understanding", "signals", "message", "customer", "store", "now"];

type Flow = { facts: ReadonlySet<string>; hasEnded: boolean };
type Check = { yaml: YamlSource; known: Known; problems: Problem[] };

/** `isWhole` false: some steps were too wrong to take part, so what follows from their absence is not reported. */
export function checkFlow(options: {
  yaml: YamlSource;
  known: Known;
  /** Null when the head of the file is too wrong to say. */
  trigger: Trigger | null;
  unless: string | null;
  steps: PlacedStep[];
  isWhole: boolean;
}): Problem[] {
  const check: Check = { yaml: options.yaml, known: options.known, problems: [] };
  const { trigger } = options;
  const start: Flow = { facts: new Set(trigger?.kind === "message" ? startNames : [...startNames, "event"]), hasEnded: false };
  if (trigger?.kind === "schedule")
    checkCondition(check, trigger.conversations, ["when", "schedule", "conversations"], new Set(["conversation", "now"]), true);
  if (options.unless !== null) checkCondition(check, options.unless, ["unless"], start.facts, true);
  const end = followSteps(check, options.steps, start, options.isWhole);
  if (options.isWhole && !end.hasEnded && !options.steps.some(canAnswer)) {
    check.problems.push(
      check.yaml.problem(
        ["steps"],
        "This workflow never answers, asks, hands over or closes",
        "End it with reply, ask, hand_over or close.",
      ),
    );
  }
  return check.problems;
}

function canAnswer(step: PlacedStep): boolean {
  return (
    step.definition.ends === true ||
    ["reply", "notify"].includes(step.definition.id) ||
    step.branches.some(({ steps }) => steps.some(canAnswer))
  );
}

function followSteps(check: Check, steps: PlacedStep[], before: Flow, isWhole: boolean): Flow {
  let flow = before;
  for (const step of steps) {
    if (flow.hasEnded) {
      check.problems.push(
        check.yaml.problem(
          step.at,
          `"${step.label}" is never reached`,
          "The step before it ends the run: move this one before it, or remove it.",
        ),
      );
      return flow;
    }
    flow = followStep(check, step, flow, isWhole);
  }
  return flow;
}

function followStep(check: Check, step: PlacedStep, flow: Flow, isWhole: boolean): Flow {
  checkNeeds(check, step, flow.facts, isWhole);
  checkTemplates(check, step, flow.facts, isWhole);
  checkWorkflows(check, step);
  const ends = step.branches.map(({ branch, steps }) => {
    if (branch.condition)
      checkCondition(
        check,
        branch.condition.source,
        branch.condition.at.length > 0 ? [...step.at, ...branch.condition.at] : branch.at,
        flow.facts,
        isWhole,
      );
    const inside = branch.provides ? new Set([...flow.facts, ...branch.provides]) : flow.facts;
    return {
      when: branch.when,
      end: followSteps(check, steps, { facts: inside, hasEnded: false }, isWhole),
    };
  });
  const provided = new Set([...flow.facts, ...(step.definition.provides?.(step.settings) ?? [])]);
  const past: Flow[] = ends.map(({ end }) => end).filter((end) => !end.hasEnded);
  const isChoice = ends.some(({ when }) => when !== "fallback");
  const isComplete = ends.some(({ when }) => when === "otherwise");
  if (!isChoice || !isComplete) past.push({ facts: provided, hasEnded: step.definition.ends === true });
  if (past.length === 0) return { facts: provided, hasEnded: true };
  return {
    facts: intersection(past.map((end) => end.facts)),
    hasEnded: past.every((end) => end.hasEnded),
  };
}

function intersection(sets: ReadonlySet<string>[]): ReadonlySet<string> {
  const [first, ...rest] = sets;
  return new Set([...(first ?? [])].filter((name) => rest.every((set) => set.has(name))));
}

function checkNeeds(check: Check, step: PlacedStep, facts: ReadonlySet<string>, isWhole: boolean): void {
  if (!isWhole) return;
  for (const { fact, mend } of step.definition.needs?.(step.settings) ?? []) {
    if (!facts.has(fact)) check.problems.push(check.yaml.problem(step.at, `"${step.label}" comes too early`, mend));
  }
}

function checkTemplates(check: Check, step: PlacedStep, facts: ReadonlySet<string>, isWhole: boolean): void {
  for (const { name, at, extra } of step.definition.templates?.(step.settings) ?? []) {
    const place: FilePath = [...step.at, ...at];
    const needs = check.known.templates.needs(name);
    if (needs === undefined) {
      const near = nearestName(name, check.known.templates.names());
      check.problems.push(
        check.yaml.problem(place, `There is no template "${name}"`, near ? `Did you mean "${near}"?` : `Write ${name}.en.liquid.`),
      );
      continue;
    }
    for (const fact of isWhole ? needs : []) {
      if (!facts.has(fact) && !extra?.includes(fact))
        check.problems.push(
          check.yaml.problem(place, `The template "${name}" needs ${fact}, which is not known here`, mendFor(fact, facts)),
        );
    }
  }
}

function checkWorkflows({ yaml, known, problems }: Check, step: PlacedStep): void {
  for (const { name, at } of step.definition.workflows?.(step.settings) ?? []) {
    if (!known.workflows || known.workflows.includes(name)) continue;
    const near = nearestName(name, known.workflows);
    problems.push(
      yaml.problem(
        [...step.at, ...at],
        `There is no workflow "${name}"`,
        near ? `Did you mean "${near}"?` : `There are: ${known.workflows.join(", ")}.`,
      ),
    );
  }
}

function checkCondition(check: Check, source: string, at: FilePath, facts: ReadonlySet<string>, isWhole: boolean): void {
  const condition = compileCondition(source);
  if ("fault" in condition) {
    const { message, mend, start } = condition.fault;
    check.problems.push(check.yaml.problem(at, `${message} (in: ${source.slice(0, 120)})`, mend, { offset: start }));
    return;
  }
  for (const { name, start } of isWhole ? condition.roots : []) {
    if (!facts.has(name))
      check.problems.push(
        check.yaml.problem(at, `The condition uses ${name}, which is not known here`, mendFor(name, facts), { offset: start }),
      );
  }
}

/** How to get a fact known. Order facts come only after the identity gate, or a stranger could learn from the branch taken. */
function mendFor(fact: string, facts: ReadonlySet<string>): string {
  if (fact === "order")
    return facts.has("order?")
      ? 'Put "- verify: customer" before it: order facts go only to the owner.'
      : 'Put "- find: order" and "- verify: customer" before it.';
  if (fact === "shipment" || fact === "shipments") return 'Put "- find: order", "- verify: customer" and "- find: shipment" before it.';
  if (fact === "orders") return "It is known only inside `several` of `find: order`.";
  if (fact === "handover") return "It is known only in the reply of hand_over.";
  if (fact === "wish") return "It is known only in the question of act (confirm).";
  if (fact === "event") return "It is known only in workflows that begin with an event, a schedule or the end of a conversation.";
  if (fact === "conversation") return "It is known only in the condition of a schedule.";
  if (fact === "product" || fact === "products") return 'Put "- find: product" before it.';
  if (["question", "feature", "choice", "comparison", "recommendations", "bought_together", "substitutes"].includes(fact))
    return `Put "- find: ${fact}" before it.`;
  if (fact === "availability") return 'Put "- find: availability" before it.';
  if (fact === "action") return 'Put "- act: …" before it.';
  if (fact === "approval") return 'Put "- approve: …" before it.';
  return factNames.includes(fact) ? "Look it up before." : "Remove it.";
}
