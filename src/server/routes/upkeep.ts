/** Upkeep by people: what was set aside, and the demo data. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { IntakeResult } from "../../channels/channel.ts";
import { writeAudit } from "../../db/audit.ts";
import { transaction, type Db } from "../../db/pool.ts";
import { AppError } from "../../domain/errors.ts";
import { isId } from "../../domain/ids.ts";
import type { InboundMessage } from "../../domain/message.ts";
import { quarantined } from "../../domain/wire.ts";
import { actorOf } from "../auth/permissions.ts";
import { listQuarantine } from "../reads/lists.ts";

export type UpkeepParts = {
  db: Db;
  /** Reads again what was set aside; null when it still cannot be read, or its connection is gone. */
  reparse(connectionId: string, raw: Uint8Array): Promise<InboundMessage | null>;
  intakeFor(connectionId: string, messages: InboundMessage[]): Promise<IntakeResult[]>;
  clearDemo(): Promise<void>;
};

const byId = z.object({ id: z.string().max(100) });
const released = z.object({ message_id: z.string(), conversation_id: z.string(), duplicate: z.boolean() });

export function upkeepRoutes({ db, reparse, intakeFor, clearDemo }: UpkeepParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/quarantine",
      {
        schema: {
          summary: "Messages that could not be read and were set aside",
          response: { 200: z.object({ items: z.array(quarantined) }) },
        },
      },
      async (request) => {
        await request.allow("settings.read");
        return { items: await listQuarantine(db) };
      },
    );
    app.post(
      "/api/v1/quarantine/:id/retry",
      { schema: { summary: "Read it again and take it in", params: byId, response: { 200: released } } },
      async (request) => {
        const actor = actorOf(await request.allow("settings.write"));
        const { id } = request.params;
        const held = await readHeld(db, id);
        const message = await reparse(held.connection_id, held.raw);
        if (!message) throw new AppError("conflict", "It still cannot be read. It stays set aside.");
        // Taken in first: a crash before the next line leaves a duplicate that intake recognises, and never a lost message.
        const [result] = await intakeFor(held.connection_id, [message]);
        await settle(db, id, "released", actor);
        return { message_id: result!.messageId, conversation_id: result!.conversationId, duplicate: result!.duplicate };
      },
    );
    app.post("/api/v1/quarantine/:id/discard", { schema: { summary: "Put it away for good", params: byId } }, async (request, reply) => {
      const actor = actorOf(await request.allow("settings.write"));
      await readHeld(db, request.params.id);
      await settle(db, request.params.id, "discarded", actor);
      return reply.code(204).send();
    });
    app.post("/api/v1/demo/clear", { schema: { summary: "Remove the demo shop's data" } }, async (request, reply) => {
      const actor = actorOf(await request.allow("settings.write"));
      await clearDemo();
      await writeAudit(db, { actor, act: "demo.clear" });
      return reply.code(204).send();
    });
  };
}

async function readHeld(db: Db, id: string): Promise<{ connection_id: string; raw: Buffer }> {
  const { rows } = isId(id)
    ? await db.query<{ connection_id: string; raw: Buffer; state: string }>(
        "select connection_id, raw, state from quarantine where id = $1",
        [id],
      )
    : { rows: [] };
  const row = rows[0];
  if (!row) throw new AppError("not_found", "There is no such message set aside.");
  if (row.state !== "held") throw new AppError("conflict", `This message was ${row.state} already.`);
  return row;
}

async function settle(db: Db, id: string, state: "released" | "discarded", actor: string): Promise<void> {
  await transaction(db, async (client) => {
    const { rowCount } = await client.query("update quarantine set state = $2 where id = $1 and state = 'held'", [id, state]);
    if (rowCount === 1) await writeAudit(client, { actor, act: `quarantine.${state}`, target: `quarantine:${id}` });
  });
}
