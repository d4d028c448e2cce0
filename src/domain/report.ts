/** The shapes reports speak over HTTP. Days are local to the report's zone; durations are working seconds. */
import { z } from "zod";

const both = z.object({ en: z.string(), de: z.string() });
const days = z.object({ from: z.string(), to: z.string() });
const choice = z.object({ id: z.string(), title: z.string() });
const money = z.object({ amount: z.number(), currency: z.string() });

export const reportNumber = z.object({
  name: z.string(),
  group: z.enum(["automation", "service", "topics", "people"]),
  title: both,
  means: both,
  unit: z.enum(["count", "share", "duration", "minutes"]),
  /** Null: whatever categories there are. */
  parts: z.array(z.object({ id: z.string(), title: both, good: z.boolean(), aside: z.boolean() })).nullable(),
  split: z.enum(["channel", "store", "team", "category", "language", "workflow", "agent"]).nullable(),
  is_level: z.boolean(),
  is_now: z.boolean(),
  is_personal: z.boolean(),
});
export type WireReportNumber = z.infer<typeof reportNumber>;

export const reportCatalogue = z.object({
  numbers: z.array(reportNumber),
  /** What can be filtered by. Agents are named to admins only. */
  filters: z.object({
    channel: z.array(choice),
    store: z.array(choice),
    team: z.array(choice),
    category: z.array(choice),
    language: z.array(choice),
    workflow: z.array(choice),
    agent: z.array(choice),
  }),
  /** The desk's own time zone. */
  zone: z.string(),
  today: z.string(),
  hour_cost: money.nullable(),
});
export type WireReportCatalogue = z.infer<typeof reportCatalogue>;

/** `value` as the number's unit says; null when there is nothing to say it of. `n`: what was counted. */
export const reportFigure = z.object({
  value: z.number().nullable(),
  n: z.number(),
  conversations: z.number(),
  mean: z.number().nullable(),
  median: z.number().nullable(),
  p90: z.number().nullable(),
});
export type WireReportFigure = z.infer<typeof reportFigure>;
const parts = z.record(z.string(), reportFigure);

export const report = z.object({
  name: z.string(),
  ...days.shape,
  zone: z.string(),
  grain: z.enum(["day", "week", "month"]),
  total: reportFigure,
  parts,
  series: z.array(z.object({ ...days.shape, total: reportFigure, parts })),
  rows: z.array(
    z.object({
      /** For drill-down; null: has none. */
      key: z.string().nullable(),
      title: z.string().nullable(),
      total: reportFigure,
      parts,
      /** Of the error rate: with 95 % confidence the true share is at least, and at most, this; and what the workflow allows. */
      bounds: z.object({ at_least: z.number(), at_most: z.number(), budget: z.number() }).optional(),
    }),
  ),
  compare: z.object({ ...days.shape, total: reportFigure, parts }).nullable(),
  /** Of the time saved: minutes per reply as measured, and what it comes to. `category` null: all. */
  formula: z
    .object({
      handling: z.array(z.object({ category: z.string().nullable(), minutes: z.number(), replies: z.number() })),
      hour_cost: money.nullable(),
      cost: money.nullable(),
    })
    .optional(),
});
export type WireReport = z.infer<typeof report>;

export const reportBehind = z.object({
  /** Null: it happened in no conversation. */
  conversation_id: z.string().nullable(),
  at: z.string().meta({ format: "date-time" }),
  n: z.number(),
  value: z.number().nullable(),
  parts: z.array(z.string()),
  note: z.string().nullable(),
  status: z.string().nullable(),
  subject: z.string().nullable(),
  preview: z.string().nullable(),
  category: z.string().nullable(),
  customer: z.string().nullable(),
});
export type WireReportBehind = z.infer<typeof reportBehind>;
export const reportDrill = z.object({ items: z.array(reportBehind), total: z.number() });
export type WireReportDrill = z.infer<typeof reportDrill>;
