import { Lock, Reply, Send } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode, RefObject } from "react";
import { imageMark } from "../../../domain/inline-images.ts";
import type { WireConversation } from "../../../domain/wire.ts";
import { isMac } from "../../actions/action-button.tsx";
import { Button, Key } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { useWords } from "../../ui/tongue.ts";
import { composeWords } from "./compose-words.ts";
import { AfterLine, BlanksLine, ConflictBar, MacroQuestion } from "./composer-notes.tsx";
import { FileButton, FileRow, useFiles } from "./files.tsx";
import { switchKind } from "./kept-text.ts";
import type { Kept } from "./kept-text.ts";
import { PresenceLine, useSayPresence } from "./presence.tsx";
import { isConnectedFor } from "./reading.ts";
import { SuggestionList, suggestionId, suggestionListId } from "./suggestion-list.tsx";
import { useComposing } from "./use-composing.ts";
import type { Composing } from "./use-composing.ts";
import { pendingDraft } from "./use-controls.ts";
import type { Inbox } from "./use-inbox.ts";
import type { UsedReading } from "./use-reading.ts";
import { useSuggestions } from "./use-suggestions.ts";
import { VoiceHint } from "./voice-hint.tsx";
import { writingWords } from "./writing-words.ts";

// Desks without a language model never load it.
const WritingTools = lazy(() => import("./writing-tools.tsx").then((loaded) => ({ default: loaded.WritingTools })));

type ComposerProps = { inbox: Inbox; conversation: WireConversation; use: UsedReading };

/** Where a reply or a note is written. Notes are yellow; turning one into the other asks. Lives as long as its conversation is open. */
export function Composer({ inbox, conversation, use }: ComposerProps) {
  const words = useWords(composeWords);
  const field = useRef<HTMLTextAreaElement>(null);
  const composing = useComposing(inbox, conversation, field);
  const { kept, change, fault, send, blanks } = composing;
  const { asked, toKind, answer } = useKinds(inbox, composing, field);
  const { language } = conversation;
  const suggestions = useSuggestions({ field, kind: kept.kind, language, pick: composing.pick });
  const files = useFiles(conversation.id, composing.addFile, composing.setFault);
  const sayTyping = useSayPresence(conversation.id);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || suggestions.onKeyDown(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    else if (event.key === "Escape") field.current?.blur();
    else return;
    event.preventDefault();
  };
  const isNote = kept.kind === "note";
  const described = [fault && "composer-fault", blanks.length > 0 && "composer-blanks", "composer-hint"].filter(Boolean).join(" ");
  const listed = suggestions.items[suggestions.at];
  return (
    <div
      {...files.drop}
      className={`border-t px-4 pt-2 pb-3 md:px-6 ${isNote ? "border-note-line bg-note-soft" : "border-line bg-surface"} ${files.isOver ? "outline-2 -outline-offset-4 outline-dashed outline-accent" : ""}`}
    >
      <div className="mx-auto max-w-3xl space-y-2">
        <PresenceLine conversationId={conversation.id} />
        <div className="flex flex-wrap items-center gap-1">
          <div role="group" aria-label="What to write" className="flex gap-1">
            <KindButton isOn={!isNote} choose={() => toKind("reply")}>
              <Reply size={14} aria-hidden /> Reply
            </KindButton>
            <KindButton isOn={isNote} choose={() => toKind("note")}>
              <Lock size={13} aria-hidden /> Note
            </KindButton>
          </div>
          <FileButton choose={files.choose} />
          {!isNote && <ReplyTools inbox={inbox} conversation={conversation} use={use} kept={kept} change={change} />}
        </div>
        <ConflictBar used={composing.used} />
        <div className="relative">
          <SuggestionList suggestions={suggestions} language={language} />
          <textarea
            ref={field}
            aria-label={isNote ? "Note for the team" : "Reply to the customer"}
            aria-describedby={described}
            aria-autocomplete="list"
            {...(listed ? { "aria-controls": suggestionListId, "aria-activedescendant": suggestionId(listed.id) } : {})}
            placeholder={placeholderFor(kept.kind, conversation)}
            dir="auto"
            {...(kept.original && language ? { lang: language } : {})}
            rows={2}
            value={kept.text}
            onChange={(event) => {
              const text = event.target.value;
              sayTyping();
              // What was translated is no longer the original of an emptied text.
              change(text.trim() === "" ? { ...kept, text, original: undefined } : { ...kept, text });
              suggestions.look();
            }}
            onSelect={suggestions.look}
            onBlur={suggestions.close}
            onPaste={files.onPaste}
            onKeyDown={onKeyDown}
            className={`field-sizing-content max-h-[40vh] min-h-16 w-full resize-none rounded-xl border px-3 py-2 placeholder:text-ink-2 ${isNote ? "border-note-line bg-note-soft" : "border-line-strong bg-surface"}`}
          />
        </div>
        <FileRow
          files={kept.files}
          pending={files.pending}
          isInText={({ name }) => kept.text.includes(imageMark(name))}
          remove={composing.removeFile}
          putIntoText={composing.putIntoText}
        />
        <BlanksLine blanks={blanks} go={composing.putCursor} />
        <AfterLine actions={kept.actions} change={(actions) => change({ ...kept, actions })} />
        <SendRow
          isNote={isNote}
          fault={fault}
          isBlocked={composing.isBlocked || files.pending.length > 0}
          send={() => send()}
          sendAnyway={composing.isRefused ? () => send(true) : null}
        >
          <p id="composer-hint" lang={words.lang} className="text-[12px] text-ink-2 max-md:sr-only">
            {composing.order ? words.fromOrder(composing.order) : isNote ? words.mentionHint : words.snippetHint}
          </p>
          {!isNote && <VoiceHint text={kept.text} language={language} connectionId={conversation.channel.connection_id} />}
        </SendRow>
      </div>
      <SwitchQuestion asked={asked} onYes={() => answer(true)} onNo={() => answer(false)} />
      <MacroQuestion macro={composing.macro} answer={composing.answerMacro} />
    </div>
  );
}

/** Reply or note: by button, and by key from anywhere. */
function useKinds(inbox: Inbox, { kept, change }: Composing, field: RefObject<HTMLTextAreaElement | null>) {
  const [asked, setAsked] = useState<Kept["kind"] | null>(null);
  const toKind = (kind: Kept["kind"]): void => {
    if (switchKind(kept, kind).ask) return setAsked(kind);
    if (kept.kind !== kind) change({ ...kept, kind });
    field.current?.focus();
  };
  const wanted = inbox.ui.compose;
  useEffect(() => {
    if (wanted) toKind(wanted.kind);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once per wish
  }, [wanted?.at]);
  const answer = (isYes: boolean): void => {
    if (asked && isYes) {
      change({ ...kept, kind: asked });
      setTimeout(() => field.current?.focus(), 50);
    }
    setAsked(null);
  };
  return { asked, toKind, answer };
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
        change={(text, original) => change({ ...kept, kind: "reply", text, original })}
        canRewrite={canRewrite}
        translateTo={translateTo}
        wanted={inbox.ui.tool}
      />
    </Suspense>
  );
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
