/** Gaps over HTTP: list them, propose an article, dismiss, open again. That one is covered is said when the article is saved. */
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { languageCode } from "../../domain/desk-rules.ts";
import { gap, proposal } from "../../domain/wire.ts";
import { decideGapAlone, listOpenGaps } from "./gaps.ts";
import { proposeArticle, type ProposeParts } from "./propose.ts";

type Principal = { kind: "user" | "key"; id: string };
const allow = (request: FastifyRequest, action: "workflow.read" | "workflow.write"): Promise<Principal> => request.allow(action);
const named = z.object({ id: z.uuid() });

export function gapRoutes(parts: ProposeParts): FastifyPluginAsync {
  return async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>();
    app.get(
      "/api/v1/gaps",
      {
        schema: {
          summary: "Questions that no article answers, the most asked first",
          tags: ["Knowledge"],
          querystring: z.object({
            state: z.enum(["open", "covered", "dismissed"]).default("open"),
            least: z.coerce.number().int().min(1).max(10_000).default(1).meta({ description: "Askings in the last 90 days." }),
          }),
          response: { 200: z.object({ items: z.array(gap) }) },
        },
      },
      async (request) => {
        await allow(request, "workflow.read");
        return { items: await listOpenGaps(parts, request.query.state, request.query.least) };
      },
    );
    // No GET, although nothing changes: a language model may be asked, which costs.
    app.post(
      "/api/v1/gaps/:id/proposal",
      {
        schema: {
          summary: "An article for a gap, made of what people answered; it is not saved",
          tags: ["Knowledge"],
          params: named,
          body: z.strictObject({ language: languageCode.optional() }),
          response: { 200: proposal },
        },
      },
      async (request) => {
        await allow(request, "workflow.read");
        return proposeArticle(parts, request.params.id, request.body.language);
      },
    );
    app.post(
      "/api/v1/gaps/:id/dismiss",
      {
        schema: {
          summary: "No article for these questions; asked as often again, the gap comes back",
          tags: ["Knowledge"],
          params: named,
          body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const by = await allow(request, "workflow.write");
        const decision = { state: "dismissed" as const, reason: request.body.reason };
        await decideGapAlone(parts.db, request.params.id, decision, `${by.kind}:${by.id}`, parts.now());
        return reply.code(204).send(null);
      },
    );
    app.post(
      "/api/v1/gaps/:id/reopen",
      { schema: { summary: "It is a gap after all", tags: ["Knowledge"], params: named, response: { 204: z.null() } } },
      async (request, reply) => {
        const by = await allow(request, "workflow.write");
        await decideGapAlone(parts.db, request.params.id, { state: "open" }, `${by.kind}:${by.id}`, parts.now());
        return reply.code(204).send(null);
      },
    );
  };
}
