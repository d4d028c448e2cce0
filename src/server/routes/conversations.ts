/** What people and programs read: conversations, runs, attachments, live events. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Db } from "../../db/pool.ts";
import type { Log } from "../../domain/connection.ts";
import { maxSearch } from "../../domain/search.ts";
import { conversation, conversationSummary, counts, run } from "../../domain/wire.ts";
import { readUpload } from "../../compose/files.ts";
import type { Principal } from "../auth/permissions.ts";
import { sendUserFile } from "../file-answer.ts";
import type { Live, LiveEvent } from "../live.ts";
import { countConversations, listConversations, statuses, views } from "../reads/conversation-list.ts";
import { readConversation } from "../reads/conversation.ts";
import { readAttachment } from "../reads/lists.ts";
import { readRun } from "../reads/run.ts";
import { eventText, type Streams } from "../streams.ts";

export type ConversationParts = { db: Db; live: Live; streams: Streams; log: Log };

const byId = z.object({ id: z.string().max(100) });
const listQuery = z.object({
  view: z.enum(views).optional().describe("One of the desk's views."),
  status: z.enum(statuses).optional(),
  category: z.string().max(200).optional(),
  q: z
    .string()
    .max(maxSearch)
    .optional()
    .describe(
      'Words of a message, a name, an address or an order number; "phrases"; filters like from:ana tag:vip is:open before:2026-01-31; a minus before any of them means not.',
    ),
  cursor: z.string().max(500).optional().describe("next_cursor of the page before."),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const listPage = z.object({
  items: z.array(conversationSummary),
  next_cursor: z.string().nullable(),
  meant: z
    .array(z.object({ typed: z.string(), meant: z.array(z.string()) }))
    .describe("Words that occur nowhere, and what was looked for in their place."),
});

export function conversationRoutes({ db, live, streams, log }: ConversationParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/conversations",
      { schema: { summary: "Conversations, newest first", querystring: listQuery, response: { 200: listPage } } },
      async (request) => {
        const principal = await request.allow("conversation.read");
        return listConversations(db, { ...request.query, userId: userIdOf(principal) });
      },
    );

    app.get(
      "/api/v1/conversations/counts",
      { schema: { summary: "How many conversations each view has, 10,000 at most", response: { 200: counts } } },
      async (request) => {
        const principal = await request.allow("conversation.read");
        return countConversations(db, userIdOf(principal));
      },
    );

    app.get(
      "/api/v1/conversations/:id",
      { schema: { summary: "One conversation with its messages, runs and drafts", params: byId, response: { 200: conversation } } },
      async (request) => {
        await request.allow("conversation.read");
        return readConversation(db, request.params.id);
      },
    );

    app.get(
      "/api/v1/runs/:id",
      { schema: { summary: "One run with its why-trace", params: byId, response: { 200: run } } },
      async (request) => {
        await request.allow("run.read");
        return readRun(db, request.params.id);
      },
    );

    app.get("/api/v1/attachments/:id", { schema: { summary: "A file that came with a message", params: byId } }, async (request, reply) => {
      await request.allow("conversation.read");
      return sendUserFile(reply, await readAttachment(db, request.params.id));
    });
    app.get("/api/v1/uploads/:id", { schema: { summary: "A file beside a text under way", params: byId } }, async (request, reply) => {
      await request.allow("conversation.read");
      return sendUserFile(reply, await readUpload(db, request.params.id));
    });

    app.get(
      "/api/v1/events",
      {
        exposeHeadRoute: false,
        schema: {
          summary: "Live events (text/event-stream)",
          description: "Each event has the id to resume from, sent back as Last-Event-ID. `resync`: load everything again.",
        },
      },
      async (request, reply) => {
        await request.allow("conversation.read");
        let stop = (): void => undefined;
        const stream = streams.open(request, reply, {
          onClose: () => stop(),
          mayGoOn: async () => {
            request.identified = null;
            return request.allow("conversation.read").then(() => true);
          },
        });
        try {
          const after = request.headers["last-event-id"];
          const followed = await live.follow(typeof after === "string" && after !== "" ? after : null, (events) =>
            stream.write(textOf(events)),
          );
          stop = followed.stop;
          if (!stream.isOpen()) return stop();
          // The place to resume from, before anything has happened.
          stream.write(eventText({ id: followed.cursor, event: followed.isResync ? "resync" : "ready", data: {} }));
        } catch (error) {
          log.warn({ err: error }, "Live updates could not be read");
          stream.end();
        }
      },
    );
  };
}

const userIdOf = (principal: Principal): string | null => (principal.kind === "user" ? principal.id : null);

/** The same text for every stream that gets the same events. */
const texts = new WeakMap<LiveEvent[], string>();
function textOf(events: LiveEvent[]): string {
  let text = texts.get(events);
  if (text === undefined) {
    text = events
      .map(({ cursor, kind, conversationId, data }) =>
        eventText({ id: cursor, event: kind, data: { ...data, conversation_id: conversationId } }),
      )
      .join("");
    texts.set(events, text);
  }
  return text;
}
