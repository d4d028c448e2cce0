/**
 * A small chart of steps in time: stacked bars of what was counted, or one bar of a level or a time. The picture is one image with a
 * sentence for those who cannot see it; the figures stand in a table beneath (figure-table.tsx).
 */
import type { WireReport, WireReportNumber } from "../../../domain/report.ts";
import * as format from "./format.ts";
import { colourOf, partsOf } from "./parts.ts";
import { words } from "./strings.ts";

const width = 600;
const height = 130;
const foot = 2;
const gap = 2;

export function Chart({ number, report, title }: { number: WireReportNumber; report: WireReport; title: string }) {
  const parts = partsOf(number, report).filter(({ aside }) => !aside);
  const bars = report.series.map((step) => barsOf(number, step, parts));
  const top = Math.max(...bars.map((stack) => stack.reduce((sum, { size }) => sum + size, 0)), number.unit === "share" ? 0 : 1e-9);
  const step = width / Math.max(1, report.series.length);
  const first = report.series[0];
  const last = report.series.at(-1);
  if (top <= 1e-9) return null;
  return (
    <div className="mt-3">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} className="block h-auto w-full">
        <line x1={0} x2={width} y1={height - foot} y2={height - foot} className="stroke-line-strong" />
        {bars.map((stack, nth) => {
          let y = height - foot;
          return (
            <g key={report.series[nth]!.from}>
              <title>{`${format.span(report.series[nth]!)}: ${stepText(number, report.series[nth]!)}`}</title>
              <rect x={nth * step} y={0} width={step} height={height - foot} className="fill-transparent" />
              {stack.map(({ id, size, nth: colour }) => {
                const tall = top > 0 ? (size / top) * (height - foot - 4) : 0;
                y -= tall;
                return (
                  <rect
                    key={id}
                    x={nth * step + gap / 2}
                    y={y}
                    width={Math.max(1, step - gap)}
                    height={tall}
                    className={colourOf(number, id, colour).fill}
                  />
                );
              })}
            </g>
          );
        })}
      </svg>
      {first && last && (
        <p aria-hidden className="mt-1 flex justify-between text-[12px] text-ink-2">
          <span>{format.span({ from: first.from, to: first.from })}</span>
          <span>{`${words.highest} ${number.unit === "duration" ? format.duration(top) : number.unit === "minutes" ? format.duration(top * 60) : format.count(top)}`}</span>
          {report.series.length > 1 && <span>{format.span({ from: last.to, to: last.to })}</span>}
        </p>
      )}
    </div>
  );
}

type Step = WireReport["series"][number];

/** A time has one bar of its median: medians do not add up. */
function barsOf(number: WireReportNumber, step: Step, parts: ReturnType<typeof partsOf>): { id: string; size: number; nth: number }[] {
  if (number.unit === "duration") return [{ id: "duration", size: step.total.value ?? 0, nth: 0 }];
  return parts.map(({ id }, nth) => ({ id, size: step.parts[id]?.n ?? 0, nth }));
}

export function stepText(number: WireReportNumber, { total }: Step): string {
  return number.unit === "share" ? `${format.value(number.unit, total)} (${format.count(total.n)})` : format.value(number.unit, total);
}
