/** The HTTP surface of layer 4: which model reads, how it won its place, training one anew, going back. */
import type { FastifyPluginAsync } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Db } from "../db/pool.ts";
import { readerModels, type WireReaderModels } from "../domain/wire.ts";
import { listModels, useModel, type StoredModel } from "./models.ts";
import { countNewLabels, minNewLabels, wantRetraining } from "./retrain.ts";

export type LearnParts = {
  db: Db;
  /** The champion changed. */
  reload(): Promise<void>;
};

/** Registers everything under /api/v1/models. Needs `request.allow` of src/server/auth. */
export function learnRoutes({ db, reload }: LearnParts): FastifyPluginAsync {
  return async (app) => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = (summary: string) => ({ summary, tags: ["Learning"], response: { 200: readerModels } });

    typed.get(
      "/api/v1/models",
      { schema: schema("Models that read messages, with how each compared to the one before it") },
      async (request) => {
        await request.allow("report.read");
        return wireModels(db);
      },
    );
    typed.post(
      "/api/v1/models/train",
      {
        schema: {
          ...schema("Train a model from people's corrections now; it is used if it is better"),
          body: z.strictObject({}).nullish(),
        },
      },
      async (request) => {
        const { kind, id } = await request.allow("settings.write");
        await wantRetraining(db, `${kind}:${id}`);
        return wireModels(db);
      },
    );
    typed.post(
      "/api/v1/models/:id/use",
      {
        schema: {
          ...schema('Put an earlier model in force, or the shipped one by the id "starter"'),
          params: z.object({ id: z.string().max(100) }),
          body: z.strictObject({}).nullish(),
        },
      },
      async (request) => {
        const { kind, id } = await request.allow("settings.write");
        await useModel(db, request.params.id, `${kind}:${id}`);
        await reload();
        return wireModels(db);
      },
    );
  };
}

async function wireModels(db: Db): Promise<WireReaderModels> {
  const [models, { count, isWanted }] = await Promise.all([listModels(db), countNewLabels(db)]);
  return {
    new_labels: count,
    needed_labels: minNewLabels,
    is_training: isWanted,
    starter_in_force: !models.some(({ state }) => state === "champion"),
    items: models.map(wireModel),
  };
}

function wireModel({ id, state, labels, isKept, comparison, createdAt, createdBy }: StoredModel): WireReaderModels["items"][number] {
  const { inTurn, inTime, categories, why } = comparison;
  return {
    id,
    state,
    labels,
    can_use: isKept && state !== "champion",
    why,
    in_turn: { texts: inTurn.texts, before: inTurn.before, after: inTurn.after },
    in_time: inTime,
    categories,
    created_at: createdAt.toISOString(),
    created_by: createdBy,
  };
}
