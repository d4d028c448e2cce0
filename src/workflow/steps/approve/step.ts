import { z } from "zod";
import { after, duration } from "../../duration.ts";
import { handover } from "../../engine/interpreter.ts";
import { nestedSteps, stepsOf } from "../../nested.ts";
import type { StepDefinition } from "../../step.ts";

const settings = z.strictObject({
  approve: z.string().min(1).max(300).meta({ description: "What a person is asked, as a question that yes or no answers." }),
  team: z.string().min(1).max(80).optional().meta({ description: "Who is asked; without one the desk's first team.", names: "team" }),
  people: z.int().min(1).max(5).default(1).meta({ description: "How many different people have to say yes." }),
  expires: duration.default("2 days").meta({ description: "How long to wait for the answer." }),
  else: nestedSteps.optional().meta({ description: "When the answer is no, or none came. Without it a person takes over." }),
});

/** A human checkpoint in the middle of a workflow. Waiting holds no process; a customer who writes meanwhile gets a person. */
export const approve: StepDefinition<typeof settings> = {
  id: "approve",
  summary: "Asks a person and goes on when they say yes.",
  settings,
  provides: () => ["approval"],
  branches: ({ else: no }) => (no ? [{ name: "else", at: ["else"], when: "fallback", steps: stepsOf(no, ["else"]) }] : []),
  run({ approve: question, team, people, expires, else: no }, { input, desk, result }) {
    if (!result) {
      const expiresAt = after(input.now, expires);
      const hold = { kind: "approval" as const, question, team: team ?? desk.defaultTeam, people, expiresAt };
      return {
        go: "wait",
        again: true,
        why: `Asks ${people === 1 ? "" : `${people} people of `}the team "${hold.team}": ${question}`,
        wait: { until: expiresAt, forMessage: false, hold },
      };
    }
    const { state, by, note } = result;
    if (state === "approved")
      return {
        go: "on",
        why: `${by} says yes.${note ? ` ${note}` : ""}`,
        facts: { approval: { by, note } },
        sources: { approval: { source: "desk", at: input.now } },
      };
    const why = state === "refused" ? `${by} says no.${note ? ` ${note}` : ""}` : `Nobody answered within ${expires}.`;
    if (no) return { go: "into", branch: "else", why };
    return { go: "end", why, outcome: handover(input, desk, `${question} ${why}`, team) };
  },
};
