/** Which workflow takes the message. Deterministic: by what was asked, then by category, then the one that takes the rest. */
import { toAppError } from "../../domain/errors.ts";
import { personNeeded } from "../../domain/for-people.ts";
import type { Mode } from "../../domain/run.ts";
import { holds } from "../conditions.ts";
import { startFacts } from "../facts.ts";
import type { RunInput } from "./decision.ts";
import type { Workflow } from "./workflow.ts";

/** `why` is the first line of the trace; give it to runWorkflow as `picked`. */
export type Pick = { workflow: Workflow | null; why: string };

const autonomy: readonly Mode[] = ["off", "shadow", "draft", "auto"];

/** How sure the reader has to be that an answer to our question is about something else. */
const confidentlyElse = 0.8;

/** `limits`: how far a message of a category may go at most, whatever its workflow may. */
export function pickWorkflow(workflows: readonly Workflow[], input: RunInput, limits: Readonly<Record<string, Mode>> = {}): Pick {
  const picked = pick(workflows, input);
  const { category, abstain, needs_more: isEmpty } = input.understanding;
  const most = abstain || isEmpty || !Object.hasOwn(limits, category) ? undefined : limits[category];
  if (!picked.workflow || most === undefined || autonomy.indexOf(most) >= autonomy.indexOf(picked.workflow.mode)) return picked;
  if (most === "off") return { workflow: null, why: `${picked.why} But messages about ${category} go to a person.` };
  return { workflow: { ...picked.workflow, mode: most }, why: `${picked.why} Messages about ${category} go no further than ${most}.` };
}

function pick(workflows: readonly Workflow[], input: RunInput): Pick {
  const { understanding: read } = input;
  const why = personNeeded(read);
  if (why !== null) return fallback(workflows, why);
  const asked = askedWorkflow(workflows, input);
  if (asked) return guarded(asked, `It answers our question "${input.asked!.question}".`, workflows, input);
  if (read.needs_more) return fallback(workflows, "There is nothing to understand in it yet.");
  if (read.abstain) return fallback(workflows, `Not sure enough what it is about (${percent(read.confidence)} ${read.category}).`);
  const claimed = byName(workflows).filter((one) => takes(one, read.category));
  const workflow = claimed.find((one) => one.mode !== "off");
  if (workflow) return guarded(workflow, `It is about ${read.category} (${percent(read.confidence)}).`, workflows, input);
  const off = claimed[0];
  return fallback(workflows, off ? `The workflow ${off.name} is switched off.` : `No workflow is made for ${read.category}.`);
}

/** The workflow whose question this may answer; undefined when the customer has clearly moved on to something else. */
function askedWorkflow(workflows: readonly Workflow[], input: RunInput): Workflow | undefined {
  const workflow = input.asked && workflows.find((one) => one.name === input.asked!.workflow && one.mode !== "off");
  if (!workflow) return undefined;
  const read = input.understanding;
  const isElse =
    !read.abstain && !read.needs_more && read.confidence >= confidentlyElse && read.category !== "other" && !takes(workflow, read.category);
  return isElse && workflow.categories !== "any" ? undefined : workflow;
}

function takes(workflow: Workflow, category: string): boolean {
  return workflow.categories !== "any" && workflow.categories.includes(category);
}

/** `unless` keeps a message away from its workflow; what cannot be decided does, too. */
function guarded(workflow: Workflow, why: string, workflows: readonly Workflow[], input: RunInput): Pick {
  if (workflow.unless === null) return { workflow, why: `${why} Workflow ${workflow.name}.` };
  try {
    if (!holds(workflow.unless, startFacts(input, null))) return { workflow, why: `${why} Workflow ${workflow.name}.` };
    return fallback(workflows, `${why} But ${workflow.name} does not take it, because ${workflow.unless}.`);
  } catch (error) {
    return fallback(workflows, `${why} But ${workflow.name} does not take it: ${toAppError(error).message}.`);
  }
}

function fallback(workflows: readonly Workflow[], why: string): Pick {
  const workflow = byName(workflows).find((one) => one.categories === "any" && one.mode !== "off");
  if (!workflow) return { workflow: null, why: `${why} No workflow takes the rest, so a person does.` };
  return { workflow, why: `${why} Workflow ${workflow.name}.` };
}

const sorted = new WeakMap<readonly Workflow[], readonly Workflow[]>();

/** Lists are not changed after loading, so each is sorted once. */
function byName(workflows: readonly Workflow[]): readonly Workflow[] {
  let list = sorted.get(workflows);
  if (!list) sorted.set(workflows, (list = [...workflows].sort((a, b) => (a.name < b.name ? -1 : 1))));
  return list;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
