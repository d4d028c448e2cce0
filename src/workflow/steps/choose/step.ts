import { z } from "zod";
import { compileCondition } from "../../conditions.ts";
import { nestedSteps, stepsOf } from "../../nested.ts";
import { conditionText } from "../../schema.ts";
import type { Branch, StepContext, StepDefinition, StepProblem } from "../../step.ts";

const branch = nestedSteps.refine(
  (value) => ("if" in value ? conditionText.safeParse(value["if"]).success : value["else"] === true),
  'A branch begins with "if: <condition>", the last one with "else: true"',
);
const settings = z.strictObject({ choose: z.array(branch).min(1).max(40) });
type Settings = z.infer<typeof settings>;

const conditionOf = (value: Record<string, unknown>): string | null => ("if" in value ? String(value["if"]) : null);

/** Takes the first branch whose condition holds. The last one is `else: true`, so that no case is forgotten. */
export const choose: StepDefinition<typeof settings> = {
  id: "choose",
  summary: "Takes the first branch whose condition holds.",
  settings,
  branches: ({ choose: values }) => values.map(toBranch),
  check: ({ choose: values }) => [...emptyBranches(values), ...deadBranches(values)],
  run({ choose: values }, context) {
    for (const [index, value] of values.entries()) {
      const condition = conditionOf(value);
      if (condition === null)
        return {
          go: "into",
          branch: String(index),
          why: "No condition before held, so it took the last branch.",
        };
      if (context.test(condition)) return { go: "into", branch: String(index), why: because(condition, context) };
    }
    return { go: "on", why: "No condition held." };
  },
};

function toBranch(value: Record<string, unknown>, index: number): Branch {
  const condition = conditionOf(value);
  const at = ["choose", index];
  const steps = stepsOf(value, at, [condition === null ? "else" : "if"]);
  if (condition === null) return { name: String(index), at, when: "otherwise", steps };
  return {
    name: String(index),
    at,
    when: condition === "true" ? "otherwise" : "if",
    condition: { source: condition, at: [...at, "if"] },
    steps,
  };
}

function emptyBranches(values: Settings["choose"]): StepProblem[] {
  return values.flatMap((value, index) =>
    toBranch(value, index).steps.length > 0
      ? []
      : [
          {
            at: ["choose", index],
            message: "This branch has no step",
            mend: "Add one, e.g. reply: order-on-its-way.",
          },
        ],
  );
}

function deadBranches(values: Settings["choose"]): StepProblem[] {
  const last = values.findIndex((value) => conditionOf(value) === null || conditionOf(value) === "true");
  if (last === -1) {
    return [
      {
        at: ["choose", values.length - 1],
        message: "This choose has no last branch for all other cases",
        mend: 'Add "- else: true" with a step, e.g. hand_over.',
      },
    ];
  }
  if (last === values.length - 1) return [];
  return [
    {
      at: ["choose", last + 1],
      message: "This branch is never reached, because the one before takes everything",
      mend: "Move the branch that takes everything to the end.",
    },
  ];
}

/** "shipment.days_late > 3 (shipment.days_late is 5)" */
function because(source: string, { facts }: StepContext): string {
  const condition = compileCondition(source);
  const paths = "fault" in condition ? [] : condition.paths;
  const known = paths.flatMap((path) => {
    const [group = "", field = ""] = path.split(".");
    const value = (facts[group] as Record<string, unknown> | undefined)?.[field];
    return value === null || value === undefined || typeof value === "object" ? [] : [`${path} is ${String(value).slice(0, 60)}`];
  });
  return known.length === 0 ? `Because ${source}.` : `Because ${source} (${known.join(", ")}).`;
}
