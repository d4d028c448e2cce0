import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { AppError } from "../../../domain/errors.ts";
import { api, sentence } from "../../api.ts";
import { articleQuery, articlesQuery, findingsQuery } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { CodeField } from "../../ui/code-field.tsx";
import { Field } from "../../ui/field.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { languageName } from "../../ui/words.ts";

import type { OpenArticle } from "./page.tsx";
import { ProposalReplies } from "./proposal-replies.tsx";

const template =
  "---\ntitle: Shipping\nquestions:\n  - How much is delivery?\n---\n\n## What shipping costs\n\nWithin the country shipping costs …\n\n## How long delivery takes\n\n…\n";

type Named = { name: string; language: string };
type EditorProps = OpenArticle & { canChange: boolean; onClose(): void };

export function ArticleEditor(props: EditorProps) {
  const stored = useQuery({ ...articleQuery(props.name, props.language), enabled: props.name !== "" });
  if (props.name === "") return <Editor {...props} text={props.proposal?.source ?? template} />;
  if (stored.isPending) return <SkeletonLines lines={8} className="mb-6" />;
  if (stored.error) return <Fault error={stored.error} retry={() => void stored.refetch()} />;
  return <Editor {...props} text={stored.data.source} />;
}

function Editor({ name, language, proposal, canChange, onClose, text: before }: EditorProps & { text: string }) {
  const isNew = name === "";
  const queryClient = useQueryClient();
  const [text, setText] = useState(before);
  const [named, setNamed] = useState<Named>({ name: proposal?.name ?? name, language });
  const path = `/api/v1/articles/${encodeURIComponent(named.name)}/${encodeURIComponent(named.language)}`;
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: articlesQuery.queryKey }),
      queryClient.invalidateQueries({ queryKey: ["gaps"] }),
      queryClient.invalidateQueries({ queryKey: findingsQuery.queryKey }),
      queryClient.invalidateQueries({ queryKey: articleQuery(named.name, named.language).queryKey }),
    ]);
  const save = useMutation({
    mutationFn: () => api(path, { method: "PUT", body: { source: text, ...(proposal ? { covers: proposal.covers } : {}) } }),
    onSuccess: async () => (say("Saved. Workflows answer from it now."), await refresh(), onClose()),
  });
  const remove = useMutation({
    mutationFn: () => api(path, { method: "DELETE" }),
    onSuccess: async () => (say("Removed."), await refresh(), onClose()),
    onError: sayFault,
  });
  const problems = save.error instanceof AppError ? (save.error.details.problems ?? []) : [];
  return (
    <Part
      title={isNew ? "New article" : `${name}, ${languageName(language)}`}
      lead="What stands under one heading is what a customer is told; keep it short."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {isNew && (
          <div className="mb-3 flex flex-wrap gap-3">
            <Field
              label="Name"
              value={named.name}
              required
              pattern="[a-z][a-z0-9]*(-[a-z0-9]+)*"
              hint="Lower-case words with hyphens, the same in every language"
              className="w-64"
              onChange={(event) => setNamed({ ...named, name: event.target.value })}
            />
            <Field
              label="Language"
              value={named.language}
              required
              pattern="[a-z]{2}"
              hint="Two letters: en, de"
              className="w-40"
              onChange={(event) => setNamed({ ...named, language: event.target.value })}
            />
          </div>
        )}
        <CodeField
          label="Article (Markdown)"
          isProse
          value={text}
          readOnly={!canChange}
          onChange={setText}
          problems={problems}
          fault={save.error && problems.length === 0 ? sentence(save.error) : null}
        />
        {proposal && <ProposalReplies proposal={proposal} />}
        <div className="mt-3 flex flex-wrap gap-2">
          {canChange && (
            <Button look="primary" type="submit" disabled={save.isPending || (!isNew && text === before)}>
              Save
            </Button>
          )}
          <Button type="button" onClick={onClose}>
            Close
          </Button>
          {canChange && !isNew && (
            <Button type="button" look="danger" className="ml-auto" disabled={remove.isPending} onClick={() => remove.mutate()}>
              Remove
            </Button>
          )}
        </div>
      </form>
    </Part>
  );
}
