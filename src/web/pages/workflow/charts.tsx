import { useId } from "react";
import { percent } from "../../ui/words.ts";
import type { Week } from "./weeks.ts";
import type { WorkflowWords } from "./words.ts";

type Bar = { name: string; count: number };

/** A bar for each outcome, with its number beside it: readable without seeing the bars. */
export function OutcomeBars({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 text-[13px] font-semibold">{title}</figcaption>
      <dl className="space-y-1.5 text-[13px]">
        {bars.map(({ name, count }) => (
          <div key={name} className="grid grid-cols-[8.5rem_1fr_2.5rem] items-center gap-2">
            <dt className="truncate">{name}</dt>
            <dd className="order-last text-right tabular-nums">{count}</dd>
            <span aria-hidden className="h-3 rounded bg-hover">
              <span className="block h-3 rounded bg-accent" style={{ width: `${(100 * count) / most}%` }} />
            </span>
          </div>
        ))}
      </dl>
    </figure>
  );
}

const [width, height, gap] = [360, 110, 4];

/** The share of each week that would have gone without a person. The same as a table for whoever does not see it. */
export function CoverageChart({ weeks, words }: { weeks: readonly Week[]; words: WorkflowWords }) {
  const id = useId();
  const each = Math.min(40, width / Math.max(1, weeks.length));
  return (
    <figure className="min-w-0" aria-labelledby={id}>
      <figcaption id={id} className="mb-2 text-[13px] font-semibold">
        {words.overTime}
      </figcaption>
      <svg aria-hidden viewBox={`0 0 ${width} ${height + 20}`} className="w-full max-w-md">
        {[0, 0.5, 1].map((share) => (
          <line
            key={share}
            x1="0"
            x2={width}
            y1={height - share * (height - 10)}
            y2={height - share * (height - 10)}
            className="stroke-line"
          />
        ))}
        {weeks.map(({ from, tickets, alone }, index) => {
          const tall = Math.max(2, (alone / tickets) * (height - 10));
          return (
            <g key={from}>
              <rect x={index * each} y={height - tall} width={Math.max(2, each - gap)} height={tall} rx="2" className="fill-accent" />
              {(index === 0 || index === weeks.length - 1) && (
                <text
                  x={index === 0 ? 0 : (index + 1) * each}
                  y={height + 14}
                  textAnchor={index === 0 || weeks.length === 1 ? "start" : "end"}
                  className="fill-ink-2 text-[11px]"
                >
                  {index > 0 && index * each < 90 ? "" : from}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <table className="sr-only">
        <thead>
          <tr>
            <th scope="col">{words.week}</th>
            <th scope="col">{words.tickets}</th>
            <th scope="col">{words.share}</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map(({ from, tickets, alone }) => (
            <tr key={from}>
              <th scope="row">{from}</th>
              <td>{tickets}</td>
              <td>{percent(alone / tickets)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
