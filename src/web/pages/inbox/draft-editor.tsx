import { lazy, Suspense, useState } from "react";
import type { KeyboardEvent } from "react";
import { Send } from "lucide-react";
import type { Me, WireConversation, WireDraft } from "../../../domain/wire.ts";
import { hasCode, sentence } from "../../api.ts";
import { Button, Key } from "../../ui/button.tsx";
import { isMac } from "../../actions/action-button.tsx";
import { readKept, writeKept } from "./kept-text.ts";
import { isConnectedFor } from "./reading.ts";
import type { Inbox } from "./use-inbox.ts";
import { VoiceHint } from "./voice-hint.tsx";

const WritingTools = lazy(() => import("./writing-tools.tsx").then((loaded) => ({ default: loaded.WritingTools })));

type DraftEditorProps = { inbox: Inbox; draft: WireDraft; conversation: WireConversation; me: Me | undefined };

/** The draft as a text field. What was changed is kept until it is sent or given up. */
export function DraftEditor({ inbox, draft, conversation, me }: DraftEditorProps) {
  const { text, fault, change, reset, send } = useEditing(inbox, draft);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    else if (event.key === "Escape") inbox.change({ isEditing: false });
    else return;
    event.preventDefault();
  };
  return (
    <div className="space-y-2">
      {isConnectedFor(me, "rewrite") && (
        <div className="flex flex-wrap items-center gap-1">
          <Suspense fallback={null}>
            <WritingTools
              conversationId={conversation.id}
              text={text}
              language={draft.language}
              change={change}
              canRewrite
              translateTo={null}
              wanted={inbox.ui.tool}
            />
          </Suspense>
        </div>
      )}
      <textarea
        autoFocus
        aria-label="Edit the draft"
        lang={draft.language}
        dir="auto"
        rows={7}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-96 min-h-36 w-full resize-y rounded-lg border border-line-strong bg-surface p-3"
      />
      <VoiceHint text={text} language={draft.language} connectionId={conversation.channel.connection_id} />
      <p role="alert" className="text-[13px] text-danger empty:hidden">
        {fault}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={inbox.commands.isBusy} onClick={send}>
          <Send size={14} aria-hidden /> Send edited <Key>{isMac ? "⌘" : "Ctrl"} ↵</Key>
        </Button>
        <Button onClick={() => inbox.change({ isEditing: false })}>Back to the draft</Button>
        {/* There from the beginning, so that nothing moves with the first letter. */}
        <Button look="quiet" disabled={text === draft.text} onClick={reset}>
          Undo my changes
        </Button>
      </div>
    </div>
  );
}

function useEditing(inbox: Inbox, draft: WireDraft) {
  const slot = `draft.${draft.id}`;
  const [text, setText] = useState(() => readKept(sessionStorage, slot).text || draft.text);
  const [fault, setFault] = useState<string | null>(null);
  const change = (next: string): void => (setText(next), writeKept(sessionStorage, slot, { kind: "reply", text: next }));
  const drop = (): void => writeKept(sessionStorage, slot, { kind: "reply", text: "" });
  const next = inbox.filter.view === "drafts" ? inbox.nextId() : undefined;
  const send = (): void => {
    if (text.trim() === "") return setFault("An empty reply cannot be sent.");
    inbox.commands.run({
      path: `drafts/${draft.id}/edit`,
      body: { text },
      done: "Edited and sent.",
      after: () => (drop(), next === undefined ? inbox.change({ isEditing: false }) : inbox.go({ id: next }, true)),
      onFault: (error) =>
        setFault(hasCode(error, "conflict") ? `${sentence(error)} Nothing was sent; your text is still here.` : sentence(error)),
    });
  };
  return { text, fault, change, reset: (): void => (drop(), setText(draft.text)), send };
}
