import { lazy, Suspense, useEffect } from "react";
import { Bot, CircleQuestionMark, PenLine, Send, X } from "lucide-react";
import { ActionButton } from "../../actions/action-button.tsx";
import { approveDraft } from "../../actions/approve-draft.ts";
import { editDraft } from "../../actions/edit-draft.ts";
import { explainRun } from "../../actions/explain-run.ts";
import { rejectDraft } from "../../actions/reject-draft.ts";
import type { WireConversation, WireDraft } from "../../../domain/wire.ts";
import { Badge } from "../../ui/badge.tsx";
import { Isolated } from "../../ui/isolated.tsx";
import { SourcedText, Unsourced } from "../../ui/sourced-text.tsx";
import { inWords } from "../../ui/words.ts";
import { DraftEditor } from "./draft-editor.tsx";
import { keptTexts } from "./kept-store.ts";
import { RejectDialog } from "./reject-dialog.tsx";
import { isConnectedFor } from "./reading.ts";
import { useCursorWish } from "./undo.ts";
import type { Inbox } from "./use-inbox.ts";
import type { UsedReading } from "./use-reading.ts";
import { VoiceHint } from "./voice-hint.tsx";

const DraftTranslation = lazy(() => import("./draft-translation.tsx").then((loaded) => ({ default: loaded.DraftTranslation })));

type DraftCardProps = { inbox: Inbox; conversation: WireConversation; draft: WireDraft; use: UsedReading };

/** A reply that a workflow proposes and a person decides about. It looks like nothing that was sent. */
export function DraftCard({ inbox, conversation, draft, use: { me, reading } }: DraftCardProps) {
  const run = conversation.runs.find((one) => one.id === draft.run_id);
  const isBusy = inbox.commands.isBusy;
  const { wish, fulfil } = useCursorWish(conversation.id, draft.id);
  useEffect(() => {
    // Words that were sent in its place and called back are gone on with.
    if (wish && keptTexts.get(conversation.id, draft.id).kept.text !== "") inbox.change({ isEditing: true });
    if (wish) fulfil();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once per wish
  }, [wish]);
  return (
    <section
      aria-label="Draft, not sent"
      className="rounded-2xl border-2 border-dashed border-auto-line bg-auto-soft px-3 py-3 md:ml-10 md:px-4"
    >
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <Bot size={18} aria-hidden className="text-auto" />
        <h3 className="text-[13px] font-semibold text-auto">Draft by {run?.workflow ? inWords(run.workflow) : "a workflow"}</h3>
        <Badge tone="auto">not sent</Badge>
        <span className="-my-1.5 -mr-2 ml-auto">
          <ActionButton
            action={explainRun}
            look="quiet"
            label={
              <span>
                Why<span className="max-md:hidden"> this draft</span>?
              </span>
            }
            icon={<CircleQuestionMark size={14} aria-hidden />}
          />
        </span>
      </div>
      {inbox.ui.isEditing ? (
        <DraftEditor key={draft.id} inbox={inbox} draft={draft} conversation={conversation} me={me} />
      ) : (
        <>
          <SourcedText reply={draft} />
          {isConnectedFor(me, "translate") && reading.isForeign && draft.language !== reading.language && (
            <Suspense fallback={null}>
              <DraftTranslation conversationId={conversation.id} draft={draft} language={reading.language} />
            </Suspense>
          )}
          <Unsourced reply={draft} warning="Check before you approve; this would never be sent by itself." />
          <VoiceHint text={draft.text} language={draft.language} connectionId={conversation.channel.connection_id} />
          <div className="mt-3 flex flex-wrap gap-2 max-md:*:px-3!">
            <ActionButton action={approveDraft} look="primary" disabled={isBusy} icon={<Send size={14} aria-hidden />} />
            <ActionButton action={editDraft} label="Edit" disabled={isBusy} icon={<PenLine size={14} aria-hidden />} />
            <ActionButton action={rejectDraft} label="Reject" disabled={isBusy} icon={<X size={14} aria-hidden />} />
          </div>
        </>
      )}
      <RejectDialog inbox={inbox} draft={draft} />
    </section>
  );
}

/** What is left of a draft that a newer message overtook: read it, copy from it, but nobody can send it any more. */
export function StaleDraft({ draft }: { draft: WireDraft }) {
  return (
    <details className="ml-4 rounded-2xl border border-dashed border-line-strong px-4 py-2 text-ink-2 md:ml-10">
      <summary className="rounded max-md:py-2.5">A draft was set aside, not sent: the conversation went on after it was written</summary>
      <p lang={draft.language} dir="auto" className="own-direction mt-2 whitespace-pre-wrap break-words">
        <Isolated text={draft.text} />
      </p>
    </details>
  );
}
