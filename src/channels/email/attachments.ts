/** The files of a mail, with names and types that can be stored and shown. */
import type { Attachment } from "postal-mime";
import type { InboundAttachment } from "../../domain/message.ts";
import { cleanLine } from "./clean-text.ts";

const MAX_FILES = 100;
const MAX_BYTES = 40 * 1024 * 1024;
const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}$/;

/** `dropped` counts what was left out: mails with a thousand parts exist only to hurt. */
export function attachmentsOf(parts: Attachment[]): { files: InboundAttachment[]; dropped: number } {
  const files: InboundAttachment[] = [];
  let bytes = 0;
  for (const part of parts) {
    const content = bytesOf(part.content);
    if (files.length === MAX_FILES || bytes + content.byteLength > MAX_BYTES) continue;
    bytes += content.byteLength;
    files.push(fileOf(part, content, files.length + 1));
  }
  return { files, dropped: parts.length - files.length };
}

function fileOf(part: Attachment, content: Uint8Array, number: number): InboundAttachment {
  const inlineId = cleanLine((part.contentId ?? "").replace(/[<>]/g, ""), 250);
  const contentType = TYPE.test(part.mimeType) ? part.mimeType : "application/octet-stream";
  return {
    name: safeName(part.filename ?? "") || fallbackName(contentType, number),
    contentType,
    size: content.byteLength,
    content,
    ...(inlineId && { inlineId }),
  };
}

/** No folders, and no invisible characters that make "gpj.exe" read as "exe.jpg". */
function safeName(name: string): string {
  const last = name.slice(0, 2000).split(/[/\\]/).at(-1) ?? "";
  const visible = cleanLine(last, 1000)
    .replace(/\p{Cf}/gu, "")
    .replace(/[:*?"<>|]/g, "_");
  const dot = visible.lastIndexOf(".");
  const end = dot > 0 ? visible.slice(dot, dot + 20) : "";
  return /^\.+$/.test(visible) ? "" : `${visible.slice(0, dot > 0 ? Math.min(dot, 180) : 180)}${end}`.toWellFormed();
}

function fallbackName(contentType: string, number: number): string {
  if (contentType === "text/calendar") return `invitation-${number}.ics`;
  return contentType === "message/rfc822" ? `message-${number}.eml` : `attachment-${number}`;
}

function bytesOf(content: Attachment["content"]): Uint8Array {
  if (typeof content === "string") return Buffer.from(content);
  return content instanceof ArrayBuffer ? new Uint8Array(content) : content;
}
