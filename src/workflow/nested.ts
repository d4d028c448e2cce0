/** Steps inside steps: one written in place, or several under `steps`. */
import { z } from "zod";
import type { FilePath } from "./step.ts";

/** Checked by the loader, step by step, because only it knows the vocabulary. */
export const nestedSteps = z.record(z.string(), z.unknown()).meta({ description: "One step, or several under `steps`.", steps: true });

/** The steps of a branch with their places in the file; `besides` are keys of the mapping that are no step. */
export function stepsOf(value: Record<string, unknown>, at: FilePath, besides: readonly string[] = []): { raw: unknown; at: FilePath }[] {
  if (Array.isArray(value["steps"])) return value["steps"].map((raw, index) => ({ raw, at: [...at, "steps", index] }));
  const raw = Object.fromEntries(Object.entries(value).filter(([key]) => !besides.includes(key)));
  return Object.keys(raw).length === 0 ? [] : [{ raw, at }];
}
