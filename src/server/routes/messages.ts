/** POST /api/v1/messages: messages from other programs. The hot path: nothing here may cost more than it must. */
import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { apiMessageSchema, toInbound } from "../../channels/api/message.ts";
import { invalidFields } from "../../channels/inbound-text.ts";
import type { IntakeResult } from "../../channels/channel.ts";
import { problem } from "../../domain/wire.ts";
import type { IntakeItem, IntakeMessages } from "../../mailbox/intake.ts";
import type { Metrics } from "../metrics.ts";
import { isOurTrouble, toProblem, type ProblemBody } from "../problem.ts";

export type MessageParts = {
  /** Of the connection these messages come in over. */
  apiConnectionId: string;
  intake: IntakeMessages;
  metrics?: Metrics;
};

const accepted = z.object({ message_id: z.string(), conversation_id: z.string(), duplicate: z.boolean() });
type Accepted = z.infer<typeof accepted>;

const maxBatch = 500;
const batchBytes = 16_000_000;
const batch = z.strictObject({
  // Looked at one by one: a mistake in one message must not cost the others.
  messages: z.array(z.unknown().meta(z.toJSONSchema(apiMessageSchema, { io: "input" }))).max(maxBatch),
});
const batchAnswer = z.object({ results: z.array(z.union([accepted, z.object({ error: problem })])) });

// The answers are made here, field by field: checking them against a schema again would only take time.
const plainJson = (): ((data: unknown) => string) => JSON.stringify;

export function messageRoutes({ apiConnectionId, intake, metrics }: MessageParts): FastifyPluginAsyncZod {
  const toItem = (body: z.infer<typeof apiMessageSchema>): IntakeItem => ({
    connectionId: apiConnectionId,
    isDemo: false,
    message: toInbound(body),
  });
  const store = async (items: IntakeItem[]): Promise<Accepted[]> => {
    const results = await intake(items);
    metrics?.received(apiConnectionId, results.length, results.filter(({ duplicate }) => duplicate).length);
    return results.map(toAccepted);
  };

  // Before the body is read: a stranger's megabytes are not even looked at.
  const onRequest = async (request: FastifyRequest): Promise<void> => void (await request.allow("message.post"));
  return async (app) => {
    app.post("/api/v1/messages", {
      schema: {
        summary: "Hand over a message",
        description: "Answered after the message is stored. The same external_id again is a duplicate and does nothing.",
        body: apiMessageSchema,
        response: { 202: accepted },
      },
      onRequest,
      serializerCompiler: plainJson,
      handler: async (request, reply) => {
        const [result] = await store([toItem(request.body)]);
        return reply.code(202).send(result!);
      },
    });

    app.post("/api/v1/messages/batch", {
      schema: {
        summary: "Hand over up to 500 messages",
        description: "Answered in order. A message with a mistake gets `error` in its place, and the others are stored.",
        body: batch,
        response: { 202: batchAnswer },
      },
      onRequest,
      serializerCompiler: plainJson,
      bodyLimit: batchBytes,
      handler: async (request, reply) => {
        const read = request.body.messages.map((raw) => readOne(raw, toItem));
        const good = read.filter((one): one is IntakeItem => !("error" in one));
        const stored = await storeEach(good, store);
        const results = read.map((one) => ("error" in one ? one : stored.shift()!));
        return reply.code(202).send({ results });
      },
    });
  };
}

type Refused = { error: ProblemBody };

function readOne(raw: unknown, toItem: (body: z.infer<typeof apiMessageSchema>) => IntakeItem): IntakeItem | Refused {
  const read = apiMessageSchema.safeParse(raw);
  try {
    if (!read.success) throw invalidFields(read.error.issues);
    return toItem(read.data);
  } catch (error) {
    if (isOurTrouble(error)) throw error;
    return { error: toProblem(error).body };
  }
}

/** All in one go; when one of them is refused, one after the other, so that their order stays. */
async function storeEach(items: IntakeItem[], store: (items: IntakeItem[]) => Promise<Accepted[]>): Promise<(Accepted | Refused)[]> {
  if (items.length === 0) return [];
  try {
    return await store(items);
  } catch (error) {
    if (isOurTrouble(error)) throw error;
  }
  const results: (Accepted | Refused)[] = [];
  for (const item of items) {
    try {
      results.push(...(await store([item])));
    } catch (error) {
      if (isOurTrouble(error)) throw error;
      results.push({ error: toProblem(error).body });
    }
  }
  return results;
}

function toAccepted({ messageId, conversationId, duplicate }: IntakeResult): Accepted {
  return { message_id: messageId, conversation_id: conversationId, duplicate };
}
