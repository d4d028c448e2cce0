import { z } from "zod";
import { handover } from "../../engine/interpreter.ts";
import { templateName } from "../../schema.ts";
import type { StepDefinition } from "../../step.ts";

const settings = z.strictObject({
  hand_over: z.strictObject({
    team: z.string().min(1).max(80).optional().meta({ description: "Who takes it; without one the desk's first team.", names: "team" }),
    priority: z.enum(["urgent", "high", "normal", "low"]).optional().meta({ description: "Without one the message's own." }),
    skills: z
      .array(z.string().min(1).max(60))
      .max(10)
      .optional()
      .meta({ description: "What whoever takes it has to know, e.g. [warranty]; people have skills in Settings, People." }),
    reason: z.string().min(1).max(500).meta({ description: "Why a person is needed, as a sentence." }),
    reply: templateName.optional().meta({ description: "What the customer is told meanwhile." }),
  }),
});

/** A handover always has an owner and a deadline; the reply that goes with it may promise exactly that deadline. */
export const handOver: StepDefinition<typeof settings> = {
  id: "hand_over",
  summary: "Gives the conversation to a person, with team, priority and deadline.",
  settings,
  ends: true,
  templates: ({ hand_over: { reply } }) => (reply ? [{ name: reply, at: ["hand_over", "reply"], extra: ["handover"] }] : []),
  run({ hand_over: { team, priority, skills, reason, reply } }, { input, desk, render }) {
    const outcome = { ...handover(input, desk, reason, team, priority), ...(skills ? { skills } : {}) };
    const why = `${reason} The team "${outcome.team}" takes it until ${outcome.due_at}.`;
    if (!reply) return { go: "end", why, outcome };
    const promise = { handover: { team: outcome.team, due_at: outcome.due_at } };
    return { go: "end", why, outcome, effects: [{ kind: "reply", reply: render(reply, promise) }] };
  },
};
