import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { WireWorkflowSource } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { versionDiffQuery, workflowQuery, workflowsQuery } from "../../queries.ts";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { VersionList } from "../../ui/version-list.tsx";

export function Versions({ workflow, canChange }: { workflow: WireWorkflowSource; canChange: boolean }) {
  const queryClient = useQueryClient();
  const rollBack = useMutation({
    mutationFn: (version: string) => api(`/api/v1/workflows/${encodeURIComponent(workflow.name)}/publish`, { body: { version } }),
    onSuccess: async () => {
      say("That version is in force again.");
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: workflowQuery(workflow.name).queryKey }),
        queryClient.invalidateQueries({ queryKey: workflowsQuery.queryKey }),
      ]);
    },
    onError: sayFault,
  });
  return (
    <Part title="Versions" lead="Versions never change. A run keeps the one it began with, also when it waits for days.">
      <VersionList
        versions={workflow.versions}
        current={workflow.version}
        canChange={canChange}
        isBusy={rollBack.isPending}
        diffOf={(version) => versionDiffQuery(workflow.name, version, workflow.version)}
        question={(version) => `New messages take version ${version.slice(0, 7)}. Runs that wait go on in the version they began with.`}
        putBack={(version, done) => rollBack.mutate(version, { onSettled: done })}
      />
    </Part>
  );
}
