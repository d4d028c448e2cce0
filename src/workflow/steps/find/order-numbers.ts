import type { RunInput } from "../../engine/decision.ts";
import { codeQuestion } from "../verify/code-template.ts";

const maxNumbers = 5;
const maxChars = 40;
const maxTextChars = 4_000;
// Bare digits are taken for an order number only where we have asked for one or were told one before.
const bareNumber = /(?<![\p{L}\p{N}.,-])#?(\d{3,12})(?![\p{L}\p{N}-])/gu;

/**
 * Order numbers the customer may mean, most likely first, without "#". What was read may cover what they said before we
 * asked: their answer counts first, except that after a code was sent the digits of the answer are the code.
 */
export function orderNumbers(input: RunInput): string[] {
  const read = (input.understanding.entities.order_number ?? []).map((entity) => entity.value);
  const { asked } = input;
  if (!asked) return tidy(read);
  const answer = input.messages.map((message) => message.text);
  const earlier = firstWithAny([read.filter((number) => asked.text.includes(number)), bareNumbers(asked.text)]);
  if (asked.question === codeQuestion && earlier.length > 0) return tidy(earlier);
  return tidy(firstWithAny([read.filter((number) => answer.some((text) => text.includes(number))), answer.flatMap(bareNumbers), earlier]));
}

const firstWithAny = (lists: string[][]): string[] => lists.find((list) => list.length > 0) ?? [];

function bareNumbers(text: string): string[] {
  return Array.from(text.slice(0, maxTextChars).matchAll(bareNumber), (match) => match[1]!);
}

function tidy(numbers: string[]): string[] {
  const clean = numbers.map((number) => number.trim().replace(/^#/, "").slice(0, maxChars)).filter((number) => number !== "");
  return [...new Set(clean)].slice(0, maxNumbers);
}
