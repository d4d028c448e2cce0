/** Google, by its Gemini API. The key travels in a header, not in the address. */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import type { Model, ModelDefinition } from "../model.ts";
import { apiKey, baseUrl, openSdkModel, sharedSettings, withoutSlash } from "../sdk-model.ts";

export const googleSettings = z.object({
  apiKey,
  ...sharedSettings,
  embeddingModel: z.string().min(1).max(200).optional().describe("The name of a model that embeds."),
  baseUrl: baseUrl("https://generativelanguage.googleapis.com/v1beta"),
});
export type GoogleSettings = z.infer<typeof googleSettings>;

export function openGoogle({ settings }: ConnectorContext<GoogleSettings>): Model {
  return openSdkModel({
    vendor: "Google",
    model: settings.model,
    embeddingModel: settings.embeddingModel,
    can: { json: true, streaming: true },
    secrets: [settings.apiKey],
    timeoutMs: settings.timeoutSeconds * 1_000,
    async load(fetch) {
      const { createGoogle } = await import("@ai-sdk/google");
      const vendor = createGoogle({ apiKey: settings.apiKey, baseURL: withoutSlash(settings.baseUrl), fetch });
      const embedding = settings.embeddingModel === undefined ? {} : { embedding: vendor.embedding(settings.embeddingModel) };
      return { language: vendor(settings.model), ...embedding };
    },
  });
}

export const googleModel = {
  id: "google",
  title: "Google",
  settings: googleSettings,
  open: openGoogle,
} satisfies ModelDefinition<typeof googleSettings>;
