import { useLayoutEffect, useRef } from "preact/hooks";
import type { Chat } from "./chat.ts";
import { isolates } from "../domain/bidi.ts";
import { splitImages } from "../domain/inline-images.ts";
import { splitLinks } from "../domain/links.ts";
import { File } from "./files.tsx";
import type { PanelProps } from "./panel.tsx";
import type { Strings } from "./strings.ts";
import type { ChatMessage, Unsent, View } from "./view.ts";

/** The thread. Live for screen readers once the history is there, so that opening does not read all of it aloud. */
export function MessageLog({ chat, view, strings, language }: PanelProps) {
  const log = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (log.current && isAtEnd.current) log.current.scrollTop = log.current.scrollHeight;
  }, [view.messages, view.unsent]);

  function onScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = log.current!;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 60;
  }

  const isBusy = view.connection === "connecting" && !view.isLoaded;
  return (
    <div class="log" ref={log} role="log" aria-live="polite" aria-busy={isBusy} aria-label={strings.log} tabIndex={0} onScroll={onScroll}>
      <div class="item">
        <p class="bubble" dir="auto">
          {view.greeting || strings.greeting}
        </p>
      </div>
      {view.messages.map((message) => (
        <Stored key={message.id} chat={chat} message={message} strings={strings} language={language} />
      ))}
      {view.unsent.map((message) => (
        <Waiting key={message.clientId} message={message} chat={chat} view={view} strings={strings} />
      ))}
    </div>
  );
}

type StoredProps = { chat: Chat; message: ChatMessage; strings: Strings; language: string };

/** The words with the pictures in their places; the other files below. */
function Stored({ chat, message, strings, language }: StoredProps) {
  const isMine = message.direction === "in";
  const { files = [] } = message;
  const pieces = splitImages(message.text, files);
  const inText = pieces.flatMap((piece) => ("file" in piece ? [piece.file] : []));
  return (
    <div class={isMine ? "item mine" : "item"}>
      {pieces.map((piece) =>
        "file" in piece ? (
          <File key={piece.file.id} file={piece.file} chat={chat} strings={strings} />
        ) : (
          piece.text.trim() !== "" && <Text text={inText.length > 0 ? piece.text.trim() : piece.text} />
        ),
      )}
      {files
        .filter((file) => !inText.includes(file))
        .map((file) => (
          <File key={file.id} file={file} chat={chat} strings={strings} />
        ))}
      <p class="meta">
        <span class={isMine ? "hidden" : ""}>{authorOf(message, strings)}</span>
        {isMine ? " " : " · "}
        <time dateTime={message.at}>{formatTime(message.at, language)}</time>
      </p>
    </div>
  );
}

function Waiting({ message, chat, view, strings }: { message: Unsent; chat: Chat; view: View; strings: Strings }) {
  const state = message.state === "sending" && view.connection === "lost" ? "waiting" : message.state;
  return (
    <div class="item mine">
      <Text text={message.text} isUnsent />
      <p class={state === "failed" ? "meta failed" : "meta"}>
        {strings[state]}
        {state === "failed" && (
          <button type="button" class="again" onClick={() => chat.again(message)}>
            {strings.again}
          </button>
        )}
      </p>
    </div>
  );
}

function Text({ text, isUnsent = false }: { text: string; isUnsent?: boolean }) {
  return (
    <p class={isUnsent ? "bubble unsent" : "bubble"} dir="auto">
      {splitLinks(text).map((piece) =>
        piece.href === undefined ? (
          isolates(piece.text).map((part) => (part.isIsolated ? <bdi>{part.text}</bdi> : part.text))
        ) : (
          <a dir="ltr" href={piece.href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {piece.text}
          </a>
        ),
      )}
    </p>
  );
}

/** An automatic answer never passes for a person. */
function authorOf({ author }: ChatMessage, strings: Strings): string {
  if (author.kind === "customer") return strings.you;
  return author.kind === "automation" ? strings.automatic : (author.name ?? strings.team);
}

function formatTime(at: string, language: string): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(language, isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
}
