/**
 * A Model out of a vendor's package for the AI SDK, for all connectors that go that way. The SDK is loaded at the first question:
 * most desks ask none, and it takes a while. It asks once (desk-models.ts decides about more), tells nobody (no telemetry), and its
 * errors never get out, because they carry the question, the answer and the headers.
 */
import type { EmbeddingModel, LanguageModel, LanguageModelUsage } from "ai";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { cappedFetch, stopped } from "../http/capped-fetch.ts";
import { jsonIn, schemaInWords } from "./json-answer.ts";
import type { Model, ModelAnswer, ModelCan, ModelRequest } from "./model.ts";

export type SdkModelParts = {
  /** As a person calls it: the subject of error sentences. */
  vendor: string;
  model: string;
  embeddingModel?: string | undefined;
  can: Omit<ModelCan, "embeddings">;
  secrets: readonly string[];
  timeoutMs: number;
  /** Loads the vendor's package; `fetch` is the only way out it may use. */
  load(fetch: typeof globalThis.fetch): Promise<{ language: LanguageModel; embedding?: EmbeddingModel }>;
  /** What only this vendor understands, by the SDK's name for it. */
  vendorOptions?: Record<string, Record<string, string | boolean>>;
};

type Sdk = typeof import("ai");
type Loaded = Awaited<ReturnType<SdkModelParts["load"]>> & { sdk: Sdk };

/** Room for a long answer or for some hundreds of vectors. */
const maxBytes = 20_000_000;

export function openSdkModel(parts: SdkModelParts): Model {
  let loading: Promise<Loaded> | undefined;
  const loaded = () => (loading ??= load(parts));
  const { embeddingModel, vendor } = parts;
  return {
    id: parts.model,
    ...(embeddingModel === undefined ? {} : { embeddingId: embeddingModel }),
    can: { ...parts.can, embeddings: embeddingModel !== undefined },
    complete: (request) => guarded(vendor, request.signal, async () => complete(parts, await loaded(), request)),
    ...(embeddingModel === undefined
      ? {}
      : { embed: (texts, signal) => guarded(vendor, signal, async () => embed(await loaded(), texts, signal)) }),
    check: () => check(parts, loaded),
  };
}

async function load({ vendor, timeoutMs, secrets, load: loadVendor }: SdkModelParts): Promise<Loaded> {
  const sdk = await import("ai");
  // It would write its warnings to the console, past our log.
  (globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false;
  return { sdk, ...(await loadVendor(cappedFetch({ vendor, timeoutMs, maxBytes, secrets }))) };
}

const silent = { isEnabled: false } as const;

async function complete(parts: SdkModelParts, { sdk, language }: Loaded, request: ModelRequest): Promise<ModelAnswer> {
  const { schema, system, messages, maxTokens, temperature, signal } = request;
  const settings = {
    model: language,
    instructions: schema && !parts.can.json ? `${system}\n\n${schemaInWords(schema)}` : system,
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    maxOutputTokens: maxTokens,
    maxRetries: 0,
    abortSignal: signal,
    telemetry: silent,
    ...(temperature === undefined ? {} : { temperature }),
    ...(parts.vendorOptions ? { providerOptions: parts.vendorOptions } : {}),
    ...(schema && parts.can.json ? { output: sdk.Output.object({ schema }) } : {}),
  };
  const isWatched = request.onText !== undefined && parts.can.streaming;
  const raw = isWatched ? await streamed(sdk, settings, request.onText!) : await whole(sdk, settings);
  return { ...finished(parts.vendor, raw), ...(schema ? jsonField(raw.text, schema) : {}) };
}

type Settings = Omit<Parameters<Sdk["generateText"]>[0], "prompt" | "messages"> & {
  messages: { role: "user" | "assistant"; content: string }[];
};
type Raw = { text: string; finishReason: string; usage: LanguageModelUsage };

async function whole(sdk: Sdk, settings: Settings): Promise<Raw> {
  try {
    const { text, finishReason, usage } = await sdk.generateText(settings);
    return { text, finishReason, usage };
  } catch (error) {
    // An answer that is not of the schema's form is one all the same, and it was paid for.
    if (!sdk.NoObjectGeneratedError.isInstance(error) || error.text === undefined || !error.usage) throw error;
    return { text: error.text, finishReason: error.finishReason ?? "stop", usage: error.usage };
  }
}

async function streamed(sdk: Sdk, settings: Settings, onText: (soFar: string) => void): Promise<Raw> {
  const failed: unknown[] = [];
  const { stream } = sdk.streamText({ ...settings, onError: ({ error }) => void failed.push(error) });
  let text = "";
  for await (const part of stream) {
    if (part.type === "text-delta") onText((text += part.text));
    else if (part.type === "error") throw part.error;
    else if (part.type === "abort") throw new DOMException("aborted", "AbortError");
    else if (part.type === "finish") return { text, finishReason: part.finishReason, usage: part.totalUsage };
  }
  throw failed[0] ?? new Error("The stream ended without an end.");
}

function finished(vendor: string, { text, finishReason, usage }: Raw): ModelAnswer {
  const finish = ({ stop: "stop", length: "length", "content-filter": "refusal" } as const)[finishReason];
  if (!finish) throw new AppError("vendor_unavailable", `${vendor} broke its answer off.`);
  return { text, finish, usage: { inputTokens: counted(usage.inputTokens), outputTokens: counted(usage.outputTokens) } };
}

/** Some servers say 0, or something else that cannot be, when they do not count. */
function counted(tokens: number | undefined): number | null {
  return tokens !== undefined && Number.isInteger(tokens) && tokens > 0 && tokens < 1e9 ? tokens : null;
}

function jsonField(text: string, schema: z.ZodType): { json?: unknown } {
  const json = jsonIn(text, schema);
  return json === undefined ? {} : { json };
}

async function embed({ sdk, embedding }: Loaded, texts: readonly string[], signal: AbortSignal) {
  if (!embedding) throw new AppError("internal", "This connection has no model that embeds.");
  const options = { maxRetries: 0, abortSignal: signal, maxParallelCalls: 2, telemetry: silent };
  const { embeddings, usage } = await sdk.embedMany({ model: embedding, values: [...texts], ...options });
  if (embeddings.length !== texts.length)
    throw new AppError("vendor_unavailable", "It answers with another number of vectors than asked for.");
  return { vectors: embeddings, inputTokens: counted(usage.tokens) };
}

/** Everything that goes wrong as one of our codes, without what the SDK's error carries. */
async function guarded<T>(vendor: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    signal.throwIfAborted();
    return await work();
  } catch (error) {
    const ours = appErrorIn(error);
    if (ours) throw ours;
    if (signal.aborted) throw stopped(vendor, signal);
    const name = error instanceof Error ? error.name.slice(0, 60) : "unknown";
    throw new AppError("vendor_unavailable", `${vendor} answers with something that cannot be read (${name}).`);
  }
}

/** Ours may be wrapped by the SDK, several times. */
function appErrorIn(error: unknown, depth = 0): AppError | undefined {
  if (error instanceof AppError) return error;
  if (!(error instanceof Error) || depth > 8) return undefined;
  return appErrorIn(error.cause, depth + 1) ?? appErrorIn((error as { lastError?: unknown }).lastError, depth + 1);
}

async function check(parts: SdkModelParts, loaded: () => Promise<Loaded>): Promise<string | null> {
  const signal = AbortSignal.timeout(parts.timeoutMs);
  const request: ModelRequest = { system: "Answer with one word.", messages: [{ role: "user", text: "Hello" }], maxTokens: 64, signal };
  try {
    await guarded(parts.vendor, signal, async () => complete(parts, await loaded(), request));
    return null;
  } catch (error) {
    const { message, details } = error as AppError;
    const fault = typeof details["fault"] === "string" ? ` It says: ${details["fault"]}.` : "";
    return `${message}${fault} Check the key, the model's name (${parts.model}) and the address.`;
  }
}

/** Settings that every vendor over HTTP has. */
export const sharedSettings = {
  model: z.string().min(1).max(200).describe("The model's name, as the vendor writes it."),
  timeoutSeconds: z.int().min(1).max(600).default(60).describe("After this a question counts as unanswered."),
};

export const apiKey = z.string().min(1).max(500).describe("The key for the vendor's API.").meta({ secret: true });

/** Without the trailing slash. Explicit even when it is the vendor's own, because the packages would ask the environment otherwise. */
export function baseUrl(standard: string): z.ZodDefault<z.ZodURL> {
  return z
    .url({ protocol: /^https?$/ })
    .max(500)
    .default(standard)
    .describe("Where the API is. Change it only for a proxy or a region of your own.");
}

export const withoutSlash = (url: string): string => url.replace(/\/+$/, "");
