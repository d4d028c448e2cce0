/** The contract of a workflow step. Each step is a folder under steps/ and one line in steps/all.ts. */
import type { z } from "zod";
import type { Carrier } from "../carriers/carrier.ts";
import type { Problem } from "../domain/errors.ts";
import type { Outcome } from "../domain/run.ts";
import type { Store } from "../stores/store.ts";
import type { Effect, RunInput, Wait } from "./engine/decision.ts";

/** Connected shops and carriers a run may ask. */
export type FactSources = {
  stores: { connectionId: string; store: Store }[];
  carriers: { connectionId: string; carrier: Carrier }[];
};

/** Teams, and when a handover is due; business hours are its business. */
export type Desk = {
  /** ISO time by which a person has to take a handover of this priority. Pure: same arguments, same answer. */
  dueAt(priority: string, team: string, now: string): string;
  defaultTeam: string;
};

export type StepContext = {
  input: RunInput;
  /** Facts known so far, by name (understanding, message, customer, order, shipment, …); read only. */
  facts: Readonly<Record<string, unknown>>;
  sources: FactSources;
  desk: Desk;
  /**
   * The only way to the outside. Live it calls `load` and records the answer under `key`; in a replay it gives the
   * recorded answer back. A fault of the other side is recorded too and thrown again.
   */
  read<T>(key: string, load: () => Promise<T>): Promise<T>;
  render(template: string, extra?: Record<string, unknown>): Promise<import("../domain/run.ts").Reply>;
  /** Evaluates a condition that was checked at load time. */
  test(condition: string): boolean;
};

/** `why` is a sentence for people. */
export type StepResult = { why: string; effects?: Effect[] } & (
  | { go: "on"; facts?: Record<string, unknown> }
  /** Carry on inside one of this step's own branches, then after the step. */
  | { go: "into"; branch: string; facts?: Record<string, unknown> }
  | { go: "end"; outcome: Outcome }
  | { go: "wait"; wait: Omit<Wait, "state"> }
);

export type StepDefinition<Settings extends z.ZodType = z.ZodType> = {
  /** The key in the YAML file. */
  id: string;
  summary: string;
  settings: Settings;
  /** Facts this step adds for the steps after it. */
  provides?(settings: z.infer<Settings>): string[];
  /** Nothing after this step is reached. */
  ends?: boolean;
  /** Steps nested inside, by branch name, so that the loader can check them too. */
  branches?(settings: z.infer<Settings>): { name: string; condition?: string; steps: unknown[] }[];
  /** What only this step can check when a file is loaded. */
  check?(settings: z.infer<Settings>): Problem[];
  run(settings: z.infer<Settings>, context: StepContext): Promise<StepResult>;
};
