import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { InboundMessage, Sender } from "../../domain/message.ts";
import { requireAllStorable } from "../inbound-text.ts";
import { htmlToText } from "./html-text.ts";

const maxText = 100_000;
const maxHtml = 500_000;

// A shape check only: whether mail arrives there is not ours to know, and stricter patterns refuse real addresses.
const email = z
  .string()
  .max(320)
  .regex(/^[^\s@]+@[^\s@]+$/, "is not an e-mail address")
  .transform((text) => text.toLowerCase());
const phone = z
  .string()
  .max(40)
  .transform((text) => text.replace(/[\s().-]/g, ""))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, "is not a phone number in international form like +491701234567"));

/** Body of POST /api/v1/messages. `verified` says that the caller vouches for the address: order facts may be told to it. */
export const apiMessageSchema = z
  .strictObject({
    external_id: z.string().min(1).max(500).describe("The caller's id of this message. The same id again is a duplicate and does nothing."),
    from: z.strictObject({
      email: email.optional(),
      phone: phone.optional(),
      name: z.string().max(300).optional(),
      verified: z
        .boolean()
        .default(false)
        .describe("True only when the caller has proof that the sender owns the address, such as a sign-in."),
    }),
    conversation: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe("The caller's thread id. Without it, messages of one verified sender form one conversation."),
    subject: z.string().max(1_000).optional(),
    text: z.string().max(maxText).optional(),
    html: z.string().max(maxHtml).optional(),
    store: z.string().min(1).max(100).optional().describe("Which connected shop the customer wrote to."),
  })
  .refine(({ text, html }) => Boolean(text?.trim() || html?.trim()), {
    path: ["text"],
    message: "text or html must be given and not be empty",
  });

export type ApiMessage = z.infer<typeof apiMessageSchema>;

/** The message as the desk stores it. Throws AppError bad_text that names the field. `now` is when it was received. */
export function toInbound(body: ApiMessage, now: Date = new Date()): InboundMessage {
  requireAllStorable(body);
  const text = body.text?.trim() ? body.text : htmlToText(body.html ?? "");
  if (text.length > maxText) throw new AppError("too_large", `text has ${text.length} characters; at most ${maxText} are accepted.`);
  const sender = toSender(body);
  return {
    externalId: body.external_id,
    threadKey: threadKey(body),
    sender,
    ...(sender.proof === "proven" && body.from.email && body.from.phone
      ? { alsoProven: [{ kind: "phone" as const, value: body.from.phone }] }
      : {}),
    ...(body.subject === undefined ? {} : { subject: body.subject }),
    text,
    ...(body.html === undefined ? {} : { html: body.html }),
    at: now.toISOString(),
    ...(body.store === undefined ? {} : { store: body.store }),
    channelData: body.conversation === undefined ? {} : { conversation: body.conversation },
  };
}

function toSender({ from, conversation, external_id }: ApiMessage): Sender {
  const proof = from.verified ? "proven" : "none";
  const name = from.name === undefined ? {} : { name: from.name };
  if (from.email) return { kind: "email", value: from.email, proof, ...name };
  if (from.phone) return { kind: "phone", value: from.phone, proof, ...name };
  // Nobody in particular: there is no address that could be proven.
  return { kind: "channel", value: `anonymous:${conversation ?? external_id}`, proof: "none", ...name };
}

/**
 * Prefixed, so that a caller's thread id cannot meet a derived one; and verified senders apart from those who only say
 * who they are, or a stranger would land in the customer's own thread.
 */
function threadKey({ from, conversation, external_id }: ApiMessage): string {
  if (conversation !== undefined) return `conversation:${conversation}`;
  const address = from.email ? `email:${from.email}` : from.phone ? `phone:${from.phone}` : undefined;
  if (address === undefined) return `message:${external_id}`;
  return from.verified ? address : `unverified:${address}`;
}
