/** Refund and cancel over HTTP: the order by its number, the policy of the desk, a refusal as 403 with its rule. */
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { actionKinds } from "../domain/policy.ts";
import { readPolicies, requestAction, type ActionResult, type Requester } from "./actions.ts";
import { allow, byId, type CheckpointParts } from "./route-parts.ts";

export function actionRoute(app: FastifyInstance, parts: CheckpointParts): void {
  const money = z
    .strictObject({ amount: z.int().min(1), currency: z.string().regex(/^[A-Z]{3}$/) })
    .meta({ description: "Integer minor units. Without it, all that is left." });
  const body = z.strictObject({
    kind: z.enum(actionKinds),
    order: z.string().min(1).max(100).meta({ description: "The order's number." }),
    store: z.string().max(100).optional(),
    amount: money.optional(),
    reason: z.string().max(2_000),
  });
  const answer = z.object({
    id: z.string(),
    state: z.enum(["done", "failed", "unknown"]),
    explanation: z.string(),
    amount: money.nullable(),
    result: z.record(z.string(), z.unknown()).nullable(),
    repeated: z.boolean(),
  });
  app.withTypeProvider<ZodTypeProvider>().post(
    "/api/v1/conversations/:id/actions",
    {
      schema: {
        summary: "Refund or cancel an order, within the policy",
        tags: ["Conversations"],
        params: byId,
        body,
        response: { 200: answer },
      },
    },
    async (request) => {
      const by = await allow(request, "conversation.write");
      const { kind, order: number, store, amount, reason } = request.body;
      await parts.readConversation(request.params.id);
      const place = await findOrder(parts, number, store);
      const requestedBy: Requester = by.kind === "user" ? { kind: "user", id: by.id, role: by.role } : { kind: "key", id: by.id };
      const done = await requestAction(parts.db, parts.sources().stores, {
        conversationId: request.params.id,
        ...place,
        kind,
        amount,
        reason,
        requestedBy,
        policy: await readPolicies(parts.db),
        now: parts.now(),
      });
      return shownAction(done);
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
  if (state === "denied") throw new AppError("action_denied", verdict.explanation, { details: { rule: verdict.rule, action: id } });
  return { id, state, explanation: verdict.explanation, amount: verdict.amount ?? null, result, repeated };
}
