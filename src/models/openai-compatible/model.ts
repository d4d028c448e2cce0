/** Any server that speaks OpenAI's chat completions: Ollama, vLLM, llama.cpp, LM Studio, and many hosts. */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import type { Model, ModelDefinition } from "../model.ts";
import { apiKey, openSdkModel, sharedSettings, withoutSlash } from "../sdk-model.ts";

export const openaiCompatibleSettings = z.object({
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .default("http://127.0.0.1:11434/v1")
    .describe("Where the API is, with the version in it: http://127.0.0.1:11434/v1 for Ollama on this machine."),
  apiKey: apiKey.optional().describe("Only when the server asks for one."),
  ...sharedSettings,
  embeddingModel: z.string().min(1).max(200).optional().describe("The name of a model that embeds, when the server has one."),
  json: z
    .enum(["schema", "words"])
    .default("schema")
    .describe("`schema` when the server holds answers to a JSON Schema (Ollama, vLLM and llama.cpp do); else `words`."),
});
export type OpenaiCompatibleSettings = z.infer<typeof openaiCompatibleSettings>;

export function openOpenaiCompatible({ settings }: ConnectorContext<OpenaiCompatibleSettings>): Model {
  return openSdkModel({
    vendor: "The model server",
    model: settings.model,
    embeddingModel: settings.embeddingModel,
    can: { json: settings.json === "schema", streaming: true },
    secrets: settings.apiKey === undefined ? [] : [settings.apiKey],
    timeoutMs: settings.timeoutSeconds * 1_000,
    async load(fetch) {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      const vendor = createOpenAICompatible({
        name: "server",
        baseURL: withoutSlash(settings.baseUrl),
        fetch,
        includeUsage: true,
        supportsStructuredOutputs: settings.json === "schema",
        ...(settings.apiKey === undefined ? {} : { apiKey: settings.apiKey }),
      });
      const embedding = settings.embeddingModel === undefined ? {} : { embedding: vendor.embeddingModel(settings.embeddingModel) };
      return { language: vendor.chatModel(settings.model), ...embedding };
    },
  });
}

export const openaiCompatibleModel = {
  id: "openai-compatible",
  title: "OpenAI-compatible server (Ollama, vLLM, llama.cpp)",
  settings: openaiCompatibleSettings,
  open: openOpenaiCompatible,
} satisfies ModelDefinition<typeof openaiCompatibleSettings>;
