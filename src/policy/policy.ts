/** A policy as it is judged by: amounts in integer minor units per currency. */
import type { ActionKind } from "../domain/action.ts";
import type { PolicyEntry } from "./schema.ts";

export type Amounts = Record<string, number>;
export type Policy = Omit<PolicyEntry, "max_amount" | "max_share" | "budget" | "two_people" | "rules"> & {
  maxAmount: Amounts | null;
  maxShare: number | null;
  budget: { day: Amounts | null; workflow: Amounts | null; order: Amounts | null };
  twoPeople: "always" | { above: Amounts } | null;
  rules: { rule: string; require: string; why: string; instead: string | null }[];
};
/** A kind without an entry is refused. */
export type Policies = Partial<Record<ActionKind, Policy>>;
