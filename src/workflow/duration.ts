/** Times as people write them in a workflow file. */
import { z } from "zod";

const unitMs: Record<string, number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const form = /^(\d{1,3}) (minute|hour|day|week)s?$/;

export const duration = z
  .string()
  .regex(form, 'a duration like "30 minutes", "12 hours", "3 days" or "2 weeks"')
  .meta({ description: "A time like 30 minutes, 12 hours, 3 days or 2 weeks." });

/** ISO time that much after `now`. */
export function after(now: string, time: string): string {
  const [, count = "0", unit = "day"] = form.exec(time) ?? [];
  return new Date(Date.parse(now) + Number(count) * unitMs[unit]!).toISOString();
}
