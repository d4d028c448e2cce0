import type { Dialect, Say } from "../contract-server.ts";
import { testModelContract } from "../contract.ts";
import { openaiModel } from "./model.ts";

const usage = {
  input_tokens: 12,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 5,
  output_tokens_details: { reasoning_tokens: 0 },
};
const head = { id: "resp_1", object: "response", created_at: 1_772_445_600, model: "any" };

function end(finish: Say["finish"]): object {
  return finish === "length"
    ? { status: "incomplete", incomplete_details: { reason: "max_output_tokens" }, usage }
    : { status: "completed", incomplete_details: null, usage };
}

const part = ({ text, finish }: Say) =>
  finish === "refusal" ? { type: "refusal", refusal: text } : { type: "output_text", text, annotations: [] };

const responses: Dialect = {
  isStream: ({ body }) => body["stream"] === true,
  embeds: ({ path, body }) => (path.endsWith("/embeddings") ? (body["input"] as string[]).length : null),
  answer: (say) => ({
    ...head,
    ...end(say.finish),
    output: [{ type: "message", id: "msg_1", role: "assistant", status: "completed", content: [part(say)] }],
  }),
  events: (say, pieces) => {
    const at = { item_id: "msg_1", output_index: 0, content_index: 0 };
    const item = { type: "message", id: "msg_1", role: "assistant" };
    const kind = say.finish === "refusal" ? "response.refusal" : "response.output_text";
    return [
      { type: "response.created", response: { ...head, status: "in_progress" } },
      { type: "response.output_item.added", output_index: 0, item: { ...item, status: "in_progress", content: [] } },
      ...pieces.map((delta) => ({ type: `${kind}.delta`, ...at, delta })),
      ...(say.finish === "refusal" ? [{ type: "response.refusal.done", ...at, refusal: say.text }] : []),
      { type: "response.output_item.done", output_index: 0, item: { ...item, status: "completed", content: [part(say)] } },
      {
        type: say.finish === "length" ? "response.incomplete" : "response.completed",
        response: { ...head, ...end(say.finish), output: [] },
      },
    ];
  },
  vectors: (vectors) => ({
    object: "list",
    model: "any",
    data: vectors.map((embedding, index) => ({ object: "embedding", index, embedding })),
    usage: { prompt_tokens: 7, total_tokens: 7 },
  }),
};

const settings = { apiKey: "key-of-the-vendor", model: "small", embeddingModel: "small-embed" };

testModelContract("OpenAI", {
  definition: openaiModel,
  settings,
  vendor: { settings: (url) => ({ ...settings, baseUrl: `${url}/v1` }), dialect: responses },
});
