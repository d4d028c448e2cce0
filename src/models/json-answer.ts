/** JSON out of what a model wrote, and how a schema is asked for in words where the vendor has no way to enforce it. */
import { z } from "zod";

/** The value when the text is JSON of the schema's form, fenced or not; undefined otherwise. */
export function jsonIn(text: string, schema: z.ZodType): unknown {
  const trimmed = text.trim();
  const fenced = /^```(?:json)?\s*\n([^]*?)\n?```$/.exec(trimmed)?.[1] ?? trimmed;
  try {
    const checked = schema.safeParse(JSON.parse(fenced));
    return checked.success ? checked.data : undefined;
  } catch {
    return undefined;
  }
}

export function schemaInWords(schema: z.ZodType): string {
  return `Answer with JSON alone, without any text around it. It has to be valid by this JSON Schema:\n${schemaText(schema)}`;
}

export function schemaText(schema: z.ZodType): string {
  return JSON.stringify(z.toJSONSchema(schema));
}
