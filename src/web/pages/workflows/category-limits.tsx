import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Mode } from "../../../domain/run.ts";
import { api } from "../../api.ts";
import { categoryModesQuery } from "../../queries.ts";
import { SelectField } from "../../ui/field.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { categoryName, modeWords } from "../../ui/words.ts";

const options = [
  { value: "", label: "As its workflow" },
  ...(["draft", "shadow", "off"] as const).map((mode) => ({ value: mode, label: `At most ${modeWords[mode]!.label.toLowerCase()}` })),
];

/** However far a workflow may go, what is about this goes no further. */
export function CategoryLimits({ canChange }: { canChange: boolean }) {
  const queryClient = useQueryClient();
  const limits = useQuery(categoryModesQuery);
  const change = useMutation({
    mutationFn: (body: { category: string; mode: Mode | null }) => api("/api/v1/category-modes", { body }),
    onSuccess: () => say("Saved."),
    onError: sayFault,
    onSettled: () => queryClient.invalidateQueries({ queryKey: categoryModesQuery.queryKey }),
  });
  const wanted = change.isPending ? change.variables : undefined;
  return (
    <details className="mt-6">
      <summary className="cursor-pointer rounded font-medium max-md:py-2.5">Limits for kinds of requests</summary>
      <Part title="Limits for kinds of requests" lead="However far a workflow may go by itself, a message of this kind goes no further.">
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {limits.data?.map(({ category, mode }) => (
            <SelectField
              key={category}
              label={categoryName(category)}
              options={options}
              disabled={!canChange || change.isPending}
              value={(wanted?.category === category ? wanted.mode : mode) ?? ""}
              onChange={(event) => change.mutate({ category, mode: (event.target.value || null) as Mode | null })}
            />
          ))}
        </div>
      </Part>
    </details>
  );
}
