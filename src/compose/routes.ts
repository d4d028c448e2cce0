/** The HTTP surface of writing: kept texts, files, sending with a moment to call it back, who is here, and what one is told. */
import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Actor } from "../checkpoint/actor.ts";
import { listNudges, readNudges } from "../checkpoint/nudges.ts";
import { allow, byId, type CheckpointParts } from "../checkpoint/route-parts.ts";
import { refuseChangedDraft, refuseChangedFacts } from "../checkpoint/route-checks.ts";
import { afterSendList } from "../domain/after-send.ts";
import { languageCode } from "../domain/desk-rules.ts";
import { AppError } from "../domain/errors.ts";
import { conversation, keptText, nudge, presence, upload } from "../domain/wire.ts";
import { addUpload, findUploads, maxFileBytes, removeUpload } from "./files.ts";
import { keepText, readKept } from "./kept.ts";
import { listPresence, notePresence } from "./presence.ts";
import { callBack, send, sendNote, type ComposeParts } from "./send.ts";
import { longestUndoSeconds, readUndoSeconds, setUndoSeconds } from "./undo-setting.ts";

export type ComposeRouteParts = CheckpointParts & ComposeParts;

type App = ReturnType<typeof typed>;
const typed = (app: FastifyInstance) => app.withTypeProvider<ZodTypeProvider>();

const tags = ["Writing"];
const anyText = z.string().max(200_000);
const fileIds = z.array(z.uuid()).max(100).default([]);
const kind = z.enum(["reply", "note"]);
const version = z.uuid().nullable().default(null);
const slot = z.string().max(100).meta({ description: '"reply", also for notes; or the id of the draft that is being edited.' });

/** Needs `request.allow` of src/server/auth. */
export function composeRoutes(parts: ComposeRouteParts): FastifyPluginAsync {
  return async (app) => {
    keptRoutes(typed(app), parts);
    sendRoutes(typed(app), parts);
    peopleRoutes(typed(app), parts);
    settingRoutes(typed(app), parts);
    // In a scope of its own: bytes are taken here and nowhere else.
    await app.register(async (scope) => uploadRoutes(scope, parts));
  };
}

/** Texts are kept for people: a program keeps its own. */
async function person(request: Parameters<typeof allow>[0]): Promise<Actor> {
  const by = await allow(request, "conversation.write");
  if (by.kind !== "user") throw new AppError("forbidden", "This is for people who sign in. A program sends replies by POST …/reply.");
  return by;
}

function keptRoutes(app: App, { db }: ComposeRouteParts): void {
  app.get(
    "/api/v1/conversations/:id/kept",
    {
      schema: {
        summary: "What you have written here and not sent",
        tags,
        params: byId,
        response: { 200: z.object({ items: z.array(keptText) }) },
      },
    },
    async (request) => ({ items: await readKept(db, request.params.id, await person(request)) }),
  );
  app.put(
    "/api/v1/conversations/:id/kept/:slot",
    {
      schema: {
        summary: "Keep what you are writing",
        description:
          "`base` is the version it was written over, null for none; 409 when another tab or device was faster. Nothing to keep removes it.",
        tags,
        params: byId.extend({ slot }),
        body: z.strictObject({
          kind,
          text: anyText,
          original: z.strictObject({ text: anyText, language: languageCode }).nullable().default(null),
          files: fileIds,
          actions: afterSendList.default([]),
          base: version,
        }),
        response: { 200: z.object({ version: z.string().nullable() }) },
      },
    },
    async (request) => {
      const by = await person(request);
      const { base, files, ...rest } = request.body;
      const on = { conversationId: request.params.id, by };
      const found = await findUploads(db, on, files);
      return { version: await keepText(db, { ...on, ...rest, slot: request.params.slot, files: found.map(({ id }) => id) }, base) };
    },
  );
}

const sending = z.strictObject({
  kind: kind.default("reply"),
  slot: slot.default("reply"),
  text: anyText,
  original: z
    .strictObject({ text: anyText, language: languageCode, accept_changed_facts: z.boolean().default(false) })
    .nullable()
    .default(null),
  files: fileIds,
  actions: afterSendList.default([]).meta({ description: "What is done once it has left." }),
  expected_revision: z.int().min(0).optional().meta({ description: "`revision` of the conversation as you saw it." }),
  kept_version: version.meta({ description: "Of the kept text this is; it is kept no longer." }),
  cursor: z.strictObject({ start: z.int().min(0), end: z.int().min(0) }).optional(),
});

function sendRoutes(app: App, parts: ComposeRouteParts): void {
  const { db } = parts;
  app.post(
    "/api/v1/conversations/:id/send",
    {
      schema: {
        summary: "Send a reply that can be called back for some seconds, a text in a draft's place, or a note",
        description: "Until it leaves it stands in `leaving` of the conversation. POST …/reply sends at once.",
        tags,
        params: byId,
        body: sending,
        response: { 200: conversation },
      },
    },
    async (request) => {
      const by = await person(request);
      const { id: conversationId } = request.params;
      const { kind: what, original, expected_revision: expectedRevision, kept_version: keptVersion, cursor, ...rest } = request.body;
      const given = { ...rest, conversationId, by, keptVersion };
      if (what === "note") await sendNote(db, { ...given, slot: "reply" });
      else {
        if (rest.slot !== "reply") {
          await allow(request, "draft.decide");
          const { drafts } = await parts.readConversation(conversationId);
          // A person's own words are the person's.
          if (drafts.some(({ id, text }) => id === rest.slot && text.trim() === rest.text.trim()))
            await refuseChangedDraft(parts, rest.slot);
        }
        if (original && !original.accept_changed_facts) {
          const { language } = await parts.readConversation(conversationId);
          refuseChangedFacts(parts.changedFacts(original, { text: rest.text, language: language ?? "" }));
        }
        const own = original && { text: original.text, language: original.language };
        const end = { start: rest.text.length, end: rest.text.length };
        const undoMs = (await readUndoSeconds(db)) * 1_000;
        await send(db, { ...given, original: own, expectedRevision, cursor: cursor ?? end }, undoMs, parts);
      }
      parts.wakeOutbox();
      return parts.readConversation(conversationId);
    },
  );
  app.post(
    "/api/v1/leaving/:id/undo",
    {
      schema: {
        summary: "Call back a reply that has not left yet; its text is kept again",
        tags,
        params: byId,
        response: {
          200: z.object({ conversation_id: z.string(), slot: z.string(), cursor: z.object({ start: z.number(), end: z.number() }) }),
        },
      },
    },
    async (request) => {
      const { conversationId, ...rest } = await callBack(db, request.params.id, await person(request));
      return { conversation_id: conversationId, ...rest };
    },
  );
}

function uploadRoutes(scope: FastifyInstance, { db }: ComposeRouteParts): void {
  scope.addContentTypeParser("application/octet-stream", { parseAs: "buffer", bodyLimit: maxFileBytes + 1 }, (_request, body, done) =>
    done(null, body),
  );
  const app = typed(scope);
  app.post(
    "/api/v1/conversations/:id/uploads",
    {
      bodyLimit: maxFileBytes + 1,
      schema: {
        summary: "Put a file beside a text under way",
        description: `The body is the file itself, as application/octet-stream; at most ${maxFileBytes / 1_000_000} MB, and no programs.`,
        tags,
        params: byId,
        querystring: z.object({ name: z.string().min(1).max(1_000) }),
        response: { 201: upload },
      },
    },
    async (request, reply) => {
      const by = await person(request);
      if (!Buffer.isBuffer(request.body)) throw new AppError("unsupported_type", "Send the file as application/octet-stream.");
      const file = { conversationId: request.params.id, by, name: request.query.name, content: request.body };
      return reply.code(201).send(await addUpload(db, file));
    },
  );
  app.delete(
    "/api/v1/uploads/:id",
    { schema: { summary: "Remove a file you have not sent", tags, params: byId } },
    async (request, reply) => {
      await removeUpload(db, { by: await person(request) }, request.params.id);
      return reply.code(204).send();
    },
  );
}

function peopleRoutes(app: App, { db }: ComposeRouteParts): void {
  app.get(
    "/api/v1/presence",
    {
      schema: {
        summary: "Who looks at or writes in which conversation now",
        tags,
        response: { 200: z.object({ items: z.array(presence) }) },
      },
    },
    async (request) => {
      await allow(request, "conversation.read");
      return { items: await listPresence(db) };
    },
  );
  app.post(
    "/api/v1/conversations/:id/presence",
    {
      schema: {
        summary: "Say that you look at a conversation, write in it, or have left it",
        description: "Runs out after 25 seconds.",
        tags,
        params: byId,
        body: z.strictObject({ doing: z.enum(["viewing", "writing", "left"]) }),
      },
    },
    async (request, reply) => {
      await notePresence(db, { conversationId: request.params.id, by: await person(request), doing: request.body.doing });
      return reply.code(204).send();
    },
  );
  app.get(
    "/api/v1/nudges",
    {
      schema: {
        summary: "Where colleagues named you, and replies of yours that did not leave",
        tags,
        response: { 200: z.object({ items: z.array(nudge), unread: z.number() }) },
      },
    },
    async (request) => listNudges(db, (await person(request)).id),
  );
  app.post(
    "/api/v1/nudges/read",
    {
      schema: {
        summary: "Say that you have read them: those of one conversation, or all",
        tags,
        body: z.strictObject({ conversation_id: z.uuid().optional() }),
      },
    },
    async (request, reply) => {
      await readNudges(db, (await person(request)).id, request.body.conversation_id ?? null);
      return reply.code(204).send();
    },
  );
}

function settingRoutes(app: App, { db }: ComposeRouteParts): void {
  const answer = z.object({ seconds: z.number() });
  app.get(
    "/api/v1/settings/undo-send",
    { schema: { summary: "How long a reply can be called back", tags, response: { 200: answer } } },
    async (request) => {
      await allow(request, "conversation.read");
      return { seconds: await readUndoSeconds(db) };
    },
  );
  app.put(
    "/api/v1/settings/undo-send",
    {
      schema: {
        summary: "Change how long a reply can be called back; 0: it leaves at once",
        tags,
        body: z.strictObject({ seconds: z.int().min(0).max(longestUndoSeconds) }),
        response: { 200: answer },
      },
    },
    async (request) => {
      const by = await allow(request, "settings.write");
      await setUndoSeconds(db, request.body.seconds, by);
      return { seconds: request.body.seconds };
    },
  );
}
