import type { Priority, Understanding } from "./understanding.ts";

export type Mode = "off" | "shadow" | "draft" | "auto";
export const modes: readonly Mode[] = ["off", "shadow", "draft", "auto"];

export type OutcomeKind = "answered" | "drafted" | "asked" | "handed_over" | "closed" | "ignored";
export const outcomeKinds: readonly OutcomeKind[] = ["answered", "drafted", "asked", "handed_over", "closed", "ignored"];

/** How a run ended. `reason` is a full sentence for people; `due_at` (ISO) and `team` belong to handovers. */
export type Outcome = {
  kind: OutcomeKind;
  reason?: string;
  team?: string;
  priority?: Priority;
  due_at?: string;
  /** What whoever takes a handover has to know: names of skills people have. */
  skills?: string[];
};

/** Where a piece of a reply comes from. `text` as it stands in the reply, `start`/`end` UTF-16 offsets into it. */
export type Evidence = {
  text: string;
  start: number;
  end: number;
  /** The connection or article that said so, e.g. "demo-store". */
  source: string;
  /** Dotted fact name, e.g. "order.number". */
  field: string;
  value: string;
  /** When the fact was read (ISO 8601). */
  at: string;
};

/**
 * One line of the why-trace. `read` is everything the step got from outside, exactly as it came, so that a replay can
 * feed it back; `why` says in plain words what was decided and on what grounds.
 */
export type TraceStep = { step: string; path: string; read: ReadRecord[]; why: string };
export type ReadRecord = { key: string; value: unknown };

export type Reply = {
  text: string;
  language: string;
  template: string;
  evidence: Evidence[];
  /** Pieces that look like facts and have no source: such a reply is never sent by itself. */
  unsourced: { text: string; start: number; end: number }[];
  /** Why a person has to look at it before it leaves, whatever the mode. */
  held?: string;
};

/**
 * What a replay needs beside the trace: what the run was given (messages by their ids, because their texts are stored
 * anyway) and a fingerprint of what it decided. The decision itself follows from the reads, so it is not kept twice.
 */
export type Replayable = { input: { messages: string[]; [part: string]: unknown }; mark: string };

/** A run as it is stored: everything a replay needs and everything a person may ask about it. */
export type Trace = {
  understanding: Understanding;
  reader: string;
  facts: Record<string, unknown>;
  steps: TraceStep[];
  now: string;
  /** Where each fact of the replies that left by themselves comes from; a draft keeps its own. */
  sent?: { template: string; evidence: Evidence[] }[];
  /** Missing where no workflow was asked: automatic mail, a conversation that a person has. */
  replayable?: Replayable;
};
