import { z } from "zod";
import { nameForm } from "../../schema.ts";
import type { StepDefinition } from "../../step.ts";

const settings = z.strictObject({
  run: z
    .string()
    .max(80)
    .regex(nameForm, "the name of a workflow, e.g. refund-request")
    .meta({ description: "Workflow to go on in.", names: "workflow" }),
});

/** Goes on in another workflow with all that is known, and does not come back. Of the two modes the more careful one counts. */
export const run: StepDefinition<typeof settings> = {
  id: "run",
  summary: "Goes on in another workflow.",
  settings,
  ends: true,
  workflows: ({ run: name }) => [{ name, at: ["run"] }],
  run: ({ run: name }) => ({ go: "run", workflow: name, why: `Goes on in the workflow ${name}.` }),
};
