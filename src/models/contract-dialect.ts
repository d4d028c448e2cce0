/** How chat completions are written, which several vendors speak. For tests. */
import type { Dialect, Say } from "./contract-server.ts";

const finishes = { stop: "stop", length: "length", refusal: "content_filter" } as const;

function usage({ usage: counted = { input: 12, output: 5 } }: Say): { usage?: object } {
  if (!counted) return {};
  return { usage: { prompt_tokens: counted.input, completion_tokens: counted.output, total_tokens: counted.input + counted.output } };
}

export const chatCompletions: Dialect = {
  isStream: ({ body }) => body["stream"] === true,
  embeds: ({ path, body }) => (path.endsWith("/embeddings") ? (body["input"] as string[]).length : null),
  answer: (say) => ({
    id: "chat-1",
    object: "chat.completion",
    created: 1_772_445_600,
    model: "any",
    choices: [{ index: 0, message: { role: "assistant", content: say.text }, finish_reason: finishes[say.finish ?? "stop"] }],
    ...usage(say),
  }),
  events: (say, pieces) => {
    const head = { id: "chat-1", object: "chat.completion.chunk", created: 1_772_445_600, model: "any" };
    const choice = (delta: object, finish_reason: string | null) => ({ ...head, choices: [{ index: 0, delta, finish_reason }] });
    return [
      choice({ role: "assistant", content: "" }, null),
      ...pieces.map((content) => choice({ content }, null)),
      choice({}, finishes[say.finish ?? "stop"]),
      { ...head, choices: [], ...usage(say) },
      "[DONE]",
    ];
  },
  vectors: (vectors) => ({
    object: "list",
    model: "any",
    data: vectors.map((embedding, index) => ({ object: "embedding", index, embedding })),
    usage: { prompt_tokens: 7, total_tokens: 7 },
  }),
};
