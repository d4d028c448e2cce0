import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { WireWorkflowSource } from "../../../domain/wire.ts";
import type { Problem } from "../../../domain/errors.ts";
import { api, sentence } from "../../api.ts";
import { workflowQuery, workflowsQuery } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { CodeField } from "../../ui/code-field.tsx";
import { say } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";

/** What is published is a new version; waiting runs keep the one they began with. */
export function FileEditor({ workflow, canChange }: { workflow: WireWorkflowSource; canChange: boolean }) {
  const queryClient = useQueryClient();
  const [text, setText] = useState(workflow.source);
  const [problems, setProblems] = useState<Problem[]>([]);
  const publish = useMutation({
    mutationFn: async () => {
      const path = `/api/v1/workflows/${encodeURIComponent(workflow.name)}`;
      const checked = await api<{ problems: Problem[] }>(`${path}/check`, { body: { source: text } });
      setProblems(checked.problems);
      if (checked.problems.length > 0) return false;
      await api(path, { method: "PUT", body: { source: text } });
      return true;
    },
    onSuccess: async (isPublished) => {
      if (!isPublished) return;
      say("Published. New messages take this version.");
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: workflowQuery(workflow.name).queryKey }),
        queryClient.invalidateQueries({ queryKey: workflowsQuery.queryKey }),
      ]);
    },
  });
  return (
    <Part
      title="File"
      lead={canChange ? "Mistakes are named with their line, and nothing is published then." : "Only an admin publishes versions."}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          publish.mutate();
        }}
      >
        <CodeField
          label={`${workflow.name}.yaml, version ${workflow.version.slice(0, 7)}`}
          value={text}
          readOnly={!canChange}
          onChange={setText}
          problems={problems}
          fault={publish.error ? sentence(publish.error) : null}
        />
        {canChange && (
          <Button look="primary" type="submit" className="mt-3" disabled={publish.isPending || text === workflow.source}>
            Check and publish
          </Button>
        )}
      </form>
    </Part>
  );
}
