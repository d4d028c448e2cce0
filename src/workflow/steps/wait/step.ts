import { z } from "zod";
import { after, duration } from "../../duration.ts";
import type { StepDefinition } from "../../step.ts";

const settings = z.strictObject({
  wait: z.union([
    z.literal("message").meta({ description: "Until the customer writes." }),
    duration,
    z.strictObject({
      for: duration,
      until_message: z.boolean().default(false).meta({ description: "Go on earlier when the customer writes." }),
    }),
  ]),
});

/** Waiting holds no process: the decision says until when and with which state, whoever commits it brings it back. */
export const wait: StepDefinition<typeof settings> = {
  id: "wait",
  summary: "Waits for a time, for the customer, or for whichever comes first.",
  settings,
  run({ wait: written }, { input }) {
    if (written === "message")
      return {
        go: "wait",
        why: "Waits until the customer writes.",
        wait: { until: null, forMessage: true },
      };
    const { for: time, until_message: forMessage } = typeof written === "string" ? { for: written, until_message: false } : written;
    const until = after(input.now, time);
    return {
      go: "wait",
      why: `Waits ${time}, until ${until}${forMessage ? ", or until the customer writes" : ""}.`,
      wait: { until, forMessage },
    };
  },
};
