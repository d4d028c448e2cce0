/** A server that speaks OpenAI's chat completions on this machine, well or badly: see contract-server.ts for how it can misbehave. */
import { chatCompletions } from "../contract-dialect.ts";
import { openModelServer, type ModelServer } from "../contract-server.ts";

export const openTestServer = (): Promise<ModelServer> => openModelServer(chatCompletions);
