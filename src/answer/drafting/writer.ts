/**
 * What the desk asks language models for: drafts, rewriting, translation, summaries, and a second opinion where the reader is
 * unsure. Nothing here decides: every text goes through the same checks as a template's, and without a model each
 * function says so in a sentence.
 */
import { z } from "zod";
import type { TranslateRequest, WriteRequest, Written } from "../../domain/written.ts";
import type { Voice } from "../voice/voice.ts";
import { opinionPrompt, quoted, rewritePrompt, summaryPrompt, translateManyPrompt, translatePrompt, writePrompt } from "./prompts.ts";

type Known = { names?: string[] };
type Request = {
  system: string;
  messages: { role: "user"; text: string }[];
  schema?: z.ZodType;
  maxTokens: number;
  temperature: number;
  known?: Known;
  language?: string;
  conversationId: string | null;
};
type Answer = { ok: true; text: string; json?: unknown; dropped: string[]; model: string } | { ok: false; say: string };
type Purpose = "draft" | "rewrite" | "translate" | "summarise" | "second_opinion";

/** src/models/desk-models.ts, as far as it is needed here. */
export type AskModel = { run(purpose: Purpose, request: Request): Promise<Answer>; isOn(purpose: Purpose): Promise<boolean> };

export type Writer = {
  write(request: WriteRequest): Promise<Written>;
  translate(request: TranslateRequest): Promise<Written>;
  /** Several texts of one conversation in one question; as many come back, in their order. */
  translateAll(
    request: Omit<TranslateRequest, "text"> & { texts: readonly string[] },
  ): Promise<{ ok: true; texts: string[]; model: string } | { ok: false; say: string }>;
  rewrite(request: {
    text: string;
    language: string;
    how: "voice" | "shorter" | "friendlier" | "clearer";
    customerName: string | null;
    conversationId: string;
  }): Promise<Written>;
  /** `lines`: who said what, oldest first. */
  summarise(request: { lines: readonly string[]; language: string; customerName: string | null; conversationId: string }): Promise<Written>;
  /** The category a model is sure of; null when it is not, or nobody was asked. */
  secondOpinion(request: {
    text: string;
    categories: readonly string[];
    language: string;
    customerName: string | null;
    conversationId: string;
  }): Promise<{ category: string; model: string } | null>;
  isOn(purpose: Purpose): Promise<boolean>;
};

const maxFactsChars = 12_000;
/** What a run knows and a reply may use. What the customer wrote comes apart; what was made of it is nobody's business. */
const tellable = [
  "store",
  "order",
  "orders",
  "shipment",
  "shipments",
  "product",
  "products",
  "availability",
  "article",
  "action",
  "comparison",
  "asked",
];

export function createWriter(models: AskModel, voice: () => Voice): Writer {
  const one = (text: string) => [{ role: "user" as const, text }];
  const knownOf = (name: string | null): { known: Known } => ({ known: { names: name ? [name] : [] } });
  async function ask(purpose: Purpose, request: Request, mayDrop: boolean): Promise<Written> {
    const answer = await models.run(purpose, request);
    if (!answer.ok) return answer;
    // A translation without the order number is no translation.
    if (!mayDrop && answer.dropped.length > 0) return { ok: false, say: "The language model left out something of the text." };
    const text = tidy(answer.text);
    return text === "" ? { ok: false, say: "The language model wrote nothing." } : { ok: true, text, model: answer.model };
  }
  return {
    isOn: (purpose) => models.isOn(purpose),
    write: ({ brief, language, question, facts, customerName, maxLength, conversationId }) =>
      ask(
        "draft",
        {
          system: writePrompt(voice(), language, brief, maxLength),
          messages: one(`${quoted("facts", factsText(facts))}\n${quoted("customer", question.slice(0, 6_000))}`),
          maxTokens: 900,
          temperature: 0.2,
          language,
          conversationId,
          ...knownOf(customerName),
        },
        true,
      ),
    translate: ({ text, from, to, customerName, conversationId }) =>
      ask(
        "translate",
        {
          system: translatePrompt(from, to),
          messages: one(quoted("text", text)),
          maxTokens: 2_500,
          temperature: 0,
          language: from,
          conversationId,
          ...knownOf(customerName),
        },
        false,
      ),
    async translateAll({ texts, from, to, customerName, conversationId }) {
      const schema = z.object({ texts: z.array(z.string().max(20_000)) });
      const answer = await models.run("translate", {
        system: translateManyPrompt(from, to, texts.length),
        messages: one(quoted("text", JSON.stringify(texts))),
        schema,
        maxTokens: Math.min(8_000, 200 + texts.join("").length),
        temperature: 0,
        language: from,
        conversationId,
        ...knownOf(customerName),
      });
      if (!answer.ok) return answer;
      const read = schema.safeParse(answer.json);
      const written = read.success ? read.data.texts.map(tidy) : [];
      if (written.length !== texts.length || written.includes(""))
        return { ok: false, say: "The language model did not translate every message." };
      return { ok: true, texts: written, model: answer.model };
    },
    rewrite: ({ text, language, how, customerName, conversationId }) =>
      ask(
        "rewrite",
        {
          system: rewritePrompt(voice(), language, how),
          messages: one(quoted("text", text)),
          maxTokens: 2_500,
          temperature: 0.3,
          language,
          conversationId,
          ...knownOf(customerName),
        },
        false,
      ),
    summarise: ({ lines, language, customerName, conversationId }) =>
      ask(
        "summarise",
        {
          system: summaryPrompt(language),
          messages: one(quoted("conversation", lines.join("\n").slice(-40_000))),
          maxTokens: 500,
          temperature: 0,
          language,
          conversationId,
          ...knownOf(customerName),
        },
        true,
      ),
    async secondOpinion({ text, categories, language, customerName, conversationId }) {
      const schema = z.object({ category: z.string().max(60), sure: z.boolean() });
      const answer = await models.run("second_opinion", {
        system: opinionPrompt(categories),
        messages: one(quoted("customer", text.slice(0, 6_000))),
        schema,
        maxTokens: 60,
        temperature: 0,
        language,
        conversationId,
        ...knownOf(customerName),
      });
      const read = answer.ok ? schema.safeParse(answer.json) : null;
      return answer.ok && read?.success && read.data.sure && categories.includes(read.data.category)
        ? { category: read.data.category, model: answer.model }
        : null;
    },
  };
}

function factsText(facts: Readonly<Record<string, unknown>>): string {
  const told = Object.fromEntries(tellable.flatMap((name) => (facts[name] === undefined ? [] : [[name, facts[name]]])));
  return JSON.stringify(told, null, 1).slice(0, maxFactsChars);
}

/** As a mail reads: no Markdown, no marks of ours, no blank at the ends. */
function tidy(text: string): string {
  return text
    .replace(/^```[a-z]*\n|\n```$/g, "")
    .replaceAll(/<\/?(?:customer|facts|text|conversation)>/gi, "")
    .replaceAll(/\*\*|__/g, "")
    .replaceAll(/^#{1,6}[ \t]+/gm, "")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}
