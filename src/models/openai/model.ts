/** OpenAI, by its Responses API. */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import type { Model, ModelDefinition } from "../model.ts";
import { apiKey, baseUrl, openSdkModel, sharedSettings, withoutSlash } from "../sdk-model.ts";

export const openaiSettings = z.object({
  apiKey,
  ...sharedSettings,
  embeddingModel: z.string().min(1).max(200).optional().describe("The name of a model that embeds."),
  baseUrl: baseUrl("https://api.openai.com/v1"),
});
export type OpenaiSettings = z.infer<typeof openaiSettings>;

export function openOpenai({ settings }: ConnectorContext<OpenaiSettings>): Model {
  return openSdkModel({
    vendor: "OpenAI",
    model: settings.model,
    embeddingModel: settings.embeddingModel,
    can: { json: true, streaming: true },
    secrets: [settings.apiKey],
    timeoutMs: settings.timeoutSeconds * 1_000,
    // Otherwise the vendor keeps questions and answers.
    vendorOptions: { openai: { store: false, strictJsonSchema: false } },
    async load(fetch) {
      const { createOpenAI } = await import("@ai-sdk/openai");
      const vendor = createOpenAI({ apiKey: settings.apiKey, baseURL: withoutSlash(settings.baseUrl), fetch });
      const embedding = settings.embeddingModel === undefined ? {} : { embedding: vendor.embedding(settings.embeddingModel) };
      return { language: vendor.responses(settings.model), ...embedding };
    },
  });
}

export const openaiModel = {
  id: "openai",
  title: "OpenAI",
  settings: openaiSettings,
  open: openOpenai,
} satisfies ModelDefinition<typeof openaiSettings>;
