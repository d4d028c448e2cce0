import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { WireReport, WireReportNumber } from "../../../domain/report.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Table } from "../../ui/table.tsx";
import { stepText } from "./chart.tsx";
import * as format from "./format.ts";
import { colourOf, partsOf, type Part } from "./parts.ts";
import { named, words } from "./strings.ts";
import type { Place } from "./use-place.ts";

type Props = { number: WireReportNumber; report: WireReport; place: Place };
const linkClass = "underline decoration-line-strong underline-offset-2 hover:decoration-accent";

/** The parts with how many there are of each; each leads to its conversations. */
export function Legend({ number, report, place }: Props) {
  const parts = partsOf(number, report).filter(({ id }) => report.parts[id]);
  return (
    <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-[13px]">
      {parts.map(({ id, title }, nth) => {
        const figure = report.parts[id]!;
        return (
          <li key={id} className="inline-flex items-center gap-1.5 max-md:min-h-11">
            <span aria-hidden className={`size-2.5 shrink-0 rounded-sm ${colourOf(number, id, nth).dot}`} />
            <Link
              {...(place.href({ part: id, key: "", at_from: "", at_to: "" }, number.name) as { to: string; search: never })}
              className={linkClass}
            >
              {title} {partText(number, figure)}
            </Link>
            {number.unit === "share" && isCounted(number, id) && report.total.n > 0 && (
              <span className="text-ink-2">{format.share(figure.n / report.total.n)}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

const isCounted = (number: WireReportNumber, id: string): boolean => !(number.parts?.find((part) => part.id === id)?.aside ?? false);

function partText(number: WireReportNumber, figure: WireReport["total"]): string {
  if (number.unit === "minutes") return format.duration(figure.n * 60);
  if (number.unit === "duration" && figure.value !== null) return `${format.count(figure.n)} (${format.duration(figure.value)})`;
  return format.count(figure.n);
}

/** The figures of the chart, step by step. */
export function SeriesTable({ number, report, place }: Props) {
  const parts = partsOf(number, report).filter(({ id }) => report.parts[id]);
  const days = (row: WireReport["series"][number]) => (
    <Link
      {...(place.href({ part: "", key: "", at_from: row.from, at_to: row.to }, number.name) as { to: string; search: never })}
      className={linkClass}
    >
      {format.span(row)}
    </Link>
  );
  return (
    <div className="mt-2 max-h-96 overflow-auto" tabIndex={0} role="region" aria-label={words.table}>
      <Table
        label={words.table}
        rows={report.series}
        keyOf={(row) => row.from}
        columns={[
          { title: words.days, cell: days },
          { title: words.total, cell: (row) => stepText(number, row) },
          ...parts.map(({ id, title }) => ({ title, cell: (row: WireReport["series"][number]) => format.count(row.parts[id]?.n ?? 0) })),
        ]}
      />
    </div>
  );
}

const fewRows = 6;

/** The number broken down, the largest first. */
export function Breakdown({ number, report, place }: Props) {
  const [isWhole, setWhole] = useState(false);
  const { split } = number;
  if (split === null || report.rows.length === 0) return null;
  const parts = partsOf(number, report).filter(({ id }) => report.parts[id]);
  const shown = isWhole ? report.rows : report.rows.slice(0, fewRows);
  const label = `${words.by} ${words.filters[split]}`;
  return (
    <div className="mt-4">
      <Table
        label={label}
        rows={shown}
        keyOf={(row) => row.key ?? ""}
        columns={[
          {
            title: words.filters[split],
            cell: (row) => (
              <Link
                {...(place.href({ part: "", key: row.key ?? "none", at_from: "", at_to: "" }, number.name) as {
                  to: string;
                  search: never;
                })}
                className={linkClass}
              >
                {named(split, row.key, row.title)}
              </Link>
            ),
          },
          ...columnsOf(number, parts),
        ]}
      />
      {report.rows.length > fewRows && !isWhole && (
        <Button look="quiet" className="mt-2" onClick={() => setWhole(true)}>
          {words.showAll} ({format.count(report.rows.length)})
        </Button>
      )}
    </div>
  );
}

type Row = WireReport["rows"][number];
type Column = { title: string; cell(row: Row): React.ReactNode };

function columnsOf(number: WireReportNumber, parts: Part[]): Column[] {
  const total = { title: words.count, cell: (row: Row) => format.count(row.total.n) };
  if (number.name === "error_rate")
    return [{ title: words.share, cell: (row) => format.value("share", row.total) }, total, { title: words.bounds, cell: Bounds }];
  if (number.name === "coverage") return [{ title: words.share, cell: (row) => format.value("share", row.total) }, total, ...byPart(parts)];
  if (number.unit === "share") return [{ title: words.share, cell: (row) => format.value("share", row.total) }, total];
  if (number.unit === "minutes") return [{ title: words.total, cell: (row) => format.value("minutes", row.total) }];
  if (number.unit === "duration")
    return [
      total,
      { title: words.median, cell: (row) => format.value("duration", row.total) },
      { title: words.p90, cell: (row) => (row.total.p90 === null ? "–" : format.duration(row.total.p90)) },
    ];
  const own = number.is_personal ? byPart(parts) : [];
  return [total, ...own, ...measured(number)];
}

const byPart = (parts: Part[]): Column[] => parts.map(({ id, title }) => ({ title, cell: (row) => format.count(row.parts[id]?.n ?? 0) }));

/** What is measured beside a count: how much of a draft was edited, how long until it was closed. */
function measured(number: WireReportNumber): Column[] {
  if (number.name === "agent_drafts")
    return [{ title: words.mean, cell: (row) => (row.total.mean === null ? "–" : format.share(row.total.mean)) }];
  if (number.name === "agent_closed")
    return [{ title: words.median, cell: (row) => (row.total.median === null ? "–" : format.duration(row.total.median)) }];
  return [];
}

function Bounds({ bounds }: Row) {
  if (!bounds) return "–";
  const { at_least: least, at_most: most, budget } = bounds;
  const verdict =
    least > budget
      ? (["danger", words.over] as const)
      : most <= budget
        ? (["ok", words.within] as const)
        : (["neutral", words.unproven] as const);
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {format.share(least)} – {format.share(most)}, {words.budget} {format.share(budget)}
      <Badge tone={verdict[0]}>{verdict[1]}</Badge>
    </span>
  );
}
