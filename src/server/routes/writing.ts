/** What people ask of language models while they work on a conversation. Nothing here sends anything, and without a model each says so. */
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { findSummary, summarise, type Summary } from "../../answer/conversations/summaries.ts";
import { translateMessages } from "../../answer/conversations/translations.ts";
import type { Writer } from "../../answer/drafting/writer.ts";
import { compareFacts } from "../../answer/grounding/compare.ts";
import type { Db } from "../../db/pool.ts";
import { languageCode } from "../../domain/desk-rules.ts";
import {
  conversationSummaryText,
  translatedBatch,
  writtenAnew,
  type WireConversation,
  type WireSummaryText,
  type WireWrittenAnew,
} from "../../domain/wire.ts";
import type { Written } from "../../domain/written.ts";

export type WritingParts = {
  db: Db;
  writer: Writer;
  /** AppErrors `not_found` and `gone`. */
  readConversation(id: string): Promise<WireConversation>;
};

const tags = ["Language models"];
const byId = z.object({ id: z.uuid({ error: "a conversation's id is a UUID" }) });
const words = z.string().min(1, "there is no text to work on").max(20_000, "at most 20,000 characters");
const inLanguage = z.strictObject({ language: languageCode.default("en") });

export function writingRoutes({ db, writer, readConversation }: WritingParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/conversations/:id/summary",
      {
        schema: {
          summary: "The summary that is there",
          tags,
          params: byId,
          querystring: inLanguage,
          response: { 200: conversationSummaryText },
        },
      },
      async (request) => {
        await request.allow("conversation.read");
        const { id } = await readConversation(request.params.id);
        const { language } = request.query;
        return wireSummary((await findSummary(db, id, language)) ?? { say: null }, language);
      },
    );
    app.post(
      "/api/v1/conversations/:id/summary",
      {
        schema: {
          summary: "A summary of a conversation, for whoever takes it over",
          description: "Kept until a new message comes: asking again before costs nothing.",
          tags,
          params: byId,
          body: inLanguage,
          response: { 200: conversationSummaryText },
        },
      },
      async (request) => {
        await request.allow("conversation.write");
        const { id } = await readConversation(request.params.id);
        const { language } = request.body;
        const made = await summarise(db, { conversationId: id, language }, async () => {
          const conversation = await readConversation(id);
          const lines = conversation.messages.map(
            ({ direction, author, text }) => `${direction === "note" ? "note" : author.kind}: ${text}`,
          );
          return writer.summarise({ lines, language, customerName: nameIn(conversation), conversationId: id });
        });
        return wireSummary(made, language);
      },
    );
    app.post(
      "/api/v1/conversations/:id/translate",
      {
        schema: {
          summary: "A text of a conversation in another language, and which facts are no longer the same",
          tags,
          params: byId,
          body: z.strictObject({ text: words, from: languageCode.optional(), to: languageCode }),
          response: { 200: writtenAnew },
        },
      },
      async (request) => {
        await request.allow("conversation.write");
        const conversation = await readConversation(request.params.id);
        const { text, to } = request.body;
        const from = request.body.from ?? conversation.language ?? "";
        const answer = await writer.translate({ text, from, to, customerName: nameIn(conversation), conversationId: conversation.id });
        return wireWritten(answer, { text, language: from }, to);
      },
    );
    app.post(
      "/api/v1/conversations/:id/rewrite",
      {
        schema: {
          summary: "A reply under way in the brand's voice, shorter, friendlier or clearer, and which facts are no longer the same",
          description: "Never sent by this: the person who asked decides.",
          tags,
          params: byId,
          body: z.strictObject({
            text: words,
            how: z.enum(["voice", "shorter", "friendlier", "clearer"]).default("voice"),
            language: languageCode.optional().describe("Of the text; the conversation's when not given."),
          }),
          response: { 200: writtenAnew },
        },
      },
      async (request) => {
        await request.allow("conversation.write");
        const conversation = await readConversation(request.params.id);
        const { text, how } = request.body;
        const language = request.body.language ?? conversation.language ?? "en";
        const customerName = nameIn(conversation);
        const answer = await writer.rewrite({ text, how, language, customerName, conversationId: conversation.id });
        return wireWritten(answer, { text, language }, language);
      },
    );
    app.post(
      "/api/v1/conversations/:id/translations",
      {
        schema: {
          summary: "Translate the newest messages that are not yet, for somebody who reads this language",
          description: "They are kept with the messages: each is translated once. The conversation has them afterwards.",
          tags,
          params: byId,
          body: z.strictObject({ language: languageCode }),
          response: { 200: translatedBatch },
        },
      },
      async (request) => {
        await request.allow("conversation.write");
        const conversation = await readConversation(request.params.id);
        return translateMessages(db, writer, {
          conversationId: conversation.id,
          from: conversation.language ?? "",
          language: request.body.language,
          customerName: nameIn(conversation),
        });
      },
    );
  };
}

function wireWritten(answer: Written, before: { text: string; language: string }, language: string): WireWrittenAnew {
  if (!answer.ok) return { text: null, say: answer.say, changes: null };
  const { lost, added, isWhole } = compareFacts(before, { text: answer.text, language });
  return { text: answer.text, say: null, changes: { lost, added, is_whole: isWhole } };
}

function wireSummary(summary: Summary | { say: string | null }, language: string): WireSummaryText {
  if (!("text" in summary)) return { text: null, say: summary.say, language, at: null, new_messages: 0 };
  return { text: summary.text, say: null, language, at: summary.at.toISOString(), new_messages: summary.newMessages };
}

const nameIn = ({ messages }: WireConversation): string | null =>
  messages.find(({ author }) => author.kind === "customer")?.author.name ?? null;
