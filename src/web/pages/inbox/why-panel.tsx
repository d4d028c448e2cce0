import { useQuery } from "@tanstack/react-query";
import type { WireRun } from "../../../domain/wire.ts";
import { runQuery } from "../../queries.ts";
import { Modal } from "../../ui/modal.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { fullTime } from "../../ui/time.ts";
import { categoryName, inWords, languageName, lookupWords, modeWords, percent, runWords, shortValue } from "../../ui/words.ts";

/** The why-trace of a run in plain words: what was understood, what was looked up and decided, how it ended. */
export function WhyPanel({ runId, onClose }: { runId: string | null; onClose(): void }) {
  return (
    <Modal title="Why did this happen?" size="side" open={runId !== null} onClose={onClose}>
      {runId && <Why runId={runId} />}
    </Modal>
  );
}

function Why({ runId }: { runId: string }) {
  const { data: run, error, refetch } = useQuery(runQuery(runId));
  if (error) return <Fault error={error} retry={() => void refetch()} />;
  if (!run) return <SkeletonLines lines={9} label="Loading the reasons" />;
  return (
    <div className="space-y-6 p-5">
      <p className="rounded-xl bg-auto-soft px-4 py-3 text-auto">
        {runWords(run)}
        {run.outcome?.reason && <span className="mt-1 block text-ink">{run.outcome.reason}</span>}
      </p>
      <Understood run={run} />
      <Steps run={run} />
      <footer className="text-[12px] text-ink-2">
        <p>
          Decided {fullTime(run.trace.now)}
          {run.mode && `, in mode ${modeWords[run.mode]?.label ?? run.mode}`}.
        </p>
        <details className="mt-1">
          <summary className="w-fit rounded max-md:py-3">Versions, to decide it again</summary>
          <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 font-mono text-[11px] break-all">
            {Object.entries({ Run: run.id, Workflow: run.workflow, Version: run.version, Reader: run.trace.reader }).map(
              ([term, id]) => id && [<dt key={term}>{term}</dt>, <dd key={`${term} value`}>{id}</dd>],
            )}
          </dl>
        </details>
      </footer>
    </div>
  );
}

/** The understanding as the trace stores it: every field may be missing in a run that failed early. */
type Understood = {
  category?: string;
  confidence?: number;
  language?: string;
  sentiment?: { label?: string };
  priority?: string;
  abstain?: boolean;
  alternatives?: { category: string; confidence: number }[];
  entities?: Record<string, { text: string }[]>;
  signals?: Record<string, boolean>;
  why?: Record<string, string>;
};

function Understood({ run }: { run: WireRun }) {
  const understood = run.trace.understanding as Understood;
  const others = (understood.alternatives ?? [])
    .filter((other) => other.confidence >= 0.01)
    .slice(0, 2)
    .map((other) => `${categoryName(other.category)} ${percent(other.confidence)}`);
  const found = Object.entries(understood.entities ?? {}).flatMap(([kind, list]) =>
    list.map((entity) => `${inWords(kind).toLowerCase()} ${entity.text}`),
  );
  const signals = Object.keys(understood.signals ?? {}).map((signal) => inWords(signal).toLowerCase());
  return (
    <section>
      <h3 className="mb-2 font-semibold">What it understood</h3>
      <dl className="space-y-1.5">
        {understood.category && (
          <Line
            term="About"
            text={`${categoryName(understood.category)}${understood.confidence === undefined ? "" : `, ${percent(understood.confidence)} sure`}${understood.abstain ? ": not sure enough to act on" : ""}`}
          />
        )}
        {others.length > 0 && <Line term="Or" text={others.join(", ")} />}
        {understood.language && <Line term="Language" text={languageName(understood.language)} />}
        {understood.sentiment?.label && <Line term="Mood" text={inWords(understood.sentiment.label)} {...whyOf(understood, "sentiment")} />}
        {understood.priority && <Line term="Priority" text={inWords(understood.priority)} {...whyOf(understood, "priority")} />}
        {found.length > 0 && <Line term="Found" text={found.join(", ")} />}
        {signals.length > 0 && <Line term="Noticed" text={signals.join(", ")} />}
      </dl>
    </section>
  );
}

const whyOf = (understood: Understood, field: string): { why?: string } => (understood.why?.[field] ? { why: understood.why[field] } : {});

function Line({ term, text, why }: { term: string; text: string; why?: string }) {
  return (
    <div className="grid grid-cols-[5.5rem_1fr]">
      <dt className="text-ink-2">{term}</dt>
      <dd className="break-words">
        {text}
        {why && <span className="block text-[12px] text-ink-2">{why}</span>}
      </dd>
    </div>
  );
}

function Steps({ run }: { run: WireRun }) {
  if (run.trace.steps.length === 0) return null;
  return (
    <section>
      <h3 className="mb-2 font-semibold">What it did</h3>
      <ol className="space-y-3 border-l-2 border-line pl-4">
        {run.trace.steps.map((step, index) => (
          <li key={`${index}-${step.path}`}>
            <p className="text-[12px] font-medium text-ink-2">
              {index + 1}. {step.step === "pick" ? "Which workflow" : inWords(step.step)}
            </p>
            <p className="break-words">{withoutIds(step.why, run)}</p>
            {step.read.length > 0 && (
              <details className="mt-0.5 text-[12px] text-ink-2">
                <summary className="w-fit rounded max-md:py-3">
                  Looked up{" "}
                  {step.read
                    .map((read) => lookupWords(read.key))
                    .slice(0, 3)
                    .join(", ")}
                </summary>
                <ul className="mt-1 space-y-1">
                  {step.read.map((read) => (
                    <li key={read.key} className="rounded-lg bg-sunken p-2 font-mono text-[11px] break-all">
                      {shortValue(read.value)}
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The trace names a category by its identifier ("order_status"); people read its name. */
function withoutIds(why: string, run: WireRun): string {
  const { category } = run.trace.understanding as Understood;
  return category?.includes("_") ? why.replaceAll(category, categoryName(category).toLowerCase()) : why;
}
