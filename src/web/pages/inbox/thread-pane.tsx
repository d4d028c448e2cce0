import { MessagesSquare } from "lucide-react";
import { lazy, Suspense, useLayoutEffect, useRef } from "react";
import type { WireConversation, WireHold } from "../../../domain/wire.ts";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { useNow } from "../../ui/use-now.ts";
import { ActionLine } from "./action-line.tsx";
import { Composer } from "./composer.tsx";
import { DraftCard, StaleDraft } from "./draft-card.tsx";
import { FirstSteps, useFirstSteps } from "./first-steps.tsx";
import { HoldCard, HoldLine } from "./hold-card.tsx";
import { LeavingItem } from "./leaving-item.tsx";
import { MessageItem } from "./message-item.tsx";
import { TranslationLine } from "./other-side.tsx";
import { PromiseLine } from "./promise-line.tsx";
import { isConnectedFor } from "./reading.ts";
import { RunLine } from "./run-line.tsx";
import { ThreadHeader } from "./thread-header.tsx";
import { pendingDraft } from "./use-controls.ts";
import type { Inbox } from "./use-inbox.ts";
import { useReading } from "./use-reading.ts";
import { WhyPanel } from "./why-panel.tsx";

// Desks without a language model never load it.
const SummaryCard = lazy(() => import("./summary-card.tsx").then((loaded) => ({ default: loaded.SummaryCard })));

export function ThreadPane({ inbox }: { inbox: Inbox }) {
  const steps = useFirstSteps();
  if (inbox.id === undefined)
    return steps ? (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <FirstSteps steps={steps} />
      </div>
    ) : (
      <Empty icon={MessagesSquare} title="Choose a conversation">
        Press J for the first one, Enter to read it, and ? for every key.
      </Empty>
    );
  if (inbox.thread.error && !inbox.conversation) return <Fault error={inbox.thread.error} retry={() => void inbox.thread.refetch()} />;
  if (!inbox.conversation) return <ThreadSkeleton />;
  return <Thread key={inbox.id} inbox={inbox} conversation={inbox.conversation} />;
}

function Thread({ inbox, conversation }: { inbox: Inbox; conversation: WireConversation }) {
  const now = useNow();
  const use = useReading(conversation);
  const { scroller, content } = useStuckToEnd();
  const draft = pendingDraft(conversation);
  const stale = draft ? null : staleDraft(conversation);
  const { holds } = conversation;
  const isErased = conversation.status === "erased";
  return (
    <>
      <ThreadHeader inbox={inbox} conversation={conversation} now={now} />
      {!isErased && isConnectedFor(use.me, "summarise") && (
        <Suspense fallback={null}>
          <SummaryCard
            conversation={conversation}
            language={use.reading.language}
            isLong={isLong(conversation)}
            wantedAt={inbox.ui.summaryAt}
          />
        </Suspense>
      )}
      <div
        ref={scroller}
        tabIndex={0}
        role="log"
        aria-label="Messages"
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain -outline-offset-2"
      >
        <div ref={content} className="mx-auto max-w-3xl space-y-3 px-4 py-4 md:px-6">
          {isErased && <p className="text-ink-2">This conversation was erased on request of the customer.</p>}
          <TranslationLine use={use} />
          {conversation.messages.map((message) => (
            <div key={message.id} className="space-y-1">
              <MessageItem
                message={message}
                now={now}
                customerName={conversation.customer?.name ?? null}
                language={conversation.language}
                reading={use.reading}
              />
              {conversation.runs
                .filter((run) => run.message_ids.at(-1) === message.id)
                .map((run) => (
                  <RunLine
                    key={run.id}
                    run={run}
                    draft={conversation.drafts.findLast((one) => one.run_id === run.id)}
                    explain={() => inbox.change({ why: run.id })}
                  />
                ))}
            </div>
          ))}
          {/* Runs that no message started: a notice, a survey. */}
          {conversation.runs
            .filter((run) => run.message_ids.length === 0)
            .map((run) => (
              <RunLine key={run.id} run={run} draft={undefined} explain={() => inbox.change({ why: run.id })} />
            ))}
          {conversation.handover_reason && conversation.needs_person && !draft && (
            <p className="rounded-xl bg-accent-soft px-4 py-2.5 text-accent-strong">Needs a person: {conversation.handover_reason}</p>
          )}
          {holds.map((hold) =>
            asks(hold) ? <HoldCard key={hold.id} inbox={inbox} hold={hold} /> : <HoldLine key={hold.id} hold={hold} />,
          )}
          {conversation.actions.map((action) => (
            <ActionLine key={action.id} inbox={inbox} action={action} />
          ))}
          {conversation.promises
            .filter(({ state }) => state === "open" || state === "broken")
            .map((promise) => (
              <PromiseLine key={promise.id} inbox={inbox} promise={promise} />
            ))}
          {conversation.leaving.map((leaving) => (
            <LeavingItem key={leaving.id} inbox={inbox} leaving={leaving} />
          ))}
          {draft && <DraftCard inbox={inbox} conversation={conversation} draft={draft} use={use} />}
          {stale && <StaleDraft draft={stale} />}
        </div>
      </div>
      {!isErased && <Composer inbox={inbox} conversation={conversation} use={use} />}
      <WhyPanel runId={inbox.ui.why} onClose={() => inbox.change({ why: null })} />
    </>
  );
}

/** Longer than a screen: then a summary saves reading. */
function isLong({ messages }: WireConversation): boolean {
  return messages.length >= 6 || messages.reduce((sum, { text }) => sum + text.length, 0) > 2_500;
}

function asks(hold: WireHold): boolean {
  return hold.state === "pending" && hold.needs_approval;
}

/** A draft that a newer message overtook, as long as nothing has been said since. */
function staleDraft(conversation: WireConversation) {
  const last = conversation.drafts.at(-1);
  if (last?.state !== "stale") return null;
  const answered = conversation.messages.some((message) => message.direction === "out" && message.at > last.created_at);
  return answered ? null : last;
}

/** Opens at the newest message and stays there while one is there; whoever scrolled up to read is left alone. */
function useStuckToEnd() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box || !content.current) return;
    let isAtEnd = true;
    const toEnd = (): void => void (isAtEnd && (box.scrollTop = box.scrollHeight));
    const onScroll = (): void => void (isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60);
    toEnd();
    const observer = new ResizeObserver(toEnd);
    observer.observe(content.current);
    observer.observe(box);
    box.addEventListener("scroll", onScroll, { passive: true });
    return () => (observer.disconnect(), box.removeEventListener("scroll", onScroll));
  }, []);
  return { scroller, content };
}

function ThreadSkeleton() {
  return (
    <div className="flex h-full flex-col">
      <div className="h-14 shrink-0 border-b border-line" />
      <SkeletonLines lines={7} label="Loading the conversation" className="mx-auto w-full max-w-3xl px-6 py-6" />
    </div>
  );
}
