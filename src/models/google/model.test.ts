import type { Dialect, Say } from "../contract-server.ts";
import { testModelContract } from "../contract.ts";
import { googleModel } from "./model.ts";

const finishes = { stop: "STOP", length: "MAX_TOKENS", refusal: "SAFETY" } as const;
const usageMetadata = { promptTokenCount: 12, candidatesTokenCount: 5, totalTokenCount: 17 };

function candidate(text: string, finish?: Say["finish"]): object {
  const finishReason = finish ? { finishReason: finishes[finish] } : {};
  return { candidates: [{ content: { parts: [{ text }], role: "model" }, index: 0, ...finishReason }], usageMetadata };
}

const gemini: Dialect = {
  isStream: ({ path }) => path.includes(":streamGenerateContent"),
  embeds: ({ path, body }) => {
    if (path.includes(":batchEmbedContents")) return (body["requests"] as unknown[]).length;
    return path.includes(":embedContent") ? 1 : null;
  },
  answer: ({ text, finish = "stop" }) => candidate(text, finish),
  events: ({ finish = "stop" }, pieces) => [
    candidate("", undefined),
    ...pieces.map((piece) => candidate(piece)),
    candidate("", finish),
    {},
    {},
  ],
  vectors: (vectors, { path }) =>
    path.includes(":batchEmbedContents") ? { embeddings: vectors.map((values) => ({ values })) } : { embedding: { values: vectors[0] } },
};

const settings = { apiKey: "key-of-the-vendor", model: "small", embeddingModel: "small-embed" };

testModelContract("Google", {
  definition: googleModel,
  settings,
  vendor: { settings: (url) => ({ ...settings, baseUrl: `${url}/v1beta` }), dialect: gemini },
});
