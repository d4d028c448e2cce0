/** Yes or no to what a workflow asked a person. */
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { conversation } from "../domain/wire.ts";
import { decideHold } from "./holds.ts";
import { allow, byId, type CheckpointParts } from "./route-parts.ts";

export function holdRoutes(app: FastifyInstance, parts: CheckpointParts): void {
  const body = z.strictObject({ note: z.string().max(2_000).optional() }).nullish();
  const route = (verb: "approve" | "refuse", summary: string) =>
    app
      .withTypeProvider<ZodTypeProvider>()
      .post(
        `/api/v1/holds/:id/${verb}`,
        { schema: { summary, tags: ["Drafts"], params: byId, body, response: { 200: conversation } } },
        async (request) => {
          const by = await allow(request, "draft.decide");
          const { conversationId } = await decideHold(parts.db, {
            holdId: request.params.id,
            by,
            role: by.kind === "user" ? by.role : null,
            isApproved: verb === "approve",
            note: request.body?.note,
          });
          if (verb === "approve") parts.performHolds();
          return parts.readConversation(conversationId);
        },
      );
  route("approve", "Say yes to what a workflow asks: an approval, or a write to the shop within the policy");
  route("refuse", "Say no to what a workflow asks");
}
