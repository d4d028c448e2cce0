import { z } from "zod";
import type { Written } from "../../../domain/written.ts";
import { templateName } from "../../schema.ts";
import type { StepDefinition } from "../../step.ts";

const settings = z.strictObject({
  write: z.string().min(10).max(1_000).meta({ description: "What the reply has to do, in a sentence or two, for a language model." }),
  else: templateName.optional().meta({ description: "Template used when no model writes; without one a person answers." }),
  auto: z.boolean().default(false).meta({
    description: "It may leave by itself in the mode auto, when each of its facts has a source. Otherwise a person reads it first.",
  }),
});

/** What a model wrote is checked like any reply, and by default read by a person. */
export const write: StepDefinition<typeof settings> = {
  id: "write",
  summary:
    "Lets a language model write the reply from the facts known so far. Checked like every reply; without a model the template in `else`, or a person.",
  settings,
  templates: ({ else: name }) => (name === undefined ? [] : [{ name, at: ["else"] }]),
  async run({ write: brief, else: fallback, auto }, { input, facts, sources, desk, read, path, render, frame }) {
    const { language } = input.understanding;
    const written = await read<Written>(`write:${path}`, async () =>
      sources.write
        ? sources.write({
            brief,
            language,
            question: input.messages.map(({ text }) => text).join("\n\n"),
            facts,
            customerName: input.customer.name,
            maxLength: input.channel.maxLength,
            conversationId: input.conversationId,
          })
        : { ok: false, say: "No language model is connected." },
    );
    if (written.ok) {
      const reply = frame(written.text, written.model);
      const held = auto ? undefined : "A language model wrote it, so a person reads it first.";
      return { go: "on", why: `${written.model} wrote the reply.`, effects: [{ kind: "reply", reply: held ? { ...reply, held } : reply }] };
    }
    if (fallback !== undefined)
      return { go: "on", why: `${written.say} Writes "${fallback}" instead.`, effects: [{ kind: "reply", reply: render(fallback) }] };
    const { priority } = input.understanding;
    const reason = `A reply was to be written: ${brief}`;
    const outcome = {
      kind: "handed_over" as const,
      reason,
      team: desk.defaultTeam,
      priority,
      due_at: desk.dueAt(priority, desk.defaultTeam, input.now),
    };
    return { go: "end", why: `${written.say} A person answers.`, outcome };
  },
};
