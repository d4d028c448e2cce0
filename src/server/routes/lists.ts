/** What is done with many conversations: saved views, tags, changes of many at once; and merging and splitting. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { changeMany, maxBulk, undoMany, type BulkAct } from "../../checkpoint/bulk.ts";
import { mergeConversations, splitConversation, undoMove, type MoveParts } from "../../checkpoint/moves.ts";
import { readHours } from "../../checkpoint/handover.ts";
import { AppError } from "../../domain/errors.ts";
import { maxSearch } from "../../domain/search.ts";
import { savedView, workHours } from "../../domain/wire.ts";
import type { Principal } from "../auth/permissions.ts";
import { actorOf } from "../auth/permissions.ts";
import { idsOfList, views } from "../reads/conversation-list.ts";
import { createSavedViews, type Viewer } from "../reads/saved-views.ts";

export type ListParts = MoveParts & { now(): Date };

const byId = z.object({ id: z.string().max(100) });
const tags = ["Conversations"];
const id = z.string().max(100);
const chosen = {
  ids: z.array(id).min(1).max(maxBulk).optional(),
  all: z
    .strictObject({ view: z.enum(views).optional(), q: z.string().max(maxSearch).optional(), category: z.string().max(200).optional() })
    .optional()
    .meta({ description: `Instead of ids: everything the list would show, ${maxBulk} at most.` }),
};
const someTags = z.array(z.string().max(200)).max(20);
const bulk = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("assign"), user_id: id.nullable().optional(), team: id.nullable().optional(), ...chosen }),
  z.strictObject({ act: z.literal("tag"), add: someTags.default([]), remove: someTags.default([]), ...chosen }),
  z.strictObject({ act: z.literal("close"), ...chosen }),
  z.strictObject({ act: z.literal("snooze"), until: z.iso.datetime({ offset: true }), ...chosen }),
  z.strictObject({ act: z.literal("spam"), ...chosen }),
]);
const bulkDone = z.object({
  id: z.string().nullable().meta({ description: "To take it back; null when nothing was changed." }),
  done: z.number(),
  failed: z.array(z.object({ id: z.string(), why: z.enum(["not_found", "erased", "merged", "changed", "tags"]) })),
});
const moved = z.object({ move_id: z.string(), conversation_id: z.string() });
const viewBody = z.strictObject({
  name: z.string().trim().min(1).max(60),
  query: z.string().max(maxSearch),
  shared: z.boolean().default(false),
});

export function listRoutes(parts: ListParts): FastifyPluginAsyncZod {
  const { db } = parts;
  const saved = createSavedViews(db);
  return async (app) => {
    app.post(
      "/api/v1/conversations/bulk",
      { schema: { summary: "Change many conversations at once", tags, body: bulk, response: { 200: bulkDone } } },
      async (request) => {
        const principal = await request.allow("conversation.write");
        const { ids, all, ...act } = request.body;
        if ((ids === undefined) === (all === undefined)) throw new AppError("invalid", "Give either ids or all.");
        const now = parts.now();
        return changeMany(db, {
          ids: ids ?? (await idsOfList(db, { ...all, userId: userIdOf(principal), limit: maxBulk })),
          by: principal,
          act: (act.act === "snooze" ? { ...act, until: new Date(act.until) } : act) as BulkAct,
          now,
        });
      },
    );
    app.post(
      "/api/v1/bulk/:id/undo",
      { schema: { summary: "Take back what was done to many conversations", tags, params: byId, response: { 200: bulkDone } } },
      async (request) => undoMany(db, { bulkId: request.params.id, by: await request.allow("conversation.write") }),
    );

    const answer = ({ moveId, conversationId }: { moveId: string; conversationId: string }) => ({
      move_id: moveId,
      conversation_id: conversationId,
    });
    app.post(
      "/api/v1/conversations/:id/merge",
      {
        schema: {
          summary: "Make this conversation part of another one",
          tags,
          params: byId,
          body: z.strictObject({ into: id, other_customer: z.boolean().default(false) }),
          response: { 200: moved },
        },
      },
      async (request) => {
        const by = await request.allow("conversation.write");
        return answer(
          await mergeConversations(parts, {
            from: request.params.id,
            into: request.body.into,
            otherCustomer: request.body.other_customer,
            by,
          }),
        );
      },
    );
    app.post(
      "/api/v1/conversations/:id/split",
      {
        schema: {
          summary: "Give messages a conversation of their own",
          tags,
          params: byId,
          body: z.strictObject({ message_ids: z.array(id).min(1).max(500) }),
          response: { 200: moved },
        },
      },
      async (request) => {
        const by = await request.allow("conversation.write");
        return answer(await splitConversation(parts, { conversationId: request.params.id, messageIds: request.body.message_ids, by }));
      },
    );
    app.post(
      "/api/v1/moves/:id/undo",
      { schema: { summary: "Take a merge or a split back", tags, params: byId, response: { 200: moved } } },
      async (request) => answer(await undoMove(parts, { moveId: request.params.id, by: await request.allow("conversation.write") })),
    );

    app.get(
      "/api/v1/tags",
      {
        schema: {
          summary: "Tags that begin with these letters",
          tags,
          querystring: z.object({ q: z.string().max(60).default("") }),
          response: { 200: z.object({ items: z.array(z.string()) }) },
        },
      },
      async (request) => {
        await request.allow("conversation.read");
        const begins = request.query.q
          .trim()
          .toLowerCase()
          .replace(/[\\%_]/g, "\\$&");
        const { rows } = await db.query<{ name: string }>("select name from tag where name like $1 order by name limit 20", [`${begins}%`]);
        return { items: rows.map(({ name }) => name) };
      },
    );
    app.get(
      "/api/v1/hours",
      {
        schema: {
          summary: "When people work: the desk's hours, and those of teams that have their own",
          tags: ["Desk"],
          response: { 200: workHours },
        },
      },
      async (request) => {
        await request.allow("conversation.read");
        return readHours(db);
      },
    );

    const viewTags = ["Views"];
    app.get(
      "/api/v1/saved-views",
      { schema: { summary: "Your views and the team's", tags: viewTags, response: { 200: z.object({ items: z.array(savedView) }) } } },
      async (request) => ({ items: await saved.list(viewer(await request.allow("conversation.read"))) }),
    );
    app.post(
      "/api/v1/saved-views",
      { schema: { summary: "Keep a search as a view", tags: viewTags, body: viewBody, response: { 201: z.object({ id: z.string() }) } } },
      async (request, reply) =>
        reply.code(201).send(await saved.save(null, request.body, viewer(await request.allow("conversation.write")))),
    );
    app.put(
      "/api/v1/saved-views/:id",
      {
        schema: { summary: "Change a view", tags: viewTags, params: byId, body: viewBody, response: { 200: z.object({ id: z.string() }) } },
      },
      async (request) => saved.save(request.params.id, request.body, viewer(await request.allow("conversation.write"))),
    );
    app.post(
      "/api/v1/saved-views/order",
      { schema: { summary: "Put views into an order", tags: viewTags, body: z.strictObject({ ids: z.array(id).max(200) }) } },
      async (request, reply) => {
        await saved.order(request.body.ids, viewer(await request.allow("conversation.write")));
        return reply.code(204).send();
      },
    );
    app.delete(
      "/api/v1/saved-views/:id",
      { schema: { summary: "Remove a view", tags: viewTags, params: byId } },
      async (request, reply) => {
        await saved.remove(request.params.id, viewer(await request.allow("conversation.write")));
        return reply.code(204).send();
      },
    );
  };
}

const userIdOf = (principal: Principal): string | null => (principal.kind === "user" ? principal.id : null);
const viewer = (principal: Principal): Viewer => ({
  id: userIdOf(principal),
  isAdmin: principal.kind === "user" && principal.role === "admin",
  actor: actorOf(principal),
});
