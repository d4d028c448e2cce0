/** Mounts the demo shop's pages; without demo data there is no shop. */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../domain/errors.ts";
import type { ShopRequest, ShopResponse } from "./pages.ts";

type Pages = (request: ShopRequest) => Promise<ShopResponse>;

export function shopRoutes(pages: () => Promise<Pages | null>): FastifyPluginAsync {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const shop = await pages();
    if (!shop) throw new AppError("not_found", "There is no demo shop here: the demo data was removed, or never made.");
    const path = request.url.split("?")[0]!;
    const response = await shop({ path, query: request.query as Record<string, string | undefined> });
    return reply.code(response.status).headers(response.headers).send(response.body);
  };
  return async (app) => {
    app.get("/shop", { schema: { hide: true } as object }, answer);
    app.get("/shop/*", { schema: { hide: true } as object }, answer);
  };
}
