/** Runs a workflow as it is typed on one message: decided as the desk would decide it, with nothing stored and nothing sent. */
import { AppError } from "../domain/errors.ts";
import { newId } from "../domain/ids.ts";
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
  /** Which of its events is to have happened; without one the first. AppError `invalid` for one that does not start it. */
  event?: string | undefined;
  /** The product's id or article number, where the event is of a product. */
  product?: string | undefined;
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

/** As happenings start runs: at the first step, about an order or a product, the answer going to the address on the order. */
async function startedInput(asked: RunInput, workflow: Workflow, request: TryRequest, sources: FactSources): Promise<RunInput> {
  const { trigger } = workflow;
  const number = request.order?.replace(/^#/, "") ?? null;
  const email = request.from?.trim().toLowerCase() ?? (number === null ? null : await addressOn(number, sources));
  const by = trigger.kind === "message" ? "event" : trigger.kind;
  const name = nameOf(trigger, request.event);
  const to = email === null ? null : { kind: "email" as const, value: email };
  const product = name.startsWith("product.") && request.product ? await productOf(request.product, sources) : null;
  const { language } = asked.understanding;
  const started: Started = { by, name, at: asked.now, to, language, orderNumber: number, ...(product ? { product } : {}) };
  const understanding = unread(`No message: it began with ${name}.`, language);
  if (number !== null) understanding.entities.order_number = [{ text: number, value: number, start: -1, end: -1 }];
  return {
    ...asked,
    messages: [],
    replyAddress: email,
    understanding,
    resume: { workflow: workflow.name, version: workflow.version, at: "steps/0", facts: {}, started },
  };
}

function nameOf(trigger: Workflow["trigger"], event: string | undefined): string {
  if (trigger.kind === "schedule") return trigger.cron;
  if (trigger.kind !== "event") return "conversation.closed";
  if (event !== undefined && !trigger.events.includes(event))
    throw new AppError("invalid", `"${event}" does not start this workflow. It begins with ${trigger.events.join(", ")}.`);
  return event ?? trigger.events[0]!;
}

/** AppError `not_found` when no shop has it. */
async function productOf(what: string, { stores }: FactSources): Promise<NonNullable<Started["product"]>> {
  for (const { connectionId, store } of stores) {
    const [product] = [...(await store.findProducts({ id: what })), ...(await store.findProducts({ sku: what }))];
    const variant = product?.variants.find(({ sku }) => sku === what);
    if (product) return { storeId: connectionId, productId: product.id, variantId: variant?.id ?? null, noticeId: newId() };
  }
  throw new AppError("not_found", `No connected shop has a product ${what.slice(0, 60)}.`);
}

/** Null when no shop has it; then the trial says so at its own step. */
async function addressOn(number: string, { stores }: FactSources): Promise<string | null> {
  for (const { store } of stores) {
    const [order] = await store.findOrders({ number }).catch(() => []);
    if (order?.customer.email) return order.customer.email.toLowerCase();
  }
  return null;
}
