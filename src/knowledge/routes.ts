/** Articles over HTTP: read, write, and ask. */
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { languageCode } from "../domain/desk-rules.ts";
import { AppError } from "../domain/errors.ts";
import { article, articleHit } from "../domain/wire.ts";
import type { Knowledge } from "./knowledge.ts";

type Principal = { kind: "user" | "key"; id: string };
const allow = (request: FastifyRequest, action: "workflow.read" | "workflow.write"): Promise<Principal> => request.allow(action);
const named = z.object({
  name: z
    .string()
    .max(80)
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/),
  language: languageCode,
});

export function knowledgeRoutes(knowledge: Knowledge): FastifyPluginAsync {
  return async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>();
    app.get(
      "/api/v1/articles",
      { schema: { summary: "Articles", tags: ["Knowledge"], response: { 200: z.object({ items: z.array(article) }) } } },
      async (request) => {
        await allow(request, "workflow.read");
        return { items: await knowledge.list() };
      },
    );
    app.get(
      "/api/v1/articles/search",
      {
        schema: {
          summary: "The passages nearest to a question, and whether a workflow would answer with them",
          tags: ["Knowledge"],
          querystring: z.object({
            q: z.string().min(1).max(2_000),
            language: languageCode.default("en"),
            limit: z.coerce.number().int().min(1).max(20).default(5),
          }),
          response: { 200: z.object({ items: z.array(articleHit) }) },
        },
      },
      async (request) => {
        await allow(request, "workflow.read");
        const { q, language, limit } = request.query;
        const found = await knowledge.search(q, language, limit);
        return { items: found.map(({ isAnswer, ...hit }) => ({ ...hit, is_answer: isAnswer })) };
      },
    );
    app.get(
      "/api/v1/articles/:name/:language",
      {
        schema: {
          summary: "An article as it was written",
          tags: ["Knowledge"],
          params: named,
          response: { 200: z.object({ source: z.string() }) },
        },
      },
      async (request) => {
        await allow(request, "workflow.read");
        const source = await knowledge.source(request.params.name, request.params.language);
        if (source === null) throw new AppError("not_found", "There is no such article.");
        return { source };
      },
    );
    app.put(
      "/api/v1/articles/:name/:language",
      {
        schema: {
          summary: "Write an article: a head between two lines of dashes, then Markdown",
          tags: ["Knowledge"],
          params: named,
          body: z.strictObject({
            source: z.string().max(200_000),
            covers: z.uuid().optional().meta({ description: "The gap it was written for." }),
          }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const by = await allow(request, "workflow.write");
        const { name, language } = request.params;
        await knowledge.save(name, language, request.body.source, `${by.kind}:${by.id}`, request.body.covers);
        return reply.code(204).send(null);
      },
    );
    app.delete(
      "/api/v1/articles/:name/:language",
      { schema: { summary: "Remove an article", tags: ["Knowledge"], params: named, response: { 204: z.null() } } },
      async (request, reply) => {
        const by = await allow(request, "workflow.write");
        await knowledge.remove(request.params.name, request.params.language, `${by.kind}:${by.id}`);
        return reply.code(204).send(null);
      },
    );
  };
}
