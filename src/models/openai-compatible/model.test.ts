import { chatCompletions } from "../contract-dialect.ts";
import { testModelContract } from "../contract.ts";
import { openaiCompatibleModel } from "./model.ts";

const settings = { apiKey: "key-of-the-server", model: "small", embeddingModel: "small-embed" };

testModelContract("OpenAI-compatible", {
  definition: openaiCompatibleModel,
  settings,
  vendor: { settings: (url) => ({ ...settings, baseUrl: `${url}/v1/` }), dialect: chatCompletions },
});

testModelContract("OpenAI-compatible, asked for JSON in words,", {
  definition: openaiCompatibleModel,
  settings: { ...settings, json: "words" },
  vendor: { settings: (url) => ({ ...settings, baseUrl: `${url}/v1`, json: "words" }), dialect: chatCompletions },
});
