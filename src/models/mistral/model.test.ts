import { chatCompletions } from "../contract-dialect.ts";
import type { Dialect } from "../contract-server.ts";
import { testModelContract } from "../contract.ts";
import { mistralModel } from "./model.ts";

const settings = { apiKey: "key-of-the-vendor", model: "small", embeddingModel: "small-embed" };

/** It counts in the last piece, not in one of its own. */
const mistral: Dialect = {
  ...chatCompletions,
  events: (say, pieces, asked) => {
    const [counted, end] = chatCompletions.events(say, pieces, asked).slice(-2) as [{ usage: object }, string];
    const chunks = chatCompletions.events(say, pieces, asked).slice(0, -2) as object[];
    return [...chunks.slice(0, -1), { ...chunks.at(-1), usage: counted.usage }, end];
  },
};

testModelContract("Mistral", {
  definition: mistralModel,
  settings,
  // Its API has no way of saying that the model will not answer.
  vendor: { settings: (url) => ({ ...settings, baseUrl: `${url}/v1` }), dialect: mistral, never: ["refusal"] },
});
