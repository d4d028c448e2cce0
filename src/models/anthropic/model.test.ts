import type { Asked, Dialect } from "../contract-server.ts";
import { testModelContract } from "../contract.ts";
import { anthropicModel } from "./model.ts";

const finishes = { stop: "end_turn", length: "max_tokens", refusal: "refusal" } as const;
const usage = { input_tokens: 12, output_tokens: 5 };
const head = { id: "msg_1", type: "message", role: "assistant", model: "any", stop_sequence: null };

/** Models that have no schemas of their own are given a tool whose input is the answer. */
function jsonTool({ body }: Asked): string | undefined {
  return (body["tools"] as { name: string }[] | undefined)?.[0]?.name;
}

function inputOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const messages: Dialect = {
  isStream: ({ body }) => body["stream"] === true,
  embeds: () => null,
  answer: ({ text, finish = "stop" }, asked) => {
    const tool = jsonTool(asked);
    const content = tool ? { type: "tool_use", id: "tool_1", name: tool, input: inputOf(text) } : { type: "text", text };
    return { ...head, content: [content], stop_reason: tool ? "tool_use" : finishes[finish], usage };
  },
  events: ({ finish = "stop" }, pieces) => [
    { type: "message_start", message: { ...head, content: [], stop_reason: null, usage } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ...pieces.map((text) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })),
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: finishes[finish], stop_sequence: null }, usage: { output_tokens: 5 } },
    { type: "message_stop" },
  ],
};

const settings = { apiKey: "key-of-the-vendor", model: "small" };

testModelContract("Anthropic", {
  definition: anthropicModel,
  settings,
  vendor: { settings: (url) => ({ ...settings, baseUrl: `${url}/v1` }), dialect: messages },
});
