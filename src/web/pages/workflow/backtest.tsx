import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import type { WireBacktest } from "../../../domain/wire.ts";
import { api, sentence } from "../../api.ts";
import { Button } from "../../ui/button.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { percent } from "../../ui/words.ts";
import { CoverageChart, OutcomeBars } from "./charts.tsx";
import { ReviewTable } from "./review-table.tsx";
import { weeksOf } from "./weeks.ts";
import type { WorkflowWords } from "./words.ts";

const maxTickets = 2_000;

/** `text` null: the file has mistakes, so there is nothing to run. */
type BacktestProps = { name: string; text: string | null; words: WorkflowWords };

/** Runs the file as it stands on past conversations, or on tickets from a file; nothing is stored and nothing leaves. */
export function Backtest({ name, text, words }: BacktestProps) {
  const id = useId();
  const run = useMutation({
    mutationFn: async (file: File | null) => {
      const tickets = file ? linesOf(await file.text(), words) : undefined;
      const body = { source: text, ...(tickets ? { tickets } : {}) };
      return api<WireBacktest>(`/api/v1/workflows/${encodeURIComponent(name)}/backtest`, { body });
    },
  });
  const isOff = run.isPending || text === null;
  return (
    <Part title={words.backtest} lead={`${words.backtestLead} ${words.backtestUnsaved}`}>
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" disabled={isOff} onClick={() => run.mutate(null)}>
          {words.backtestRun}
        </Button>
        <label htmlFor={id} className="text-[13px] text-ink-2">
          {words.backtestFile}
        </label>
        <input
          id={id}
          type="file"
          accept=".jsonl,.ndjson,application/x-ndjson"
          disabled={isOff}
          className="max-w-full text-[13px] max-md:min-h-11"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) run.mutate(file);
            event.target.value = "";
          }}
        />
      </div>
      <p role="status" className="mt-2 text-[13px] text-ink-2 empty:hidden">
        {run.isPending ? words.backtestRunning : text === null ? words.mend : ""}
      </p>
      <p role="alert" className="mt-2 text-[13px] text-danger empty:hidden">
        {run.error ? sentence(run.error) : ""}
      </p>
      {run.data && <Report key={run.submittedAt} report={run.data} words={words} />}
    </Part>
  );
}

/** Throws an Error with the line that is no JSON. */
function linesOf(text: string, words: WorkflowWords): unknown[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > maxTickets) throw new Error(words.tooMany(lines.length, maxTickets));
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      throw new Error(words.noJson(index + 1));
    }
  });
}

function Report({ report, words }: { report: WireBacktest; words: WorkflowWords }) {
  const { tickets, taken, coverage, error, outcomes } = report;
  if (tickets === 0) return <p className="mt-4 text-ink-2">{words.backtestEmpty}</p>;
  const weeks = weeksOf(report.results);
  return (
    <div className="mt-4 space-y-5">
      <dl className="grid gap-x-6 gap-y-3 rounded-2xl border border-line bg-sunken p-4 text-[13px] sm:grid-cols-3">
        <Figure name={words.takes} value={words.takesOf(taken, tickets)} />
        <Figure name={words.alone} value={percent(coverage)} />
        <Figure
          name={words.wrongJudged}
          value={error ? words.wrongOf(error.wrong, error.judged, percent(error.low), percent(error.high)) : words.noneJudged}
        />
      </dl>
      <div className="grid gap-6 md:grid-cols-2">
        <OutcomeBars
          title={words.outcomes}
          bars={Object.entries(outcomes).map(([kind, count]) => ({ name: words.outcomeNames[kind] ?? kind, count }))}
        />
        {weeks.length > 0 && <CoverageChart weeks={weeks} words={words} />}
      </div>
      <ReviewTable results={report.results} words={words} />
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
