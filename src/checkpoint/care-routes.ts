/** Incidents, and what was promised. */
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { languageCode } from "../domain/desk-rules.ts";
import { conversation, incident } from "../domain/wire.ts";
import { actorText } from "./actor.ts";
import { endIncident, listIncidents, startIncident } from "./incidents.ts";
import { settlePromise } from "./promises.ts";
import { allow, byId, type CheckpointParts } from "./route-parts.ts";

export function careRoutes(app: FastifyInstance, parts: CheckpointParts): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const list = z.object({ items: z.array(incident) });
  const time = z.iso.datetime({ offset: true });

  typed.get(
    "/api/v1/incidents",
    { schema: { summary: "What customers are told at present, was told and will be", tags: ["Incidents"], response: { 200: list } } },
    async (request) => {
      await allow(request, "conversation.read");
      return { items: await listIncidents(parts.db) };
    },
  );
  typed.post(
    "/api/v1/incidents",
    {
      schema: {
        summary: "Tell every customer of some workflows, or of all, what is the matter, until a time",
        tags: ["Incidents"],
        body: z.strictObject({
          title: z.string().max(400),
          texts: z.record(languageCode, z.string().max(2_000)),
          workflows: z.array(z.string().max(80)).max(200).default([]).meta({ description: "Names; empty for all." }),
          starts_at: time.optional(),
          ends_at: time,
        }),
        response: { 201: list },
      },
    },
    async (request, reply) => {
      const by = await allow(request, "draft.decide");
      const { starts_at: starts, ends_at: ends, ...rest } = request.body;
      const now = parts.now();
      await startIncident(parts.db, { ...rest, startsAt: starts ? new Date(starts) : now, endsAt: new Date(ends) }, actorText(by), now);
      await parts.reloadIncidents();
      return reply.code(201).send({ items: await listIncidents(parts.db) });
    },
  );
  typed.post(
    "/api/v1/incidents/:id/end",
    { schema: { summary: "It is over", tags: ["Incidents"], params: byId, response: { 200: list } } },
    async (request) => {
      const by = await allow(request, "draft.decide");
      await endIncident(parts.db, request.params.id, actorText(by));
      await parts.reloadIncidents();
      return { items: await listIncidents(parts.db) };
    },
  );
  for (const [verb, state, summary] of [
    ["keep", "kept", "A promise was kept"],
    ["drop", "dropped", "It was no promise, or the customer was told otherwise"],
  ] as const)
    typed.post(
      `/api/v1/promises/:id/${verb}`,
      { schema: { summary, tags: ["Conversations"], params: byId, response: { 200: conversation } } },
      async (request) => {
        const by = await allow(request, "conversation.write");
        const { conversationId } = await settlePromise(parts.db, { promiseId: request.params.id, by, state });
        return parts.readConversation(conversationId);
      },
    );
}
