import { z } from "zod";
import type { StepDefinition } from "../../step.ts";

const settings = z.strictObject({
  close: z.string().min(1).max(500).meta({ description: "Why no reply is needed, as a sentence." }),
});

export const close: StepDefinition<typeof settings> = {
  id: "close",
  summary: "Ends the run without a reply; the conversation stays readable for people.",
  settings,
  ends: true,
  run: ({ close: reason }) => ({ go: "end", why: reason, outcome: { kind: "closed", reason } }),
};
