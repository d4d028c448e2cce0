/** One raw mail as an InboundMessage. Pure: the same bytes and options give the same answer, in whatever thread. */
import { createHash } from "node:crypto";
import PostalMime, { type Email } from "postal-mime";
import type { DeliveryUpdate, InboundMessage, Sender } from "../../domain/message.ts";
import { parseAddresses, senderOf, type Envelope } from "./addresses.ts";
import { attachmentsOf } from "./attachments.ts";
import { automaticKind, type MailHeaders } from "./automatic.ts";
import { failedDeliveries, hasDeliveryReport } from "./bounce.ts";
import { cleanLine, cleanText } from "./clean-text.ts";
import { htmlToText } from "./html-text.ts";
import { referencesOf } from "./references.ts";
import { oneMessageId } from "./message-id.ts";
import { isForwardedText, splitReply } from "./quoting.ts";
import { sentAt } from "./sent-at.ts";

export const limits = { text: 100_000, quoted: 200_000, html: 1_000_000, subject: 500, headerBytes: 512 * 1024, depth: 50, embedded: 5 };

export type ParseOptions = {
  /** The address of this mailbox, lower case. */
  address: string;
  /** Recognises our own Message-IDs. */
  secret: string;
  /** When the mail server took the mail in (ISO 8601); absent when only the bytes are known. */
  receivedAt?: string;
  now: string;
};

export type ParsedMail = { message: InboundMessage; deliveries: DeliveryUpdate[] };

/** Throws when the bytes are not a mail, name no sender, or nest deeper than any mail program does. */
export async function parseMail(raw: Uint8Array, options: ParseOptions): Promise<ParsedMail> {
  const mail = await PostalMime.parse(withoutMboxLine(raw), {
    maxHeadersSize: limits.headerBytes,
    maxNestingDepth: limits.depth,
    maxRfc822NestingDepth: limits.embedded,
    rfc822Attachments: true,
  });
  if (mail.headers.length === 0) throw new Error("These bytes are not a mail: there is no header");
  const headers = headersOf(mail);
  const messageId = oneMessageId(headers.first("message-id"));
  const body = bodyOf(mail);
  const envelope = envelopeOf(mail, headers, body.full);
  const automatic = automaticKind({
    headers,
    ...envelope,
    messageId,
    hasDeliveryReport: hasDeliveryReport(mail.attachments),
    ownAddress: options.address,
    secret: options.secret,
  });
  const sender = withoutProof(senderOf(envelope) ?? daemonSender(automatic !== undefined), automatic !== undefined);
  const externalId = messageId ?? fingerprint(headers, raw);
  const at = sentAt(headers, options);
  const references = referencesOf(headers, { externalId, ...options });
  const subject = cleanLine(mail.subject ?? "", limits.subject);
  const { files, dropped } = attachmentsOf(mail.attachments);
  const message: InboundMessage = {
    externalId,
    threadKey: externalId,
    ...(references.length > 0 && { references }),
    sender,
    ...(subject && { subject }),
    text: body.reply.text,
    ...(body.html && { html: body.html }),
    ...(body.reply.quoted !== undefined && { quoted: body.reply.quoted }),
    ...(files.length > 0 && { attachments: files }),
    at,
    ...(automatic && { automatic }),
    channelData: channelDataOf(headers, envelope, { messageId, references, subject, sender, dropped }),
  };
  const deliveries =
    automatic === "bounce"
      ? failedDeliveries({
          attachments: mail.attachments,
          text: body.full,
          references: `${headers.first("in-reply-to")} ${headers.first("references")}`,
          failedRecipients: headers.first("x-failed-recipients").slice(0, 1000),
          at,
          secret: options.secret,
        })
      : [];
  return { message, deliveries };
}

/** Mail archives put "From someone date" above the first header; it belongs to the archive, not to the mail. */
function withoutMboxLine(raw: Uint8Array): Uint8Array {
  const start = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 1000));
  return start.toString("latin1").startsWith("From ") ? raw.subarray(start.indexOf(10) + 1) : raw;
}

function headersOf(mail: Email): MailHeaders {
  const values = new Map<string, string[]>();
  for (const { key, value } of mail.headers) values.set(key, [...(values.get(key)?.slice(0, 50) ?? []), cleanText(value, 64_000)]);
  const all = (name: string) => values.get(name) ?? [];
  return { all, first: (name) => all(name)[0] ?? "" };
}

function bodyOf(mail: Email) {
  const html = cleanText(mail.html ?? "", limits.html);
  const plain = cleanText(mail.text ?? "", limits.quoted);
  const full = plain.trim() === "" && html !== "" ? cleanText(htmlToText(html), limits.quoted) : plain;
  const reply = splitReply(full);
  const text = cleanText(reply.text, limits.text);
  const quoted = reply.quoted === undefined ? undefined : cleanText(reply.quoted, limits.quoted);
  return { html, full, reply: { text, quoted } };
}

function envelopeOf(mail: Email, headers: MailHeaders, text: string): Envelope {
  return {
    from: headers.all("from").flatMap(parseAddresses),
    fromHeaders: headers.all("from").length,
    replyTo: headers.all("reply-to").flatMap(parseAddresses),
    sender: parseAddresses(headers.first("sender")),
    isForwarded: isForwarded(mail, headers, text),
    isFromMachine: false,
  };
}

function isForwarded(mail: Email, headers: MailHeaders, text: string): boolean {
  return (
    ["resent-from", "resent-to", "resent-sender"].some((name) => headers.first(name) !== "") ||
    /^\s*(fwd?|wg|tr|rv|enc|pd|doorst|i)\s?[:：]/i.test(mail.subject ?? "") ||
    mail.attachments.some((part) => part.mimeType === "message/rfc822") ||
    isForwardedText(text)
  );
}

/** Bounces often come from "MAILER-DAEMON" without a domain; a mail that a person wrote always has an address. */
function daemonSender(isAutomatic: boolean): Sender {
  if (!isAutomatic) throw new Error("The mail names no sender address that could be answered");
  return { kind: "email", value: "mailer-daemon@unknown.invalid", proof: "none" };
}

function withoutProof(sender: Sender, isAutomatic: boolean): Sender {
  return isAutomatic ? { ...sender, proof: "none" } : sender;
}

/** For mail without a Message-ID: the same bytes give the same id, whatever the mail servers on the way added. */
function fingerprint(headers: MailHeaders, raw: Uint8Array): string {
  const hash = createHash("sha256");
  for (const name of ["from", "to", "date", "subject"]) hash.update(`${name}:${headers.first(name)}\n`);
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const ends = [bytes.indexOf("\r\n\r\n"), bytes.indexOf("\n\n")].filter((index) => index >= 0);
  hash.update(bytes.subarray(ends.length > 0 ? Math.min(...ends) : 0));
  return `sha256:${hash.digest("hex")}`;
}

type Facts = { messageId: string | null; references: string[]; subject: string; sender: Sender; dropped: number };

function channelDataOf(headers: MailHeaders, envelope: Envelope, facts: Facts): Record<string, unknown> {
  const list = (name: string) =>
    parseAddresses(headers.first(name))
      .slice(0, 50)
      .map((entry) => entry.address);
  const language = cleanLine(headers.first("content-language") || headers.first("accept-language"), 100);
  return {
    replyTo: facts.sender.value,
    from: envelope.from[0]?.address ?? null,
    messageId: facts.messageId,
    references: facts.references,
    subject: facts.subject,
    to: list("to"),
    cc: list("cc"),
    ...(language && { language }),
    ...(facts.dropped > 0 && { attachmentsDropped: facts.dropped }),
  };
}
