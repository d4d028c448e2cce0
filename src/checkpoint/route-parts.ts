/** What the routes of this folder share: what they are given, and who may use them. */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { Db } from "../db/pool.ts";
import type { WireConversation } from "../domain/wire.ts";
import type { ContextSources } from "./context.ts";
import type { DraftParts } from "./drafts.ts";
import type { Handover } from "./handover.ts";

/** Who asks, as src/server/auth tells: structurally its Principal. */
type Principal = { kind: "user"; id: string; name: string; role: "admin" | "agent" } | { kind: "key"; id: string; name: string };
type Allow = (
  request: FastifyRequest,
  action: "conversation.read" | "conversation.write" | "draft.decide" | "customer.read" | "customer.write" | "settings.write",
) => Promise<Principal>;

export type CheckpointParts = DraftParts & {
  db: Db;
  /** The whole conversation as the API shows it. AppErrors `not_found` and `gone`. */
  readConversation(id: string): Promise<WireConversation>;
  sources(): ContextSources;
  handover: Handover;
  /** Whether the draft still says what the shop says; "changed" when another stands in its place. */
  refreshDraft(draftId: string): Promise<"same" | "changed" | "unknown">;
  /** An incident has begun or is over. */
  reloadIncidents(): Promise<void>;
  /** A person said yes to a write: it can begin. */
  performHolds(): void;
  /** What a translation says otherwise than its original, in words ("lacks “12 €”"); null when they say the same. */
  changedFacts(original: { text: string; language: string }, translation: { text: string; language: string }): string | null;
  /** Something waits in the outbox. */
  wakeOutbox(): void;
};

export const allow: Allow = (request, action) => request.allow(action);
export const byId = z.object({ id: z.string().max(100) });
