import { z } from "zod";
import type { Effect } from "../../engine/decision.ts";
import type { StepDefinition } from "../../step.ts";

const settings = z.strictObject({
  set: z
    .strictObject({
      tags: z.array(z.string().min(1).max(60)).max(20).optional().meta({ description: "Tags to add." }),
      priority: z.enum(["urgent", "high", "normal", "low"]).optional(),
      assignee: z.string().min(1).max(200).optional().meta({ description: "E-mail address of an agent." }),
      team: z.string().min(1).max(80).optional(),
    })
    .refine((fields) => Object.keys(fields).length > 0, "Say what to set: tags, priority, assignee or team"),
});

export const set: StepDefinition<typeof settings> = {
  id: "set",
  summary: "Sets tags, priority, assignee or team of the conversation.",
  settings,
  run({ set: { tags, priority, assignee, team } }) {
    const effect: Effect = {
      kind: "set",
      ...(tags && { tags }),
      ...(priority && { priority }),
      ...(assignee && { assignee }),
      ...(team && { team }),
    };
    const said = [
      tags && `tags ${tags.join(", ")}`,
      priority && `priority ${priority}`,
      assignee && `assignee ${assignee}`,
      team && `team ${team}`,
    ];
    return { go: "on", why: `Sets ${said.filter(Boolean).join("; ")}.`, effects: [effect] };
  },
};
