/** Questions and answers that a page gives to search engines (schema.org FAQPage): often all there is, when a script draws them. */
import { findAll, type Element } from "./html-tree.ts";

export type Faq = { question: string; /** HTML. */ answer: string };

const maxScript = 500_000;
const maxQuestions = 500;

export function faqOf(root: Element): Faq[] {
  const scripts = findAll(root, ({ tag, attributes }) => tag === "script" && /^application\/ld\+json\b/i.test(attributes["type"] ?? ""));
  return scripts
    .flatMap((script) => questionsIn(parse(script.children.filter((child) => typeof child === "string").join("")), 0))
    .slice(0, maxQuestions);
}

function parse(json: string): unknown {
  if (json.length > maxScript) return null;
  try {
    return JSON.parse(json);
  } catch {
    // Many shops' scripts are not quite JSON; the page's own text is still there.
    return null;
  }
}

type Thing = { "@type"?: unknown; "@graph"?: unknown; mainEntity?: unknown; name?: unknown; acceptedAnswer?: unknown; text?: unknown };

/** Only questions below a FAQPage: a product page has questions of customers, too, and their answers are anybody's. */
function questionsIn(value: unknown, depth: number): Faq[] {
  if (depth > 5 || typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.slice(0, maxQuestions).flatMap((one) => questionsIn(one, depth + 1));
  const thing = value as Thing;
  if (isA(thing, "FAQPage")) return list(thing.mainEntity).flatMap(questionOf);
  return questionsIn(thing["@graph"], depth + 1);
}

function questionOf(value: unknown): Faq[] {
  const thing = value as Thing | null;
  if (typeof thing !== "object" || thing === null || !isA(thing, "Question") || typeof thing.name !== "string") return [];
  const answer = (list(thing.acceptedAnswer)[0] as Thing | undefined)?.text;
  return typeof answer === "string" && answer.trim() !== "" ? [{ question: thing.name, answer }] : [];
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, maxQuestions) : value === undefined ? [] : [value]);
const isA = (thing: Thing, type: string): boolean => list(thing["@type"]).includes(type);

/** Letters and digits only: the same question is written with other spaces and marks in the page and beside it. */
export const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
