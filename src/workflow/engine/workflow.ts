import type { Mode } from "../../domain/run.ts";
import type { StepDefinition } from "../step.ts";

/** A workflow file, checked and ready to run. Nothing in it changes after loading except, by the desk, its mode. */
export type Workflow = {
  name: string;
  title: string;
  /** First 12 hex digits of the SHA-256 of the source with unified line ends: same content, same version. */
  version: string;
  file: string;
  source: string;
  mode: Mode;
  /** Share of automatic replies that may be wrong, 0 to 1. */
  budget: { wrongReplies: number } | null;
  /** In auto mode the share of conversations it may answer by itself, 0 to 1; null: all. */
  canary: number | null;
  /** In auto mode the confidence from which it may answer by itself, as reviews have proven it; null: the reader's own. */
  threshold?: number | null;
  trigger: Trigger;
  /** Categories it answers; "any" for the one that takes what nobody else takes; none when it is no message that starts it. */
  categories: readonly string[] | "any";
  unless: string | null;
  steps: CompiledSteps;
};

export type Trigger =
  | { kind: "message" }
  | { kind: "event"; events: readonly string[] }
  | { kind: "schedule"; cron: string; conversations: string }
  | { kind: "closed" };

/** A list of steps and where to go on after it. */
export type CompiledSteps = {
  steps: CompiledStep[];
  parent: { list: CompiledSteps; index: number } | null;
};

export type CompiledStep = {
  /** Place in the workflow and name in the trace, e.g. "steps/3/choose/1/steps/0". */
  path: string;
  /** For people, e.g. "find: order". */
  label: string;
  settings: unknown;
  definition: StepDefinition;
  branches: ReadonlyMap<string, CompiledSteps>;
};
