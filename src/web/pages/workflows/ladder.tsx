import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { WireLadder, WireWorkflow } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { ladderQuery } from "../../queries.ts";
import { SelectField } from "../../ui/field.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { dayTime } from "../../ui/time.ts";
import { actWords } from "../settings/audit-words.ts";

/** What is known about a workflow's replies, what is missing for the next step, and how it came to where it is. */
export function Ladder({ workflow, canChange }: { workflow: WireWorkflow; canChange: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="mt-3 border-t border-line pt-3 text-[13px]" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="rounded font-medium max-md:py-2.5">Evidence</summary>
      {isOpen && <Opened workflow={workflow} canChange={canChange} />}
    </details>
  );
}

function Opened({ workflow, canChange }: { workflow: WireWorkflow; canChange: boolean }) {
  const ladder = useQuery(ladderQuery(workflow.name));
  if (ladder.isPending) return <SkeletonLines lines={3} className="py-3" />;
  if (ladder.error) return <Fault error={ladder.error} retry={() => void ladder.refetch()} />;
  return (
    <div className="mt-3 space-y-3">
      <LadderStanding ladder={ladder.data} />
      {canChange && <LadderSettings name={workflow.name} ladder={ladder.data} />}
      <LadderHistory ladder={ladder.data} />
    </div>
  );
}

export function LadderStanding({ ladder: { standing, mode } }: { ladder: WireLadder }) {
  if (!standing) return <p className="text-ink-2">Switched off: nothing is judged.</p>;
  const { why, verdict, since, threshold, sent } = standing;
  return (
    <div className="space-y-1">
      <p>{why}</p>
      {verdict === "promote" && <p className="font-medium text-accent-strong">The reviews are enough: it may answer by itself.</p>}
      {mode === "auto" && <p className="text-ink-2">{sent === 1 ? "One reply has" : `${sent} replies have`} left by itself.</p>}
      {threshold !== null && (
        <p className="text-ink-2">
          {mode === "auto" ? "It answers" : "It would answer"} by itself from {Math.round(threshold * 100)} % confidence; below that a
          person looks first.
        </p>
      )}
      <p className="text-ink-2">Counted since {dayTime(since, true)}, for this version and mode.</p>
    </div>
  );
}

type Wish = { may_promote?: boolean; audit_share?: number };

export function LadderSettings({ name, ladder }: { name: string; ladder: WireLadder }) {
  const queryClient = useQueryClient();
  // The choice shows at once, with the click itself: a box that waits for the server looks broken.
  const [wanted, setWanted] = useState<Wish>();
  const change = useMutation({
    mutationFn: (body: Wish) => api(`/api/v1/workflows/${encodeURIComponent(name)}/ladder`, { body }),
    onSuccess: () => say("Saved."),
    onError: sayFault,
    // The choice stays shown until the new state has arrived.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ladderQuery(name).queryKey }).finally(() => setWanted(undefined)),
  });
  const choose = (wish: Wish): void => (setWanted(wish), change.mutate(wish));
  const shares = [...new Set([0.05, 0.1, 0.2, 0.5, 1, Math.round(ladder.audit_share * 100) / 100])].sort((a, b) => a - b);
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
      <label className="flex min-h-9 items-center gap-2 max-md:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-(--color-accent)"
          checked={wanted?.may_promote ?? ladder.may_promote}
          disabled={wanted !== undefined}
          onChange={(event) => choose({ may_promote: event.target.checked })}
        />
        Switch to auto by itself when the reviews are enough
      </label>
      <SelectField
        label="Automatic replies people look at"
        value={String(Math.round((wanted?.audit_share ?? ladder.audit_share) * 100) / 100)}
        disabled={wanted !== undefined}
        onChange={(event) => choose({ audit_share: Number(event.target.value) })}
        options={shares.map((share) => ({ value: String(share), label: `${Math.round(share * 100)} %` }))}
      />
    </div>
  );
}

export function LadderHistory({ ladder: { history } }: { ladder: WireLadder }) {
  if (history.length === 0) return null;
  return (
    <ol aria-label="History" className="space-y-1 text-ink-2">
      {history.map(({ at, act, data }) => (
        <li key={`${at}${act}`}>
          {dayTime(at, true)}: {actWords(act)}
          {typeof data["mode"] === "string" && `, to ${data["mode"]}`}
          {typeof data["why"] === "string" && `. ${data["why"]}`}
        </li>
      ))}
    </ol>
  );
}
