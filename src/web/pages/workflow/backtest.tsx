import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { WireBacktest } from "../../../domain/wire.ts";
import { api, sentence } from "../../api.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { categoryName, inWords, percent } from "../../ui/words.ts";

const shownAtFirst = 10;
const maxTickets = 2_000;

/** Runs the version in force on past conversations, or on tickets from a file; nothing is stored and nothing leaves. */
export function Backtest({ name }: { name: string }) {
  const id = useId();
  const run = useMutation({
    mutationFn: async (file: File | null) => {
      const tickets = file ? linesOf(await file.text()) : undefined;
      return api<WireBacktest>(`/api/v1/workflows/${encodeURIComponent(name)}/backtest`, { body: tickets ? { tickets } : {} });
    },
  });
  return (
    <Part
      title="Backtest"
      lead="What it would have done with conversations that people answered, beside what they wrote. The likeliest mistakes come first."
    >
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" disabled={run.isPending} onClick={() => run.mutate(null)}>
          Try it on this desk’s past
        </Button>
        <label htmlFor={id} className="text-[13px] text-ink-2">
          or on tickets from a file (JSON Lines):
        </label>
        <input
          id={id}
          type="file"
          accept=".jsonl,.ndjson,application/x-ndjson"
          disabled={run.isPending}
          className="max-w-full text-[13px] max-md:min-h-11"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) run.mutate(file);
            event.target.value = "";
          }}
        />
      </div>
      <p role="status" className="mt-2 text-[13px] text-ink-2 empty:hidden">
        {run.isPending ? "Running on past tickets …" : ""}
      </p>
      <p role="alert" className="mt-2 text-[13px] text-danger empty:hidden">
        {run.error ? sentence(run.error) : ""}
      </p>
      {run.data && <Report report={run.data} />}
    </Part>
  );
}

/** Throws an Error with the line that is no JSON. */
function linesOf(text: string): unknown[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > maxTickets)
    throw new Error(`The file has ${lines.length} tickets; at most ${maxTickets} at once here. The command line takes any number.`);
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      throw new Error(`Line ${index + 1} of the file is no JSON.`);
    }
  });
}

function Report({ report }: { report: WireBacktest }) {
  const [all, setAll] = useState(false);
  const { tickets, taken, coverage, error, outcomes } = report;
  if (tickets === 0)
    return <p className="mt-4 text-ink-2">There are no past conversations that a person answered yet. Take tickets from a file.</p>;
  const shown = all ? report.results : report.results.slice(0, shownAtFirst);
  return (
    <div className="mt-4">
      <dl className="mb-4 grid gap-x-6 gap-y-3 rounded-2xl border border-line bg-sunken p-4 text-[13px] sm:grid-cols-2 lg:grid-cols-4">
        <Figure name="Tickets it takes" value={`${taken} of ${tickets}`} />
        <Figure name="Would answer by itself" value={percent(coverage)} />
        <Figure
          name="Wrong, of those judged"
          value={error ? `${error.wrong} of ${error.judged} (${percent(error.low)} to ${percent(error.high)})` : "none could be judged"}
        />
        <Figure
          name="Outcomes"
          value={Object.entries(outcomes)
            .map(([kind, count]) => `${count} ${inWords(kind).toLowerCase()}`)
            .join(", ")}
        />
      </dl>
      <ul className="space-y-3">
        {shown.map((one) => (
          <li key={one.id} className="rounded-2xl border border-line p-4">
            <div className="mb-2 flex flex-wrap items-center gap-2">
              <Badge tone="accent">{categoryName(one.category)}</Badge>
              <Badge>{one.is_taken ? inWords(one.outcome) : "Another workflow takes it"}</Badge>
              {one.is_right === false && <Badge tone="danger">Wrong kind of request</Badge>}
              {one.only_human.length > 0 && <Badge tone="warn">The person also said: {one.only_human.slice(0, 4).join(", ")}</Badge>}
            </div>
            <p dir="auto" className="own-direction line-clamp-4 whitespace-pre-wrap break-words text-ink-2">
              {one.text}
            </p>
            <div className="mt-3 grid gap-3 md:grid-cols-2">
              <Side title="It would have said" text={one.reply ?? one.reason ?? "Nothing"} isAutomatic />
              <Side title="The person said" text={one.human ?? "Not known"} />
            </div>
          </li>
        ))}
      </ul>
      {report.results.length > shownAtFirst && (
        <Button className="mt-3" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${report.results.length}`}
        </Button>
      )}
    </div>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-ink-2">{name}</dt>
      <dd className="font-medium">{value}</dd>
    </div>
  );
}

function Side({ title, text, isAutomatic = false }: { title: string; text: string; isAutomatic?: boolean }) {
  return (
    <div className={`border-l-2 pl-3 ${isAutomatic ? "border-auto-line" : "border-line-strong"}`}>
      <h4 className="text-[12px] font-medium text-ink-2">{title}</h4>
      <p dir="auto" className="own-direction whitespace-pre-wrap break-words">
        {text}
      </p>
    </div>
  );
}
