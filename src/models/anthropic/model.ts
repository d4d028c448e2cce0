/** Anthropic, by its Messages API. It has no embeddings. */
import { z } from "zod";
import type { ConnectorContext } from "../../domain/connection.ts";
import type { Model, ModelDefinition } from "../model.ts";
import { apiKey, baseUrl, openSdkModel, sharedSettings, withoutSlash } from "../sdk-model.ts";

export const anthropicSettings = z.object({ apiKey, ...sharedSettings, baseUrl: baseUrl("https://api.anthropic.com/v1") });
export type AnthropicSettings = z.infer<typeof anthropicSettings>;

export function openAnthropic({ settings }: ConnectorContext<AnthropicSettings>): Model {
  return openSdkModel({
    vendor: "Anthropic",
    model: settings.model,
    can: { json: true, streaming: true },
    secrets: [settings.apiKey],
    timeoutMs: settings.timeoutSeconds * 1_000,
    async load(fetch) {
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      const vendor = createAnthropic({ apiKey: settings.apiKey, baseURL: withoutSlash(settings.baseUrl), fetch });
      return { language: vendor(settings.model) };
    },
  });
}

export const anthropicModel = {
  id: "anthropic",
  title: "Anthropic",
  settings: anthropicSettings,
  open: openAnthropic,
} satisfies ModelDefinition<typeof anthropicSettings>;
