import { z } from "zod";
import type { Effect } from "../../engine/decision.ts";
import type { StepDefinition } from "../../step.ts";

const settings = z.strictObject({
  set: z
    .strictObject({
      tags: z.array(z.string().min(1).max(60)).max(20).optional().meta({ description: "Tags to add." }),
      priority: z.enum(["urgent", "high", "normal", "low"]).optional(),
      assignee: z.string().min(1).max(200).optional().meta({ description: "E-mail address of an agent." }),
      team: z.string().min(1).max(80).optional().meta({ names: "team" }),
      rating: z
        .literal("message")
        .optional()
        .meta({ description: "The customer's rating: the number from 1 to 5 their message begins with; none sets nothing." }),
    })
    .refine((fields) => Object.keys(fields).length > 0, "Say what to set: tags, priority, assignee, team or rating"),
});

export const set: StepDefinition<typeof settings> = {
  id: "set",
  summary: "Sets tags, priority, assignee, team or rating of the conversation.",
  settings,
  run({ set: { tags, priority, assignee, team, rating: from } }, { input }) {
    const rating = from ? ratingIn(input.messages.at(-1)?.text ?? "") : null;
    const effect: Effect = {
      kind: "set",
      ...(tags && { tags }),
      ...(priority && { priority }),
      ...(assignee && { assignee }),
      ...(team && { team }),
      ...(rating && { rating }),
    };
    const said = [
      tags && `tags ${tags.join(", ")}`,
      priority && `priority ${priority}`,
      assignee && `assignee ${assignee}`,
      team && `team ${team}`,
      from && (rating ? `rating ${rating} of 5` : "no rating, because the message names none"),
    ];
    return { go: "on", why: `Sets ${said.filter(Boolean).join("; ")}.`, effects: [effect] };
  },
};

function ratingIn(text: string): number | null {
  const [, digit] = /^\D{0,20}([1-5])(?![\p{L}\p{N}])/u.exec(text.slice(0, 40)) ?? [];
  return digit ? Number(digit) : null;
}
