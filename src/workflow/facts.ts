/** The facts every run starts with. The table that documents them is src/domain/fact-catalog.ts. */
import { knownSignals } from "../domain/fact-catalog.ts";
import type { Understanding } from "../domain/understanding.ts";
import { utc } from "./calendar.ts";
import type { RunInput } from "./engine/decision.ts";

export type Facts = Record<string, unknown>;

/** Where a fact came from and when it was read (ISO 8601), by top-level name. */
export type FactSourceTable = Record<string, { source: string; at: string }>;

const maxMessageChars = 4_000;
const signalNames = Object.keys(knownSignals);
// Letters, spaces and the marks names have. No digits, links or slashes: a "name" is free text from a stranger.
const nameForm = /^\p{L}[\p{L}\p{M}'’ -]{0,39}$/u;
const fullNameForm = /^\p{L}[\p{L}\p{M}'’-]{0,29}\.?(?: \p{L}[\p{L}\p{M}'’-]{0,29}\.?){0,4}$/u;

export function startFacts(input: RunInput, storeName: string | null): Facts {
  return {
    understanding: understandingFacts(input.understanding),
    signals: signalFacts(input.understanding),
    message: messageFacts(input),
    customer: customerFacts(input),
    store: { name: storeName },
    now: utc(input.now) ?? input.now,
    ...eventFacts(input),
  };
}

function eventFacts({ resume }: RunInput) {
  const started = resume?.started;
  return started ? { event: { name: started.name, at: utc(started.at) ?? started.at } } : {};
}

function understandingFacts(read: Understanding) {
  return {
    category: read.category,
    confidence: read.confidence,
    abstain: read.abstain,
    needs_more: read.needs_more,
    language: read.language,
    sentiment: read.sentiment.label,
    priority: read.priority,
    intents: read.intents,
  };
}

function signalFacts(read: Understanding): Record<string, boolean> {
  const facts: Record<string, boolean> = {};
  for (const name of signalNames) facts[name] = read.signals[name] === true;
  return facts;
}

function messageFacts(input: RunInput) {
  const newest = input.messages.at(-1);
  const text = input.messages.length === 1 ? newest!.text : input.messages.map((message) => message.text).join("\n");
  return {
    text: text.slice(0, maxMessageChars),
    subject: newest?.subject ?? null,
    at: utc(newest?.at ?? input.now) ?? input.now,
    count: input.messages.length,
  };
}

function customerFacts(input: RunInput) {
  const { customer } = input;
  return {
    name: customer.name !== null && fullNameForm.test(customer.name.trim()) ? customer.name.trim() : null,
    first_name: firstName(customer.name),
    gender: null,
    vip: customer.isVip,
    language: customer.language,
    verified: input.proven.length > 0,
    contacts_30d: customer.contacts30d,
    country: null,
    order_count: null,
    lifetime_value: null,
  };
}

/** What to call somebody; null when it does not look like a name, because senders choose their name themselves. */
export function firstName(name: string | null): string | null {
  if (name === null || !nameForm.test(name.trim())) return null;
  return name.trim().split(" ", 1)[0] ?? null;
}
