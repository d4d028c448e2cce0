import { useQuery } from "@tanstack/react-query";
import { modes } from "../../../domain/run.ts";
import type { WireLadder } from "../../../domain/wire.ts";
import { ladderQuery } from "../../queries.ts";
import { Part } from "../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { LadderHistory, LadderSettings, LadderStanding } from "../workflows/ladder.tsx";
import type { WorkflowWords } from "./words.ts";

type LadderPanelProps = { name: string; canChange: boolean; words: WorkflowWords };

/** Where it stands, what proves it, what is missing for the next rung, and how it came here. */
export function LadderPanel({ name, canChange, words }: LadderPanelProps) {
  const ladder = useQuery(ladderQuery(name));
  return (
    <Part title={words.ladder} lead={words.ladderLead}>
      {ladder.isPending && <SkeletonLines lines={4} className="" />}
      {ladder.error && <Fault error={ladder.error} retry={() => void ladder.refetch()} />}
      {ladder.data && (
        <div className="space-y-5">
          <Rungs mode={ladder.data.mode} words={words} />
          {ladder.data.standing && <Evidence standing={ladder.data.standing} words={words} />}
          <div lang="en" className="space-y-4 text-[13px]">
            <LadderStanding ladder={ladder.data} />
            {canChange && <LadderSettings name={name} ladder={ladder.data} />}
          </div>
          <div>
            <h3 className="mb-1 text-[13px] font-semibold">{words.history}</h3>
            {ladder.data.history.length === 0 ? (
              <p className="text-[13px] text-ink-2">{words.noHistory}</p>
            ) : (
              <div lang="en" className="text-[13px]">
                <LadderHistory ladder={ladder.data} />
              </div>
            )}
          </div>
        </div>
      )}
    </Part>
  );
}

function Rungs({ mode, words }: { mode: WireLadder["mode"]; words: WorkflowWords }) {
  const at = modes.indexOf(mode);
  return (
    <ol className="flex flex-wrap gap-2 text-[13px]">
      {modes.map((rung, index) => (
        <li
          key={rung}
          aria-current={rung === mode ? "step" : undefined}
          className={`min-w-24 flex-1 rounded-lg border-t-4 bg-sunken px-3 py-2 ${index <= at ? "border-accent" : "border-line-strong"} ${rung === mode ? "font-semibold" : "text-ink-2"}`}
        >
          {words.modes[rung]}
          {rung === mode && <span className="block text-[12px] font-normal text-ink-2">{words.now}</span>}
        </li>
      ))}
    </ol>
  );
}

type Standing = NonNullable<WireLadder["standing"]>;
const share = (value: number): string => `${Math.round(value * 1000) / 10} %`;

function Evidence({ standing, words }: { standing: Standing; words: WorkflowWords }) {
  const { reviewed, wrong, budget, at_most: atMost, missing, sent } = standing;
  const figures = [
    [words.reviewed, String(reviewed)],
    [words.wrong, String(wrong)],
    [words.budgetNow, share(budget)],
    [words.atMost, share(atMost)],
    [words.missing, missing === null ? words.outOfReach : missing === 0 ? words.noneMissing : String(missing)],
    ...(sent > 0 ? [[words.sent, String(sent)]] : []),
  ];
  return (
    <div className="rounded-2xl border border-line bg-sunken p-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 text-[13px] sm:grid-cols-3 lg:grid-cols-6">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt className="text-ink-2">{name}</dt>
            <dd className="text-[15px] font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <Bound atMost={atMost} budget={budget} words={words} />
    </div>
  );
}

/** The proven bound on a scale that ends at four budgets, where the first is marked: within it the bar is green. */
function Bound({ atMost, budget, words }: { atMost: number; budget: number; words: WorkflowWords }) {
  const most = budget * 4;
  const filled = Math.min(1, atMost / most) * 100;
  return (
    <div className="mt-4">
      <svg aria-hidden viewBox="0 0 100 6" preserveAspectRatio="none" className="h-3 w-full">
        <rect width="100" height="6" className="fill-hover" />
        <rect width={filled} height="6" className={atMost <= budget ? "fill-ok" : "fill-warn"} />
        <rect x="24.7" width="0.6" height="6" className="fill-ink" />
      </svg>
      <p className="mt-1 text-[12px] text-ink-2">{words.atMostOf(share(atMost), share(budget))}</p>
    </div>
  );
}
