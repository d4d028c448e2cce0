import type { RunInput } from "../../engine/decision.ts";
import { codeTemplate } from "../verify/code-template.ts";

const maxNumbers = 5;
const maxChars = 40;
const maxTextChars = 4_000;
// Bare digits are taken for an order number only where we have asked for one or were told one before.
const bareNumber = /(?<![\p{L}\p{N}.,-])#?(\d{3,12})(?![\p{L}\p{N}-])/gu;

/** Order numbers the customer may mean, most likely first, without "#". */
export function orderNumbers(input: RunInput): string[] {
  const read = (input.understanding.entities.order_number ?? []).map((entity) => entity.value);
  const { asked } = input;
  if (!asked) return tidy(read);
  const earlier = bareNumbers(asked.text);
  // After we sent a code the digits of the answer are the code; the order was named before.
  if (asked.question === codeTemplate && earlier.length > 0) return tidy(earlier);
  if (read.length > 0) return tidy(read);
  return tidy([...input.messages.flatMap((message) => bareNumbers(message.text)), ...earlier]);
}

function bareNumbers(text: string): string[] {
  return Array.from(text.slice(0, maxTextChars).matchAll(bareNumber), (match) => match[1]!);
}

function tidy(numbers: string[]): string[] {
  const clean = numbers.map((number) => number.trim().replace(/^#/, "").slice(0, maxChars)).filter((number) => number !== "");
  return [...new Set(clean)].slice(0, maxNumbers);
}
