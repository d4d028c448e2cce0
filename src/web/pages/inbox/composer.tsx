import { Lock, Reply, Send } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import { AppError } from "../../../domain/errors.ts";
import type { WireConversation } from "../../../domain/wire.ts";
import { isMac } from "../../actions/action-button.tsx";
import { hasCode, sentence } from "../../api.ts";
import { Button, Key } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { useWords } from "../../ui/tongue.ts";
import { readKept, switchKind, writeKept } from "./kept-text.ts";
import type { Kept } from "./kept-text.ts";
import { isConnectedFor } from "./reading.ts";
import { pendingDraft } from "./use-controls.ts";
import type { Inbox } from "./use-inbox.ts";
import type { UsedReading } from "./use-reading.ts";
import { VoiceHint } from "./voice-hint.tsx";
import { writingWords } from "./writing-words.ts";

// Desks without a language model never load it.
const WritingTools = lazy(() => import("./writing-tools.tsx").then((loaded) => ({ default: loaded.WritingTools })));

type ComposerProps = { inbox: Inbox; conversation: WireConversation; use: UsedReading };

/** Where a reply or a note is written. Notes are yellow; turning one into the other asks. Lives as long as its conversation is open. */
export function Composer({ inbox, conversation, use }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { kept, change, fault, isRefused, send } = useComposing(inbox, conversation);
  const [asked, setAsked] = useState<Kept["kind"] | null>(null);
  const toKind = (kind: Kept["kind"]): void => {
    if (switchKind(kept, kind).ask) return setAsked(kind);
    change({ ...kept, kind });
    field.current?.focus();
  };
  const wanted = inbox.ui.compose;
  useEffect(() => {
    if (wanted) toKind(wanted.kind);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once per wish
  }, [wanted?.at]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    else if (event.key === "Escape") field.current?.blur();
    else return;
    event.preventDefault();
  };
  const isNote = kept.kind === "note";
  return (
    <div className={`border-t px-4 pt-2 pb-3 md:px-6 ${isNote ? "border-note-line bg-note-soft" : "border-line bg-surface"}`}>
      <div className="mx-auto max-w-3xl space-y-2">
        <div className="flex flex-wrap items-center gap-1">
          <div role="group" aria-label="What to write" className="flex gap-1">
            <KindButton isOn={!isNote} choose={() => toKind("reply")}>
              <Reply size={14} aria-hidden /> Reply
            </KindButton>
            <KindButton isOn={isNote} choose={() => toKind("note")}>
              <Lock size={13} aria-hidden /> Note
            </KindButton>
          </div>
          {!isNote && <ReplyTools inbox={inbox} conversation={conversation} use={use} kept={kept} change={change} />}
        </div>
        <textarea
          ref={field}
          aria-label={isNote ? "Note for the team" : "Reply to the customer"}
          aria-describedby={fault ? "composer-fault" : undefined}
          placeholder={placeholderFor(kept.kind, conversation)}
          dir="auto"
          {...(kept.original && conversation.language ? { lang: conversation.language } : {})}
          rows={2}
          value={kept.text}
          onChange={(event) =>
            change(event.target.value.trim() === "" ? { kind: kept.kind, text: event.target.value } : { ...kept, text: event.target.value })
          }
          onKeyDown={onKeyDown}
          className={`field-sizing-content max-h-[40vh] min-h-16 w-full resize-none rounded-xl border px-3 py-2 placeholder:text-ink-2 ${isNote ? "border-note-line bg-note-soft" : "border-line-strong bg-surface"}`}
        />
        <SendRow
          isNote={isNote}
          fault={fault}
          isBlocked={inbox.commands.isBusy || kept.text.trim() === ""}
          send={() => send()}
          sendAnyway={isRefused ? () => send(true) : null}
        >
          {!isNote && <VoiceHint text={kept.text} language={conversation.language} connectionId={conversation.channel.connection_id} />}
        </SendRow>
      </div>
      <SwitchQuestion
        asked={asked}
        onYes={() => (asked && change({ ...kept, kind: asked }), setAsked(null), setTimeout(() => field.current?.focus(), 50))}
        onNo={() => setAsked(null)}
      />
    </div>
  );
}

type ToolsProps = ComposerProps & { kept: Kept; change(next: Kept): void };

/** Only where a model is connected for it; whoever does not speak the customer's language writes in their own. */
function ReplyTools({ inbox, conversation, use, kept, change }: ToolsProps) {
  const { me, reading } = use;
  const canRewrite = isConnectedFor(me, "rewrite");
  const translateTo = isConnectedFor(me, "translate") && reading.isForeign ? conversation.language : null;
  if (!canRewrite && translateTo === null) return null;
  const theirs = conversation.language ?? reading.language;
  return (
    <Suspense fallback={null}>
      <WritingTools
        conversationId={conversation.id}
        text={kept.text}
        language={kept.original || !reading.isForeign ? theirs : reading.language}
        original={kept.original}
        change={(text, original) => change({ kind: "reply", text, original })}
        canRewrite={canRewrite}
        translateTo={translateTo}
        wanted={inbox.ui.tool}
      />
    </Suspense>
  );
}

function useComposing(inbox: Inbox, conversation: WireConversation) {
  const [kept, setKept] = useState(() => readKept(sessionStorage, conversation.id));
  const [fault, setFault] = useState<string | null>(null);
  /** The translation says something else than its original. */
  const [isRefused, setIsRefused] = useState(false);
  const clear = (): void => (setFault(null), setIsRefused(false));
  const change = (next: Kept): void => (setKept(next), clear(), writeKept(sessionStorage, conversation.id, next));
  const send = (acceptsChanges = false): void => {
    const text = kept.text.trim();
    if (text === "" || inbox.commands.isBusy) return;
    clear();
    const original = kept.original && { ...kept.original, accept_changed_facts: acceptsChanges };
    inbox.commands.run({
      path: `conversations/${conversation.id}/${kept.kind}`,
      body: kept.kind === "reply" ? { text, expected_revision: conversation.revision, ...(original ? { original } : {}) } : { text },
      done: kept.kind === "reply" ? "Sent." : "Note added.",
      after: () => change({ kind: "reply", text: "" }),
      onFault: (error) => {
        setIsRefused(error instanceof AppError && (error.details.problems ?? []).some(({ path }) => path === "original"));
        setFault(
          hasCode(error, "conflict")
            ? `Not sent: ${sentence(error)} Read what is new above, then send again. Your text is still here.`
            : sentence(error),
        );
      },
    });
  };
  return { kept, change, fault, isRefused, send };
}

function KindButton({ isOn, choose, children }: { isOn: boolean; choose(): void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={choose}
      className={`inline-flex h-7 items-center gap-1.5 rounded-lg px-2.5 text-[13px] font-medium max-md:h-11 ${isOn ? "bg-selected text-ink" : "text-ink-2 hover:bg-hover"}`}
    >
      {children}
    </button>
  );
}

function placeholderFor(kind: Kept["kind"], conversation: WireConversation): string {
  if (kind === "note") return "Only your team sees this";
  if (pendingDraft(conversation)) return "Write your own reply instead";
  return `Reply to ${conversation.customer?.name || "the customer"}`;
}

type SendRowProps = {
  isNote: boolean;
  fault: string | null;
  isBlocked: boolean;
  send(): void;
  sendAnyway: (() => void) | null;
  children: ReactNode;
};

/** `children` stand where a fault would, as long as there is none: nothing moves when either comes. */
function SendRow({ isNote, fault, isBlocked, send, sendAnyway, children }: SendRowProps) {
  const words = useWords(writingWords);
  return (
    <div className="flex flex-wrap items-center justify-end gap-3">
      <div className="min-w-40 flex-1">
        <p id="composer-fault" role="alert" className="text-[13px] text-danger empty:hidden">
          {fault}
        </p>
        {!fault && children}
      </div>
      {sendAnyway && (
        <Button look="danger" lang={words.lang} disabled={isBlocked} onClick={sendAnyway}>
          {words.sendAnyway}
        </Button>
      )}
      <Button look="primary" disabled={isBlocked} onClick={send}>
        <Send size={14} aria-hidden />
        {isNote ? "Add note" : "Send"}
        <Key>{isMac ? "⌘" : "Ctrl"} ↵</Key>
      </Button>
    </div>
  );
}

function SwitchQuestion({ asked, onYes, onNo }: { asked: Kept["kind"] | null; onYes(): void; onNo(): void }) {
  return (
    <Confirm
      title={asked === "reply" ? "Turn your note into a reply?" : "Turn your reply into a note?"}
      open={asked !== null}
      yes={asked === "reply" ? "Make it a reply" : "Make it a note"}
      no={asked === "reply" ? "Keep it a note" : "Keep it a reply"}
      onYes={onYes}
      onNo={onNo}
    >
      {asked === "reply" ? "The customer will read these words once you send them." : "The customer will not see these words."}
    </Confirm>
  );
}
