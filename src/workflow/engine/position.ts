import type { CompiledSteps } from "./workflow.ts";

/** Where a run is: a list of steps and an index into it. */
export type Position = { list: CompiledSteps; index: number };

/** The step that comes after this one, leaving branches that are at their end; null at the end of the workflow. */
export function afterStep(position: Position): Position | null {
  let { list, index } = position;
  while (index + 1 >= list.steps.length) {
    if (!list.parent) return null;
    ({ list, index } = list.parent);
  }
  return { list, index: index + 1 };
}

/** The step with this path; null when there is none (any more). */
export function findPosition(list: CompiledSteps, path: string): Position | null {
  for (const [index, step] of list.steps.entries()) {
    if (step.path === path) return { list, index };
    if (!path.startsWith(`${step.path}/`)) continue;
    for (const branch of step.branches.values()) {
      const found = findPosition(branch, path);
      if (found) return found;
    }
  }
  return null;
}
