/** From what a workflow decided to what may really happen in its mode. */
import type { Outcome } from "../../domain/run.ts";
import type { Decision } from "./decision.ts";

/** Why the replies of this decision may not leave by themselves; null when they may. */
export function heldBecause(decision: Decision): string | null {
  const replies = decision.effects.flatMap((effect) => (effect.kind === "reply" ? [effect.reply] : []));
  if (replies.length === 0) return null;
  if (decision.workflow?.mode !== "auto") return `The workflow is in the mode "${decision.workflow?.mode ?? "off"}".`;
  const unsourced = replies.flatMap((reply) => reply.unsourced.map((piece) => piece.text));
  if (unsourced.length === 0) return null;
  return `These pieces of the reply have no source: ${unsourced.slice(0, 5).join(", ")}.`;
}

/**
 * The outcome to record: an answer or a question that may not leave by itself is a draft; a handover stays a handover
 * whatever becomes of the reply that goes with it. Shadow changes nothing here: the caller shows and sends nothing.
 */
export function settledOutcome(decision: Decision): Outcome {
  const { outcome } = decision;
  if (outcome.kind !== "answered" && outcome.kind !== "asked") return outcome;
  const reason = heldBecause(decision);
  return reason === null ? outcome : { kind: "drafted", reason };
}
