/** Everything a run knows, as single values with the name of the fact and where it came from. */
import type { SourceTable } from "../compile-template.ts";

export type Ground = {
  field: string;
  source: string;
  at: string;
  shown: string;
} & (
  | { kind: "money"; value: number; currency: string }
  | { kind: "time"; value: string }
  | { kind: "number"; value: number }
  | { kind: "text"; value: string }
  | { kind: "url"; value: string }
);

/** What the customer wrote and what was made of it are no source, whatever they say. */
const noSource = new Set(["understanding", "signals", "message", "now"]);
const maxGrounds = 2_000;
const timeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

export function groundsOf(facts: Readonly<Record<string, unknown>>, sources: SourceTable, now: string): Ground[] {
  const found: Ground[] = [];
  for (const [root, value] of Object.entries(facts)) {
    if (noSource.has(root) || root.startsWith("$")) continue;
    const known = sources[root];
    collect(value, root, { source: known?.source ?? root, at: known?.at ?? now }, found, 0);
  }
  // A field may come from elsewhere than the rest of its fact.
  return found.map((ground) => (sources[ground.field] ? { ...ground, ...sources[ground.field] } : ground));
}

function collect(value: unknown, field: string, from: { source: string; at: string }, found: Ground[], depth: number): void {
  if (value === null || value === undefined || typeof value === "boolean" || found.length >= maxGrounds || depth > 4) return;
  if (typeof value === "number") found.push({ kind: "number", value, field, shown: String(value), ...from });
  else if (typeof value === "string") {
    const kind = timeForm.test(value) ? "time" : /^https?:\/\//.test(value) ? "url" : "text";
    found.push({ kind, value, field, shown: value, ...from });
  } else if (Array.isArray(value)) for (const [index, item] of value.entries()) collect(item, `${field}[${index}]`, from, found, depth + 1);
  else if (isMoney(value))
    found.push({ kind: "money", value: value.value, currency: value.currency, field, shown: `${value.value} ${value.currency}`, ...from });
  else for (const [name, item] of Object.entries(value as object)) collect(item, `${field}.${name}`, from, found, depth + 1);
}

function isMoney(value: unknown): value is { value: number; currency: string } {
  return (
    typeof value === "object" &&
    typeof (value as { currency?: unknown }).currency === "string" &&
    typeof (value as { value?: unknown }).value === "number"
  );
}
