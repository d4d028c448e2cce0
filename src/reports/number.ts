/**
 * What a number of the reports is. Each is defined once, by the facts it counts: one row for each thing, with the conversation it
 * happened in. Totals, parts, series, comparison, drill-down and CSV are all made of these rows (measure.ts), so that the
 * conversations behind a number are always exactly those it counted.
 */
export type Both = { en: string; de: string };

export const groups = ["automation", "service", "topics", "people"] as const;
export type Group = (typeof groups)[number];

/** count: things; share: things of `good` parts of all that are not `aside`; duration: working seconds, median; minutes: the sum. */
export type Unit = "count" | "share" | "duration" | "minutes";

export const filterNames = ["channel", "store", "team", "category", "language", "workflow", "agent"] as const;
export type FilterName = (typeof filterNames)[number];

/** `aside` parts are shown and not part of the share; `good` ones are what the share is of. */
export type PartDefinition = { id: string; title: Both; good?: true; aside?: true };

/** Binds a value and returns its place in the SQL ("$3::uuid"). */
export type Bind = (value: unknown, type: string) => string;

export type FactsQuery = {
  bind: Bind;
  /** Places of the range's bounds (`to` is the first moment after it) and of the present. */
  from: string;
  to: string;
  now: string;
  /** The last moment of each step of the series, none later than now. */
  ends: string;
  /** Only for `saved`: minutes of a person's reply as JSON, by category; "" for the rest. */
  handling: string;
  /** Workflows that take what no other takes. */
  catchAll: readonly string[];
};

/** SQL expressions over `from`. What is left out is null, `n` 1. `since` and `until` make the value: working seconds between them. */
export type Facts = {
  from: string;
  conversation: string;
  at: string;
  part: string;
  n?: string;
  value?: string;
  since?: string;
  until?: string;
  team?: string;
  category?: string;
  workflow?: string;
  agent?: string;
  language?: string;
  store?: string;
  /** What a person reads beside the conversation: a comment, a question. */
  note?: string;
};

export type NumberDefinition = {
  name: string;
  group: Group;
  title: Both;
  /** One sentence that says what is counted, and how. */
  means: Both;
  unit: Unit;
  /** "category": whatever categories there are. */
  parts: readonly PartDefinition[] | "category";
  /** By what its table breaks it down. */
  split: FilterName | null;
  /** A state at a moment: the series shows it at the end of each step, the total is the last one. */
  isLevel?: true;
  /** Present state only: no range, no comparison. */
  isNow?: true;
  /** About what single people did: an agent sees their own, an admin everybody's. */
  isPersonal?: true;
  facts(query: FactsQuery): Facts;
};

/** Keeps PostgreSQL from folding a subquery into the one around it, where it would look things up anew at every mention of a column. */
export const fence = "offset 0";

/** How long afterwards a customer's return, thanks or rating still says something about a reply. */
export const signDays = 7;

export const both = (en: string, de: string): Both => ({ en, de });
