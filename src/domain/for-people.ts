/**
 * What a person answers whatever a workflow says: it is about more than an order, or somebody tries to command the desk. The
 * most serious first.
 */
import type { Understanding } from "./understanding.ts";

const reasons = {
  self_harm: "The customer speaks of hurting themselves.",
  threat: "Somebody is threatened.",
  safety: "Somebody may be hurt, or a product may be dangerous.",
  medical: "It is about somebody's health.",
  bereavement: "Somebody has died.",
  minor: "It was probably written by a minor, or a minor placed the order.",
  data_breach: "Somebody's data or account may be in the wrong hands.",
  discrimination: "It speaks of discrimination.",
  legal_threat: "The customer speaks of lawyers, courts or consumer protection.",
  legal_question: "It asks what the law says.",
  instruction_to_ai: "It has instructions aimed at a machine.",
  asks_for_human: "The customer asks for a person.",
} as const;

/** Why a person has to answer; null when a workflow may. */
export function personNeeded({ signals }: Pick<Understanding, "signals">): string | null {
  for (const [signal, why] of Object.entries(reasons)) if (signals[signal] === true) return why;
  return null;
}
