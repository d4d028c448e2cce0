/** Snippets over HTTP: the list, what one says in a conversation or with an order, and writing them. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { requireStorable } from "../../channels/inbound-text.ts";
import { readContext, type ContextSources } from "../../checkpoint/context.ts";
import type { Db } from "../../db/pool.ts";
import { languageCode } from "../../domain/desk-rules.ts";
import { fileProblem, filledSnippet, snippet, wireProblem, type WireConversation } from "../../domain/wire.ts";
import type { Library } from "../../library/library.ts";
import {
  deleteSnippet,
  fillSnippet,
  getSnippet,
  listSnippets,
  saveSnippet,
  snippetBody,
  snippetProblems,
  type SnippetBody,
} from "../../library/snippets.ts";
import type { FactSources } from "../../workflow/step.ts";
import { actorOf } from "../auth/permissions.ts";

export type SnippetParts = {
  db: Db;
  library: Pick<Library, "templates">;
  sources(): FactSources & ContextSources;
  readConversation(id: string): Promise<WireConversation>;
  now(): Date;
};

const tags = ["Snippets"];
const byId = z.object({ id: z.string().max(100) });

export function snippetRoutes({ db, library, sources, readConversation, now }: SnippetParts): FastifyPluginAsyncZod {
  const parts = () => ({ voice: library.templates().voice, sources, now });
  return async (app) => {
    app.get(
      "/api/v1/snippets",
      { schema: { summary: "Texts to put into replies by name", tags, response: { 200: z.object({ items: z.array(snippet) }) } } },
      async (request) => {
        await request.allow("conversation.read");
        return { items: await listSnippets(db) };
      },
    );
    app.post(
      "/api/v1/snippets",
      { schema: { summary: "Write a new snippet", tags, body: snippetBody, response: { 201: snippet } } },
      async (request, reply) => {
        const by = actorOf(await request.allow("draft.decide"));
        return reply.code(201).send(await saveSnippet(db, null, storable(request.body), by));
      },
    );
    app.put(
      "/api/v1/snippets/:id",
      { schema: { summary: "Change a snippet", tags, params: byId, body: snippetBody, response: { 200: snippet } } },
      async (request) => {
        const by = actorOf(await request.allow("draft.decide"));
        return saveSnippet(db, request.params.id, storable(request.body), by);
      },
    );
    app.delete("/api/v1/snippets/:id", { schema: { summary: "Delete a snippet", tags, params: byId } }, async (request, reply) => {
      const by = actorOf(await request.allow("draft.decide"));
      await deleteSnippet(db, request.params.id, by);
      return reply.code(204).send();
    });
    app.post(
      "/api/v1/snippets/preview",
      {
        schema: {
          summary: "What a snippet that is not saved says, with a real order",
          description: "`problems` names every mistake with its line; then there is no text.",
          tags,
          body: z.strictObject({
            text: z.string().min(1).max(20_000),
            language: languageCode,
            order_number: z.string().min(1).max(40).optional(),
          }),
          response: { 200: z.object({ filled: filledSnippet.nullable(), problems: z.array(fileProblem) }) },
        },
      },
      async (request) => {
        await request.allow("conversation.read");
        const { text, language, order_number: number } = request.body;
        const texts = { [language]: text };
        const problems = snippetProblems(texts);
        if (problems.length > 0) return { filled: null, problems: problems.map(wireProblem) };
        const filled = await fillSnippet({ texts, actions: [] }, { language, orderNumber: number?.replace(/^#/, "") }, parts());
        return { filled, problems: [] };
      },
    );
    app.post(
      "/api/v1/conversations/:id/snippets/:snippet",
      {
        schema: {
          summary: "What a snippet says in a conversation",
          description:
            "With the customer's name and the order the conversation is about, as far as it is proven that it is theirs. What is not known stands in the text as {{ order.number }}.",
          tags,
          params: byId.extend({ snippet: z.string().max(100) }),
          response: { 200: filledSnippet },
        },
      },
      async (request) => {
        await request.allow("conversation.read");
        const chosen = await getSnippet(db, request.params.snippet);
        const [{ language, customer }, { orders }] = await Promise.all([
          readConversation(request.params.id),
          readContext(db, sources(), request.params.id, now),
        ]);
        // Facts of an order go to the one whose it is, whoever sends them.
        const order = orders.find(({ owner_proven: isTheirs }) => isTheirs);
        return fillSnippet(
          chosen,
          { language, customerName: customer?.name ?? null, orderNumber: order?.number.replace(/^#/, "") },
          parts(),
        );
      },
    );
  };
}

function storable(body: SnippetBody): SnippetBody {
  requireStorable("name", body.name);
  for (const [language, text] of Object.entries(body.texts)) requireStorable(`texts.${language}`, text);
  return body;
}
