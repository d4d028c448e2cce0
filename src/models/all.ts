import { anthropicModel } from "./anthropic/model.ts";
import { googleModel } from "./google/model.ts";
import { mistralModel } from "./mistral/model.ts";
import type { ModelDefinition } from "./model.ts";
import { openaiCompatibleModel } from "./openai-compatible/model.ts";
import { openaiModel } from "./openai/model.ts";
import { scriptedModel } from "./scripted/model.ts";

/** Every kind of language model there is; a new one is one folder and one line here. */
export const models: readonly ModelDefinition[] = [
  openaiModel,
  anthropicModel,
  googleModel,
  mistralModel,
  openaiCompatibleModel,
  scriptedModel,
];
