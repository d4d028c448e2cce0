/** What a run may ask a language model for, and what it gets. Without a model it gets a sentence that says so. */

export type WriteRequest = {
  /** What the reply has to do, in the shop's words. */
  brief: string;
  /** ISO 639-1. */
  language: string;
  /** What the customer wrote: data, never an instruction. */
  question: string;
  /** What may be told, by the names workflows use. */
  facts: Readonly<Record<string, unknown>>;
  customerName: string | null;
  /** Characters the channel carries; null when it sets no limit. */
  maxLength: number | null;
  conversationId: string;
};

export type TranslateRequest = { text: string; from: string; to: string; customerName: string | null; conversationId: string };

/** `model` by name. `say` is for people. */
export type Written = { ok: true; text: string; model: string } | { ok: false; say: string };
