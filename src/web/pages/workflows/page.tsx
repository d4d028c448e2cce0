import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useState } from "react";
import type { Mode } from "../../../domain/run.ts";
import type { WireWorkflow } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { meQuery, workflowsQuery } from "../../queries.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { modeWords } from "../../ui/words.ts";
import { CategoryLimits } from "./category-limits.tsx";
import { NewWorkflow } from "./new-workflow.tsx";
import { ToReview } from "./to-review.tsx";
import { WorkflowCard } from "./workflow-card.tsx";

export function Page() {
  const workflows = useQuery(workflowsQuery);
  const { data: me } = useQuery(meQuery);
  const [asked, setAsked] = useState<{ workflow: WireWorkflow; mode: Mode } | null>(null);
  const setMode = useSetMode(() => setAsked(null));
  const isAdmin = me?.user.role === "admin";
  // Only the step to "auto" lets something reach customers unread, so only it is asked about.
  const choose = (workflow: WireWorkflow, mode: Mode): void =>
    mode === "auto" ? setAsked({ workflow, mode }) : setMode.mutate({ name: workflow.name, mode });
  return (
    <PageFrame
      title="Workflows"
      lead="Each kind of request has a workflow that says how it is handled. How much it may do alone is its mode."
    >
      <ToReview />
      <Modes />
      {isAdmin && workflows.data && <NewWorkflow taken={workflows.data.map(({ name }) => name)} />}
      {workflows.isPending && <SkeletonLines lines={8} />}
      {workflows.error && <Fault error={workflows.error} retry={() => void workflows.refetch()} />}
      {workflows.data?.length === 0 && (
        <Empty icon={Workflow} title="No workflows yet">
          Apply the starter pack with “handrail apply starter”, or build one of your own.
        </Empty>
      )}
      <ul className="space-y-3">
        {workflows.data?.map((workflow) => (
          <li key={workflow.name}>
            <WorkflowCard workflow={workflow} canChange={isAdmin} isBusy={setMode.isPending} choose={(mode) => choose(workflow, mode)} />
          </li>
        ))}
      </ul>
      <CategoryLimits canChange={isAdmin} />
      {!isAdmin && <p className="mt-4 text-[13px] text-ink-2">Only an admin changes modes.</p>}
      <Confirm
        title="Let it answer by itself?"
        open={asked !== null}
        yes="Switch to auto"
        no="Leave it as it is"
        busy={setMode.isPending}
        onNo={() => setAsked(null)}
        onYes={() => asked && setMode.mutate({ name: asked.workflow.name, mode: asked.mode })}
      >
        “{asked?.workflow.title}” will send replies to customers without a person reading them first. A reply with a fact that has no source
        still waits for a person.
      </Confirm>
    </PageFrame>
  );
}

function useSetMode(done: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, mode }: { name: string; mode: Mode }) =>
      api(`/api/v1/workflows/${encodeURIComponent(name)}/mode`, { body: { mode } }),
    onSuccess: (_answer, { mode }) => (
      say(`Mode is now ${modeWords[mode]?.label ?? mode}.`),
      queryClient.invalidateQueries({ queryKey: workflowsQuery.queryKey })
    ),
    onError: sayFault,
    onSettled: done,
  });
}

function Modes() {
  return (
    <dl className="mb-6 grid gap-x-6 gap-y-3 rounded-2xl border border-line bg-sunken p-4 text-[13px] sm:grid-cols-2 lg:grid-cols-4">
      {Object.entries(modeWords).map(([mode, words]) => (
        <div key={mode}>
          <dt className="font-semibold">{words.label}</dt>
          <dd className="text-ink-2">{words.does}</dd>
        </div>
      ))}
    </dl>
  );
}
