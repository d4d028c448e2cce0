import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, ChevronRight, ListChecks } from "lucide-react";
import { useState } from "react";
import type { WireFirstSteps } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { firstStepsQuery, meQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Modal } from "../../ui/modal.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { useWords } from "../../ui/tongue.ts";
import { firstStepWords, type Words } from "./first-steps-words.ts";

type Step = WireFirstSteps["steps"][number];
function placeOf(id: Step["id"], workflow: string | null): string {
  if (id === "shop" || id === "mailbox") return "/settings/connections";
  return id === "draft" || workflow === null ? "/workflows" : `/workflows/${workflow}`;
}

/** What a new desk does first. Undefined: nobody has to see it, because it was put away or an agent looks. */
export function useFirstSteps(): WireFirstSteps | undefined {
  const { data: me } = useQuery(meQuery);
  const { data } = useQuery({ ...firstStepsQuery, enabled: me?.user.role === "admin" });
  return data && !data.is_dismissed ? data : undefined;
}

const doneOf = ({ steps }: WireFirstSteps): number => steps.filter(({ is_done }) => is_done).length;

/** In the place of a conversation. */
export function FirstSteps({ steps }: { steps: WireFirstSteps }) {
  const words = useWords(firstStepWords);
  return (
    <section aria-labelledby="first-steps" lang={words.lang} className="mx-auto w-full max-w-xl p-8">
      <h2 id="first-steps" className="text-lg font-semibold tracking-tight">
        {words.title}
      </h2>
      <StepList steps={steps} words={words} />
      <p className="mt-6 text-[13px] text-ink-2">{words.otherwise}</p>
    </section>
  );
}

/** On a phone, where the list has the whole screen: a line that opens them. */
export function FirstStepsLine({ steps }: { steps: WireFirstSteps }) {
  const words = useWords(firstStepWords);
  const [isOpen, open] = useState(false);
  return (
    <>
      <button
        type="button"
        lang={words.lang}
        onClick={() => open(true)}
        className="flex min-h-11 w-full items-center gap-2 border-b border-line bg-surface px-4 text-left text-[13px] md:hidden"
      >
        <ListChecks size={16} aria-hidden className="text-accent-strong" />
        <span className="font-medium">{words.title}</span>
        <span className="text-ink-2">{words.count(doneOf(steps), steps.steps.length)}</span>
        <ChevronRight size={16} aria-hidden className="ml-auto text-ink-2" />
      </button>
      <Modal title={words.title} open={isOpen} onClose={() => open(false)} size="md">
        <div lang={words.lang} className="px-4 pb-4">
          <StepList steps={steps} words={words} />
        </div>
      </Modal>
    </>
  );
}

function StepList({ steps, words }: { steps: WireFirstSteps; words: Words }) {
  const queryClient = useQueryClient();
  const dismiss = useMutation({
    mutationFn: () => api("/api/v1/first-steps", { method: "PUT", body: { is_dismissed: true } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: firstStepsQuery.queryKey });
      say(words.dismissed);
    },
    onError: sayFault,
  });
  const all = steps.steps.length;
  const done = doneOf(steps);
  return (
    <>
      <p className="mt-1 text-[13px] text-ink-2">{done === all ? words.ready : `${words.count(done, all)}. ${words.lead}`}</p>
      <ol className="mt-4 divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface">
        {steps.steps.map((step) => (
          <li key={step.id}>
            <StepLink step={step} workflow={steps.workflow} words={words} />
          </li>
        ))}
      </ol>
      <Button look="quiet" className="mt-2 -ml-3" disabled={dismiss.isPending} onClick={() => dismiss.mutate()}>
        {words.dismiss}
      </Button>
    </>
  );
}

type StepProps = { step: Step; workflow: string | null; words: Words };

function StepLink({ step: { id, is_done, is_demo }, workflow, words }: StepProps) {
  const { title, does, demo } = words.steps[id];
  return (
    <Link to={placeOf(id, workflow)} className="flex items-center gap-3 px-4 py-3 hover:bg-hover">
      <span
        aria-hidden
        className={`flex size-6 shrink-0 items-center justify-center rounded-full border ${is_done ? "border-transparent bg-ok-soft text-ok" : "border-line-strong"}`}
      >
        {is_done && <Check size={14} />}
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {is_done && <span className="sr-only">{words.done}</span>}
          {title}
          {is_demo && <Badge tone="accent">{words.demo}</Badge>}
        </span>
        <span className="block text-[13px] text-ink-2">
          {does} {is_demo && demo}
        </span>
      </span>
      <ChevronRight size={16} aria-hidden className="shrink-0 text-ink-2" />
    </Link>
  );
}
