import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";
import type { AfterSend } from "../../../domain/after-send.ts";
import type { Problem } from "../../../domain/errors.ts";
import type { WireFilledSnippet, WireSnippet } from "../../../domain/wire.ts";
import { api, sentence } from "../../api.ts";
import { snippetsQuery, teamsQuery } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Field, SelectField, TextField } from "../../ui/field.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { useDebounced } from "../../ui/use-debounced.ts";
import { useWords } from "../../ui/tongue.ts";
import { languageName } from "../../ui/words.ts";
import { snippetWords } from "./snippet-words.ts";

const languages = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "tr", "ja"];

/** One snippet in all its languages, with what a customer would read. */
export function SnippetEditor({ snippet, close }: { snippet: WireSnippet | null; close(): void }) {
  const words = useWords(snippetWords);
  const [texts, setTexts] = useState<Record<string, string>>(snippet?.texts ?? { [words.lang]: "" });
  const [order, setOrder] = useState("");
  const { save, remove, isAsked, ask } = useSnippet(snippet, close);
  const more = languages.filter((language) => !(language in texts));
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const written = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ""));
    save.mutate({ name: String(data.get("name")), texts: written, actions: actionsOf(data) });
  };
  return (
    <form onSubmit={submit} aria-label={snippet?.name ?? words.add} className="space-y-3 rounded-2xl border border-line-strong p-4">
      <div className="flex flex-wrap gap-3">
        <Field label={words.name} name="name" required maxLength={80} defaultValue={snippet?.name ?? ""} className="min-w-52 flex-1" />
        <Field label={words.order} value={order} onChange={(event) => setOrder(event.target.value)} className="w-56" maxLength={40} />
      </div>
      {Object.entries(texts).map(([language, text]) => (
        <div key={language} className="grid gap-3 md:grid-cols-2">
          <TextField
            label={words.text(languageName(language, words.lang))}
            rows={5}
            lang={language}
            value={text}
            maxLength={20_000}
            onChange={(event) => setTexts({ ...texts, [language]: event.target.value })}
          />
          <Preview text={text} language={language} order={order} />
        </div>
      ))}
      {more[0] && <Button onClick={() => setTexts({ ...texts, [more[0]!]: "" })}>{words.more(languageName(more[0], words.lang))}</Button>}
      <Actions actions={snippet?.actions ?? []} />
      <p role="alert" className="text-[13px] whitespace-pre-line text-danger empty:hidden">
        {save.error ? sentence(save.error) : ""}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" type="submit" disabled={save.isPending}>
          {words.save}
        </Button>
        <Button onClick={close}>{words.cancel}</Button>
        {snippet && (
          <Button look="danger" className="ml-auto" onClick={() => ask(true)}>
            {words.remove}
          </Button>
        )}
      </div>
      <Confirm
        title={words.removeTitle(snippet?.name ?? "")}
        open={isAsked}
        yes={words.remove}
        no={words.cancel}
        danger
        busy={remove.isPending}
        onYes={() => remove.mutate()}
        onNo={() => ask(false)}
      >
        {words.removeLead}
      </Confirm>
    </form>
  );
}

function useSnippet(snippet: WireSnippet | null, close: () => void) {
  const words = useWords(snippetWords);
  const queryClient = useQueryClient();
  const [isAsked, ask] = useState(false);
  const path = `/api/v1/snippets${snippet ? `/${snippet.id}` : ""}`;
  const done = (said: string): void => {
    say(said);
    void queryClient.invalidateQueries({ queryKey: snippetsQuery.queryKey });
    close();
  };
  const save = useMutation({
    mutationFn: (body: object) => api(path, { method: snippet ? "PUT" : "POST", body }),
    onSuccess: () => done(words.saved),
  });
  const remove = useMutation({
    mutationFn: () => api(path, { method: "DELETE" }),
    onSuccess: () => done(words.removed),
    onError: (error) => (ask(false), sayFault(error)),
  });
  return { save, remove, isAsked, ask };
}

function Actions({ actions }: { actions: readonly AfterSend[] }) {
  const words = useWords(snippetWords);
  const { data: teams = [] } = useQuery(teamsQuery);
  const tag = actions.flatMap((action) => (action.do === "tag" ? [action.tag] : [])).join(", ");
  const team = actions.find((action) => action.do === "assign")?.team ?? "";
  return (
    <fieldset>
      <legend className="mb-1 text-[13px] font-medium">{words.also}</legend>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={words.tag} name="tag" defaultValue={tag} maxLength={200} className="w-56" />
        <SelectField
          key={teams.length}
          label={words.team}
          name="team"
          defaultValue={team}
          className="w-56"
          options={[{ value: "", label: words.noTeam }, ...teams.map(({ name, title }) => ({ value: name, label: title }))]}
        />
        <label className="flex h-9 items-center gap-2 max-md:h-11">
          <input
            type="checkbox"
            name="close"
            defaultChecked={actions.some((action) => action.do === "close")}
            className="size-4 accent-(--color-accent)"
          />
          {words.close}
        </label>
      </div>
    </fieldset>
  );
}

function actionsOf(data: FormData): AfterSend[] {
  const tags = String(data.get("tag") ?? "").split(",");
  const team = String(data.get("team") ?? "");
  return [
    ...tags.map((tag) => tag.trim()).flatMap((tag) => (tag ? [{ do: "tag" as const, tag }] : [])),
    ...(team ? [{ do: "assign" as const, team }] : []),
    ...(data.get("close") ? [{ do: "close" as const }] : []),
  ];
}

type Shown = { filled: WireFilledSnippet | null; problems: Problem[] };

/** What a customer would read, while it is written. */
function Preview({ text, language, order }: { text: string; language: string; order: string }) {
  const words = useWords(snippetWords);
  const asked = useDebounced(`${order}\n${text}`, 400);
  const [number = "", ...lines] = asked.split("\n");
  const source = lines.join("\n");
  const preview = useQuery({
    queryKey: ["snippet-preview", language, asked],
    queryFn: ({ signal }) =>
      api<Shown>("/api/v1/snippets/preview", { body: { text: source, language, ...(number ? { order_number: number } : {}) }, signal }),
    enabled: source.trim() !== "",
    placeholderData: (before) => before,
    retry: false,
  });
  const { filled, problems } = (source.trim() !== "" && preview.data) || { filled: null, problems: [] };
  return (
    <section aria-label={words.preview(languageName(language, words.lang))} className="min-w-0 rounded-lg border border-line bg-sunken p-3">
      <h4 className="mb-1 text-[13px] font-medium">{words.preview(languageName(language, words.lang))}</h4>
      {filled && (
        <p lang={language} dir="auto" className="own-direction whitespace-pre-wrap break-words">
          {filled.text}
        </p>
      )}
      {filled && filled.missing.length > 0 && <p className="mt-2 text-[13px] text-danger">{words.missing(filled.missing.join(", "))}</p>}
      {problems.map((problem, index) => (
        <p key={index} className="text-[13px] text-danger">
          {problem.line !== undefined && words.line(problem.line)} {problem.message}. {problem.mend}
        </p>
      ))}
      {preview.error && <p className="text-[13px] text-danger">{sentence(preview.error)}</p>}
    </section>
  );
}
