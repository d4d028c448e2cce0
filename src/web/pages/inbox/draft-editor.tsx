import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { KeyboardEvent } from "react";
import { Send } from "lucide-react";
import type { Me, WireConversation, WireDraft } from "../../../domain/wire.ts";
import { hasCode, sentence } from "../../api.ts";
import { Button, Key } from "../../ui/button.tsx";
import { isMac } from "../../actions/action-button.tsx";
import { meQuery } from "../../queries.ts";
import { ConflictBar } from "./composer-notes.tsx";
import { keptTexts } from "./kept-store.ts";
import { nothing } from "./kept-text.ts";
import { isConnectedFor } from "./reading.ts";
import { saySent, useUndo } from "./undo.ts";
import type { Inbox } from "./use-inbox.ts";
import { useKept } from "./use-kept.ts";
import { VoiceHint } from "./voice-hint.tsx";

const WritingTools = lazy(() => import("./writing-tools.tsx").then((loaded) => ({ default: loaded.WritingTools })));

type DraftEditorProps = { inbox: Inbox; draft: WireDraft; conversation: WireConversation; me: Me | undefined };

/** The draft as a text field. What was changed is kept until it is sent or given up. */
export function DraftEditor({ inbox, draft, conversation, me }: DraftEditorProps) {
  const { used, text, fault, change, reset, send } = useEditing(inbox, draft, conversation);
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
      <ConflictBar used={used} />
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

function useEditing(inbox: Inbox, draft: WireDraft, conversation: WireConversation) {
  const used = useKept(conversation.id, draft.id);
  const text = used.kept.text || draft.text;
  const [fault, setFault] = useState<string | null>(null);
  const { data: me } = useQuery(meQuery);
  const undo = useUndo((id) => inbox.go({ id }));
  const change = (next: string): void => used.change({ ...nothing, text: next === draft.text ? "" : next });
  const next = inbox.filter.view === "drafts" ? inbox.nextId() : undefined;
  const send = (): void => {
    if (text.trim() === "") return setFault("An empty reply cannot be sent.");
    const { kept } = used;
    inbox.commands.run({
      path: `conversations/${conversation.id}/send`,
      body: async () => ({ slot: draft.id, text, kept_version: await keptTexts.settle(conversation.id, draft.id) }),
      after: (now) => {
        keptTexts.sent(conversation.id, draft.id, kept);
        saySent(now, me?.user.id, "Edited and sent.", undo);
        if (next === undefined) inbox.change({ isEditing: false });
        else inbox.go({ id: next }, true);
      },
      onFault: (error) =>
        setFault(hasCode(error, "conflict") ? `${sentence(error)} Nothing was sent; your text is still here.` : sentence(error)),
    });
  };
  return { used, text, fault, change, reset: (): void => change(draft.text), send };
}
