import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { InboundMessage } from "../../domain/message.ts";
import type { HookAnswer } from "../channel.ts";
import type { HookRequest } from "../../domain/hook.ts";
import { invalidFields, readJsonBody, requireAllStorable } from "../inbound-text.ts";

const maxBytes = 5_000_000;
const id = z.string().min(1).max(500);
const identity = z.object({ kind: z.enum(["email", "phone", "channel"]), value: id });

/** An InboundMessage as JSON, without attachments. */
const memoryMessage = z.object({
  externalId: id,
  threadKey: id,
  references: z.array(id).max(100).exactOptional(),
  sender: identity.extend({
    name: z.string().max(300).exactOptional(),
    proof: z.enum(["proven", "reply_address", "none"]).default("none"),
  }),
  alsoProven: z.array(identity).max(10).exactOptional(),
  subject: z.string().max(1_000).exactOptional(),
  text: z.string().max(100_000),
  html: z.string().max(500_000).exactOptional(),
  at: z.iso.datetime({ offset: true }),
  automatic: z.enum(["auto_reply", "bounce", "mailing_list", "own_message"]).exactOptional(),
  store: z.string().max(100).exactOptional(),
  channelData: z.record(z.string(), z.json()).exactOptional(),
});
const body = z.union([
  z.object({ messages: z.array(memoryMessage).min(1).max(1_000) }),
  memoryMessage.transform((message) => ({ messages: [message] })),
]);

/** POST with `Authorization: Bearer <token>` and one message or `{ messages: […] }`; answers 202 with the external ids. */
export function receiveJson(request: HookRequest, token: string | undefined): HookAnswer {
  if (!token || !isSame(request.headers["authorization"] ?? "", `Bearer ${token}`)) {
    throw new AppError("bad_signature", "The request does not carry this connection's token as a bearer token.");
  }
  if (request.method !== "POST") throw new AppError("bad_request", "Messages are sent with POST.");
  const read = body.safeParse(readJsonBody(request.body, maxBytes));
  if (!read.success) throw invalidFields(read.error.issues);
  requireAllStorable(read.data);
  const messages: InboundMessage[] = read.data.messages;
  return { status: 202, body: { accepted: messages.map((message) => message.externalId) }, messages };
}

/** Compares digests, so that neither content nor length shows in the time it takes. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
