/**
 * The contract of a language model. Connectors live beside this file, one folder each, and pass the suite in contract.ts.
 * No feature calls a connector: they call desk-models.ts, which guards privacy, money and time.
 */
import type { z } from "zod";
import type { CheckConnection, ConnectorDefinition } from "../domain/connection.ts";

export type ModelCan = {
  /** The vendor itself holds the answer to the schema; without it the schema is only asked for in words. */
  json: boolean;
  embeddings: boolean;
  /** The answer can be watched as it grows. */
  streaming: boolean;
};

export type ModelMessage = { role: "user" | "assistant"; text: string };

export type ModelRequest = {
  system: string;
  /** Oldest first; the last one is the user's. */
  messages: readonly ModelMessage[];
  /** The answer is to be JSON of this form. Only forms that JSON Schema has: no transforms. */
  schema?: z.ZodType;
  /** Of the answer. */
  maxTokens: number;
  /** The vendor's standard when not given; 0 for answers that vary as little as possible. */
  temperature?: number;
  /** The whole text so far, each time there is more of it. Ignored where the model cannot stream. */
  onText?(soFar: string): void;
  signal: AbortSignal;
};

/** As the vendor counted; null when it did not say. */
export type ModelUsage = { inputTokens: number | null; outputTokens: number | null };

export type ModelAnswer = {
  text: string;
  /** The text as JSON of the schema's form; missing when it is not, which is no error here. */
  json?: unknown;
  usage: ModelUsage;
  /** `length`: cut off at maxTokens. `refusal`: the model, or the vendor's filter, will not answer this. */
  finish: "stop" | "length" | "refusal";
};

export type Embedded = { vectors: number[][]; inputTokens: number | null };

export type Model = {
  /** The model's name as the vendor has it, which prices go by. */
  id: string;
  /** The name of the one that embeds, when there is one. */
  embeddingId?: string;
  can: ModelCan;
  /**
   * Asks once; who calls decides about asking again. Throws AppError vendor_* (with retryAfterMs when the vendor said), and
   * `unavailable` when `signal` said so. No error holds a key, the question or the answer.
   */
  complete(request: ModelRequest): Promise<ModelAnswer>;
  /** As many vectors as texts, in their order. Throws like `complete`. */
  embed?(texts: readonly string[], signal: AbortSignal): Promise<Embedded>;
  check?: CheckConnection;
};

export type ModelDefinition<Settings extends z.ZodType = z.ZodType> = ConnectorDefinition<Settings, Model>;

/** A configured connection of this kind, opened. */
export type OpenModel = { id: string; title: string; isDemo: boolean; model: Model };
