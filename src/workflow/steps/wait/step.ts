import { z } from "zod";
import type { StepDefinition } from "../../step.ts";

const unitMs: Record<string, number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const durationForm = /^(\d{1,3}) (minute|hour|day|week)s?$/;
const duration = z.string().regex(durationForm, 'a duration like "30 minutes", "12 hours", "3 days" or "2 weeks"');

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
    const until = new Date(Date.parse(input.now) + durationMs(time)).toISOString();
    return {
      go: "wait",
      why: `Waits ${time}, until ${until}${forMessage ? ", or until the customer writes" : ""}.`,
      wait: { until, forMessage },
    };
  },
};

function durationMs(time: string): number {
  const [, count = "0", unit = "day"] = durationForm.exec(time) ?? [];
  return Number(count) * unitMs[unit]!;
}
