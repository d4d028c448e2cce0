/** Is it alive, is it ready, how is it doing. */
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import type { Db } from "../../db/pool.ts";
import { readMigrations } from "../../db/migrate.ts";
import { AppError } from "../../domain/errors.ts";
import type { Metrics } from "../metrics.ts";

export type HealthParts = {
  db: Db;
  metrics?: Metrics;
  /** Null when everything this process should do is under way; else what is not, as a sentence. */
  ready?(): string | null;
  /** Connections that do not answer: the desk goes on without them, so it is ready all the same. */
  degraded?(): string[];
};

const hidden = { schema: { hide: true } as object };

export function healthRoutes({ db, metrics, ready, degraded }: HealthParts): FastifyPluginAsync {
  return async (app) => {
    const newest = (await readMigrations()).length;
    app.get("/healthz", hidden, async (_request, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));
    app.get("/readyz", hidden, async (_request, reply) => {
      const missing = (await missingInDatabase(db, newest)) ?? ready?.() ?? null;
      if (missing !== null) throw new AppError("unavailable", missing);
      const missed = degraded?.() ?? [];
      return reply
        .header("cache-control", "no-store")
        .send(missed.length > 0 ? { status: "degraded", connections: missed } : { status: "ready" });
    });
    if (!metrics) return;
    app.get("/metrics", hidden, async (request, reply) => {
      if (!isLoopback(request)) await request.allow("report.read");
      return reply
        .header("content-type", metrics.contentType)
        .header("cache-control", "no-store")
        .send(await metrics.text());
    });
  };
}

async function missingInDatabase(db: Db, newest: number): Promise<string | null> {
  const { rows } = await db.query<{ number: number | null }>("select max(number) as number from migration");
  const number = rows[0]?.number ?? 0;
  return number === newest ? null : `The database is at migration ${number} and this Handrail at ${newest}.`;
}

/** From this machine and by nobody's order: a proxy on this machine forwards strangers, and says so. */
function isLoopback({ socket, headers }: FastifyRequest): boolean {
  const isForwarded = headers["x-forwarded-for"] !== undefined || headers["forwarded"] !== undefined || headers["via"] !== undefined;
  return !isForwarded && ["127.0.0.1", "::1", "::ffff:127.0.0.1"].includes(socket.remoteAddress ?? "");
}
