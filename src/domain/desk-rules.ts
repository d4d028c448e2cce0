/** Business hours and teams as a shop writes them: hours.yaml and teams.yaml. The schemas are also the files' reference. */
import { z } from "zod";

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time like 09:00");
const day = z.iso.date("a day like 2026-12-25");
const weekdays = z.array(z.int().min(1).max(7)).min(1);
const opening = z
  .strictObject({ days: weekdays, from: clock, to: clock })
  .refine(({ from, to }) => from < to, "`from` has to be before `to`");

/** Days count from 1 (Monday) to 7 (Sunday). */
export const businessHours = z
  .strictObject({
    time_zone: z
      .string()
      .refine(isTimeZone, "not a time zone; write one like Europe/Berlin")
      .default("UTC")
      .meta({ description: "IANA name." }),
    days: weekdays.default([1, 2, 3, 4, 5]).meta({ description: "1 (Monday) to 7 (Sunday)." }),
    from: clock.default("09:00").meta({ description: "Opens, HH:MM." }),
    to: clock.default("17:00").meta({ description: "Closes, HH:MM." }),
    openings: z
      .array(opening)
      .min(1)
      .max(20)
      .optional()
      .meta({ description: "Instead of days, from and to: several openings, e.g. a shorter Saturday or a lunch break." }),
    holidays: z
      .array(
        z.union([
          day,
          z
            .strictObject({ from: day, to: day, name: z.string().max(100).optional() })
            .refine(({ from, to }) => from <= to, "`from` after `to`"),
        ]),
      )
      .max(500)
      .default([])
      .meta({ description: "Days nobody works: 2026-12-25, or { from: 2026-12-24, to: 2026-12-26, name: Christmas }." }),
  })
  .refine(({ from, to }) => from < to, "`from` has to be before `to`");
export type BusinessHours = z.infer<typeof businessHours>;

const workingTime = z.string().regex(/^\d{1,4} (minute|hour)s?$/, 'working time like "30 minutes" or "8 hours"');
const withinOf = () =>
  z
    .strictObject({
      urgent: workingTime.optional(),
      high: workingTime.optional(),
      normal: workingTime.optional(),
      low: workingTime.optional(),
    })
    .default({});
const teamName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and hyphens")
  .max(60);
/** ISO 639-1. */
export const languageCode = z.string().regex(/^[a-z]{2}$/, "an ISO 639-1 language like de");

export const team = z.strictObject({
  name: teamName.meta({ description: "As workflows name it; never changes." }),
  title: z.string().min(1).max(100),
  hours: businessHours.optional().meta({ description: "Its own hours; else those of hours.yaml." }),
  first_reply: withinOf().meta({ description: "Working time until somebody has answered, by priority. Default: 1, 4, 8 and 24 hours." }),
  resolution: withinOf().meta({ description: "Working time until it is closed. Default: 8, 16, 24 and 40 hours." }),
  assign: z.enum(["none", "round_robin", "least_loaded"]).default("none").meta({
    description: "Whether conversations are given to people by themselves: in turn, or to who has the fewest for their capacity.",
  }),
  escalates_to: teamName.optional().meta({ description: "Who takes over what nobody took in time; else the same team." }),
});
export type Team = z.infer<typeof team>;

export const hoursFile = z.strictObject({ hours: businessHours });
export const teamsFile = z
  .strictObject({ teams: z.array(team).max(100) })
  .refine(({ teams }) => new Set(teams.map(({ name }) => name)).size === teams.length, "two teams have the same name")
  .refine(
    ({ teams }) => teams.every(({ escalates_to: to }) => to === undefined || teams.some(({ name }) => name === to)),
    "escalates_to names a team that is not in the file",
  );

export const ruleKeys = [
  "hours",
  "teams",
  ...Object.keys(businessHours.shape),
  ...Object.keys(team.shape),
  "urgent",
  "high",
  "normal",
  "low",
];

/** "30 minutes" in ms. */
export function workingMs(text: string): number {
  const [count = "0", unit = ""] = text.split(" ");
  return Number(count) * (unit.startsWith("hour") ? 3_600_000 : 60_000);
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
