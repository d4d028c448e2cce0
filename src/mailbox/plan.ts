/**
 * What a decision becomes under the workflow's mode: sent, a draft for a person, a handover, or only a record. Nothing
 * unsourced is ever sent by itself, whatever the mode says.
 */
import { newId } from "../domain/ids.ts";
import type { Outcome } from "../domain/run.ts";
import type { Decision, RunInput } from "../workflow/engine/decision.ts";
import { heldBecause } from "../workflow/engine/settle.ts";
import type { Plan, PlannedChallenge, PlannedReply, Work } from "./work.ts";

/** Who takes a handover of this priority, and by when. */
export type Handover = (priority: string, now: string) => { team: string; due_at: string };

export function planDecision(work: Work, decision: Decision, now: string, input: RunInput, handover: Handover): Plan {
  const replies: PlannedReply[] = [];
  const challenges: PlannedChallenge[] = [];
  const notices: Plan["notices"] = [];
  const set: Plan["set"] = {};
  for (const effect of decision.effects) {
    if (effect.kind === "reply") replies.push({ reply: effect.reply, asks: effect.asks ?? null });
    else if (effect.kind === "challenge") challenges.push({ address: effect.to });
    else if (effect.kind === "notice" || effect.kind === "stop_notice") notices.push(effect);
    else Object.assign(set, { ...effect, kind: undefined, tags: [...(set.tags ?? []), ...(effect.tags ?? [])] });
  }
  const plan: Plan = {
    work,
    now,
    run: {
      id: newId(),
      messageIds: work.messages.map((message) => message.id),
      workflow: decision.workflow?.name ?? null,
      version: decision.workflow?.version ?? null,
      mode: decision.workflow?.mode ?? null,
      outcome: decision.wait ? null : decision.outcome,
      wait: decision.wait ?? null,
      trace: decision.trace,
    },
    endsRun: null,
    send: [],
    draft: null,
    challenges: [],
    checkedChallenge: null,
    set,
    notices,
    asked: null,
  };
  release(plan, decision, replies, challenges, handover);
  if (plan.send.some(({ asks }) => asks) && decision.workflow) {
    plan.asked = { workflow: decision.workflow.name, question: plan.send.find(({ asks }) => asks)!.asks!, text: askedText(work, input) };
  }
  return plan;
}

/** What the customer had said by the time we asked, so that "1042" alone makes sense as the next message. */
function askedText(work: Work, input: RunInput): string {
  const said = input.messages.map((message) => message.text).join("\n\n");
  return (work.asked ? `${work.asked.text}\n\n${said}` : said).slice(-4_000).toWellFormed();
}

function release(plan: Plan, decision: Decision, replies: PlannedReply[], challenges: PlannedChallenge[], handover: Handover): void {
  const mode = decision.workflow?.mode ?? "draft";
  if (mode === "shadow") return keepInShadow(plan, decision, replies, handover);
  // A run that had begun before its workflow was switched off writes nothing any more, to the customer or the shop.
  if (mode === "off") {
    plan.run.wait = null;
    plan.notices = [];
    plan.run.outcome = { kind: "ignored", reason: `The workflow ${decision.workflow!.name} is switched off.` };
    return;
  }
  const held = heldBecause(decision, plan.work.id);
  if (mode === "auto" && held === null) {
    plan.send = replies;
    plan.run.trace = { ...plan.run.trace, sent: replies.map(({ reply: { template, evidence } }) => ({ template, evidence })) };
    plan.challenges = challenges;
    return;
  }
  if (replies.length === 0) return;
  plan.draft = { ...joinReplies(replies), challenge: challenges[0] ?? null };
  if (plan.run.outcome && plan.run.outcome.kind !== "handed_over") {
    plan.run.outcome = { kind: "drafted", reason: draftReason(decision, mode, held) };
  }
}

function draftReason(decision: Decision, mode: string, held: string | null): string {
  if (mode === "auto" && held !== null) return held;
  return decision.outcome.reason ?? `The workflow ${decision.workflow?.name} is in draft mode, so a person approves each reply.`;
}

/** Shadow shows the customer nothing and people only the record: the message itself still needs a person. */
function keepInShadow(plan: Plan, decision: Decision, replies: PlannedReply[], handover: Handover): void {
  plan.set = {};
  plan.notices = [];
  plan.run.wait = null;
  const would: Record<Outcome["kind"], string> = {
    answered: "answered by itself",
    drafted: "drafted a reply",
    asked: "asked the customer",
    handed_over: "handed over",
    closed: "closed it",
    ignored: "ignored it",
  };
  plan.run.outcome = {
    kind: "handed_over",
    reason: `${decision.workflow!.name} runs in shadow mode; it would have ${would[decision.outcome.kind]}.`,
    ...handover(decision.trace.understanding.priority, plan.now),
  };
  if (replies.length > 0)
    plan.run.trace = { ...plan.run.trace, facts: { ...plan.run.trace.facts, would_reply: joinReplies(replies).reply } };
}

/** Several replies of one run make one draft; offsets of the later ones move by what stands before them. */
function joinReplies(replies: PlannedReply[]): PlannedReply {
  const [first, ...rest] = replies;
  return rest.reduce<PlannedReply>((joined, { reply, asks }) => {
    const shift = joined.reply.text.length + 2;
    const move = <T extends { start: number; end: number }>(span: T): T => ({ ...span, start: span.start + shift, end: span.end + shift });
    return {
      asks: joined.asks ?? asks,
      reply: {
        ...joined.reply,
        text: `${joined.reply.text}\n\n${reply.text}`,
        evidence: [...joined.reply.evidence, ...reply.evidence.map(move)],
        unsourced: [...joined.reply.unsourced, ...reply.unsourced.map(move)],
      },
    };
  }, first!);
}
