/** Language models over HTTP, for admins: which are connected, what each is used for, prices and the day's money. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Connections } from "../../connections/connections.ts";
import type { Db } from "../../db/pool.ts";
import { languageModels, type WireLanguageModels } from "../../domain/wire.ts";
import { readModelSettings, setBudget, setPrice, setPurpose } from "../../models/model-settings.ts";
import { readDays, readSpending } from "../../models/model-usage.ts";
import { purposes, type Purpose } from "../../models/purposes.ts";
import { actorOf } from "../auth/permissions.ts";

export type ModelRouteParts = {
  db: Db;
  connections: Pick<Connections, "models">;
  now(): Date;
};

const purpose = z.enum(Object.keys(purposes) as [Purpose, ...Purpose[]]);
const money = z.object({
  amount: z.int({ error: "the budget is a whole number of minor units, such as 500 for 5.00" }).min(0, "a budget is 0 or more"),
  currency: z.string().regex(/^[A-Z]{3}$/, "a currency is three capital letters, such as EUR"),
});
const tags = ["Language models"];

export function modelRoutes(parts: ModelRouteParts): FastifyPluginAsyncZod {
  return async (app) => {
    const { db } = parts;
    app.get(
      "/api/v1/language-models",
      {
        schema: {
          summary: "Connected language models, what they are used for, prices, and the money",
          tags,
          response: { 200: languageModels },
        },
      },
      async (request) => {
        await request.allow("settings.read");
        return overview(parts);
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
            input_per_million: z.number().min(0, "a price is 0 or more"),
            output_per_million: z.number().min(0, "a price is 0 or more"),
          }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const by = actorOf(await request.allow("settings.write"));
        const { connection_id: connectionId, model, input_per_million, output_per_million } = request.body;
        await setPrice(db, { connectionId, model, inputPerMillion: input_per_million, outputPerMillion: output_per_million }, by);
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
  };
}

async function overview({ db, connections, now }: ModelRouteParts): Promise<WireLanguageModels> {
  const at = now();
  const [chosen, spending, days] = await Promise.all([readModelSettings(db, at), readSpending(db, at), readDays(db, at)]);
  return {
    connections: connections.models().map(({ id, title, model }) => ({
      id,
      title,
      models: [...new Set([model.id, ...(model.embeddingId ? [model.embeddingId] : [])])],
      can_embed: model.can.embeddings,
    })),
    purposes: chosen.purposes.map((one) => ({
      purpose: one.purpose,
      is_on: one.isOn,
      connection_id: one.connectionId,
      timeout_ms: one.timeoutMs,
    })),
    prices: chosen.prices.map((one) => ({
      connection_id: one.connectionId,
      model: one.model,
      input_per_million: one.inputPerMillion,
      output_per_million: one.outputPerMillion,
    })),
    budget: chosen.budget,
    spent_today: chosen.spentToday,
    spending: spending.map(({ connectionId, ...one }) => ({ ...one, connection_id: connectionId })),
    days,
  };
}
