/** Language models over HTTP: what each is used for, prices and the day's money; and what people ask of them for a conversation. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Writer } from "../../answer/drafting/writer.ts";
import type { Db } from "../../db/pool.ts";
import { languageCode } from "../../domain/desk-rules.ts";
import type { WireConversation } from "../../domain/wire.ts";
import type { Written } from "../../domain/written.ts";
import { readModelSettings, setBudget, setPrice, setPurpose, type ModelSettings } from "../../models/model-settings.ts";
import { purposes, type Purpose } from "../../models/purposes.ts";
import { actorOf } from "../auth/permissions.ts";

export type ModelRouteParts = {
  db: Db;
  writer: Writer;
  /** Connected models, by id. */
  connected(): readonly { id: string; title: string }[];
  /** AppErrors `not_found` and `gone`. */
  readConversation(id: string): Promise<WireConversation>;
};

const purpose = z.enum(Object.keys(purposes) as [Purpose, ...Purpose[]]);
const money = z.object({ amount: z.int().min(0), currency: z.string().regex(/^[A-Z]{3}$/) });
const settings = z.object({
  connections: z.array(z.object({ id: z.string(), title: z.string() })),
  purposes: z.array(z.object({ purpose, is_on: z.boolean(), connection_id: z.string().nullable(), timeout_ms: z.number() })),
  prices: z.array(
    z.object({ connection_id: z.string(), model: z.string(), input_per_million: z.number(), output_per_million: z.number() }),
  ),
  budget: money.nullable(),
  spent_today: money.nullable(),
});
/** `text` null: nothing was written, and `say` says why. */
const written = z.object({ text: z.string().nullable(), say: z.string().nullable() });
const tags = ["Language models"];
const byId = z.object({ id: z.uuid() });

export function modelRoutes({ db, writer, connected, readConversation }: ModelRouteParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/language-models",
      { schema: { summary: "What language models are used for, prices, and the day's money", tags, response: { 200: settings } } },
      async (request) => {
        await request.allow("settings.read");
        return wireSettings(await readModelSettings(db), connected());
      },
    );
    app.put(
      "/api/v1/language-models/purposes/:purpose",
      {
        schema: {
          summary: "Switch a purpose on or off and bind it to a connection",
          tags,
          params: z.object({ purpose }),
          body: z.strictObject({
            is_on: z.boolean(),
            connection_id: z.string().max(80).nullable(),
            timeout_ms: z.int().min(1_000).max(600_000).optional(),
          }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const by = actorOf(await request.allow("settings.write"));
        const { is_on: isOn, connection_id: connectionId, timeout_ms: timeoutMs } = request.body;
        await setPurpose(
          db,
          { purpose: request.params.purpose, isOn, connectionId, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
          by,
        );
        return reply.code(204).send(null);
      },
    );
    app.put(
      "/api/v1/language-models/prices",
      {
        schema: {
          summary: "What a model costs per million tokens; 0 is a price",
          description: "A model without a price is not asked, because nobody knows what it would cost.",
          tags,
          body: z.strictObject({
            connection_id: z.string().max(80),
            model: z.string().min(1).max(200),
            input_per_million: z.number().min(0),
            output_per_million: z.number().min(0),
          }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const by = actorOf(await request.allow("settings.write"));
        const {
          connection_id: connectionId,
          model,
          input_per_million: inputPerMillion,
          output_per_million: outputPerMillion,
        } = request.body;
        await setPrice(db, { connectionId, model, inputPerMillion, outputPerMillion }, by);
        return reply.code(204).send(null);
      },
    );
    app.put(
      "/api/v1/language-models/budget",
      {
        schema: {
          summary: "What may be spent on language models in a day (UTC), in minor units",
          tags,
          body: money,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const by = actorOf(await request.allow("settings.write"));
        await setBudget(db, request.body, by);
        return reply.code(204).send(null);
      },
    );
    app.post(
      "/api/v1/conversations/:id/summary",
      {
        schema: {
          summary: "A summary of a conversation, for whoever takes it over",
          tags,
          params: byId,
          body: z.strictObject({ language: languageCode.default("en") }),
          response: { 200: written },
        },
      },
      async (request) => {
        await request.allow("conversation.write");
        const conversation = await readConversation(request.params.id);
        const lines = conversation.messages.map(({ author, text }) => `${author.kind}: ${text}`);
        return wireWritten(
          await writer.summarise({
            lines,
            language: request.body.language,
            customerName: nameIn(conversation),
            conversationId: conversation.id,
          }),
        );
      },
    );
    app.post(
      "/api/v1/conversations/:id/translate",
      {
        schema: {
          summary: "A text of a conversation in another language",
          tags,
          params: byId,
          body: z.strictObject({ text: z.string().min(1).max(20_000), from: languageCode.optional(), to: languageCode }),
          response: { 200: written },
        },
      },
      async (request) => {
        await request.allow("conversation.write");
        const conversation = await readConversation(request.params.id);
        const { text, from, to } = request.body;
        return wireWritten(
          await writer.translate({
            text,
            from: from ?? conversation.language ?? "",
            to,
            customerName: nameIn(conversation),
            conversationId: conversation.id,
          }),
        );
      },
    );
    app.post(
      "/api/v1/conversations/:id/rewrite",
      {
        schema: {
          summary: "A reply under way in the brand's voice, shorter, friendlier or clearer",
          description: "Never sent by this: the person who asked decides.",
          tags,
          params: byId,
          body: z.strictObject({
            text: z.string().min(1).max(20_000),
            how: z.enum(["voice", "shorter", "friendlier", "clearer"]).default("voice"),
          }),
          response: { 200: written },
        },
      },
      async (request) => {
        await request.allow("conversation.write");
        const conversation = await readConversation(request.params.id);
        const { text, how } = request.body;
        return wireWritten(
          await writer.rewrite({
            text,
            how,
            language: conversation.language ?? "en",
            customerName: nameIn(conversation),
            conversationId: conversation.id,
          }),
        );
      },
    );
  };
}

const wireWritten = (answer: Written): z.infer<typeof written> =>
  answer.ok ? { text: answer.text, say: null } : { text: null, say: answer.say };

const nameIn = ({ messages }: WireConversation): string | null =>
  messages.find(({ author }) => author.kind === "customer")?.author.name ?? null;

function wireSettings(
  { purposes: chosen, prices, budget, spentToday }: ModelSettings,
  connections: readonly { id: string; title: string }[],
): z.infer<typeof settings> {
  return {
    connections: connections.map(({ id, title }) => ({ id, title })),
    purposes: chosen.map((one) => ({ purpose: one.purpose, is_on: one.isOn, connection_id: one.connectionId, timeout_ms: one.timeoutMs })),
    prices: prices.map((one) => ({
      connection_id: one.connectionId,
      model: one.model,
      input_per_million: one.inputPerMillion,
      output_per_million: one.outputPerMillion,
    })),
    budget,
    spent_today: spentToday,
  };
}
