import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Problem } from "../../../domain/errors.ts";
import type { WireRules } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { rulesQuery } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { CodeField } from "../../ui/code-field.tsx";
import { SelectField } from "../../ui/field.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";

const files = [
  {
    value: "policies",
    label: "Policies",
    lead: "What may be done to an order in the shop: by whom, how often, up to how much. What is not written here is refused.",
  },
  {
    value: "hours",
    label: "Business hours",
    lead: "When people work. Every deadline and every time a customer is told is counted in these hours.",
  },
  { value: "teams", label: "Teams", lead: "Who takes what a person has to answer, within which time, and who stands behind them." },
  {
    value: "voice",
    label: "Brand voice",
    lead: "How the shop speaks: its greeting and signature, formal or casual, words it avoids, lengths and footers. Templates are written with it, and drafts and replies are held against it.",
  },
] as const;
type File = (typeof files)[number]["value"];

export function Rules() {
  const [file, choose] = useState<File>("policies");
  const { label, lead } = files.find(({ value }) => value === file)!;
  const rules = useQuery(rulesQuery(file));
  return (
    <Part title="Rules" lead="Files the desk keeps to. They are checked before they are saved, and the audit log keeps every version.">
      <SelectField
        label="File"
        options={files}
        value={file}
        className="max-w-xs"
        onChange={(event) => choose(event.target.value as File)}
      />
      <p className="mt-3 max-w-prose text-ink-2">{lead}</p>
      {rules.isPending && <SkeletonLines lines={8} label={`Loading ${label}`} className="mt-4" />}
      {rules.error && <Fault error={rules.error} retry={() => void rules.refetch()} />}
      {rules.data && <Editor key={`${file}/${rules.data.source ?? ""}`} rules={rules.data} label={label} />}
    </Part>
  );
}

function Editor({ rules, label }: { rules: WireRules; label: string }) {
  const queryClient = useQueryClient();
  const [text, setText] = useState(rules.source ?? "");
  const [problems, setProblems] = useState<Problem[]>([]);
  const save = useMutation({
    mutationFn: async () => {
      const path = `/api/v1/rules/${rules.name}`;
      const checked = await api<{ problems: Problem[] }>(path, { method: "PUT", body: { source: text, check: true } });
      setProblems(checked.problems);
      if (checked.problems.length > 0) return false;
      await api(path, { method: "PUT", body: { source: text } });
      return true;
    },
    onSuccess: async (isSaved) => {
      if (!isSaved) return;
      say("Saved. It is in force now.");
      // What was read in the old voice is asked again.
      for (const queryKey of [["voice"], ["template-preview"]]) void queryClient.invalidateQueries({ queryKey });
      await queryClient.invalidateQueries({ queryKey: rulesQuery(rules.name).queryKey });
    },
    onError: sayFault,
  });
  return (
    <form
      className="mt-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <CodeField
        label={`${label} (${rules.name}.yaml)`}
        value={text}
        onChange={setText}
        placeholder="Nothing is written yet."
        problems={problems}
      />
      <div className="mt-3 flex flex-wrap gap-2">
        <Button look="primary" type="submit" disabled={save.isPending || text === (rules.source ?? "")}>
          Check and save
        </Button>
        {text.trim() === "" && (
          <Button type="button" onClick={() => setText(rules.example)}>
            Begin with an example
          </Button>
        )}
      </div>
    </form>
  );
}
