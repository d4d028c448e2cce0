import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import type { WireReport, WireReportCatalogue, WireReportNumber } from "../../../domain/report.ts";
import { reportQuery } from "../../queries.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { Chart } from "./chart.tsx";
import { Breakdown, Legend, SeriesTable } from "./figures.tsx";
import * as format from "./format.ts";
import { Formula } from "./formula.tsx";
import { language, words } from "./strings.ts";
import { queryText, type Place } from "./use-place.ts";

type Props = { number: WireReportNumber; catalogue: WireReportCatalogue; place: Place; canChange: boolean };

/** One number: its value, how it was before, its parts, its course, what it is made of, and how it is counted. */
export function NumberCard({ number, catalogue, place, canChange }: Props) {
  const query = queryText(place, catalogue.today);
  const report = useQuery(reportQuery(number.name, query));
  const title = number.title[language];
  return (
    <article aria-label={title} className="min-w-0 rounded-2xl border border-line p-4">
      <div className="flex items-start justify-between gap-2">
        <h2 className="text-[15px] font-semibold">{title}</h2>
        <a
          href={`/api/v1/reports/${number.name}/csv?${query}`}
          download
          aria-label={`${words.download}: ${title}`}
          title={words.download}
          className={buttonClass("quiet", true)}
        >
          <Download size={16} aria-hidden />
        </a>
      </div>
      {report.isPending && <SkeletonLines lines={5} className="mt-3" />}
      {report.error && <Fault error={report.error} retry={() => void report.refetch()} />}
      {report.data && (
        <>
          <Headline number={number} report={report.data} place={place} />
          {report.data.total.conversations === 0 && report.data.total.n === 0 && Object.keys(report.data.parts).length === 0 ? (
            <p className="mt-3 text-[13px] text-ink-2">{words.nothing}</p>
          ) : (
            <>
              {report.data.series.length > 0 && <Chart number={number} report={report.data} title={chartTitle(number, report.data)} />}
              <Legend number={number} report={report.data} place={place} />
              <Breakdown number={number} report={report.data} place={place} />
              {report.data.series.length > 0 && (
                <details className="mt-3 text-[13px]">
                  <summary className="text-ink-2 max-md:min-h-11">{words.table}</summary>
                  <SeriesTable number={number} report={report.data} place={place} />
                </details>
              )}
            </>
          )}
          {report.data.formula && <Formula report={report.data} canChange={canChange} />}
        </>
      )}
      {number.name === "csat" && report.data && report.data.total.n > 0 && (
        <p className="mt-3 text-[13px]">
          <Link
            {...(place.href({ part: "", key: "", at_from: "", at_to: "" }, number.name) as { to: string; search: never })}
            className="underline underline-offset-2"
          >
            {words.toComments}
          </Link>
        </p>
      )}
      {number.name === "gaps" && (
        <p className="mt-3 text-[13px]">
          <Link to="/knowledge/gaps" className="underline underline-offset-2">
            {words.toGaps}
          </Link>
        </p>
      )}
      <details className="mt-2 text-[13px]">
        <summary className="text-ink-2 max-md:min-h-11">{words.counted}</summary>
        <p className="mt-1 max-w-prose text-ink-2">{number.means[language]}</p>
      </details>
    </article>
  );
}

function Headline({ number, report, place }: { number: WireReportNumber; report: WireReport; place: Place }) {
  const { total, compare } = report;
  const change = compare && format.difference(number.unit, total.value, compare.total.value);
  return (
    <p className="mt-1 flex flex-wrap items-baseline gap-x-3">
      <Link
        {...(place.href({ part: "", key: "", at_from: "", at_to: "" }, number.name) as { to: string; search: never })}
        aria-label={`${format.value(number.unit, total)}, ${words.behind}`}
        className="text-2xl font-semibold tabular-nums hover:underline"
      >
        {format.value(number.unit, total)}
      </Link>
      {number.unit === "share" && total.n > 0 && <span className="text-[13px] text-ink-2">{`${words.of} ${format.count(total.n)}`}</span>}
      {number.unit === "duration" && total.p90 !== null && (
        <span className="text-[13px] text-ink-2">{`${words.p90} ${format.duration(total.p90)}`}</span>
      )}
      {number.name === "csat" && total.mean !== null && (
        <span className="text-[13px] text-ink-2">{`${words.average} ${format.decimal(total.mean)}`}</span>
      )}
      {compare && (
        <span className="text-[13px] text-ink-2">
          {change && <span className="font-medium text-ink">{change} </span>}
          {`${words.before} ${format.value(number.unit, compare.total)} (${format.span(compare)})`}
        </span>
      )}
    </p>
  );
}

const chartTitle = (number: WireReportNumber, report: WireReport): string =>
  `${words.chart}: ${number.title[language]}, ${format.span(report, true)}. ${words.total}: ${format.value(number.unit, report.total)}.`;
