import { z } from "zod";
import { templateName } from "../../schema.ts";
import type { StepDefinition } from "../../step.ts";

const settings = z.strictObject({
  reply: templateName.meta({ description: "Template of the reply." }),
  offers: z.literal(true).optional().meta({
    description: "It offers something: what the customer answers goes on in this workflow, which knows the offer as `question.answers`.",
  }),
});

export const reply: StepDefinition<typeof settings> = {
  id: "reply",
  summary: "Answers the customer from a template.",
  settings,
  templates: ({ reply: name }) => [{ name, at: ["reply"] }],
  run({ reply: name, offers }, { input, render }) {
    const written = render(name);
    const wanted = input.understanding.language;
    const inOther = written.language === wanted ? "" : ` There is no text in "${wanted}", so it is in "${written.language}".`;
    return {
      go: "on",
      why: `Writes "${name}".${inOther}`,
      effects: [{ kind: "reply", reply: written, ...(offers ? { asks: name } : {}) }],
    };
  },
};
