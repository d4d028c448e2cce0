import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { WireWorkflowSource } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { versionDiffQuery, workflowQuery, workflowsQuery } from "../../queries.ts";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { VersionList } from "../../ui/version-list.tsx";
import type { WorkflowWords } from "./words.ts";

type VersionsProps = { workflow: WireWorkflowSource; canChange: boolean; words: WorkflowWords };

export function Versions({ workflow, canChange, words }: VersionsProps) {
  const queryClient = useQueryClient();
  const rollBack = useMutation({
    mutationFn: (version: string) => api(`/api/v1/workflows/${encodeURIComponent(workflow.name)}/publish`, { body: { version } }),
    onSuccess: async () => {
      say(words.back);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: workflowQuery(workflow.name).queryKey }),
        queryClient.invalidateQueries({ queryKey: workflowsQuery.queryKey }),
      ]);
    },
    onError: sayFault,
  });
  return (
    <Part title={words.versions} lead={words.versionsLead}>
      <VersionList
        versions={workflow.versions}
        current={workflow.version}
        canChange={canChange}
        isBusy={rollBack.isPending}
        diffOf={(version) => versionDiffQuery(workflow.name, version, workflow.version)}
        question={(version) => words.backAsk(version.slice(0, 7))}
        putBack={(version, done) => rollBack.mutate(version, { onSettled: done })}
      />
    </Part>
  );
}
