/**
 * A model without a vendor: it answers from a script, costs what one sets, and fails on demand. It carries tests, the demo and
 * evaluations. What it says is made up by whoever wrote the script.
 */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import { stopped } from "../../http/capped-fetch.ts";
import { jsonIn } from "../json-answer.ts";
import type { Model, ModelAnswer, ModelDefinition, ModelRequest } from "../model.ts";

const faults = {
  unavailable: "vendor_unavailable",
  timeout: "vendor_timeout",
  refused: "vendor_refused",
  unauthorized: "vendor_unauthorized",
} as const;

const line = z.object({
  when: z.string().max(500).default("").describe("Taken when the last message contains this; empty always fits."),
  say: z.string().max(50_000).describe("The answer. {text} in it becomes the last message."),
  finish: z.enum(["stop", "length", "refusal"]).default("stop"),
});

export const scriptedSettings = z.object({
  model: z.string().min(1).max(200).default("scripted-1").describe("The name prices go by."),
  script: z.array(line).max(500).default([]).describe("The first line that fits is said."),
  otherwise: z.string().max(50_000).default("{text}").describe("What is said when no line fits."),
  failCalls: z.int().min(0).max(1_000_000).default(0).describe("How many calls fail before the first one succeeds, counted per process."),
  failKind: z.enum(["unavailable", "timeout", "refused", "unauthorized"]).default("unavailable").describe("How they fail."),
  retryAfterMs: z.int().min(0).max(86_400_000).optional().describe("What a failing call says about when to come again."),
  slowMs: z.int().min(0).max(600_000).default(0).describe("How long each call takes, in milliseconds."),
});
export type ScriptedSettings = z.infer<typeof scriptedSettings>;

/** `asked` is what arrived, in order; `failed` how many calls failed on demand. This process only. */
export type ScriptedModel = Model & { asked: ModelRequest[]; counters: { failed: number; embedded: number } };

export function openScripted({ settings }: ConnectorContext<ScriptedSettings>): ScriptedModel {
  const counters = { failed: 0, embedded: 0 };
  const asked: ModelRequest[] = [];
  async function begin(signal: AbortSignal): Promise<void> {
    await sleep(settings.slowMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw stopped("The scripted model", signal);
    if (counters.failed < settings.failCalls) throw failure(++counters.failed, settings);
  }
  return {
    id: settings.model,
    embeddingId: settings.model,
    can: { json: true, embeddings: true, streaming: true },
    asked,
    counters,
    async complete(request) {
      asked.push(request);
      await begin(request.signal);
      return answer(settings, request);
    },
    async embed(texts, signal) {
      counters.embedded += texts.length;
      await begin(signal);
      return { vectors: texts.map(vector), inputTokens: texts.reduce((sum, text) => sum + tokens(text), 0) };
    },
    check: async () => null,
  };
}

function answer({ script, otherwise }: ScriptedSettings, request: ModelRequest): ModelAnswer {
  const last = request.messages.at(-1)?.text ?? "";
  const { say, finish } = script.find(({ when }) => last.includes(when)) ?? { say: otherwise, finish: "stop" as const };
  const text = say.replaceAll("{text}", () => last);
  if (request.onText) for (const at of text.matchAll(/\s|$/g)) request.onText(text.slice(0, at.index));
  const json = request.schema ? jsonIn(text, request.schema) : undefined;
  const inputTokens = tokens(request.system) + request.messages.reduce((sum, message) => sum + tokens(message.text), 0);
  return { text, finish, usage: { inputTokens, outputTokens: tokens(text) }, ...(json === undefined ? {} : { json }) };
}

/** As many as vendors count for English, about; at least one. */
const tokens = (text: string): number => Math.ceil(text.length / 4) || 1;

/** The same text has the same vector, of length 1; other texts have others. It means nothing. */
function vector(text: string): number[] {
  const numbers = [...createHash("sha256").update(text).digest()].map((byte) => byte - 127.5);
  const length = Math.hypot(...numbers);
  return numbers.map((number) => number / length);
}

function failure(count: number, { failKind, failCalls, retryAfterMs }: ScriptedSettings): AppError {
  // Like a vendor that says so; only after a timeout nobody knows whether it is charged.
  const details = failKind === "timeout" ? {} : { status: 503 };
  const options = { details, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return new AppError(faults[failKind], `The scripted model fails on demand (${count} of ${failCalls}).`, options);
}

export const scriptedModel = {
  id: "scripted",
  title: "Scripted (tests and demo)",
  settings: scriptedSettings,
  open: openScripted,
} satisfies ModelDefinition<typeof scriptedSettings>;
