import type { Priority, SentimentLabel } from "../domain/understanding.ts";
import type { Noticed } from "./signals.ts";

const urgent: Record<string, string> = {
  self_harm: "someone may be in danger",
  safety: "a product may have hurt someone",
  threat: "someone is threatened",
  data_breach: "data may be in the wrong hands",
  legal_threat: "legal threat",
  chargeback: "chargeback threat",
};
const high: Record<string, string> = {
  bereavement: "somebody has died",
  discrimination: "speaks of discrimination",
  minor: "a minor may be involved",
};
const lowCategories = new Set(["feedback_thanks", "spam_or_solicitation"]);

/** The first rule that fits decides, and says so. Money at stake, VIPs and order facts are known later, to workflows. */
export function readPriority(
  noticed: Noticed,
  sentiment: SentimentLabel,
  category: string,
  abstain: boolean,
): { priority: Priority; why: string } {
  for (const signal in urgent) if (noticed.has(signal)) return { priority: "urgent", why: `${urgent[signal]!}: “${noticed.get(signal)!}”` };
  for (const signal in high) if (noticed.has(signal)) return { priority: "high", why: `${high[signal]!}: “${noticed.get(signal)!}”` };
  if (noticed.has("auto_reply")) return { priority: "low", why: "automatic reply" };
  if (sentiment === "angry") return { priority: "high", why: "angry" };
  if (noticed.has("repeated_contact")) return { priority: "high", why: `wrote before: “${noticed.get("repeated_contact")!}”` };
  if (noticed.has("deadline")) return { priority: "high", why: `time matters: “${noticed.get("deadline")!}”` };
  if (!abstain && lowCategories.has(category)) return { priority: "low", why: category };
  return { priority: "normal", why: "no rule raised or lowered it" };
}
