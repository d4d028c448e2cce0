/** What features ask of a language model and what they get: the words of desk-models.ts. */
import type { z } from "zod";
import { ask, type AskParts, type Asked, type Question, type Tally } from "./ask.ts";
import type { Model, ModelMessage } from "./model.ts";
import type { Price } from "./money.ts";
import type { PersonalData } from "./personal-data.ts";
import type { Purpose, WhyNot } from "./purposes.ts";

type SharedRequest = {
  /** What is known of the customer: hidden in whatever spelling. What else is personal is hidden where its form gives it away. */
  known?: PersonalData;
  /** Of the text, ISO 639-1: decides how numbers are read. */
  language?: string;
  /** Whose text this is: what is kept of the answer is erased with it. Null only for the shop's own texts, never for a customer's. */
  conversationId: string | null;
  signal?: AbortSignal;
};

export type TextRequest<T = unknown> = SharedRequest & {
  system: string;
  /** Oldest first; the last one is the text to be worked on. */
  messages: readonly ModelMessage[];
  /** Checked while placeholders stand for personal data, so no formats (e-mail, URL) for fields that hold some. */
  schema?: z.ZodType<T>;
  maxTokens: number;
  temperature?: number;
  /** The whole text so far, personal data put back. It begins anew when a vendor breaks off; only the finished answer is checked. */
  onText?(soFar: string): void;
};

export type EmbedRequest = SharedRequest & { texts: readonly string[] };

/** `say` is for people. */
export type NoAnswer = { ok: false; why: WhyNot; say: string };
/**
 * `json` is there when a schema was given. `dropped`: placeholders of the last message that the answer lacks, which is fine in a
 * summary and a mistake in a translation.
 */
export type TextAnswer<T = unknown> = { ok: true; text: string; json?: T; dropped: string[]; model: string; isCached: boolean };
export type EmbedAnswer = { ok: true; vectors: number[][]; model: string; isCached: boolean };

/** One call of `run`: what it goes to, how long it may take, and what it has come to so far. */
export type Session = AskParts & {
  purpose: Purpose;
  connectionId: string;
  model: Model;
  prices: ReadonlyMap<string, Price>;
  signal: AbortSignal;
  endsAt: number;
  tally: Tally;
  /** For the record of calls: where the answer came from. */
  seen: { model: string | null; isCached: boolean };
};

export function askIn<T>(session: Session, question: Pick<Question<T>, "price" | "bound" | "call">): Promise<Asked<T>> {
  const { connectionId, signal, endsAt } = session;
  return ask(session, { ...question, connectionId, signal, endsAt }, session.tally);
}

/** Longer than any conversation; hiding what is personal in it would hold up everybody else. */
export const maxChars = 100_000;
