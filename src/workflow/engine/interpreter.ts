/**
 * Runs a workflow. A run never throws: what goes wrong in a step ends in a handover that says so, because a message must
 * end in exactly one outcome and a person is always one.
 */
import { wishInWords } from "../../domain/action.ts";
import { errorCodes, toAppError } from "../../domain/errors.ts";
import type { Written } from "../../domain/written.ts";
import { withIncidents, type Incident } from "../../domain/incident.ts";
import type { Mode, Outcome, Reply, ReadRecord, TraceStep } from "../../domain/run.ts";
import { holds } from "../conditions.ts";
import { startFacts, type Facts, type FactSourceTable } from "../facts.ts";
import type { Desk, FactSources, ReplyWriter, StepContext, StepResult } from "../step.ts";
import type { HoldResult } from "../../domain/hold.ts";
import type { Decision, Effect, RunInput, Wait } from "./decision.ts";
import { afterStep, findPosition, type Position } from "./position.ts";
import { liveReads, recordedReads, type Reads } from "./reads.ts";
import type { Workflow } from "./workflow.ts";

export type RunParts = {
  sources: FactSources;
  desk: Desk;
  templates: ReplyWriter;
  /** Other workflows, for `run`: the current version, or that very version; null when there is none. */
  workflow?(name: string, version: string | null): Promise<Workflow | null>;
  /** Why this workflow was picked; the first line of the trace. */
  picked?: string;
  /** Reads of an earlier run to be fed back instead of asking anybody. */
  replay?: readonly ReadRecord[];
};

/** Workflows have no loops, so this is only reached by a mistake of ours. */
const maxSteps = 500;
/** A workflow may go on in another one, and that one in a third; more is a circle. */
const maxWorkflows = 5;

type Run = {
  /** The one whose steps are run now. */
  workflow: Workflow;
  /** Of all workflows that took part, the one that may do least. */
  mode: Mode;
  hops: number;
  input: RunInput;
  parts: RunParts;
  facts: Facts;
  pending: Facts;
  sources: FactSourceTable;
  effects: Effect[];
  steps: TraceStep[];
  reads: Reads;
  results: Record<string, HoldResult>;
  /** The first reply of a run says what is the matter; a second one need not. */
  told: boolean;
  context: StepContext;
};

/**
 * A reply in another language than the customer's is translated by a model and checked again; what cannot be is for a person
 * who speaks it.
 */
async function intoTheirLanguage({ input, parts, reads, steps, effects, facts, sources }: Run): Promise<void> {
  const { language } = input.understanding;
  for (const [at, effect] of effects.entries()) {
    if (effect.kind !== "reply" || effect.reply.language === language) continue;
    const { reply } = effect;
    const translated = await reads.read<Written>(`translate:${at}`, async () =>
      parts.sources.translate
        ? parts.sources.translate({
            text: reply.text,
            from: reply.language,
            to: language,
            customerName: input.customer.name,
            conversationId: input.conversationId,
          })
        : { ok: false, say: "" },
    );
    const last = steps.at(-1)!;
    last.read = [...last.read, ...reads.take()];
    effects[at] = {
      ...effect,
      reply: translated.ok ? translatedReply(reply, translated, language, { parts, facts, sources }) : inOther(reply, language),
    };
  }
}

type Known = { parts: RunParts; facts: Facts; sources: FactSourceTable };

function translatedReply(
  reply: Reply,
  { text, model }: { text: string; model: string },
  language: string,
  { parts, facts, sources }: Known,
): Reply {
  const checked = parts.templates.check(text, language, { ...factsOfEvidence(reply), ...facts }, sources, { author: model, isWhole: true });
  const lost = reply.evidence.filter(
    ({ field }) => !checked.evidence.some((one) => one.field === field) && !/^(?:customer|store|voice)\./.test(field),
  );
  const held =
    reply.held ??
    (lost.length > 0 ? `The translation by ${model} lacks ${[...new Set(lost.map((one) => one.field))].join(", ")}.` : undefined);
  return { ...checked, template: reply.template, unsourced: [...checked.unsourced], ...(held ? { held } : {}) };
}

/** Facts that only the reply was given, like the deadline of a handover. */
function factsOfEvidence({ evidence }: Reply): Facts {
  const facts: Record<string, Record<string, string>> = {};
  for (const { field, value } of evidence) {
    const [root, name, ...deeper] = field.split(".");
    if (root && name && deeper.length === 0 && !name.includes("[")) (facts[root] ??= {})[name] = value;
  }
  return facts;
}

function inOther(reply: Reply, language: string): Reply {
  return {
    ...reply,
    held: reply.held ?? `There is no text in the customer's language (${language}), so it is for somebody who speaks it.`,
  };
}

type End = { outcome: Outcome; wait?: Wait };

/** `workflow` null: nobody claims the message, a person takes it. */
export async function runWorkflow(workflow: Workflow | null, input: RunInput, parts: RunParts): Promise<Decision> {
  if (!workflow) return decisionWithoutWorkflow(input, parts);
  const run = startRun(workflow, input, parts);
  const { outcome, wait } = await runSteps(run);
  await intoTheirLanguage(run);
  return {
    workflow: {
      name: workflow.name,
      version: workflow.version,
      mode: run.mode,
      ...(workflow.canary === null ? {} : { canary: workflow.canary }),
      ...(workflow.threshold === null || workflow.threshold === undefined ? {} : { threshold: workflow.threshold }),
    },
    outcome,
    effects: run.effects,
    trace: {
      understanding: input.understanding,
      reader: input.reader,
      facts: run.facts,
      steps: run.steps,
      now: input.now,
    },
    ...(wait ? { wait } : {}),
  };
}

/** A handover with its owner and deadline. Team and priority default to the desk's and the message's own. */
export function handover(
  input: RunInput,
  desk: Desk,
  reason: string,
  team = desk.defaultTeam,
  priority = input.understanding.priority,
): Outcome {
  return {
    kind: "handed_over",
    reason,
    team,
    priority,
    due_at: desk.dueAt(priority, team, input.now),
  };
}

function decisionWithoutWorkflow(input: RunInput, parts: RunParts): Decision {
  const why = parts.picked ?? "No workflow takes this message.";
  const steps = [{ step: "pick", path: "when", read: [], why }];
  return {
    workflow: null,
    outcome: handover(input, parts.desk, why),
    effects: [],
    trace: {
      understanding: input.understanding,
      reader: input.reader,
      facts: startFacts(input, null),
      steps,
      now: input.now,
    },
  };
}

function startRun(workflow: Workflow, input: RunInput, parts: RunParts): Run {
  const {
    $pending: pending = {},
    $sources: sources = {},
    $results: results = {},
    ...kept
  } = (input.resume?.facts ?? {}) as { $pending?: Facts; $sources?: FactSourceTable; $results?: Record<string, HoldResult> };
  const facts: Facts = { ...startFacts(input, storeName(input, parts.sources)), ...kept };
  const reads = parts.replay ? recordedReads(parts.replay) : liveReads();
  const run = {
    workflow,
    mode: workflow.mode,
    hops: 0,
    results,
    input,
    parts,
    facts,
    pending: { ...pending },
    sources: { ...sources },
    effects: [],
    steps: [],
    reads,
  } as unknown as Run;
  if (parts.picked !== undefined) run.steps.push({ step: "pick", path: "when", read: [], why: parts.picked });
  run.context = {
    input,
    workflow: { name: workflow.name, mode: run.mode },
    path: "",
    result: null,
    facts,
    pending: run.pending,
    sources: parts.sources,
    desk: parts.desk,
    read: reads.read,
    render(template, extra) {
      const reply = parts.templates.render(template, input.understanding.language, extra ? { ...facts, ...extra } : facts, run.sources);
      const told = run.told ? [] : incidentsOf(input, run.workflow.name);
      run.told = true;
      return told.length === 0 ? reply : withIncidents(reply, told, input.now);
    },
    frame: (body, author) => parts.templates.check(body, input.understanding.language, facts, run.sources, { author, isWhole: false }),
    test: (condition) => holds(condition, facts),
  };
  return run;
}

function incidentsOf({ incidents = [] }: RunInput, workflow: string): Incident[] {
  return incidents.filter(({ workflows }) => workflows.length === 0 || workflows.includes(workflow));
}

function storeName(input: RunInput, sources: FactSources): string | null {
  const stores = sources.stores;
  const store =
    input.storeId === null ? (stores.length === 1 ? stores[0] : undefined) : stores.find((one) => one.connectionId === input.storeId);
  return store?.name ?? null;
}

async function runSteps(run: Run): Promise<End> {
  const { resume } = run.input;
  let position = resume ? findPosition(run.workflow.steps, resume.at) : { list: run.workflow.steps, index: 0 };
  if (resume && resume.at !== "" && !position)
    return {
      outcome: handover(run.input, run.parts.desk, "The workflow has changed while this conversation was waiting."),
    };
  for (let count = 0; count < maxSteps; count++) {
    const step = position?.list.steps[position.index];
    if (!position || !step) return { outcome: outcomeAtTheEnd(run) };
    const result = await runStep(run, position);
    if ("outcome" in result) return { outcome: result.outcome };
    if (result.go === "wait") return waiting(run, position, result.wait, result.again === true);
    if (result.go === "run") {
      const other = await goOnIn(run, result.workflow);
      if ("outcome" in other) return other;
      position = { list: other.workflow.steps, index: 0 };
    } else position = result.go === "into" ? enter(position, result.branch) : afterStep(position);
  }
  return { outcome: handover(run.input, run.parts.desk, "The workflow did not come to an end.") };
}

const autonomy: Mode[] = ["off", "shadow", "draft", "auto"];

/** The version is read like a fact, so that a replay goes on in the same one. */
async function goOnIn(run: Run, name: string): Promise<{ workflow: Workflow } | { outcome: Outcome }> {
  const stop = (why: string) => ({ outcome: handover(run.input, run.parts.desk, why) });
  if (++run.hops > maxWorkflows) return stop("Workflows go on in each other in a circle.");
  const find = run.parts.workflow ?? (async () => null);
  const version = await run.reads.read(`workflow:${name}`, async () => (await find(name, null))?.version ?? null);
  const last = run.steps.at(-1)!;
  last.read = [...last.read, ...run.reads.take()];
  const workflow = version === null ? null : await find(name, version);
  if (!workflow) return stop(`There is no workflow "${name}" to go on in.`);
  if (autonomy.indexOf(workflow.mode) < autonomy.indexOf(run.mode)) run.mode = workflow.mode;
  run.workflow = workflow;
  run.context.workflow = { name: workflow.name, mode: run.mode };
  return { workflow };
}

async function runStep(run: Run, position: Position): Promise<StepResult | { outcome: Outcome }> {
  const step = position.list.steps[position.index]!;
  run.context.path = step.path;
  run.context.result = run.results[step.path] ?? null;
  let result: StepResult;
  try {
    const answer = step.definition.run(step.settings, run.context);
    result = answer instanceof Promise ? await answer : answer;
  } catch (error) {
    const why = faultSentence(error);
    run.steps.push({ step: step.label, path: step.path, read: run.reads.take(), why });
    return {
      outcome: handover(run.input, run.parts.desk, `"${step.label}" could not be finished: ${why}`),
    };
  }
  run.steps.push({ step: step.label, path: step.path, read: run.reads.take(), why: result.why });
  // What was asked for is used once: a step that is reached again asks again.
  if (run.context.result) delete run.results[step.path];
  if (result.facts) Object.assign(run.facts, result.facts);
  if (result.pending) Object.assign(run.pending, result.pending);
  if (result.sources) Object.assign(run.sources, result.sources);
  if (result.effects) run.effects.push(...result.effects);
  return result;
}

/** A fault in words for the desk: known codes by their title, so that no vendor's text decides what people read first. */
function faultSentence(error: unknown): string {
  const fault = toAppError(error);
  return `${errorCodes[fault.code].title}. ${fault.message}`.slice(0, 500);
}

function enter(position: Position, branch: string): Position | null {
  const list = position.list.steps[position.index]!.branches.get(branch);
  if (!list || list.steps.length === 0) return afterStep(position);
  return { list, index: 0 };
}

function outcomeAtTheEnd(run: Run): Outcome {
  if (run.effects.some((effect) => effect.kind === "reply")) return { kind: "answered" };
  if (run.input.resume) return { kind: "closed", reason: "After waiting nothing was left to say." };
  return handover(run.input, run.parts.desk, "The workflow came to its end without an answer.");
}

/** While a run waits its outcome says what the customer has got so far; the run is in flight until it goes on. */
function waiting(run: Run, position: Position, wait: Omit<Wait, "state">, again: boolean): End {
  const next = again ? position : afterStep(position);
  const { understanding: _u, signals: _s, message: _m, customer: _c, store: _t, now: _n, event: _e, ...facts } = run.facts;
  const { started } = run.input.resume ?? {};
  const state = {
    workflow: run.workflow.name,
    version: run.workflow.version,
    at: next ? next.list.steps[next.index]!.path : "",
    facts: { ...facts, $pending: run.pending, $sources: run.sources },
    ...(started ? { started } : {}),
  };
  const kind = wait.forMessage ? "asked" : run.effects.some((effect) => effect.kind === "reply") ? "answered" : "ignored";
  return {
    outcome: {
      kind,
      reason: waitReason(wait),
    },
    wait: { ...wait, state },
  };
}

function waitReason({ until, hold }: Omit<Wait, "state">): string {
  if (hold?.kind === "approval") return `Waits for a person: ${hold.question}`;
  if (hold) return `Waits for the shop to ${wishInWords(hold.action.kind, hold.action.details, hold.action.orderNumber)}.`;
  return until === null ? "Waits for the customer." : `Waits until ${until}.`;
}
