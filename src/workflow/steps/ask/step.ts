import { z } from "zod";
import { handover } from "../../engine/interpreter.ts";
import { templateName } from "../../schema.ts";
import type { StepDefinition } from "../../step.ts";

const settings = z.strictObject({
  ask: templateName.meta({
    description: "Template of the question; its name is the question's name.",
  }),
});

/**
 * Asks the customer something and ends the run; their answer starts the next run in the same workflow. The same question
 * is not asked twice in a row: whoever could not answer it once needs a person.
 */
export const ask: StepDefinition<typeof settings> = {
  id: "ask",
  summary: "Asks the customer a question and waits for the answer.",
  settings,
  ends: true,
  templates: ({ ask: name }) => [{ name, at: ["ask"] }],
  run({ ask: question }, { input, workflow, desk, render }) {
    if (input.asked?.workflow === workflow.name && input.asked.question === question) {
      const outcome = handover(input, desk, `We have asked "${question}" before and still do not know.`);
      return { go: "end", why: `"${question}" was asked before, so a person takes over.`, outcome };
    }
    return {
      go: "end",
      why: `Asks the customer: ${question}.`,
      effects: [{ kind: "reply", reply: render(question), asks: question }],
      outcome: { kind: "asked", reason: `Waits for the answer to "${question}".` },
    };
  },
};
