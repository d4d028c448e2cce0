import { Lock, Reply, Send } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import type { WireConversation } from "../../../domain/wire.ts";
import { isMac } from "../../actions/action-button.tsx";
import { hasCode, sentence } from "../../api.ts";
import { Button, Key } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { readKept, switchKind, writeKept } from "./kept-text.ts";
import type { Kept } from "./kept-text.ts";
import { pendingDraft } from "./use-controls.ts";
import type { Inbox } from "./use-inbox.ts";
import { VoiceHint } from "./voice-hint.tsx";

type ComposerProps = { inbox: Inbox; conversation: WireConversation };

/** Where a reply or a note is written. Notes are yellow; turning one into the other asks. Lives as long as its conversation is open. */
export function Composer({ inbox, conversation }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { kept, change, fault, send } = useComposing(inbox, conversation);
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
        <div role="group" aria-label="What to write" className="flex gap-1">
          <KindButton isOn={!isNote} choose={() => toKind("reply")}>
            <Reply size={14} aria-hidden /> Reply
          </KindButton>
          <KindButton isOn={isNote} choose={() => toKind("note")}>
            <Lock size={13} aria-hidden /> Note
          </KindButton>
        </div>
        <textarea
          ref={field}
          aria-label={isNote ? "Note for the team" : "Reply to the customer"}
          aria-describedby={fault ? "composer-fault" : undefined}
          placeholder={placeholderFor(kept.kind, conversation)}
          dir="auto"
          rows={2}
          value={kept.text}
          onChange={(event) => change({ ...kept, text: event.target.value })}
          onKeyDown={onKeyDown}
          className={`field-sizing-content max-h-[40vh] min-h-16 w-full resize-none rounded-xl border px-3 py-2 placeholder:text-ink-2 ${isNote ? "border-note-line bg-note-soft" : "border-line-strong bg-surface"}`}
        />
        <SendRow isNote={isNote} fault={fault} isBlocked={inbox.commands.isBusy || kept.text.trim() === ""} send={send}>
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

function useComposing(inbox: Inbox, conversation: WireConversation) {
  const [kept, setKept] = useState(() => readKept(sessionStorage, conversation.id));
  const [fault, setFault] = useState<string | null>(null);
  const change = (next: Kept): void => (setKept(next), setFault(null), writeKept(sessionStorage, conversation.id, next));
  const send = (): void => {
    const text = kept.text.trim();
    if (text === "" || inbox.commands.isBusy) return;
    setFault(null);
    inbox.commands.run({
      path: `conversations/${conversation.id}/${kept.kind}`,
      body: kept.kind === "reply" ? { text, expected_revision: conversation.revision } : { text },
      done: kept.kind === "reply" ? "Sent." : "Note added.",
      after: () => change({ kind: "reply", text: "" }),
      onFault: (error) =>
        setFault(
          hasCode(error, "conflict")
            ? `Not sent: ${sentence(error)} Read what is new above, then send again. Your text is still here.`
            : sentence(error),
        ),
    });
  };
  return { kept, change, fault, send };
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

type SendRowProps = { isNote: boolean; fault: string | null; isBlocked: boolean; send(): void; children: ReactNode };

/** `children` stand where a fault would, as long as there is none: nothing moves when either comes. */
function SendRow({ isNote, fault, isBlocked, send, children }: SendRowProps) {
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p id="composer-fault" role="alert" className="text-[13px] text-danger empty:hidden">
          {fault}
        </p>
        {!fault && children}
      </div>
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
