/** An OutgoingMessage as the bytes of a mail that every mail program threads and no machine answers. */
import MailComposer from "nodemailer/lib/mail-composer";
import { splitImages } from "../../domain/inline-images.ts";
import type { OutgoingFile, OutgoingMessage } from "../../domain/message.ts";
import { AppError } from "../../domain/errors.ts";
import { normalAddress } from "./addresses.ts";
import { cleanLine, cleanText } from "./clean-text.ts";
import { domainOf, messageIds, ownMessageId, tokenFor } from "./message-id.ts";
import type { EmailSettings } from "./settings.ts";

export type ComposedMail = { messageId: string; to: string; raw: Buffer };

/** References longer than this are cut in the middle, as RFC 5322 recommends: the first and the newest stay. */
const MAX_REFERENCES = 20;
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);
const REPLY_PREFIX = /^\s*(re|aw|antw|sv|vs|rif|ref|odp|res|回复|答复)\s*(\[\d{1,3}\])?\s*[:：]\s*/i;

export async function composeMail(message: OutgoingMessage, settings: EmailSettings, secret: string): Promise<ComposedMail> {
  const to = normalAddress(message.to.value);
  if (message.to.kind !== "email" || to === null)
    throw new AppError("vendor_refused", "This customer has no e-mail address an answer could go to");
  const messageId = ownMessageId(message.key, secret, settings.address);
  const chain = answeredIds(message);
  const composer = new MailComposer({
    from: { name: settings.name, address: settings.address },
    to: { name: cleanLine(message.to.name ?? "", 200), address: to },
    ...(settings.plusAddress && {
      replyTo: { name: settings.name, address: plusAddress(settings.address, tokenFor(message.key, secret)) },
    }),
    subject: subjectOf(message, chain.length > 0),
    date: new Date(message.at),
    messageId,
    ...(chain.length > 0 && { inReplyTo: chain.at(-1)!, references: capped(chain) }),
    headers: { "Content-Language": cleanLine(message.language, 20), ...machineHeaders(message, chain.length > 0) },
    text: message.text,
    html: htmlOf(message.text, message.language, message.files ?? []),
    attachments: (message.files ?? []).map(({ name, contentType, content, inlineId }) => ({
      filename: name,
      contentType,
      content: Buffer.from(content),
      ...(inlineId === undefined ? {} : { cid: inlineId, contentDisposition: "inline" as const }),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { messageId, to, raw: await composer.compile().build() };
}

/** What an automatic answer says of itself, so that no other machine answers it (RFC 3834). */
function machineHeaders(message: OutgoingMessage, isReply: boolean): Record<string, string> {
  if (message.author.kind !== "automation") return {};
  return {
    "Auto-Submitted": isReply ? "auto-replied" : "auto-generated",
    "X-Auto-Response-Suppress": "All",
    "X-Handrail-Loop": "1",
  };
}

/** The chain of Message-IDs this mail continues, oldest first, the answered one last. */
function answeredIds({ channelData, earlierExternalIds }: OutgoingMessage): string[] {
  const inbound = typeof channelData["messageId"] === "string" ? channelData["messageId"] : "";
  const before = Array.isArray(channelData["references"]) ? channelData["references"].toReversed() : [];
  const known = [...before, ...earlierExternalIds].filter((id) => typeof id === "string" && id !== inbound);
  return messageIds([...known, inbound].join(" "), 200);
}

function capped(chain: string[]): string[] {
  return chain.length <= MAX_REFERENCES ? chain : [chain[0]!, ...chain.slice(1 - MAX_REFERENCES)];
}

function plusAddress(address: string, token: string): string {
  return `${address.slice(0, address.lastIndexOf("@"))}+${token}@${domainOf(address)}`;
}

/** "Re: " stands once in front of an answer, whatever the customer's program had put there. */
export function subjectOf({ subject, channelData }: OutgoingMessage, isReply: boolean): string {
  const own = cleanLine(subject ?? "", 500);
  const earlier = typeof channelData["subject"] === "string" ? cleanLine(channelData["subject"], 500) : "";
  let bare = own || earlier;
  if (!isReply) return bare || "Your message";
  for (let times = 0; times < 10 && REPLY_PREFIX.test(bare); times++) bare = bare.replace(REPLY_PREFIX, "");
  return `Re: ${bare || "Your message"}`;
}

/** The text again as HTML, with its links made clickable, its images in their places and everything else shown as it was typed. */
function htmlOf(text: string, language: string, files: readonly OutgoingFile[]): string {
  const inline = files.flatMap((file) => (file.inlineId === undefined ? [] : [{ ...file, content_type: file.contentType }]));
  const withImages = (line: string): string =>
    splitImages(line, inline)
      .map((piece) =>
        "file" in piece
          ? `<img src="cid:${escaped(piece.file.inlineId ?? "")}" alt="${escaped(piece.file.name)}" style="max-width:100%">`
          : linked(piece.text),
      )
      .join("");
  const paragraphs = cleanText(text, 200_000)
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.split("\n").map(withImages).join("<br>\n")}</p>`);
  const lang = /^[a-z]{2,3}(-[a-z0-9]{2,8})?$/i.test(language) ? language : "en";
  const dir = RIGHT_TO_LEFT.has(lang.slice(0, 2).toLowerCase()) ? ' dir="rtl"' : "";
  return `<!doctype html>\n<html lang="${lang}"${dir}><body>\n${paragraphs.join("\n")}\n</body></html>\n`;
}

function linked(line: string): string {
  return line
    .split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/)
    .map((part, index) => (index % 2 === 1 ? `<a href="${escaped(part)}">${escaped(part)}</a>` : escaped(part)))
    .join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
