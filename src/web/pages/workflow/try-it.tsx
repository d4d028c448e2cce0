import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";
import type { WireWorkflowTrial } from "../../../domain/wire.ts";
import { api, sentence } from "../../api.ts";
import { anyConversationsQuery } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { Field, SelectField, TextField } from "../../ui/field.tsx";
import { useDebounced } from "../../ui/use-debounced.ts";
import { dayTime } from "../../ui/time.ts";
import { startedBy, valueAt } from "./file/fields.ts";
import { TrialResult } from "./trial-result.tsx";
import type { WorkflowWords } from "./words.ts";

export type Trial = { source: string; result: WireWorkflowTrial };
type TryItProps = {
  name: string;
  text: string;
  /** The file as data. */
  value: Record<string, unknown>;
  isBroken: boolean;
  trial: Trial | null;
  tried(trial: Trial): void;
  words: WorkflowWords;
};
type Body = {
  text?: string;
  conversation?: string;
  from?: string;
  is_proven?: boolean;
  order?: string;
  event?: string;
  product?: string;
  insist?: boolean;
};

/** One message through the file as it stands, without storing or sending anything. */
export function TryIt({ name, text, value, isBroken, trial, tried, words }: TryItProps) {
  const isOfMessages = startedBy(value) === "message";
  const events = [valueAt(value, ["when", "event"]) ?? []].flat().map(String);
  const [event, setEvent] = useState("");
  const isOfProduct = (events.includes(event) ? event : (events[0] ?? "")).startsWith("product.");
  const [isPast, setPast] = useState(false);
  const [conversation, choose] = useState<string | null>(null);
  const run = useMutation({
    mutationFn: async (body: Body) => {
      const source = text;
      const result = await api<WireWorkflowTrial>(`/api/v1/workflows/${encodeURIComponent(name)}/try`, { body: { source, ...body } });
      return { source, result };
    },
    onSuccess: tried,
  });
  const submit = (submitted: FormEvent<HTMLFormElement>): void => {
    submitted.preventDefault();
    const data = new FormData(submitted.currentTarget);
    const given = (field: string) => String(data.get(field) ?? "").trim() || undefined;
    const own: Body =
      isPast && isOfMessages ? { conversation: conversation! } : { text: given("text") ?? "", is_proven: data.get("proven") === "on" };
    const others = ["from", "order", "event", "product"].map((field) => [field, given(field)]).filter(([, typed]) => typed !== undefined);
    run.mutate({ ...own, ...Object.fromEntries(others) });
  };
  const canRun = !isBroken && !run.isPending && (!isPast || !isOfMessages || conversation !== null);
  return (
    <div className="space-y-4">
      <form onSubmit={submit} className="space-y-3">
        <p className="text-[13px] text-ink-2">{isOfMessages ? words.tryLead : `${words.startedBy} ${words.tryLead}`}</p>
        {isOfMessages && (
          <fieldset className="flex flex-wrap gap-x-5 gap-y-1 text-[13px]">
            <legend className="sr-only">{words.trySource}</legend>
            {[false, true].map((past) => (
              <label key={String(past)} className="flex min-h-7 items-center gap-2 max-md:min-h-11">
                <input
                  type="radio"
                  name="source"
                  className="size-4 accent-(--color-accent)"
                  checked={isPast === past}
                  onChange={() => setPast(past)}
                />
                {past ? words.past : words.typed}
              </label>
            ))}
          </fieldset>
        )}
        {isPast && isOfMessages ? (
          <PastConversations chosen={conversation} choose={choose} words={words} />
        ) : (
          <>
            {isOfMessages && <TextField label={words.message} name="text" rows={3} required maxLength={20_000} />}
            {events.length > 1 && (
              <SelectField
                label={words.events}
                name="event"
                value={events.includes(event) ? event : events[0]}
                options={events.map((one) => ({ value: one, label: one }))}
                onChange={({ target }) => setEvent(target.value)}
              />
            )}
            <div className="grid gap-3 sm:grid-cols-2">
              <Field label={words.from} name="from" type="email" autoComplete="off" />
              {isOfProduct ? (
                <Field label={words.product} name="product" maxLength={100} required autoComplete="off" />
              ) : (
                <Field label={words.order} name="order" maxLength={64} required={!isOfMessages} autoComplete="off" />
              )}
            </div>
            {isOfMessages && (
              <label className="flex min-h-7 items-center gap-2 text-[13px] max-md:min-h-11">
                <input type="checkbox" name="proven" defaultChecked className="size-4 accent-(--color-accent)" />
                {words.proven}
              </label>
            )}
          </>
        )}
        <Button look="primary" type="submit" disabled={!canRun}>
          {words.run}
        </Button>
        <p role="status" className="text-[13px] text-ink-2 empty:hidden">
          {run.isPending ? words.running : isBroken ? words.mend : ""}
        </p>
        <p role="alert" lang="en" className="text-[13px] text-danger empty:hidden">
          {run.error ? sentence(run.error) : ""}
        </p>
      </form>
      {trial && (
        <TrialResult
          trial={trial}
          isStale={trial.source !== text}
          words={words}
          insist={run.isPending || isBroken || !run.variables ? null : () => run.mutate({ ...run.variables!, insist: true })}
        />
      )}
    </div>
  );
}

type PastProps = { chosen: string | null; choose(id: string): void; words: WorkflowWords };

function PastConversations({ chosen, choose, words }: PastProps) {
  const [typed, setTyped] = useState("");
  const q = useDebounced(typed.trim(), 300);
  const found = useQuery({ ...anyConversationsQuery(q), placeholderData: (before) => before });
  return (
    <>
      <Field label={words.search} type="search" value={typed} onChange={({ target }) => setTyped(target.value)} autoComplete="off" />
      <p role="status" className="text-[13px] text-ink-2 empty:hidden">
        {found.data?.length === 0 ? words.noneFound : ""}
      </p>
      <fieldset className="max-h-64 overflow-y-auto rounded-lg border border-line-strong empty:hidden" hidden={!found.data?.length}>
        <legend className="sr-only">{words.choosePast}</legend>
        {found.data?.map(({ id, customer, preview, last_message_at: at }) => (
          <label
            key={id}
            className="flex min-h-11 cursor-pointer items-start gap-2 border-b border-line px-3 py-2 text-[13px] last:border-0 hover:bg-hover"
          >
            <input
              type="radio"
              name="conversation"
              className="mt-0.5 size-4 shrink-0 accent-(--color-accent)"
              checked={chosen === id}
              onChange={() => choose(id)}
            />
            <span className="min-w-0">
              <span className="font-medium">{customer?.name ?? words.notKnown}</span>{" "}
              <span className="text-ink-2">{dayTime(at, true)}</span>
              <span dir="auto" className="own-direction line-clamp-2 break-words text-ink-2">
                {preview}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
