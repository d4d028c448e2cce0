/** Writes to a shop over HTTP: the order by its number, the policy of the desk, a refusal as 403 with its rule. */
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { actionDetails, actionKind, moneyInput } from "../domain/action.ts";
import { agreeToAction, refuseAction, requestAction, type ActionResult, type Requester } from "./actions.ts";
import { actorText } from "./actor.ts";
import { readPolicies } from "./policies.ts";
import { allow, byId, type CheckpointParts } from "./route-parts.ts";

export function actionRoute(app: FastifyInstance, parts: CheckpointParts): void {
  const body = z.strictObject({
    kind: actionKind,
    order: z.string().min(1).max(100).meta({ description: "The order's number." }),
    store: z.string().max(100).optional(),
    ...actionDetails.shape,
    reason: z.string().max(2_000),
    confirmed_by: z.string().max(100).optional().meta({ description: "Id of the message in which the customer said yes to exactly this." }),
  });
  const answer = z.object({
    id: z.string(),
    state: z.enum(["done", "failed", "unknown", "waiting"]),
    rule: z.string(),
    explanation: z.string(),
    amount: moneyInput.nullable(),
    result: z.record(z.string(), z.unknown()).nullable(),
    repeated: z.boolean(),
  });
  app.withTypeProvider<ZodTypeProvider>().post(
    "/api/v1/conversations/:id/actions",
    {
      schema: {
        summary: "Refund, cancel, change, replace, label, discount or tag an order, within the policy",
        tags: ["Conversations"],
        params: byId,
        body,
        response: { 200: answer },
      },
    },
    async (request) => {
      const by = await allow(request, "conversation.write");
      const { kind, order: number, store, reason, confirmed_by: confirmedBy, ...details } = request.body;
      await parts.readConversation(request.params.id);
      const place = await findOrder(parts, number, store);
      const requestedBy: Requester = by.kind === "user" ? { kind: "user", id: by.id, role: by.role } : { kind: "key", id: by.id };
      const done = await requestAction(parts.db, parts.sources().stores, {
        conversationId: request.params.id,
        ...place,
        orderNumber: number,
        kind,
        details,
        reason,
        confirmedBy: confirmedBy ?? null,
        requestedBy,
        policy: await readPolicies(parts.db),
        now: parts.now(),
      });
      return shownAction(done);
    },
  );
  app.withTypeProvider<ZodTypeProvider>().post(
    "/api/v1/actions/:id/approve",
    {
      schema: {
        summary: "Agree, as the second person, to an action that waits for one",
        tags: ["Conversations"],
        params: byId,
        response: { 200: answer },
      },
    },
    async (request) => {
      const by = await allow(request, "conversation.write");
      if (by.kind !== "user") throw new AppError("forbidden", "Two people have to agree, and an API key is none.");
      return shownAction(
        await agreeToAction(parts.db, parts.sources().stores, {
          id: request.params.id,
          by: { kind: "user", id: by.id, role: by.role },
          policy: await readPolicies(parts.db),
          now: parts.now(),
        }),
      );
    },
  );
  app.withTypeProvider<ZodTypeProvider>().post(
    "/api/v1/actions/:id/refuse",
    {
      schema: {
        summary: "Say no to an action that waits for a second person",
        tags: ["Conversations"],
        params: byId,
        response: { 200: z.object({ conversation_id: z.string() }) },
      },
    },
    async (request) => {
      const by = await allow(request, "conversation.write");
      const { conversationId } = await refuseAction(parts.db, { id: request.params.id, by: actorText(by) });
      return { conversation_id: conversationId };
    },
  );
}

/** By number among the connected shops. AppErrors `not_found`, and `invalid` when several shops have this number. */
async function findOrder(
  parts: CheckpointParts,
  number: string,
  connectionId?: string,
): Promise<{ connectionId: string; orderId: string }> {
  const stores = parts.sources().stores.filter((one) => connectionId === undefined || one.connectionId === connectionId);
  const found = (
    await Promise.all(
      stores.map(async (one) =>
        (await one.store.findOrders({ number })).map((order) => ({ connectionId: one.connectionId, orderId: order.id })),
      ),
    )
  ).flat();
  if (found.length > 1) throw new AppError("invalid", "Several shops have an order of this number. Name the shop in `store`.");
  if (!found[0]) throw new AppError("not_found", "No connected shop has an order of this number.");
  return found[0];
}

function shownAction({ id, state, verdict, result, repeated }: ActionResult) {
  if (state === "denied") {
    const { rule, explanation, instead } = verdict;
    const details = { rule, action: id, ...(instead === undefined ? {} : { instead }) };
    throw new AppError("action_denied", `${explanation}${instead === undefined ? "" : ` ${instead}`}`, { details });
  }
  return { id, state, rule: verdict.rule, explanation: verdict.explanation, amount: verdict.amount ?? null, result, repeated };
}
