/** How a message came to be: the customer wrote it, an agent, or a workflow. */
export type AuthorKind = "customer" | "agent" | "automation";
export type Direction = "in" | "out" | "note";
/** Where an outgoing message is. Webhooks of the channel move it forward; it never moves back. */
export type DeliveryState = "queued" | "sent" | "delivered" | "read" | "failed";

/** `channel` is the channel's own id of a person (a chat visitor, a WhatsApp id). E-mail is lower-cased, phone is E.164. */
export type IdentityKind = "email" | "phone" | "channel";

/**
 * How sure we are who wrote.
 * - `proven`: the channel vouches for it (signed customer token, verified phone number, a trusted API caller, a one-time code).
 * - `reply_address`: only that our answer goes to this address and nowhere else; enough to tell an order's facts to the
 *   address the order carries, and for nothing more (a sender address is easy to forge, the place we answer to is not).
 * - `none`: somebody says so.
 */
export type Proof = "proven" | "reply_address" | "none";

export type Sender = { kind: IdentityKind; value: string; name?: string; proof: Proof };

/** Why a message needs no answer from us; answering it could start a loop between two machines. */
export type AutomaticKind = "auto_reply" | "bounce" | "mailing_list" | "own_message";

/** A file that came with a message. `content` is present only on its way in; stored ones are read through the attachment route. */
export type InboundAttachment = { name: string; contentType: string; size: number; content: Uint8Array; inlineId?: string };

/** What every channel turns its own format into. All text is valid Unicode without NUL; times are ISO 8601 with zone. */
export type InboundMessage = {
  /** The channel's id of this message, stable over redelivery: (connection, externalId) is the deduplication key. */
  externalId: string;
  /** The channel's id of the thread: same key, same conversation. */
  threadKey: string;
  /** Message ids this one answers, nearest first; used only for channels without threads of their own (e-mail). */
  references?: string[];
  sender: Sender;
  /** Order-facts gate: further addresses the sender is proven to own, e.g. a signed token with e-mail and phone. */
  alsoProven?: { kind: IdentityKind; value: string }[];
  subject?: string;
  text: string;
  /** As received; made safe when shown, never before, so that the original is not lost. */
  html?: string;
  /** What was cut from `text`: quoted history and signature. Shown folded, not read by workflows. */
  quoted?: string;
  attachments?: InboundAttachment[];
  at: string;
  automatic?: AutomaticKind;
  /** Which store the customer wrote to, when one desk serves several. */
  store?: string;
  /** Whatever the channel needs to answer later (reply address, message ids, languages). Opaque to everyone else. */
  channelData?: Record<string, unknown>;
};

/** A file that leaves with a message. `inlineId`: its place in the text is `imageMark(name)`. */
export type OutgoingFile = { name: string; contentType: string; content: Uint8Array; inlineId?: string };

/** What the outbox hands a channel. `key` is the same at every attempt: give it to the vendor as idempotency key. */
export type OutgoingMessage = {
  key: string;
  conversationId: string;
  threadKey: string;
  to: { kind: IdentityKind; value: string; name?: string };
  subject?: string;
  text: string;
  author: { kind: AuthorKind; name: string };
  language: string;
  /** channelData of the newest inbound message of the conversation, and the external ids of earlier messages, oldest first. */
  channelData: Record<string, unknown>;
  earlierExternalIds: string[];
  /** Only where the channel's `can.attachments` says that it takes them. */
  files?: OutgoingFile[];
  at: string;
};

/** The vendor's id of what was sent; `state` when the vendor already knows more than "sent". */
export type SendReceipt = { externalId?: string; state?: DeliveryState };

export type DeliveryUpdate = { externalId: string; state: DeliveryState; at: string; reason?: string };
