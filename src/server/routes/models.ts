/** Language models over HTTP, for admins: which are connected, what each is used for, prices and the day's money. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { addConnection, changeConnection, listConnections, removeConnection } from "../../connections/change-connection.ts";
import type { Connections, Definitions } from "../../connections/connections.ts";
import type { Db } from "../../db/pool.ts";
import { AppError, toAppError } from "../../domain/errors.ts";
import { languageModels, type WireLanguageModels } from "../../domain/wire.ts";
import { readModelSettings, setBudget, setPrice, setPurpose } from "../../models/model-settings.ts";
import { readDays, readHealth, readSpending } from "../../models/model-usage.ts";
import { purposes, type Purpose } from "../../models/purposes.ts";
import { actorOf } from "../auth/permissions.ts";

export type ModelRouteParts = {
  db: Db;
  secretKey: Buffer;
  definitions: Definitions;
  connections: Pick<Connections, "model">;
  /** Opens what was changed, at once and in this process; the others look within seconds. */
  reload(): Promise<void>;
  now(): Date;
};

const purpose = z.enum(Object.keys(purposes) as [Purpose, ...Purpose[]]);
const money = z.object({
  amount: z.int({ error: "the budget is a whole number of minor units, such as 500 for 5.00" }).min(0, "a budget is 0 or more"),
  currency: z.string().regex(/^[A-Z]{3}$/, "a currency is three capital letters, such as EUR"),
});
const tags = ["Language models"];
const byId = z.object({ id: z.string().max(100) });
const title = z.string().trim().min(1, "give it a name").max(100);
const settings = z.record(z.string().max(100), z.unknown());

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
    app.post(
      "/api/v1/language-models/connections",
      {
        schema: {
          summary: "Connect a language model",
          description:
            "Secrets are stored encrypted and never given out again. `GET /api/v1/language-models` has the schema of each connector's settings.",
          tags,
          body: z.strictObject({ connector: z.string().max(80), title, settings }),
          response: { 201: z.object({ id: z.string() }) },
        },
      },
      async (request, reply) => {
        const by = actorOf(await request.allow("settings.write"));
        const id = await addConnection(db, parts, { kind: "model", ...request.body }, by);
        await parts.reload();
        return reply.code(201).send({ id });
      },
    );
    app.put(
      "/api/v1/language-models/connections/:id",
      {
        schema: {
          summary: "Change a connection's name or settings",
          description: "A secret that is left out stays as it is, unless the address changes: then it has to be sent again.",
          tags,
          params: byId,
          body: z.strictObject({ title, settings }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const by = actorOf(await request.allow("settings.write"));
        await changeConnection(db, parts, { id: request.params.id, kind: "model", ...request.body }, by);
        await parts.reload();
        return reply.code(204).send(null);
      },
    );
    app.delete(
      "/api/v1/language-models/connections/:id",
      { schema: { summary: "Disconnect a language model; its key is deleted", tags, params: byId, response: { 204: z.null() } } },
      async (request, reply) => {
        await removeConnection(db, { id: request.params.id, kind: "model" }, actorOf(await request.allow("settings.write")));
        await parts.reload();
        return reply.code(204).send(null);
      },
    );
    app.post(
      "/api/v1/language-models/connections/:id/check",
      {
        schema: {
          summary: "Ask the model one word and say what is wrong, if anything is",
          description: "It costs a few tokens, which are not counted against the budget.",
          tags,
          params: byId,
          response: { 200: z.object({ fault: z.string().nullable() }) },
        },
      },
      async (request) => {
        await request.allow("settings.write");
        return { fault: await check(parts, request.params.id) };
      },
    );
  };
}

async function check({ db, connections }: ModelRouteParts, id: string): Promise<string | null> {
  const open = connections.model(id);
  if (open) return (await open.model.check?.().catch((error: unknown) => toAppError(error).message)) ?? null;
  if ((await listConnections(db, "model")).some((one) => one.id === id)) return cannotOpen;
  throw new AppError("not_found", `There is no connection "${id.slice(0, 60)}".`);
}

const cannotOpen = "Its settings cannot be opened: they are not valid any more, or the desk's secret key is another one. Enter them again.";

async function overview({ db, definitions, connections, now }: ModelRouteParts): Promise<WireLanguageModels> {
  const at = now();
  const [chosen, rows, health, spending, days] = await Promise.all([
    readModelSettings(db, at),
    listConnections(db, "model"),
    readHealth(db, at),
    readSpending(db, at),
    readDays(db, at),
  ]);
  return {
    connectors: (definitions.models ?? []).map((one) => ({
      id: one.id,
      title: one.title,
      schema: z.toJSONSchema(one.settings, { io: "input", unrepresentable: "any" }) as Record<string, unknown>,
    })),
    connections: rows.map((row) => {
      const model = connections.model(row.id)?.model;
      const { answeredAt = null, faultAt = null, fault = null } = health.find((one) => one.connectionId === row.id) ?? {};
      return {
        id: row.id,
        title: row.title,
        connector: row.connector,
        settings: row.settings,
        has_secrets: row.hasSecrets,
        is_demo: row.isDemo,
        is_open: model !== undefined,
        models: model ? [...new Set([model.id, ...(model.embeddingId ? [model.embeddingId] : [])])] : [],
        can_embed: model?.can.embeddings ?? false,
        answered_at: answeredAt?.toISOString() ?? null,
        fault: !model ? { at: at.toISOString(), say: cannotOpen } : faultAt && fault ? { at: faultAt.toISOString(), say: fault } : null,
      };
    }),
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
