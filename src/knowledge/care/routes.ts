/** What is to be looked at in the articles, over HTTP. */
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { finding } from "../../domain/wire.ts";
import { createCare, readUntouchedMonths, setUntouchedMonths, type CareParts } from "./findings.ts";

type Principal = { kind: "user" | "key"; id: string };
const allow = (request: FastifyRequest, action: "workflow.read" | "workflow.write"): Promise<Principal> => request.allow(action);
const months = z.int().min(1).max(120);

export function careRoutes(parts: CareParts): FastifyPluginAsync {
  const care = createCare(parts);
  return async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>();
    app.get(
      "/api/v1/article-findings",
      {
        schema: {
          summary: "Articles that are stale, or contradict each other or the shop",
          tags: ["Knowledge"],
          response: { 200: z.object({ items: z.array(finding), untouched_months: months }) },
        },
      },
      async (request) => {
        await allow(request, "workflow.read");
        return { items: await care.list(), untouched_months: await readUntouchedMonths(parts.db) };
      },
    );
    app.post(
      "/api/v1/article-findings/check",
      {
        schema: {
          summary: "Somebody has looked at it, and it is right as it is: it stays away until it changes",
          tags: ["Knowledge"],
          body: z.strictObject({ id: z.string().min(1).max(1_000), digest: z.string().regex(/^[0-9a-f]{32}$/) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const by = await allow(request, "workflow.write");
        await care.check(request.body.id, request.body.digest, `${by.kind}:${by.id}`);
        return reply.code(204).send(null);
      },
    );
    app.put(
      "/api/v1/article-findings/settings",
      {
        schema: {
          summary: "After how many months an article that is asked for often is to be looked at",
          tags: ["Knowledge"],
          body: z.strictObject({ untouched_months: months }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const by = await allow(request, "workflow.write");
        await setUntouchedMonths(parts.db, request.body.untouched_months, `${by.kind}:${by.id}`);
        return reply.code(204).send(null);
      },
    );
  };
}
