import { Bot, Download, Lock } from "lucide-react";
import { useState } from "react";
import { isImage, splitImages } from "../../../domain/inline-images.ts";
import type { WireMessage } from "../../../domain/wire.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { fileSize } from "../../ui/file-size.ts";
import { Isolated } from "../../ui/isolated.tsx";
import { LinkedText } from "../../ui/linked-text.tsx";
import { fullTime, shortTime } from "../../ui/time.ts";
import { automaticWords, deliveryWords, proofWords } from "../../ui/words.ts";
import { OtherSide } from "./other-side.tsx";
import type { Reading } from "./reading.ts";
import { MailFrame } from "./mail-frame.tsx";

type MessageItemProps = { message: WireMessage; now: Date; customerName: string | null; language: string | null; reading: Reading };
type Look = "customer" | "agent" | "automation" | "note";
const grounds: Record<Look, string> = {
  customer: "bg-surface border-line mr-4 md:mr-10",
  agent: "bg-accent-soft border-transparent ml-4 md:ml-10",
  automation: "bg-auto-soft border-auto-line ml-4 md:ml-10",
  note: "bg-note-soft border-note-line ml-4 md:ml-10",
};

/** One message. Who wrote it is told by its ground, its place and in words. */
export function MessageItem({ message, now, customerName, language, reading }: MessageItemProps) {
  const look: Look = message.direction === "note" ? "note" : message.author.kind;
  const [isHtml, setIsHtml] = useState(false);
  const name = authorName(message, customerName);
  return (
    <article aria-label={`${name}, ${fullTime(message.at)}`} className={`rounded-2xl border px-4 py-3 ${grounds[look]}`}>
      <div className="mb-1 flex flex-wrap items-center gap-x-2 gap-y-1">
        {look === "automation" ? (
          <Bot size={18} aria-hidden className="text-auto" />
        ) : look === "note" ? (
          <Lock size={15} aria-hidden className="text-note" />
        ) : (
          <Avatar name={name} size="sm" />
        )}
        <bdi className="min-w-0 text-[13px] font-semibold break-words">{name}</bdi>
        {look === "automation" && <Badge tone="auto">{message.direction === "note" ? "Automatic note" : "Sent automatically"}</Badge>}
        {look === "note" && <Badge tone="note">Note, only the team sees it</Badge>}
        {message.proof && <ProofBadge proof={message.proof} />}
        <time dateTime={message.at} title={fullTime(message.at)} className="ml-auto text-[12px] text-ink-2 tabular-nums">
          {shortTime(message.at, now)}
        </time>
      </div>
      {isHtml && message.html ? (
        <MailFrame html={message.html} title={`Mail from ${name}`} />
      ) : (
        <MessageText message={message} {...(look !== "note" && language ? { lang: language } : {})} />
      )}
      {look !== "note" && <OtherSide message={message} reading={reading} />}
      {message.quoted && !isHtml && <Quoted text={message.quoted} />}
      <Attachments message={message} />
      <div className="flex flex-wrap items-center gap-2">
        {message.html && (
          <button type="button" onClick={() => setIsHtml(!isHtml)} className={`${buttonClass("quiet")} -ml-3`}>
            {isHtml ? "Show as text" : "Show as the mail looks"}
          </button>
        )}
        {message.automatic && <span className="text-[12px] text-ink-2">{automaticWords[message.automatic] ?? "Automatic message"}</span>}
        {message.delivery && <Delivery message={message} />}
      </div>
    </article>
  );
}

/** The words, with the images in their places. */
function MessageText({ message: { text, attachments }, lang }: { message: WireMessage; lang?: string }) {
  const className = "own-direction whitespace-pre-wrap break-words";
  return splitImages(text, attachments).map((piece, index) =>
    "file" in piece ? (
      <ImageLink key={index} file={piece.file} className="max-h-80 max-w-full" />
    ) : (
      <p key={index} dir="auto" {...(lang ? { lang } : {})} className={className}>
        {text ? <LinkedText text={piece.text} /> : "(no text)"}
      </p>
    ),
  );
}

/** Opens in a tab of its own, where it has its full size. */
function ImageLink({ file, className }: { file: WireMessage["attachments"][number]; className: string }) {
  const address = `/api/v1/attachments/${file.id}`;
  return (
    <a href={address} download={file.name} title={file.name} className="my-1 inline-block max-w-full rounded-lg">
      <img src={address} alt={file.name} loading="lazy" className={`${className} rounded-lg border border-line object-contain`} />
    </a>
  );
}

function authorName(message: WireMessage, customerName: string | null): string {
  if (message.author.name) return message.author.name;
  if (message.author.kind === "customer") return customerName || "Customer";
  return message.author.kind === "agent" ? "Agent" : "Handrail";
}

export function ProofBadge({ proof }: { proof: string }) {
  const words = proofWords[proof];
  return words ? (
    <Badge tone={words.tone} title={words.means}>
      {words.label}
      <span className="sr-only">. {words.means}</span>
    </Badge>
  ) : null;
}

function Quoted({ text }: { text: string }) {
  return (
    <details className="mt-2 text-[13px] text-ink-2">
      <summary className="w-fit rounded max-md:py-3">Earlier messages and signature</summary>
      <p dir="auto" className="own-direction mt-1 border-s-2 border-line-strong ps-3 whitespace-pre-wrap break-words">
        <Isolated text={text} />
      </p>
    </details>
  );
}

function Attachments({ message }: { message: WireMessage }) {
  const inText = new Set(splitImages(message.text, message.attachments).flatMap((piece) => ("file" in piece ? [piece.file.id] : [])));
  const files = message.attachments.filter(({ id }) => !inText.has(id));
  if (files.length === 0) return null;
  return (
    <ul aria-label="Attachments" className="mt-2 flex flex-wrap items-end gap-2">
      {files.map((file) => (
        <li key={file.id} className="flex max-w-full flex-col">
          {/* Of a height that is known beforehand: nothing moves when it has arrived. */}
          {isImage(file.content_type) && <ImageLink file={file} className="h-28 max-w-56" />}
          <a href={`/api/v1/attachments/${file.id}`} download={file.name} className={`${buttonClass()} max-w-full`}>
            <Download size={14} aria-hidden />
            <bdi className="truncate">{file.name}</bdi>
            <span className="text-ink-2">{fileSize(file.size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Delivery({ message }: { message: WireMessage }) {
  const words = deliveryWords[message.delivery ?? ""];
  if (!words) return null;
  return (
    <span className={`ml-auto text-[12px] ${words.tone === "danger" ? "font-medium text-danger" : "text-ink-2"}`}>
      {words.label}
      {message.delivery_reason && `: ${message.delivery_reason}`}
    </span>
  );
}
