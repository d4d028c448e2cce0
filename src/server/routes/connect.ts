/** /connect/{connection}: an admin goes from here to the page of a shop's vendor, says yes there, and comes back with access. */
import type { FastifyPluginAsync } from "fastify";
import { beginInstall, finishInstall, type InstallParts } from "../../connections/install.ts";
import { AppError } from "../../domain/errors.ts";
import { actorOf } from "../auth/permissions.ts";

export type ConnectParts = InstallParts & {
  /** Opens what was changed, at once and in this process; the others look within seconds. */
  reload(): Promise<void>;
};

type Params = { connectionId: string };
const schema = { hide: true } as object;

export function connectRoutes(parts: ConnectParts): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Params: Params }>("/connect/:connectionId", { schema }, async (request, reply) => {
      const by = actorOf(await request.allow("settings.write"));
      return reply.redirect(await beginInstall(parts, request.params.connectionId, by), 303);
    });
    app.get<{ Params: Params; Querystring: Record<string, unknown> }>(
      "/connect/:connectionId/callback",
      { schema },
      async (request, reply) => {
        const by = actorOf(await request.allow("settings.write"));
        const title = await finishInstall(parts, request.params.connectionId, single(request.query), by);
        await parts.reload();
        return reply.type("text/plain; charset=utf-8").send(`${title} is connected. You can close this page.`);
      },
    );
  };
}

/** What is signed is signed once: a parameter that comes twice is nobody's. */
function single(query: Record<string, unknown>): Record<string, string> {
  for (const [name, value] of Object.entries(query))
    if (typeof value !== "string") throw new AppError("bad_request", `The parameter "${name.slice(0, 40)}" comes more than once.`);
  return query as Record<string, string>;
}
