/** Connections over HTTP, for admins: what can be connected, what is, how it does, and changes of it. Secrets go in and never come out. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  addConnection,
  changeConnection,
  readStored,
  removeConnection,
  setEnabled,
  settingsWithKept,
} from "../../connections/change-connection.ts";
import { cannotOpen } from "../../connections/fault-words.ts";
import { check, tryOut, type Tried } from "../../connections/trial.ts";
import { writeAudit } from "../../db/audit.ts";
import type { Log } from "../../domain/connection.ts";
import { AppError } from "../../domain/errors.ts";
import { connection, connectionFault, connector, connectorKind, type WireConnection } from "../../domain/wire.ts";
import { actorOf } from "../auth/permissions.ts";
import { openedOf, readConnections, readConnectors, type ConnectionReadParts } from "../reads/connections.ts";

export type ConnectionRouteParts = ConnectionReadParts & {
  log: Log;
  publicUrl: string;
  /** Opens what was changed, at once and in this process; the others look within seconds. */
  reload(): Promise<void>;
  /** Brings the copy of a store's orders up to date; resolves when it is, or when it has gone on for long enough. */
  sync(connectionId: string): Promise<unknown>;
};

const tags = ["Connections"];
const byId = z.object({ id: z.string().max(100) });
const title = z.string().trim().min(1, "give it a name").max(100);
const settings = z.record(z.string().max(100), z.unknown());
const tried = z.object({ fault: connectionFault.nullable(), can_check: z.boolean() });

export function connectionRoutes(parts: ConnectionRouteParts): FastifyPluginAsyncZod {
  const { db } = parts;
  const connectors = readConnectors(parts.definitions);
  connectors.catch(() => undefined);

  return async (app) => {
    app.get(
      "/api/v1/connectors",
      {
        schema: {
          summary: "What can be connected: each with the fields of its settings and how to set it up",
          tags,
          response: { 200: z.object({ items: z.array(connector) }) },
        },
      },
      async (request) => {
        await request.allow("settings.read");
        return { items: await connectors };
      },
    );
    app.get(
      "/api/v1/connections",
      {
        schema: {
          summary: "What is connected and how it does",
          description: "Secrets are never shown; `kept` names those that are stored.",
          tags,
          response: { 200: z.object({ items: z.array(connection) }) },
        },
      },
      async (request) => {
        await request.allow("settings.read");
        return { items: await readConnections(parts) };
      },
    );
    app.post(
      "/api/v1/connections",
      {
        schema: {
          summary: "Connect something",
          tags,
          body: z.strictObject({ kind: connectorKind, connector: z.string().max(80), title, settings }),
          response: { 201: z.object({ id: z.string() }) },
        },
      },
      async (request, reply) => {
        const by = actorOf(await request.allow("settings.write"));
        const id = await addConnection(db, parts, request.body, by);
        await reopen(id);
        return reply.code(201).send({ id });
      },
    );
    app.put(
      "/api/v1/connections/:id",
      {
        schema: {
          summary: "Change a connection's name or settings",
          description: "A secret that is left out stays as it is, unless the address it goes to changes: then it has to be sent again.",
          tags,
          params: byId,
          body: z.strictObject({ title, settings }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const by = actorOf(await request.allow("settings.write"));
        await changeConnection(db, parts, { id: request.params.id, ...request.body }, by);
        await reopen(request.params.id);
        return reply.code(204).send(null);
      },
    );
    app.delete(
      "/api/v1/connections/:id",
      {
        schema: {
          summary: "Take a connection away; its secrets and the copy of its orders are deleted, conversations stay",
          tags,
          params: byId,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const by = actorOf(await request.allow("settings.write"));
        refuseFixed(request.params.id);
        await removeConnection(db, request.params.id, by);
        await parts.reload();
        return reply.code(204).send(null);
      },
    );
    for (const isEnabled of [true, false]) {
      const verb = isEnabled ? "enable" : "disable";
      app.post(
        `/api/v1/connections/:id/${verb}`,
        {
          schema: {
            summary: isEnabled ? "Switch a connection on again" : "Switch a connection off; its settings and secrets stay",
            tags,
            params: byId,
            response: { 204: z.null() },
          },
        },
        async (request, reply) => {
          const by = actorOf(await request.allow("settings.write"));
          refuseFixed(request.params.id);
          await setEnabled(db, { id: request.params.id, isEnabled }, by);
          await reopen(request.params.id);
          return reply.code(204).send(null);
        },
      );
    }
    app.post(
      "/api/v1/connections/test",
      {
        schema: {
          summary: "Try settings out before they are saved",
          description: "With the `id` of a connection, secrets that are left out are those stored for it. Nothing is kept.",
          tags,
          body: z.strictObject({ kind: connectorKind, connector: z.string().max(80), settings, id: z.string().max(100).optional() }),
          response: { 200: tried },
        },
      },
      async (request) => {
        await request.allow("settings.write");
        const { id, ...trial } = request.body;
        const all = id === undefined ? trial.settings : await settingsWithKept(db, parts, id, trial.settings);
        return wireTried(await tryOut({ ...trial, settings: all }, parts));
      },
    );
    app.post(
      "/api/v1/connections/:id/test",
      {
        schema: {
          summary: "Ask whether a connection works, and say what is wrong and how to mend it",
          description: "Of a language model it costs a few tokens, which are not counted against the budget.",
          tags,
          params: byId,
          response: { 200: tried },
        },
      },
      async (request) => {
        await request.allow("settings.write");
        return wireTried(await test(request.params.id));
      },
    );
    app.post(
      "/api/v1/connections/:id/sync",
      {
        schema: {
          summary: "Bring the copy of a store's orders up to date now",
          description: "Answered at once; GET /api/v1/connections shows how far it is.",
          tags,
          params: byId,
          response: { 202: z.null() },
        },
      },
      async (request, reply) => {
        const by = actorOf(await request.allow("settings.write"));
        const one = await find(request.params.id);
        if (!one.sync)
          throw new AppError("conflict", `${one.title} keeps no copy of orders: it is no store that lists them, or it is switched off.`);
        await writeAudit(db, { actor: by, act: "connection.sync", target: `connection:${one.id}` });
        // What goes wrong is in the state of the copy, where everybody sees it.
        parts
          .sync(one.id)
          .catch((error: unknown) => parts.log.warn({ err: error, connection: one.id }, "A store could not be read on demand"));
        return reply.code(202).send(null);
      },
    );
  };

  /** Opened as it is now, and asked in the background how it does. Not a language model: every word of one costs money. */
  async function reopen(id: string): Promise<void> {
    await parts.reload();
    const opened = parts.connections.model(id) ? null : openedOf(parts.connections, id);
    if (opened) void check(opened, id);
  }

  function refuseFixed(id: string): void {
    if (parts.fixed.includes(id))
      throw new AppError(
        "conflict",
        "This connection is the desk's own API. It takes messages only from whoever has an API key; revoke the key instead.",
      );
  }

  async function find(id: string): Promise<WireConnection> {
    const found = (await readConnections(parts)).find((one) => one.id === id);
    if (!found) throw new AppError("not_found", `There is no connection "${id.slice(0, 60)}".`);
    return found;
  }

  async function test(id: string): Promise<Tried> {
    const { title, is_enabled } = await find(id);
    const opened = openedOf(parts.connections, id);
    if (opened) return check(opened, title);
    if (is_enabled) return { fault: cannotOpen, canCheck: true };
    try {
      return await tryOut(await readStored(db, parts, id), parts);
    } catch (error) {
      parts.log.warn({ err: error, connection: id }, "The settings of a connection cannot be opened");
      return { fault: cannotOpen, canCheck: true };
    }
  }
}

const wireTried = ({ fault, canCheck }: Tried): z.infer<typeof tried> => ({ fault, can_check: canCheck });
