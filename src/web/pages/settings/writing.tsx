import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MessageSquareQuote } from "lucide-react";
import { useState } from "react";
import type { FormEvent } from "react";
import type { WireSnippet } from "../../../domain/wire.ts";
import { api, sentence } from "../../api.ts";
import { meQuery, snippetsQuery, undoQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { say } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { useWords } from "../../ui/tongue.ts";
import { SnippetEditor } from "./snippet-editor.tsx";
import { snippetWords } from "./snippet-words.ts";

/** Snippets, and how long a reply can be called back. */
export function Writing() {
  const words = useWords(snippetWords);
  const { data: me } = useQuery(meQuery);
  return (
    <div lang={words.lang}>
      {me?.user.role === "admin" && (
        <Part title={words.undoTitle} lead={words.undoLead}>
          <UndoSeconds />
        </Part>
      )}
      <Part title={words.title} lead={words.lead}>
        <Snippets />
      </Part>
    </div>
  );
}

function UndoSeconds() {
  const words = useWords(snippetWords);
  const queryClient = useQueryClient();
  const { data } = useQuery(undoQuery);
  const save = useMutation({
    mutationFn: (seconds: number) => api("/api/v1/settings/undo-send", { method: "PUT", body: { seconds } }),
    onSuccess: () => (say(words.saved), queryClient.invalidateQueries({ queryKey: undoQuery.queryKey })),
  });
  if (!data) return <SkeletonLines lines={1} className="max-w-40" />;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    save.mutate(Number(new FormData(event.currentTarget).get("seconds")));
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <Field
        key={data.seconds}
        label={words.undoSeconds}
        name="seconds"
        type="number"
        min={0}
        max={60}
        required
        defaultValue={data.seconds}
        className="w-28"
      />
      <Button type="submit" disabled={save.isPending}>
        {words.save}
      </Button>
      <p role="alert" className="w-full text-[13px] text-danger empty:hidden">
        {save.error ? sentence(save.error) : ""}
      </p>
    </form>
  );
}

function Snippets() {
  const words = useWords(snippetWords);
  const snippets = useQuery(snippetsQuery);
  const [open, setOpen] = useState<string | null>(null);
  const close = (): void => setOpen(null);
  if (snippets.isPending) return <SkeletonLines lines={4} className="" />;
  if (snippets.error) return <Fault error={snippets.error} retry={() => void snippets.refetch()} />;
  return (
    <>
      {open === "new" ? <SnippetEditor snippet={null} close={close} /> : <Button onClick={() => setOpen("new")}>{words.add}</Button>}
      {snippets.data.length === 0 && (
        <Empty icon={MessageSquareQuote} title={words.empty}>
          {words.emptyLead}
        </Empty>
      )}
      <ul className="mt-3 space-y-3">
        {snippets.data.map((snippet) => (
          <li key={snippet.id}>
            {open === snippet.id ? (
              <SnippetEditor snippet={snippet} close={close} />
            ) : (
              <SnippetCard snippet={snippet} edit={() => setOpen(snippet.id)} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function SnippetCard({ snippet, edit }: { snippet: WireSnippet; edit(): void }) {
  const words = useWords(snippetWords);
  const [[language, text] = ["", ""]] = Object.entries(snippet.texts);
  return (
    <article className="flex flex-wrap items-center gap-2 rounded-2xl border border-line px-4 py-3">
      <h3 className="font-medium">{snippet.name}</h3>
      {Object.keys(snippet.texts).map((one) => (
        <Badge key={one}>{one}</Badge>
      ))}
      {snippet.actions.map((action, index) => (
        <Badge key={index} tone="accent">
          {action.do === "tag" ? `${words.tag}: ${action.tag}` : action.do === "assign" ? `${words.team} ${action.team}` : words.close}
        </Badge>
      ))}
      <Button className="ml-auto" aria-label={`${words.edit}: ${snippet.name}`} onClick={edit}>
        {words.edit}
      </Button>
      <p lang={language || undefined} dir="auto" className="own-direction w-full truncate text-[13px] text-ink-2">
        {text}
      </p>
    </article>
  );
}
