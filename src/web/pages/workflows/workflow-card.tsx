import { Link } from "@tanstack/react-router";
import { modes } from "../../../domain/run.ts";
import type { Mode } from "../../../domain/run.ts";
import type { WireWorkflow } from "../../../domain/wire.ts";
import { Badge } from "../../ui/badge.tsx";
import { categoryName, inWords, modeWords } from "../../ui/words.ts";
import { Ladder } from "./ladder.tsx";

type WorkflowCardProps = { workflow: WireWorkflow; canChange: boolean; isBusy: boolean; choose(mode: Mode): void };

export function WorkflowCard({ workflow, canChange, isBusy, choose }: WorkflowCardProps) {
  const runs = Object.entries(workflow.runs).filter(([, count]) => count > 0);
  return (
    <article className="rounded-2xl border border-line p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold break-words">
            <Link
              to={`/workflows/${workflow.name}`}
              className="rounded hover:underline max-md:inline-flex max-md:min-h-11 max-md:items-center"
            >
              {workflow.title}
            </Link>
          </h2>
          <p className="text-[12px] text-ink-2">
            {workflow.name}, version <span title={workflow.version}>{workflow.version.slice(0, 7)}</span>
          </p>
        </div>
        {canChange ? (
          <ModeSwitch workflow={workflow} isBusy={isBusy} choose={choose} />
        ) : (
          <Badge tone={modeWords[workflow.mode]?.tone ?? "neutral"}>{modeWords[workflow.mode]?.label ?? workflow.mode}</Badge>
        )}
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-1.5">
        {workflow.categories.map((category) => (
          <Badge key={category} tone="accent">
            {categoryName(category)}
          </Badge>
        ))}
        {runs.map(([outcome, count]) => (
          <Badge key={outcome}>
            {count} {inWords(outcome).toLowerCase()}
          </Badge>
        ))}
        {runs.length === 0 && <span className="text-[12px] text-ink-2">No runs yet</span>}
      </div>
      <Ladder workflow={workflow} canChange={canChange} />
    </article>
  );
}

function ModeSwitch({ workflow, isBusy, choose }: Omit<WorkflowCardProps, "canChange">) {
  return (
    <div role="group" aria-label={`Mode of ${workflow.title}`} className="flex rounded-lg border border-line-strong p-0.5">
      {modes.map((mode) => (
        <button
          key={mode}
          type="button"
          aria-pressed={workflow.mode === mode}
          disabled={isBusy}
          title={modeWords[mode]?.does}
          onClick={() => workflow.mode !== mode && choose(mode)}
          className={`h-7 rounded-md px-2.5 text-[13px] font-medium max-md:h-11 max-md:px-3.5 ${workflow.mode === mode ? "bg-accent text-on-accent" : "text-ink-2 hover:bg-hover"}`}
        >
          {modeWords[mode]?.label ?? mode}
        </button>
      ))}
    </div>
  );
}
