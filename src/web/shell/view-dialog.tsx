import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { filterNames, parseSearch, writeSearch, type FilterName, type SearchTerm } from "../../domain/search.ts";
import type { WireSavedView } from "../../domain/wire.ts";
import { api } from "../api.ts";
import { listWords } from "../pages/inbox/list-words.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Field, inputClass } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";
import { say, sayFault } from "../ui/notices.tsx";
import { useWords } from "../ui/tongue.ts";

type ViewDialogProps = { /** Null for a new one. */ view: WireSavedView | null; query: string; onClose(): void };

/** Name, conditions one below the other, and for whom. The conditions are the search, taken apart. */
export function ViewDialog({ view, query, onClose }: ViewDialogProps) {
  const words = useWords(listWords);
  const queryClient = useQueryClient();
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  const [terms, setTerms] = useState<SearchTerm[]>(parseSearch(view?.query ?? query));
  const settle = (text: string) => () => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: ["saved-views"] });
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      api(`/api/v1/saved-views${view ? `/${view.id}` : ""}`, {
        method: view ? "PUT" : "POST",
        body: {
          name: name.trim(),
          shared,
          query: writeSearch(terms.filter((term) => (term.kind === "filter" ? term.value : term.text).trim() !== "")),
        },
      }),
    onSuccess: settle(words.viewSaved),
    onError: sayFault,
  });
  const remove = useMutation({
    mutationFn: () => api(`/api/v1/saved-views/${view?.id}`, { method: "DELETE" }),
    onSuccess: settle(words.viewRemoved),
    onError: sayFault,
  });
  const change = (at: number, term: SearchTerm | null): void =>
    setTerms(terms.flatMap((old, nth) => (nth !== at ? [old] : term ? [term] : [])));
  return (
    <Modal title={view ? words.changeView : words.saveView} open onClose={onClose} size="md">
      <form lang={words.lang} className="space-y-4 p-5" onSubmit={(event) => (event.preventDefault(), name.trim() !== "" && save.mutate())}>
        <Field label={words.viewName} autoFocus required maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        <fieldset className="space-y-2">
          <legend className="mb-1 text-[13px] font-medium">{words.conditions}</legend>
          {terms.map((term, at) => (
            <TermRow key={at} term={term} onChange={(next) => change(at, next)} onRemove={() => change(at, null)} />
          ))}
          <Button onClick={() => setTerms([...terms, { kind: "filter", name: "is", value: "open", not: false }])}>
            <Plus size={14} aria-hidden /> {words.addCondition}
          </Button>
        </fieldset>
        <label className="flex min-h-9 items-center gap-2 max-md:min-h-11">
          <input type="checkbox" className="size-4 accent-accent" checked={shared} onChange={(event) => setShared(event.target.checked)} />{" "}
          {words.forTeam}
        </label>
        <div className="flex flex-wrap justify-end gap-2">
          {view && (
            <Button look="danger" className="mr-auto" disabled={remove.isPending} onClick={() => remove.mutate()}>
              {words.remove}
            </Button>
          )}
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary" disabled={name.trim() === "" || save.isPending}>
            {words.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function TermRow({ term, onChange, onRemove }: { term: SearchTerm; onChange(term: SearchTerm): void; onRemove(): void }) {
  const words = useWords(listWords);
  const value = term.kind === "filter" ? term.value : term.text;
  const kind = term.kind === "filter" ? term.name : "words";
  const made = (name: string, text: string): SearchTerm =>
    name === "words"
      ? { kind: /\s/.test(text.trim()) ? "phrase" : "words", text, not: term.not }
      : { kind: "filter", name: name as FilterName, value: text, not: term.not };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <select
        aria-label={words.condition}
        className={`${inputClass} w-36!`}
        value={kind}
        onChange={(event) => onChange(made(event.target.value, value))}
      >
        <option value="words">{words.words}</option>
        {Object.keys(filterNames).map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <input
        aria-label={words.value}
        className={`${inputClass} w-auto! flex-1`}
        value={value}
        onChange={(event) => onChange(made(kind, event.target.value))}
      />
      <label className="flex min-h-9 items-center gap-1 text-[13px]">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={term.not}
          onChange={(event) => onChange({ ...term, not: event.target.checked })}
        />{" "}
        {words.not}
      </label>
      <IconButton label={words.removeCondition} onClick={onRemove}>
        <X size={14} />
      </IconButton>
    </div>
  );
}
