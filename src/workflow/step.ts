/** The contract of a workflow step. Each step is a folder under steps/ and one line in steps/all.ts. */
import type { z } from "zod";
import type { Carrier } from "../carriers/carrier.ts";
import type { FoundArticle } from "../domain/found-article.ts";
import type { AskOutlook } from "../domain/outlook.ts";
import type { TranslateRequest, WriteRequest, Written } from "../domain/written.ts";
import type { Mode, Outcome, Reply } from "../domain/run.ts";
import type { Store } from "../stores/store.ts";
import type { HoldResult } from "../domain/hold.ts";
import type { Effect, RunInput, Wait } from "./engine/decision.ts";
import type { Facts, FactSourceTable } from "./facts.ts";

/** Connected shops and carriers a run may ask. `name` is what customers call the shop. */
export type FactSources = {
  stores: { connectionId: string; store: Store; name?: string }[];
  carriers: { connectionId: string; carrier: Carrier }[];
  /** The passage of an article that answers a question; null when none does. `asking`: of which store, in which conversation. */
  answerFor?(
    question: string,
    language: string,
    now: string,
    asking: { storeId: string | null; conversationId: string },
  ): Promise<FoundArticle | null>;
  /** When a parcel will probably arrive, learnt from the shop's own deliveries. */
  outlook?: AskOutlook;
  /** A language model, when one is connected: a reply, or a text in another language. */
  write?(request: WriteRequest): Promise<Written>;
  translate?(request: TranslateRequest): Promise<Written>;
};

/** Teams, and when a handover is due; business hours are its business. */
export type Desk = {
  /** ISO time by which a person has to take a handover of this priority. Pure: same arguments, same answer. */
  dueAt(priority: string, team: string, now: string): string;
  defaultTeam: string;
};

/** What writes replies from templates. Synchronous and pure: same arguments, same reply. Lives in src/answer. */
export type ReplyWriter = {
  has(template: string): boolean;
  /** Throws AppError fact_missing when a fact the text needs is null or absent. */
  render(template: string, language: string, facts: Facts, sources: FactSourceTable): Reply;
  /**
   * A text that no template wrote, checked against the facts as far as the language can be checked. `isWhole`: it has its
   * greeting and signature; else the brand's are put around it. `author` names who wrote it.
   */
  check(text: string, language: string, facts: Facts, sources: FactSourceTable, options: { author: string; isWhole: boolean }): Reply;
};

/** Path inside a step's mapping in the file, e.g. ["choose", 0, "if"]. */
export type FilePath = (string | number)[];

/** Steps nested in a step. `when`: taken if the condition holds, if nothing before was taken, or instead of going on. */
export type Branch = {
  name: string;
  at: FilePath;
  when: "if" | "otherwise" | "fallback";
  /** For "if". */
  condition?: { source: string; at: FilePath };
  steps: { raw: unknown; at: FilePath }[];
  /** Facts known inside this branch only. */
  provides?: string[];
};

/** A mistake only the step can see. */
export type StepProblem = { at: FilePath; message: string; mend: string };

export type StepContext = {
  input: RunInput;
  /** `mode`: what the run may do, the most careful of all workflows that took part. */
  workflow: { name: string; mode: Mode };
  /** Place of this step; what it asked people or the shop for comes back under it. */
  path: string;
  /** What became of what this step asked for, when the run goes on after that; null the first time. */
  result: HoldResult | null;
  /** Facts known so far, by name (understanding, message, customer, order, shipment, …); read only. */
  facts: Readonly<Facts>;
  /**
   * What was found and may not be told yet, because it is not proven that it belongs to the writer. Neither conditions
   * nor templates see it; `verify` moves it to the facts.
   */
  pending: Readonly<Facts>;
  sources: FactSources;
  desk: Desk;
  /**
   * The only way to the outside. Live it calls `load` and records the answer under `key`; in a replay it gives the
   * recorded answer back. A fault of the other side is recorded too and thrown again.
   */
  read<T>(key: string, load: () => Promise<T>): Promise<T>;
  /** Renders in the customer's language; `extra` facts exist for this text only. */
  render(template: string, extra?: Facts): Reply;
  /** A model's words as a reply: greeting and signature around them, each fact matched to its source. */
  frame(body: string, author: string): Reply;
  /** Evaluates a condition that was checked at load time. */
  test(condition: string): boolean;
};

/** `why` is a sentence for people. */
export type StepResult = {
  why: string;
  effects?: Effect[];
  facts?: Facts;
  pending?: Facts;
  sources?: FactSourceTable;
} & (
  | { go: "on" }
  /** Carry on inside one of this step's own branches, then after the step. */
  | { go: "into"; branch: string }
  | { go: "end"; outcome: Outcome }
  /** `again`: the run comes back to this very step, which then finds its `result`. */
  | { go: "wait"; wait: Omit<Wait, "state">; again?: true }
  /** Goes on in another workflow, with all that is known. */
  | { go: "run"; workflow: string }
);

// Steps of different settings share one list: `any` is the usual price, the loader parses before it calls.
// oxlint-disable-next-line no-explicit-any
export type StepDefinition<Settings extends z.ZodType = any> = {
  /** The key in the YAML file. */
  id: string;
  summary: string;
  /** The step's whole mapping: its own key and the keys beside it. Nested steps are `nestedSteps`. */
  settings: Settings;
  /** Facts that have to be there before this step. "order?" is an order found and not verified. */
  needs?(settings: z.infer<Settings>): { fact: string; mend: string }[];
  /** Facts this step adds for the steps after it. */
  provides?(settings: z.infer<Settings>): string[];
  /** Templates it uses, with the facts it adds for each. */
  templates?(settings: z.infer<Settings>): { name: string; at: FilePath; extra?: string[] }[];
  /** Other workflows it goes on in; they have to exist. */
  workflows?(settings: z.infer<Settings>): { name: string; at: FilePath }[];
  /** Nothing after this step is reached. */
  ends?: boolean;
  /** Steps nested inside, so that the loader can check them too. */
  branches?(settings: z.infer<Settings>): Branch[];
  /** What only this step can check when a file is loaded. */
  check?(settings: z.infer<Settings>): StepProblem[];
  run(settings: z.infer<Settings>, context: StepContext): StepResult | Promise<StepResult>;
};
