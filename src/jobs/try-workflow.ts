/** Runs a workflow as it is typed on one message: decided as the desk would decide it, with nothing stored and nothing sent. */
import type { Mode } from "../domain/run.ts";
import { unread, type Reader } from "../domain/understanding.ts";
import type { Decide } from "../mailbox/decide.ts";
import type { Decision, RunInput, Started } from "../workflow/engine/decision.ts";
import { heldBecause, settledOutcome } from "../workflow/engine/settle.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";
import type { FactSources } from "../workflow/step.ts";
import { askInput } from "./ask-input.ts";

export type TryRequest = {
  workflow: Workflow;
  /** What the customer writes; not looked at when no message starts the workflow. */
  text: string;
  subject?: string | undefined;
  from?: string | undefined;
  isProven: boolean;
  order?: string | undefined;
  /** Also when the desk would give the message to another workflow, or when it is switched off. */
  isInsisted: boolean;
};

/** `isThis` false: another workflow takes the message, and what stands here is what that one does. */
export type Trial = { text: string; isThis: boolean; decision: Decision; outcome: Decision["outcome"]; held: string | null };

export type TryParts = { reader: Reader; decideWith(workflow: Workflow): Decide; sources(): FactSources };

/** Reads the shops and carriers as a run does. A fault of theirs is part of the trial, as it would be of the run. */
export async function tryWorkflow({ reader, decideWith, sources }: TryParts, request: TryRequest): Promise<Trial> {
  // Switched off it would take nothing, and what it would send by itself is the question.
  const workflow: Workflow = { ...request.workflow, mode: tried[request.workflow.mode] };
  const asked = askInput(reader, { ...request, channel: "trial" });
  const input = workflow.trigger.kind === "message" ? asked : await startedInput(asked, workflow, request, sources());
  if (request.isInsisted && !input.resume) input.resume = { workflow: workflow.name, version: workflow.version, at: "steps/0", facts: {} };
  const decision = await decideWith(workflow)(input);
  return {
    text: request.text,
    isThis: input.resume !== undefined || decision.workflow?.name === workflow.name || ranFirst(decision, workflow),
    decision,
    outcome: decision.wait ? decision.outcome : settledOutcome(decision),
    held: heldBecause(decision),
  };
}

const tried: Record<Mode, Mode> = { off: "draft", shadow: "draft", draft: "draft", auto: "auto" };

/** It may have gone on in another one by `run`. */
const ranFirst = ({ trace }: Decision, { name }: Workflow): boolean => trace.steps[0]?.why.endsWith(`Workflow ${name}.`) ?? false;

/** As happenings start runs: at the first step, about an order, the answer going to the address on it. */
async function startedInput(asked: RunInput, workflow: Workflow, { order, from }: TryRequest, sources: FactSources): Promise<RunInput> {
  const { trigger } = workflow;
  const number = order?.replace(/^#/, "") ?? null;
  const email = from?.trim().toLowerCase() ?? (number === null ? null : await addressOn(number, sources));
  const by = trigger.kind === "message" ? "event" : trigger.kind;
  const name = trigger.kind === "event" ? trigger.events[0]! : trigger.kind === "schedule" ? trigger.cron : "conversation.closed";
  const to = email === null ? null : { kind: "email" as const, value: email };
  const started: Started = { by, name, at: asked.now, to, language: asked.understanding.language, orderNumber: number };
  const understanding = unread(`No message: it began with ${name}.`, asked.understanding.language);
  if (number !== null) understanding.entities.order_number = [{ text: number, value: number, start: -1, end: -1 }];
  return {
    ...asked,
    messages: [],
    replyAddress: email,
    understanding,
    resume: { workflow: workflow.name, version: workflow.version, at: "steps/0", facts: {}, started },
  };
}

/** Null when no shop has it; then the trial says so at its own step. */
async function addressOn(number: string, { stores }: FactSources): Promise<string | null> {
  for (const { store } of stores) {
    const [order] = await store.findOrders({ number }).catch(() => []);
    if (order?.customer.email) return order.customer.email.toLowerCase();
  }
  return null;
}
