/**
 * The workflow file as one zod object: validator, JSON Schema and reference in one. Steps are a union over the step
 * vocabulary; the loader checks each against the one schema its key names, because a union's errors help nobody.
 */
import { CronExpressionParser } from "cron-parser";
import { z } from "zod";
import { customEvent, knownEvents } from "../domain/fact-catalog.ts";
import { modes } from "../domain/run.ts";
import type { StepDefinition } from "./step.ts";

export const nameForm = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** `names` tells editors what is to be chosen from. */
export const templateName = z
  .string()
  .max(80)
  .regex(nameForm, "a template name is lower-case words with hyphens, e.g. order-on-its-way")
  .meta({ names: "template" });
export const conditionText = z.union([z.string().min(1), z.boolean()]).meta({ description: "CEL condition over the facts." });

const category = z.string().min(1).max(80);
const shareText = z.union([z.number().min(0).max(1), z.string().regex(/^\d{1,3}(?:\.\d{1,4})?\s?%$/, "a share like 1% or 0.5%")]);

/** Whether the job runner's own parser takes it. */
function isCron(text: string): boolean {
  try {
    CronExpressionParser.parse(text, { tz: "UTC" });
    return text.trim().split(/\s+/).length === 5;
  } catch {
    return false;
  }
}
const event = z
  .string()
  .refine((name) => name in knownEvents || customEvent.test(name), `one of ${Object.keys(knownEvents).join(", ")}, or custom.<name>`);
/** Exactly one key says what starts the workflow. */
const trigger = z
  .strictObject({
    message: z
      .union([z.literal("any"), z.strictObject({ category: z.union([category, z.array(category).min(1).max(50)]) })])
      .optional()
      .meta({ description: "A customer's message of these categories; `any` takes what no other workflow takes." }),
    event: z
      .union([event, z.array(event).min(1).max(20)])
      .optional()
      .meta({ description: "Something happened in the shop or to a parcel; the customer on the order is written to." }),
    schedule: z
      .strictObject({
        cron: z
          .string()
          .refine(isCron, 'five fields like "0 9 * * 1-5" (minute, hour, day, month, weekday), in UTC')
          .meta({ description: "When, as a cron expression in UTC." }),
        conversations: conditionText.meta({ description: "Which conversations, as a condition over `conversation`." }),
      })
      .optional()
      .meta({ description: "At certain times, for every conversation that fits; once for each state of a conversation." }),
    conversation: z.literal("closed").optional().meta({ description: "A conversation was closed." }),
  })
  .refine((when) => Object.keys(when).length === 1, "`when` has one of message, event, schedule and conversation");

export const workflowFile = z.strictObject({
  workflow: z
    .string()
    .max(80)
    .regex(nameForm, "a workflow name is lower-case words with hyphens, e.g. order-status")
    .meta({ description: "Name; never changes." }),
  title: z.string().min(1).max(200).meta({ description: "What people call it." }),
  description: z.string().max(2_000).optional(),
  when: trigger.meta({
    description: "What starts it.",
  }),
  unless: conditionText.optional().meta({ description: "Messages it leaves to the fallback workflow." }),
  mode: z
    .enum(modes as ["off", "shadow", "draft", "auto"])
    .default("draft")
    .meta({ description: "How far it may act by itself." }),
  budget: z
    .strictObject({
      wrong_replies: shareText,
    })
    .optional()
    .meta({ description: "Share of automatic replies that may be wrong." }),
  canary: shareText
    .optional()
    .meta({ description: "In auto mode: share of conversations it may answer by itself; the others become drafts." }),
  steps: z.array(z.record(z.string(), z.unknown())).min(1).max(100),
});
export type WorkflowFile = z.infer<typeof workflowFile>;

/** JSON Schema of the file for editors, with the steps of this vocabulary. */
export function workflowJsonSchema(definitions: readonly StepDefinition[]): Record<string, unknown> {
  const step = z.union(definitions.map((definition) => definition.settings as z.ZodType));
  const schema = workflowFile.extend({ steps: z.array(step).min(1).max(100) });
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Record<string, unknown>;
}

/** JSON Schema of the mapping of one step, for forms. */
export function stepJsonSchema(settings: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(settings, { io: "input", unrepresentable: "any" }) as Record<string, unknown>;
}

/** "1%" and 0.01 are the same share. */
export function share(written: number | string): number {
  return typeof written === "number" ? written : Number.parseFloat(written) / 100;
}
