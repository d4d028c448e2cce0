/**
 * One conversation under lease -> the plan of what to write. Reads the outside world, changes nothing: a plan that is
 * refused at commit (a newer message came in) is simply made again.
 */
import { wishInWords } from "../domain/action.ts";
import type { AutomaticKind } from "../domain/message.ts";
import { personNeeded } from "../domain/for-people.ts";
import { newId } from "../domain/ids.ts";
import type { Outcome, Trace } from "../domain/run.ts";
import { unread, type Reader, type Understanding } from "../domain/understanding.ts";
import type { Hold, HoldResult } from "../domain/hold.ts";
import type { Incident } from "../domain/incident.ts";
import type { Decision, RunInput, Started, Wait, WaitState } from "../workflow/engine/decision.ts";
import { decisionMark } from "../workflow/engine/replay.ts";
import { planDecision, type Handover } from "./plan.ts";
import type { Bypass, Plan, Work, WorkMessage } from "./work.ts";

/** Layer 2 as the worker sees it: picks a workflow and runs it. Never rejects; a fault is a handover. */
export type Decide = (input: RunInput) => Promise<Decision>;

/** What a one-time code in the customer's answer turned out to be. Null: no code was asked for, or none was typed. */
export type CheckCode = (conversationId: string, text: string) => Promise<Plan["checkedChallenge"]>;

export type DecideParts = {
  reader: Reader;
  decide: Decide;
  checkCode: CheckCode;
  /** Facts of a connection that the workflow may know. */
  channelOf(connectionId: string): RunInput["channel"];
  /** Who takes what no workflow takes, and until when. */
  handover: Handover;
  /** The messages a waiting run began with. */
  loadMessages(ids: string[]): Promise<WorkMessage[]>;
  /** What customers have to be told at this time (ISO). */
  incidents?(now: string): Incident[];
  now(): Date;
};

/** Longest text a run reads; what is beyond was stored all the same. */
const MAX_READ = 20_000;

const automaticReasons: Record<AutomaticKind, string> = {
  auto_reply: "An automatic reply; answering it could start a loop between two machines.",
  bounce: "A report that a mail could not be delivered; no customer is waiting for an answer.",
  mailing_list: "A mailing list or newsletter; no customer is waiting for an answer.",
  own_message: "Our own message came back.",
};

/** Null when the conversation was due but there is nothing to do after all. */
export async function decideWork(work: Work, parts: DecideParts): Promise<Plan | null> {
  const now = parts.now().toISOString();
  const { waiting } = work;
  if (work.messages.length === 0) return waiting ? resumeRun(work, parts, now) : null;
  const written = work.messages.filter((message) => !message.automatic);
  const understanding = read(work, written.length > 0 ? written : work.messages, parts.reader);
  const base = { work, now, understanding, reader: parts.reader.version };

  const automatic = written.length === 0 ? work.messages[0]!.automatic : null;
  if (automatic) return automaticPlan(base, automatic);
  if (work.isPaused || work.needsPerson) return fixedPlan(base, personHasIt(work, understanding, parts, now), "person");
  if (waiting?.wait.hold) return fixedPlan(base, overtakes(waiting.wait.hold, understanding, parts, now), "hold");

  const checked = work.asked?.question === "code" ? await parts.checkCode(work.id, written.at(-1)!.text) : null;
  const input = runInput(work, written, understanding, parts, now);
  if (checked?.isRight && checked.address) input.proven = [...input.proven, checked.address];
  else if (checked) input.wrongCodes = checked.attempt;
  // A run that waited for this message goes on where it stood; one that waited for a time is overtaken.
  // What only a person may answer does not go on where it stood: whoever takes the rest takes it.
  const continues = waiting?.wait.forMessage === true && personNeeded(understanding) === null;
  if (continues) input.resume = waiting.wait.state;
  const decision = await decideReplayably(input, parts.decide);
  const plan = planDecision(work, decision, now, input, parts.handover);
  if (continues) {
    plan.run.id = waiting.id;
    plan.run.messageIds = [...waiting.messageIds, ...plan.run.messageIds];
  } else if (waiting) {
    plan.endsRun = waiting.id;
  }
  plan.checkedChallenge = checked;
  return plan;
}

/** A wait is over: the run goes on with the messages it began with, or with what started it. */
async function resumeRun(work: Work, parts: DecideParts, now: string): Promise<Plan | null> {
  const waiting = work.waiting!;
  if (waiting.wait.until === null || waiting.wait.until > now) return null;
  const messages = waiting.messageIds.length > 0 ? await parts.loadMessages(waiting.messageIds) : [];
  const { started } = waiting.wait.state;
  const isExpired = isOpen(waiting.wait);
  const state = isExpired ? withExpired(waiting.wait.state) : waiting.wait.state;
  const understanding = started ? startedUnderstanding(started) : read(work, messages, parts.reader);
  const base = { work, now, understanding, reader: parts.reader.version };
  const resumeDecision = async (input: RunInput) =>
    planDecision(work, await decideReplayably(input, parts.decide), now, input, parts.handover);
  const plan =
    work.isPaused || work.needsPerson
      ? fixedPlan(base, personHasIt(work, understanding, parts, now), "person")
      : await resumeDecision({
          ...runInput(work, messages, understanding, parts, now),
          ...(started ? { replyAddress: started.to && started.to.kind !== "channel" ? started.to.value : null } : {}),
          resume: state,
        });
  if (isExpired) plan.expiresHold = true;
  if (started?.product && (plan.send.length > 0 || plan.draft !== null)) plan.tellsNotice = started.product.noticeId;
  plan.run.id = waiting.id;
  plan.run.messageIds = waiting.messageIds;
  return plan;
}

/** What was asked for has no answer yet. */
function isOpen({ hold, state }: Wait): boolean {
  return hold !== undefined && (state.facts["$results"] as Record<string, unknown> | undefined)?.[state.at] === undefined;
}

function withExpired(state: WaitState): WaitState {
  const expired: HoldResult = { state: "expired", by: null, note: null, amount: null };
  return { ...state, facts: { ...state.facts, $results: { [state.at]: expired } } };
}

/** Nothing was written, so there is nothing to understand: the language and the order are what started the run. */
function startedUnderstanding({ name, language, orderNumber }: Started): Understanding {
  const understanding = unread(`No message: it began with ${name}.`, language);
  if (orderNumber !== null) understanding.entities.order_number = [{ text: orderNumber, value: orderNumber, start: -1, end: -1 }];
  return understanding;
}

/** The customer wrote while something was under way. What the new message changes about it is for a person to say. */
function overtakes(hold: Hold, understanding: Understanding, parts: DecideParts, now: string): Outcome {
  const what =
    hold.kind === "approval"
      ? `“${hold.question}” was not answered yet`
      : `it was not settled whether to ${wishInWords(hold.action.kind, hold.action.details, hold.action.orderNumber)}`;
  return { kind: "handed_over", reason: `The customer wrote again while ${what}.`, ...parts.handover(understanding.priority, now) };
}

/** Keeps beside the trace what `handrail replay` feeds back. References and one hash: this is on the path of every message. */
export async function decideReplayably(input: RunInput, decide: Decide): Promise<Decision> {
  const decision = await decide(input);
  const { conversationId: _c, understanding: _u, reader: _r, now: _n, messages, ...given } = input;
  const replayable = { input: { ...given, messages: messages.map(({ id }) => id) }, mark: decisionMark(decision) };
  return { ...decision, trace: { ...decision.trace, replayable } };
}

function read(work: Work, messages: WorkMessage[], reader: Reader): Understanding {
  const newest = messages
    .map((message) => message.text)
    .join("\n\n")
    .slice(-MAX_READ);
  const text = work.asked ? `${work.asked.text}\n\n${newest}`.slice(-MAX_READ) : newest;
  const subject = messages.find((message) => message.subject)?.subject;
  return reader.read({ text, ...(subject ? { subject } : {}), ...(work.language ? { language: work.language } : {}) });
}

function runInput(work: Work, messages: WorkMessage[], understanding: Understanding, parts: DecideParts, now: string): RunInput {
  const channel = parts.channelOf(work.connectionId);
  const incidents = parts.incidents?.(now) ?? [];
  return {
    ...(incidents.length > 0 ? { incidents } : {}),
    conversationId: work.id,
    channel: { connectionId: channel.connectionId, maxLength: channel.maxLength, richText: channel.richText },
    storeId: work.storeId,
    messages: messages.map(({ id, text, subject, sender, at }) => ({ id, text, subject, sender, at })),
    asked: work.asked,
    proven: provenByAll(work, messages),
    replyAddress: replyAddress(messages),
    customer: work.customer,
    understanding,
    reader: parts.reader.version,
    now,
  };
}

/** Only what every message of the run proves counts: in a shared thread, one proven writer must not vouch for another. */
function provenByAll(work: Work, messages: WorkMessage[]): Work["proven"] {
  const sets = messages.map(({ sender }) =>
    sender.proof === "proven" ? [{ kind: sender.kind, value: sender.value }, ...(sender.also ?? [])] : [],
  );
  const [first = [], ...rest] = sets;
  const common = first.filter((a) => rest.every((set) => set.some((b) => a.kind === b.kind && a.value === b.value)));
  return [...common, ...work.proven];
}

/** Where our answer goes, when all messages agree on it and the channel says that it goes nowhere else. */
function replyAddress(messages: WorkMessage[]): string | null {
  const addresses = new Set(messages.map(({ sender }) => (sender.proof === "none" || sender.kind !== "email" ? null : sender.value)));
  return addresses.size === 1 ? [...addresses][0]! : null;
}

function personHasIt(work: Work, understanding: Understanding, parts: DecideParts, now: string): Outcome {
  const fresh = parts.handover(understanding.priority, now);
  return {
    kind: "handed_over",
    reason: work.isPaused ? "Automation is paused on this conversation, so a person answers." : "A person already has this conversation.",
    team: work.team ?? fresh.team,
    // The first deadline stands: writing again must not push a customer to the back.
    due_at: work.dueAt && work.dueAt > now ? work.dueAt : fresh.due_at,
  };
}

/** An out-of-office reply must neither end what waits for the customer nor make us forget what we had asked. */
function automaticPlan(base: Parameters<typeof fixedPlan>[0], automatic: AutomaticKind): Plan {
  const plan = fixedPlan(base, { kind: "closed", reason: automaticReasons[automatic] }, "automatic");
  return base.work.messages[0]!.seq === 1 ? plan : { ...plan, isAside: true, endsRun: null, asked: base.work.asked };
}

function fixedPlan(
  base: { work: Work; now: string; understanding: Understanding; reader: string },
  outcome: Outcome,
  bypass: Bypass,
): Plan {
  const trace: Trace = { understanding: base.understanding, reader: base.reader, facts: {}, steps: [], now: base.now };
  return {
    work: base.work,
    now: base.now,
    run: {
      id: newId(),
      messageIds: base.work.messages.map((m) => m.id),
      workflow: null,
      version: null,
      mode: null,
      outcome,
      wait: null,
      trace,
      bypass,
    },
    endsRun: base.work.waiting?.id ?? null,
    send: [],
    draft: null,
    challenges: [],
    checkedChallenge: null,
    set: {},
    notices: [],
    asked: null,
  };
}

/** When deciding itself failed again and again: the message goes to a person with the reason, it is never dropped. */
export function failedPlan(work: Work, parts: DecideParts, fault: string): Plan {
  const now = parts.now().toISOString();
  const understanding = { ...unread(fault, work.language ?? "en"), priority: "high" as const };
  const outcome: Outcome = {
    kind: "handed_over",
    reason: `Handrail could not process this message: ${fault}`,
    ...parts.handover("high", now),
  };
  return fixedPlan({ work, now, understanding, reader: parts.reader.version }, outcome, "fault");
}
