import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { WireWorkflowSource } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { usersQuery, versionDiffQuery, workflowQuery, workflowsQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { dayTime } from "../../ui/time.ts";

/** Every version there was, what differs from the one in force, and the way back. */
export function Versions({ workflow, canChange }: { workflow: WireWorkflowSource; canChange: boolean }) {
  const queryClient = useQueryClient();
  const users = useQuery(usersQuery);
  const nameOf = (by: string) => users.data?.find(({ id }) => by === `user:${id}`)?.name ?? (by === "system" ? "Handrail" : by);
  const [compared, compare] = useState<string | null>(null);
  const [asked, ask] = useState<string | null>(null);
  const rollBack = useMutation({
    mutationFn: (version: string) => api(`/api/v1/workflows/${encodeURIComponent(workflow.name)}/publish`, { body: { version } }),
    onSuccess: async () => {
      say("That version is in force again.");
      compare(null);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: workflowQuery(workflow.name).queryKey }),
        queryClient.invalidateQueries({ queryKey: workflowsQuery.queryKey }),
      ]);
    },
    onError: sayFault,
    onSettled: () => ask(null),
  });
  return (
    <Part title="Versions" lead="Versions never change. A run keeps the one it began with, also when it waits for days.">
      <ul className="space-y-2">
        {workflow.versions.map(({ version, created_at: at, created_by: by }) => (
          <li key={version} className="rounded-xl border border-line px-3 py-2">
            <div className="flex flex-wrap items-center gap-2">
              <span className="font-mono text-[13px]">{version.slice(0, 7)}</span>
              <span className="text-[13px] text-ink-2">
                {dayTime(at, true)}, {nameOf(by)}
              </span>
              {version === workflow.version ? (
                <Badge tone="ok">In force</Badge>
              ) : (
                <span className="ml-auto flex flex-wrap gap-2">
                  <Button aria-expanded={compared === version} onClick={() => compare(compared === version ? null : version)}>
                    Compare
                  </Button>
                  {canChange && <Button onClick={() => ask(version)}>Put into force</Button>}
                </span>
              )}
            </div>
            {compared === version && <Diff name={workflow.name} from={version} to={workflow.version} />}
          </li>
        ))}
      </ul>
      <Confirm
        title="Go back to this version?"
        open={asked !== null}
        yes="Put into force"
        no="Leave it"
        busy={rollBack.isPending}
        onNo={() => ask(null)}
        onYes={() => asked && rollBack.mutate(asked)}
      >
        New messages take version {asked?.slice(0, 7)}. Runs that wait go on in the version they began with.
      </Confirm>
    </Part>
  );
}

const looks = { same: "", new: "bg-ok-soft text-ok", gone: "bg-danger-soft text-danger" } as const;
const signs = { same: " ", new: "+", gone: "-" } as const;

function Diff({ name, from, to }: { name: string; from: string; to: string }) {
  const diff = useQuery(versionDiffQuery(name, from, to));
  if (diff.isPending) return <SkeletonLines lines={4} className="pt-3" />;
  if (diff.error) return <Fault error={diff.error} retry={() => void diff.refetch()} />;
  return (
    <pre
      tabIndex={0}
      aria-label={`From ${from.slice(0, 7)} to the version in force`}
      className="mt-2 max-h-96 overflow-auto rounded-lg border border-line p-2 font-mono text-[12px] leading-5"
    >
      {diff.data.lines.map(({ kind, text }, index) => (
        // Lines of a file have no other name than their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={looks[kind]}>
          {signs[kind]} {text}
        </div>
      ))}
    </pre>
  );
}
