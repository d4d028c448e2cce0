/** Turns inbound messages into the rows of one batch. Pure: ids come from the caller. */
import type { IntakeResult } from "../channels/channel.ts";
import type { InboundAttachment, IdentityKind, InboundMessage, Sender } from "../domain/message.ts";
import type { IntakeItem } from "./intake.ts";

export type Known = {
  duplicates: Map<string, { messageId: string; conversationId: string }>;
  threads: Map<string, { id: string; customerId: string | null }>;
  identities: Map<string, string>;
};

type Row = Record<string, unknown>;
export type Batch = {
  rows: { customers: Row[]; identities: Row[]; conversations: Row[]; touched: Row[]; messages: Row[] };
  messages: Row[];
  attachments: { messageId: string; file: InboundAttachment }[];
  results: IntakeResult[];
};

// Keys of maps; a NUL cannot stand in any of the parts, because such text was refused before.
export const pairKey = (a: string, b: string): string => `${a}\0${b}`;
export const tripleKey = (a: string, b: string, c: boolean): string => `${a}\0${b}\0${c}`;

const PREVIEW_LENGTH = 200;

/** Which identity a sender is: a channel's own ids belong to their connection, a claimed address is not the proven one. */
export function identityOf(connectionId: string, sender: Sender): { kind: IdentityKind; value: string; isProven: boolean } {
  if (sender.kind === "channel") return { kind: "channel", value: `${connectionId}:${sender.value}`, isProven: true };
  return { kind: sender.kind, value: sender.value, isProven: sender.proof === "proven" };
}

export function buildBatch(items: IntakeItem[], known: Known, newId: () => string): Batch {
  const batch: Batch = {
    rows: { customers: [], identities: [], conversations: [], touched: [], messages: [] },
    messages: [],
    attachments: [],
    results: [],
  };
  batch.messages = batch.rows.messages;
  const seen = new Map(known.duplicates);
  const threads = new Map<string, Row & { id: string; count: number }>();
  for (const item of items) {
    const key = pairKey(item.connectionId, item.message.externalId);
    const earlier = seen.get(key);
    if (earlier) {
      batch.results.push({ ...earlier, duplicate: true });
      continue;
    }
    const thread = threadRow(item, known, threads, batch, newId);
    const result = { messageId: newId(), conversationId: thread.id };
    seen.set(key, result);
    batch.results.push({ ...result, duplicate: false });
    thread.count++;
    thread.preview = preview(item.message);
    thread.at = item.message.at;
    // A machine's mail neither reopens a conversation nor makes a draft out of date.
    if (!item.message.automatic) thread.written = true;
    batch.messages.push(messageRow(item, result.messageId, thread.id, thread.count));
    for (const file of item.message.attachments ?? []) batch.attachments.push({ messageId: result.messageId, file });
  }
  return batch;
}

function threadRow(
  item: IntakeItem,
  known: Known,
  threads: Map<string, Row & { id: string; count: number }>,
  batch: Batch,
  newId: () => string,
) {
  const key = pairKey(item.connectionId, item.message.threadKey);
  let thread = threads.get(key);
  const existing = known.threads.get(key);
  if (!thread) {
    thread = existing
      ? { id: existing.id, count: 0, customer: null }
      : {
          id: newId(),
          count: 0,
          connection: item.connectionId,
          thread: item.message.threadKey,
          customer: customerOf(item, known, batch, newId),
          store: item.message.store ?? null,
          subject: item.message.subject ?? null,
          demo: item.isDemo,
        };
    threads.set(key, thread);
    (existing ? batch.rows.touched : batch.rows.conversations).push(thread);
  }
  // Somebody who has proven who they are owns the thread from then on (a chat visitor who signs in).
  if (existing && item.message.sender.proof === "proven") thread.customer = customerOf(item, known, batch, newId);
  return thread;
}

function customerOf(item: IntakeItem, known: Known, batch: Batch, newId: () => string): string {
  const identity = identityOf(item.connectionId, item.message.sender);
  const key = tripleKey(identity.kind, identity.value, identity.isProven);
  let customer = known.identities.get(key);
  if (!customer) {
    customer = newId();
    known.identities.set(key, customer);
    batch.rows.customers.push({ id: customer, name: item.message.sender.name ?? null, demo: item.isDemo });
    batch.rows.identities.push({ kind: identity.kind, value: identity.value, proven: identity.isProven, customer });
  }
  return customer;
}

function messageRow({ connectionId, message }: IntakeItem, id: string, conversation: string, ord: number): Row {
  const { sender } = message;
  return {
    id,
    conversation,
    ord,
    connection: connectionId,
    name: sender.name ?? null,
    external: message.externalId,
    sender: message.alsoProven?.length ? { ...sender, also: message.alsoProven } : sender,
    subject: message.subject,
    text: message.text,
    html: message.html,
    quoted: message.quoted,
    data: message.channelData,
    automatic: message.automatic,
    at: message.at,
  };
}

function preview(message: InboundMessage): string {
  const text = (message.text || message.subject || "")
    .slice(0, PREVIEW_LENGTH * 2)
    .replace(/\s+/g, " ")
    .trim();
  return text.slice(0, PREVIEW_LENGTH).toWellFormed();
}

/** Columns for insertAttachments, or null when there are none. */
export function attachmentColumns(attachments: Batch["attachments"], newId: () => string): unknown[][] | null {
  if (attachments.length === 0) return null;
  return [
    attachments.map(() => newId()),
    attachments.map((a) => a.messageId),
    attachments.map((a) => a.file.name),
    attachments.map((a) => a.file.contentType),
    attachments.map((a) => a.file.size),
    attachments.map((a) => a.file.inlineId ?? null),
    attachments.map((a) => Buffer.from(a.file.content)),
  ];
}
