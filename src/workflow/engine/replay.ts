/** Replays a stored run on its stored inputs and says whether the decision comes out the same, byte for byte. */
import { hash } from "node:crypto";
import type { ReadRecord, Trace } from "../../domain/run.ts";
import type { Decision, RunInput } from "./decision.ts";
import { runWorkflow, type RunParts } from "./interpreter.ts";
import type { Workflow } from "./workflow.ts";

export type Replay = {
  decision: Decision;
  isSame: boolean;
  /** Dotted path of the first difference. */ difference: string | null;
};

/** Everything a run read, in order. */
export function readsOf(trace: Trace): ReadRecord[] {
  return trace.steps.flatMap((step) => step.read);
}

/** `stored` may come from a JSON column: the order of keys does not matter, everything else does. */
export async function replayRun(
  workflow: Workflow | null,
  input: RunInput,
  stored: Decision,
  parts: Omit<RunParts, "sources" | "replay" | "picked"> & Partial<Pick<RunParts, "sources">>,
): Promise<Replay> {
  const first = stored.trace.steps[0];
  const decision = await runWorkflow(workflow, input, {
    ...parts,
    // Connections may be gone; their answers are in the trace. Their names are needed to ask in the same order.
    sources: parts.sources ?? sourcesOf(stored.trace, input.storeId),
    replay: readsOf(stored.trace),
    ...(first?.step === "pick" ? { picked: first.why } : {}),
  });
  const difference = firstDifference(stored, decision);
  return { decision, isSame: difference === null, difference };
}

/** Keys of reads are "<what>:<connection>:…". */
function sourcesOf(trace: Trace, storeId: string | null): RunParts["sources"] {
  const stores = new Set<string>(),
    carriers = new Set<string>();
  for (const { key } of readsOf(trace)) {
    const [what, connectionId] = key.split(":");
    if (connectionId !== undefined && what !== "workflow" && what !== "article" && what !== "outlook")
      (what === "track" ? carriers : stores).add(connectionId);
  }
  const never = {} as never;
  const name = (trace.facts["store"] as { name?: string | null } | undefined)?.name;
  // A shop that was never asked has still given its name.
  if (name && (storeId !== null || stores.size === 0)) stores.add(storeId ?? "store");
  return {
    stores: [...stores].map((connectionId) => ({
      connectionId,
      store: never,
      ...(name ? { name } : {}),
    })),
    carriers: [...carriers].map((connectionId) => ({ connectionId, carrier: { recognises: askedBefore(trace, connectionId) } as never })),
    // Older runs asked for no prediction, and their replay must not.
    ...(readsOf(trace).some(({ key }) => key.startsWith("outlook:")) ? { outlook: never } : {}),
  };
}

/** Whom a number looked like decided who was asked first: the same are asked again, the first of them first. */
function askedBefore(trace: Trace, connectionId: string) {
  return ({ trackingNumber }: { trackingNumber: string }): "likely" | "possible" | "no" => {
    const asked = readsOf(trace).flatMap(({ key }) => (key.startsWith("track:") && key.endsWith(`:${trackingNumber}`) ? [key] : []));
    const place = asked.indexOf(`track:${connectionId}:${trackingNumber}`);
    return place < 0 ? "no" : place === 0 ? "likely" : "possible";
  };
}

/**
 * Fingerprint of what was decided, so that a replay can be compared without the decision being stored a second time. Keys
 * keep the order they were made in: what comes back from the trace has it, and sorting would cost every message.
 */
export function decisionMark({ outcome, effects, wait }: Decision): string {
  return hash("sha256", JSON.stringify([outcome, effects, wait]), "base64url").slice(0, 22);
}

/** What JSON keeps of a value, keys in order. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

const plain = (value: unknown): unknown => JSON.parse(canonicalJson(value));

/** Dotted path of the first difference in what JSON keeps; "(all)" when nothing is alike. */
export function firstDifference(left: unknown, right: unknown): string | null {
  return differenceBelow(plain(left), plain(right), "");
}

function differenceBelow(left: unknown, right: unknown, path: string): string | null {
  if (left === right) return null;
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return path || "(all)";
  const a = left as Record<string, unknown>,
    b = right as Record<string, unknown>;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const difference = differenceBelow(a[key], b[key], path ? `${path}.${key}` : key);
    if (difference !== null) return difference;
  }
  return null;
}
