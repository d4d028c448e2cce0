import { Bot, Download, Lock } from "lucide-react";
import { useState } from "react";
import type { WireMessage } from "../../../domain/wire.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { buttonClass } from "../../ui/button.tsx";
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
        <p
          dir="auto"
          {...(look !== "note" && language ? { lang: language } : {})}
          className="own-direction whitespace-pre-wrap break-words"
        >
          {message.text ? <LinkedText text={message.text} /> : "(no text)"}
        </p>
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
  if (message.attachments.length === 0) return null;
  return (
    <ul aria-label="Attachments" className="mt-2 flex flex-wrap gap-2">
      {message.attachments.map((file) => (
        <li key={file.id} className="max-w-full">
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

function fileSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
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
