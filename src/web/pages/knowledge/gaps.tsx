import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MessageCircleQuestion } from "lucide-react";
import { useState } from "react";
import type { WireGap, WireProposal } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { gapsQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field, SelectField } from "../../ui/field.tsx";
import { Modal } from "../../ui/modal.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { dayTime } from "../../ui/time.ts";
import { languageName } from "../../ui/words.ts";
import type { OpenArticle } from "./page.tsx";

const states = [
  { value: "open", label: "Open" },
  { value: "covered", label: "Covered by an article" },
  { value: "dismissed", label: "Dismissed" },
] as const;
const trends = { rising: "more than the month before", falling: "less than the month before", steady: "as often as the month before" };

/** What customers ask and no article answers, the most asked first. */
export function Gaps({ canChange, onOpen }: { canChange: boolean; onOpen(article: OpenArticle): void }) {
  const [state, setState] = useState<WireGap["state"]>("open");
  const gaps = useQuery(gapsQuery(state));
  return (
    <Part
      title="What customers ask and no article answers"
      lead="From messages to which workflows found no article, and from searches in the help centre. Personal data is not kept."
    >
      <SelectField
        label="Show"
        className="mb-4 w-56"
        options={states}
        value={state}
        onChange={(event) => setState(event.target.value as WireGap["state"])}
      />
      {gaps.isPending && <SkeletonLines lines={4} className="" />}
      {gaps.error && <Fault error={gaps.error} retry={() => void gaps.refetch()} />}
      {gaps.data?.length === 0 && (
        <Empty icon={MessageCircleQuestion} title="No gaps here">
          Questions that are about the same thing come together here, in whatever language they were asked.
        </Empty>
      )}
      <ul className="space-y-3">
        {gaps.data?.map((gap) => (
          <li key={gap.id}>
            <GapCard gap={gap} canChange={canChange} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function GapCard({ gap, canChange, onOpen }: { gap: WireGap; canChange: boolean; onOpen(article: OpenArticle): void }) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["gaps"] });
  const propose = useMutation({
    mutationFn: () => api<WireProposal>(`/api/v1/gaps/${gap.id}/proposal`, { body: {} }),
    onSuccess: (proposal) => onOpen({ name: "", language: proposal.language, proposal: { ...proposal, covers: gap.id } }),
    onError: sayFault,
  });
  const reopen = useMutation({
    mutationFn: () => api(`/api/v1/gaps/${gap.id}/reopen`, { method: "POST" }),
    onSuccess: async () => (say("It is open again."), await refresh()),
    onError: sayFault,
  });
  const [isDismissing, setDismissing] = useState(false);
  return (
    <article className="rounded-2xl border border-line p-4">
      <h3 className="font-medium break-words" lang={gap.language}>
        {gap.title}
      </h3>
      <p className="mt-1 flex flex-wrap items-center gap-2 text-[13px] text-ink-2">
        <span>
          {gap.asked_30} times in 30 days, {trends[gap.trend]}; {gap.asked_90} in 90 days; last {dayTime(gap.last_at, true)}
        </span>
        {gap.languages.map(({ language, times }) => (
          <Badge key={language}>
            {languageName(language)} {times}
          </Badge>
        ))}
      </p>
      {gap.reason && <p className="mt-1 text-[13px] text-ink-2">Dismissed: {gap.reason}</p>}
      {gap.examples.length > 1 && (
        <ul className="mt-2 list-disc space-y-0.5 pl-5 text-[13px]" aria-label="As customers ask it">
          {gap.examples.map(({ text, language }) => (
            <li key={`${language} ${text}`} lang={language} className="break-words">
              {text}
            </li>
          ))}
        </ul>
      )}
      {gap.near && (
        <p className="mt-2 text-[13px] text-ink-2">
          Comes nearest: {gap.near.title}
          {gap.near.heading ? `, ${gap.near.heading}` : ""}. If that answers it, add the question to its head.
        </p>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        {canChange && gap.state === "open" && (
          <>
            <Button
              look="primary"
              disabled={propose.isPending}
              onClick={() => propose.mutate()}
              aria-label={`Write an article: ${gap.title}`}
            >
              Write an article
            </Button>
            <Button onClick={() => setDismissing(true)} aria-label={`Dismiss: ${gap.title}`}>
              Dismiss
            </Button>
          </>
        )}
        {gap.near && gap.state === "open" && (
          <Button onClick={() => onOpen(gap.near!)} aria-label={`Open the nearest: ${gap.near.title}, ${languageName(gap.near.language)}`}>
            Open the nearest
          </Button>
        )}
        {canChange && gap.state !== "open" && (
          <Button disabled={reopen.isPending} onClick={() => reopen.mutate()} aria-label={`Open again: ${gap.title}`}>
            Open again
          </Button>
        )}
      </div>
      <DismissDialog gap={gap} open={isDismissing} onClose={() => setDismissing(false)} onDone={refresh} />
    </article>
  );
}

type DismissProps = { gap: WireGap; open: boolean; onClose(): void; onDone(): Promise<unknown> };

function DismissDialog({ gap, open, onClose, onDone }: DismissProps) {
  const [reason, setReason] = useState("");
  const dismiss = useMutation({
    mutationFn: () => api(`/api/v1/gaps/${gap.id}/dismiss`, { body: { reason: reason.trim() } }),
    onSuccess: async () => (say("Dismissed."), onClose(), await onDone()),
    onError: sayFault,
  });
  return (
    <Modal title="No article for this" open={open} onClose={onClose}>
      <form className="space-y-4 p-5" onSubmit={(event) => (event.preventDefault(), dismiss.mutate())}>
        <p className="text-ink-2">It comes back when it has been asked as often again.</p>
        <Field label="Why not?" required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={dismiss.isPending || reason.trim() === ""}>
            Dismiss
          </Button>
        </div>
      </form>
    </Modal>
  );
}
