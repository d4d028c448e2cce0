/** Mistral, by its chat completions. */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import type { Model, ModelDefinition } from "../model.ts";
import { apiKey, baseUrl, openSdkModel, sharedSettings, withoutSlash } from "../sdk-model.ts";

export const mistralSettings = z.object({
  apiKey,
  ...sharedSettings,
  embeddingModel: z.string().min(1).max(200).optional().describe("The name of a model that embeds."),
  baseUrl: baseUrl("https://api.mistral.ai/v1"),
});
export type MistralSettings = z.infer<typeof mistralSettings>;

export function openMistral({ settings }: ConnectorContext<MistralSettings>): Model {
  return openSdkModel({
    vendor: "Mistral",
    model: settings.model,
    embeddingModel: settings.embeddingModel,
    can: { json: true, streaming: true },
    secrets: [settings.apiKey],
    timeoutMs: settings.timeoutSeconds * 1_000,
    async load(fetch) {
      const { createMistral } = await import("@ai-sdk/mistral");
      const vendor = createMistral({ apiKey: settings.apiKey, baseURL: withoutSlash(settings.baseUrl), fetch });
      const embedding = settings.embeddingModel === undefined ? {} : { embedding: vendor.embedding(settings.embeddingModel) };
      return { language: vendor(settings.model), ...embedding };
    },
  });
}

export const mistralModel = {
  id: "mistral",
  title: "Mistral",
  settings: mistralSettings,
  open: openMistral,
} satisfies ModelDefinition<typeof mistralSettings>;
