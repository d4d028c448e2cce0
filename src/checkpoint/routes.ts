/** The HTTP surface of layer 3. What people change answers with the whole conversation as it stands after it. */
import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { languageCode } from "../domain/desk-rules.ts";
import { context, conversation, type WireConversation } from "../domain/wire.ts";
import { actionRoute } from "./action-route.ts";
import type { Actor } from "./actor.ts";
import { readContext } from "./context.ts";
import { eraseCustomer, exportCustomer } from "./customers.ts";
import { careRoutes } from "./care-routes.ts";
import { holdRoutes } from "./hold-routes.ts";
import { approveDraft, editDraft, rejectDraft } from "./drafts.ts";
import * as people from "./people.ts";
import { addReview } from "./reviews.ts";
import { refuseChangedDraft, refuseChangedFacts } from "./route-checks.ts";
import { allow, byId, type CheckpointParts } from "./route-parts.ts";

export type { CheckpointParts } from "./route-parts.ts";

const revision = z
  .int()
  .min(0)
  .optional()
  .meta({ description: "`revision` of the conversation as you saw it. When a message came or left since, the answer is 409." });
const anyText = z.string().max(200_000);
const nothing = z.strictObject({}).nullish();

const bodies = {
  reply: z.strictObject({
    text: anyText,
    expected_revision: revision,
    draft_id: z.string().max(100).optional(),
    original: z
      .strictObject({
        text: anyText,
        language: languageCode,
        accept_changed_facts: z.boolean().default(false),
      })
      .optional()
      .meta({
        description: "What you wrote, when `text` is its translation. Both are kept. Facts that differ are refused unless you accept them.",
      }),
  }),
  note: z.strictObject({ text: anyText }),
  assign: z.strictObject({ user_id: z.string().max(100).nullable().optional(), team: z.string().max(100).nullable().optional() }),
  snooze: z.strictObject({
    until: z.iso.datetime({ offset: true }).optional(),
    order: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: "Number of the order whose parcel brings it back when it moves." }),
  }),
  tags: z.strictObject({ add: z.array(z.string().max(200)).max(50).default([]), remove: z.array(z.string().max(200)).max(50).default([]) }),
  close: nothing,
  reopen: nothing,
  pause: z.strictObject({ paused: z.boolean().default(true) }),
  category: z.strictObject({ category: z.string().max(100) }),
};

/** Registers everything under /api/v1. Needs `request.allow` of src/server/auth. */
export function checkpointRoutes(parts: CheckpointParts): FastifyPluginAsync {
  return async (app) => {
    conversationRoutes(app, parts);
    draftRoutes(app, parts);
    customerRoutes(app, parts);
    actionRoute(app, parts);
    holdRoutes(app, parts);
    careRoutes(app, parts);
  };
}

function conversationRoutes(app: FastifyInstance, parts: CheckpointParts): void {
  const { db } = parts;
  /** One route per verb: check, change, answer with the whole conversation. */
  const route = <Body extends z.ZodType>(
    verb: string,
    summary: string,
    body: Body,
    change: (on: { conversationId: string; by: Actor }, body: z.infer<Body>) => Promise<unknown>,
  ) =>
    app
      .withTypeProvider<ZodTypeProvider>()
      .post(
        `/api/v1/conversations/:id/${verb}`,
        { schema: { summary, tags: ["Conversations"], params: byId, body, response: { 200: conversation } } },
        async (request) => {
          const by = await allow(request, "conversation.write");
          const { id } = request.params as z.infer<typeof byId>;
          await change({ conversationId: id, by }, request.body as z.infer<Body>);
          return parts.readConversation(id);
        },
      );

  route(
    "reply",
    "Send a reply in your own words; automation stops on this conversation",
    bodies.reply,
    async (on, { text, expected_revision, draft_id, original }) => {
      if (original && !original.accept_changed_facts) {
        const { language } = await parts.readConversation(on.conversationId);
        refuseChangedFacts(parts.changedFacts(original, { text, language: language ?? "" }));
      }
      await people.replyAsPerson(
        db,
        {
          ...on,
          text,
          ...(expected_revision === undefined ? {} : { expectedRevision: expected_revision }),
          ...(draft_id === undefined ? {} : { draftId: draft_id }),
          ...(original === undefined ? {} : { original: { text: original.text, language: original.language } }),
        },
        parts.maxLengthOf,
        parts.footerOf,
      );
      parts.wakeOutbox();
    },
  );
  route("note", "Leave a note the customer does not see", bodies.note, (on, { text }) => people.addNote(db, { ...on, text }));
  route("assign", "Say which person, team or both take it; null takes it away", bodies.assign, (on, { user_id, team }) =>
    people.assign(db, { ...on, userId: user_id, team }),
  );
  route(
    "snooze",
    "Put it out of sight until a time, until a parcel moves, or until the customer writes",
    bodies.snooze,
    (on, { until, order }) =>
      people.snooze(db, { ...on, until: until === undefined ? undefined : new Date(until), order, now: parts.now() }),
  );
  route("tags", "Add and remove tags", bodies.tags, (on, { add, remove }) => people.changeTags(db, { ...on, add, remove }));
  route("close", "Say that it is done", bodies.close, (on) => people.closeConversation(db, on));
  route("reopen", "Open it again", bodies.reopen, (on) => people.reopen(db, on));
  route("pause", "Stop automation on this conversation, or give it back", bodies.pause, (on, { paused }) =>
    people.pause(db, { ...on, paused }),
  );
  route("category", "Correct the category", bodies.category, (on, { category }) => people.correctCategory(db, { ...on, category }));

  app.withTypeProvider<ZodTypeProvider>().get(
    "/api/v1/conversations/:id/context",
    {
      schema: {
        summary: "The customer, their orders and parcels, their other conversations",
        tags: ["Conversations"],
        params: byId,
        response: { 200: context },
      },
    },
    async (request) => {
      await allow(request, "conversation.read");
      return readContext(db, parts.sources(), request.params.id);
    },
  );
}

function draftRoutes(app: FastifyInstance, parts: CheckpointParts): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const schema = <Body extends z.ZodType>(summary: string, body: Body) => ({
    summary,
    tags: ["Drafts"],
    params: byId,
    body,
    response: { 200: conversation },
  });
  const sent = (conversationId: string): Promise<WireConversation> => {
    parts.wakeOutbox();
    return parts.readConversation(conversationId);
  };
  const approval = z.strictObject({ expected_revision: revision }).nullish();
  typed.post("/api/v1/drafts/:id/approve", { schema: schema("Send the draft as it is, in your name", approval) }, async (request) => {
    const by = await allow(request, "draft.decide");
    await refuseChangedDraft(parts, request.params.id);
    return sent(
      (await approveDraft(parts.db, { draftId: request.params.id, by, expectedRevision: request.body?.expected_revision }, parts))
        .conversationId,
    );
  });
  typed.post(
    "/api/v1/drafts/:id/edit",
    { schema: schema("Send your words in the draft's place", z.strictObject({ text: anyText, expected_revision: revision })) },
    async (request) => {
      const by = await allow(request, "draft.decide");
      const { text, expected_revision } = request.body;
      return sent(
        (await editDraft(parts.db, { draftId: request.params.id, by, text, expectedRevision: expected_revision }, parts)).conversationId,
      );
    },
  );
  const rejection = z.strictObject({ reason: z.string().max(10_000).optional(), category: z.string().max(100).optional() }).nullish();
  typed.post("/api/v1/drafts/:id/reject", { schema: schema("Do not send the draft; a person answers", rejection) }, async (request) => {
    const by = await allow(request, "draft.decide");
    return parts.readConversation((await rejectDraft(parts.db, { draftId: request.params.id, by, ...request.body }, parts)).conversationId);
  });

  const review = z.strictObject({
    run_id: z.string().max(100),
    verdict: z.enum(["right", "edited", "wrong"]),
    category: z.string().max(100).optional(),
    note: z.string().max(10_000).optional(),
  });
  typed.post(
    "/api/v1/reviews",
    {
      schema: {
        summary: "Say whether an automatic decision was right",
        tags: ["Drafts"],
        body: review,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const by = await allow(request, "draft.decide");
      const { run_id, ...rest } = request.body;
      return reply.code(201).send(await addReview(parts.db, { runId: run_id, ...rest, by }));
    },
  );
}

function customerRoutes(app: FastifyInstance, { db }: CheckpointParts): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    "/api/v1/customers/:id/export",
    {
      schema: {
        summary: "Everything held about a customer",
        tags: ["Customers"],
        params: byId,
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    async (request, reply) => {
      const by = await allow(request, "customer.write");
      const everything = await exportCustomer(db, request.params.id, by);
      return reply
        .header("content-disposition", `attachment; filename="customer-${request.params.id}.json"`)
        .header("cache-control", "no-store")
        .send(everything);
    },
  );
  typed.post(
    "/api/v1/customers/:id/erase",
    {
      schema: {
        summary: "Erase everything that says something about a customer",
        tags: ["Customers"],
        params: byId,
        body: nothing,
        response: { 200: z.object({ conversations: z.number() }) },
      },
    },
    async (request) => {
      const by = await allow(request, "customer.write");
      return eraseCustomer(db, request.params.id, by);
    },
  );
}
