/** From what a workflow decided to what may really happen in its mode. */
import { personNeeded } from "../../domain/for-people.ts";
import { promisesOf } from "../../domain/promises.ts";
import type { Outcome, Reply } from "../../domain/run.ts";
import type { Decision } from "./decision.ts";

/** Why the replies of this decision may not leave by themselves; null when they may. `conversationId` decides who is in the canary. */
export function heldBecause(decision: Decision, conversationId: string | null = null): string | null {
  const replies = decision.effects.flatMap((effect) => (effect.kind === "reply" ? [effect.reply] : []));
  if (replies.length === 0) return null;
  if (decision.workflow?.mode !== "auto") return `The workflow is in the mode "${decision.workflow?.mode ?? "off"}".`;
  const forPerson = decision.outcome.kind === "handed_over" ? null : personNeeded(decision.trace.understanding);
  if (forPerson !== null) return `A person has to look: ${forPerson}`;
  if (decision.outcome.kind !== "handed_over" && decision.trace.understanding.signals["mixed_languages"] === true)
    return "The message is in more than one language, so a person says what to answer, and in which.";
  const unsourced = replies.flatMap((reply) => reply.unsourced.map((piece) => piece.text));
  if (unsourced.length > 0)
    return `A person has to look: ${unsourced
      .slice(0, 5)
      .map((text) => `"${text}"`)
      .join(", ")} has no source among the facts.`;
  return (
    replies.find((reply) => reply.held)?.held ??
    secondHand(decision) ??
    unkept(decision, replies) ??
    unsure(decision) ??
    outsideCanary(decision.workflow, conversationId)
  );
}

/** A promise leaves by itself only when a person has it with a deadline, a write has just kept it, or a looked-up time stands in it. */
function unkept({ outcome, trace }: Decision, replies: readonly Reply[]): string | null {
  if (outcome.kind === "handed_over" || trace.facts["action"] !== undefined) return null;
  for (const reply of replies)
    for (const promise of promisesOf(reply, trace.now)) {
      const isDated = reply.evidence.some(
        ({ start, end, field }) => start >= promise.start && end <= promise.end && /(?:_at|_by)$/.test(field),
      );
      if (!isDated) return `A person has to look: “${promise.text.slice(0, 120)}” is a promise, and nothing here keeps it.`;
    }
  return null;
}

function secondHand({ outcome, trace: { understanding } }: Decision): string | null {
  return outcome.kind === "answered" ? (understanding.why["second_opinion"] ?? null) : null;
}

/** Asking and thanking for more need no certainty about the category: only an answer does. */
function unsure({ workflow, outcome, trace: { understanding } }: Decision): string | null {
  const { threshold } = workflow!;
  if (threshold === null || threshold === undefined || outcome.kind !== "answered" || understanding.confidence >= threshold) return null;
  return `It is ${percent(understanding.confidence)} sure what this is about; reviews have shown that it may answer by itself from ${percent(threshold)}.`;
}

function outsideCanary(workflow: Decision["workflow"], conversationId: string | null): string | null {
  const { canary } = workflow!;
  if (canary === null || canary === undefined || conversationId === null || drawOf(conversationId) < canary) return null;
  return `It answers ${percent(canary)} of the conversations by itself, and this is not one of them.`;
}

/** 0 to 1, the same for the same id. The end of an id of ours is random. */
export function drawOf(id: string): number {
  const end = Number.parseInt(id.replaceAll("-", "").slice(-8), 16);
  return Number.isFinite(end) ? end / 2 ** 32 : 0;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/**
 * The outcome to record: an answer or a question that may not leave by itself is a draft; a handover stays a handover
 * whatever becomes of the reply that goes with it. Shadow changes nothing here: the caller shows and sends nothing.
 */
export function settledOutcome(decision: Decision, conversationId: string | null = null): Outcome {
  const { outcome } = decision;
  if (outcome.kind !== "answered" && outcome.kind !== "asked") return outcome;
  const reason = heldBecause(decision, conversationId);
  return reason === null ? outcome : { kind: "drafted", reason };
}
