/** The HTTP surface of the ladder: where a workflow stands and why, what people should look at, and what it may do by evidence alone. */
import type { FastifyPluginAsync } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { writeAudit } from "../db/audit.ts";
import type { Db } from "../db/pool.ts";
import { transaction } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { ladder, toReview, type WireLadder } from "../domain/wire.ts";
import * as sql from "./standing-queries.ts";
import { judgeWorkflow, listToReview, type Climber } from "./standing.ts";

export type LadderRouteParts = { db: Db; workflows(): readonly Climber[] };

/** Registers /api/v1/workflows/:name/ladder and /api/v1/to-review. Needs `request.allow` of src/server/auth. */
export function ladderRoutes({ db, workflows }: LadderRouteParts): FastifyPluginAsync {
  return async (app) => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const params = z.object({ name: z.string().min(1).max(200) });
    typed.get(
      "/api/v1/workflows/:name/ladder",
      {
        schema: {
          summary: "Where a workflow stands: reviews, bounds, budget, and what is missing for the next mode",
          tags: ["Learning"],
          params,
          response: { 200: ladder },
        },
      },
      async (request) => {
        await request.allow("workflow.read");
        return view(db, workflows(), request.params.name);
      },
    );
    typed.post(
      "/api/v1/workflows/:name/ladder",
      {
        schema: {
          summary: "Say whether evidence alone may switch it to auto, and how many of its replies people look at afterwards",
          tags: ["Learning"],
          params,
          body: z.strictObject({ may_promote: z.boolean().optional(), audit_share: z.number().min(0).max(1).optional() }),
          response: { 200: ladder },
        },
      },
      async (request) => {
        const { kind, id } = await request.allow("workflow.write");
        const { name } = request.params;
        const { may_promote, audit_share } = request.body;
        await transaction(db, async (client) => {
          const changed = await client.query(sql.setLadder, [name, may_promote ?? null, audit_share ?? null]);
          if (changed.rowCount === 0) throw unknown(name);
          await writeAudit(client, { actor: `${kind}:${id}`, act: "workflow.ladder", target: `workflow:${name}`, data: request.body });
        });
        return view(db, workflows(), name);
      },
    );
    typed.get(
      "/api/v1/to-review",
      {
        schema: {
          summary: "Automatic replies a person should look at: those with a sign from the customer first, then a sample",
          tags: ["Learning"],
          querystring: z.object({ workflow: z.string().max(200).optional() }),
          response: { 200: z.object({ items: z.array(toReview) }) },
        },
      },
      async (request) => {
        await request.allow("conversation.read");
        const items = await listToReview(db, request.query.workflow ?? null);
        return {
          items: items.map(({ runId, conversationId, at, ...rest }) => ({
            run_id: runId,
            conversation_id: conversationId,
            at: at.toISOString(),
            ...rest,
          })),
        };
      },
    );
  };
}

async function view(db: Db, workflows: readonly Climber[], name: string): Promise<WireLadder> {
  const climber = workflows.find((one) => one.name === name);
  const row = (await db.query(sql.readWorkflows, [[name]])).rows[0];
  if (!climber || !row) throw unknown(name);
  const [standing, history] = await Promise.all([
    judgeWorkflow(db, climber, row.mode_since, row.audit_share),
    db.query(sql.readHistory, [name]),
  ]);
  return {
    mode: climber.mode,
    may_promote: row.may_promote,
    audit_share: row.audit_share,
    standing: standing && {
      since: standing.since,
      budget: standing.budget,
      reviewed: standing.reviewed,
      wrong: standing.wrong,
      sent: standing.sent,
      known_wrong: standing.knownWrong,
      at_most: standing.atMost,
      at_least: standing.atLeast,
      missing: standing.missing,
      threshold: standing.threshold,
      verdict: standing.verdict,
      why: standing.why,
    },
    history: history.rows.map(({ at, actor, act, data }) => ({ at: at.toISOString(), actor, act, data })),
  };
}

function unknown(name: string): AppError {
  return new AppError("not_found", `There is no workflow "${name.slice(0, 60)}".`);
}
