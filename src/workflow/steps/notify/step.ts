import { z } from "zod";
import { templateName } from "../../schema.ts";
import type { StepDefinition } from "../../step.ts";

const settings = z.strictObject({
  notify: templateName.meta({ description: "Template of the message." }),
});

/**
 * Writes to a customer who did not write first. It passes the same checks and the same mode as a reply. Only a run that no
 * message started may do it: whoever has written gets a reply.
 */
export const notify: StepDefinition<typeof settings> = {
  id: "notify",
  summary: "Writes to the customer because something happened.",
  settings,
  needs: () => [
    {
      fact: "event",
      mend: "Use reply: the customer has written. Notices are for workflows that begin with an event, a schedule or a closed conversation.",
    },
  ],
  templates: ({ notify: name }) => [{ name, at: ["notify"] }],
  run({ notify: name }, { input, render }) {
    const to = input.resume?.started?.to;
    if (!to)
      return {
        go: "end",
        why: "There is no address to write to.",
        outcome: { kind: "closed", reason: "There is no address to write to." },
      };
    return { go: "on", why: `Writes "${name}" to the customer.`, effects: [{ kind: "reply", reply: render(name) }] };
  },
};
