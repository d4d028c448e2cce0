import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import type { WireIncident } from "../../../domain/wire.ts";
import { api, sentence } from "../../api.ts";
import { incidentsQuery, workflowsQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field, TextField } from "../../ui/field.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { dayTime } from "../../ui/time.ts";
import { inWords, languageName } from "../../ui/words.ts";
import { Megaphone } from "lucide-react";

/** What every customer has to be told for a while: a strike, a failure, a recall. */
export function Incidents() {
  const incidents = useQuery(incidentsQuery);
  return (
    <>
      <Part
        title="Tell every customer"
        lead="While it is on, replies of the workflows you choose begin with this, and drafts that wait are written anew. In a language you wrote nothing for, a person sends the reply."
      >
        <NewIncident />
      </Part>
      <Part title="Incidents">
        {incidents.isPending && <SkeletonLines lines={3} className="" />}
        {incidents.error && <Fault error={incidents.error} retry={() => void incidents.refetch()} />}
        {incidents.data?.length === 0 && (
          <Empty icon={Megaphone} title="Nothing is the matter">
            Incidents that are on, planned and over stand here.
          </Empty>
        )}
        <ul className="space-y-3">
          {incidents.data?.map((one) => (
            <li key={one.id}>
              <IncidentCard incident={one} />
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}

const tones = { on: "warn", planned: "accent", over: "neutral" } as const;
const states = { on: "On", planned: "Planned", over: "Over" };

function IncidentCard({ incident }: { incident: WireIncident }) {
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: () => api(`/api/v1/incidents/${incident.id}/end`, { body: {} }),
    onSuccess: () => (say("It is over."), queryClient.invalidateQueries({ queryKey: incidentsQuery.queryKey })),
    onError: sayFault,
  });
  return (
    <article className="rounded-2xl border border-line p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">{incident.title}</h3>
        <Badge tone={tones[incident.state]}>{states[incident.state]}</Badge>
        <span className="text-[13px] text-ink-2">
          {dayTime(incident.starts_at, true)} to {dayTime(incident.ends_at, true)} ·{" "}
          {incident.workflows.length === 0 ? "all workflows" : incident.workflows.map(inWords).join(", ")}
        </span>
        {incident.state !== "over" && (
          <Button className="ml-auto" disabled={end.isPending} onClick={() => end.mutate()}>
            It is over
          </Button>
        )}
      </div>
      <dl className="mt-2 space-y-1">
        {Object.entries(incident.texts).map(([language, text]) => (
          <div key={language}>
            <dt className="text-[13px] text-ink-2">{languageName(language)}</dt>
            <dd lang={language} dir="auto" className="own-direction whitespace-pre-wrap break-words">
              {text}
            </dd>
          </div>
        ))}
      </dl>
    </article>
  );
}

const languages = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "tr", "ja"];

function NewIncident() {
  const form = useRef<HTMLFormElement>(null);
  const queryClient = useQueryClient();
  const workflows = useQuery(workflowsQuery);
  const [shown, setShown] = useState(["en", "de"]);
  const start = useMutation({
    mutationFn: (body: object) => api("/api/v1/incidents", { body }),
    onSuccess: () => {
      form.current?.reset();
      say("It is on: replies say so from now on.");
      void queryClient.invalidateQueries({ queryKey: incidentsQuery.queryKey });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const texts = Object.fromEntries(
      shown.map((language) => [language, String(data.get(`text-${language}`) ?? "").trim()]).filter(([, text]) => text !== ""),
    );
    start.mutate({
      title: String(data.get("title")).trim(),
      texts,
      workflows: data.getAll("workflow").map(String),
      ends_at: new Date(String(data.get("ends_at"))).toISOString(),
    });
  };
  const more = languages.filter((language) => !shown.includes(language));
  return (
    <form ref={form} onSubmit={submit} className="space-y-3">
      <div className="flex flex-wrap gap-3">
        <Field label="What is the matter" name="title" required maxLength={200} className="min-w-52 flex-1" />
        <Field label="Until" name="ends_at" type="datetime-local" required className="w-56" />
      </div>
      {shown.map((language) => (
        <TextField
          key={language}
          label={`What customers are told, ${languageName(language)}`}
          name={`text-${language}`}
          maxLength={1_000}
          rows={2}
          required={language === shown[0]}
        />
      ))}
      {more.length > 0 && (
        <Button type="button" onClick={() => setShown([...shown, more[0]!])}>
          One more language: {languageName(more[0]!)}
        </Button>
      )}
      <fieldset>
        <legend className="mb-1 text-[13px] font-medium">Which workflows; none chosen means all</legend>
        <div className="flex max-h-44 flex-wrap gap-x-5 gap-y-1 overflow-y-auto">
          {workflows.data?.map(({ name, title }) => (
            <label key={name} className="flex min-h-8 items-center gap-2 max-md:min-h-11">
              <input type="checkbox" name="workflow" value={name} className="size-4 accent-(--color-accent)" />
              {title}
            </label>
          ))}
        </div>
      </fieldset>
      <Button look="primary" type="submit" disabled={start.isPending}>
        Tell customers
      </Button>
      <p role="alert" className="text-[13px] text-danger empty:hidden">
        {start.error ? sentence(start.error) : ""}
      </p>
    </form>
  );
}
