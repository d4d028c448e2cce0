/** The shop's own systems tell what happened; workflows that wait for it begin. */
import type { FastifyPluginAsync } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Db } from "../db/pool.ts";
import { customEvent, knownEvents } from "../domain/fact-catalog.ts";
import { tellHappening } from "./happenings.ts";

export type ShopEventParts = {
  db: Db;
  /** Something is due. */
  takeUp(): void;
  /** What it says about the order's parcels. */
  note(event: { name: string; orderNumber: string; storeId: string | null; at: Date }): Promise<void>;
  now(): Date;
};

/** Registers POST /api/v1/shop-events. Needs `request.allow` of src/server/auth. */
export function shopEventRoutes({ db, takeUp, note, now }: ShopEventParts): FastifyPluginAsync {
  const body = z.strictObject({
    id: z.string().min(1).max(200).meta({ description: "Your id of it: the same id is the same happening." }),
    event: z
      .string()
      .max(60)
      .meta({ description: `${Object.keys(knownEvents).join(", ")}, or ${customEvent.source}` }),
    order: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: "The order's number; for everything that happens to orders and parcels." }),
    product: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: "The product's id or an article number (SKU); for product.back_in_stock." }),
    store: z.string().max(100).optional(),
    at: z.iso.datetime({ offset: true }).optional(),
  });
  return async (app) => {
    app.withTypeProvider<ZodTypeProvider>().post(
      "/api/v1/shop-events",
      {
        schema: {
          summary: "Something happened in the shop or to a parcel",
          tags: ["Messages"],
          body,
          response: { 202: z.object({ duplicate: z.boolean() }) },
        },
      },
      async (request, reply) => {
        await request.allow("message.post");
        const { id, event, order, product, store, at } = request.body;
        const told = {
          name: event,
          at: at ? new Date(at) : now(),
          storeId: store ?? null,
          orderNumber: order ?? null,
          product: product ?? null,
        };
        const isNew = await tellHappening(db, { key: `api:${id}`, ...told });
        if (order !== undefined) await note({ ...told, orderNumber: order });
        if (isNew) takeUp();
        return reply.code(202).send({ duplicate: !isNew });
      },
    );
  };
}
