import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChartColumn } from "lucide-react";
import type { WireReportCatalogue } from "../../../domain/report.ts";
import { countsQuery, meQuery, reportCatalogueQuery } from "../../queries.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { BehindNumber } from "./behind.tsx";
import { NumberCard } from "./number-card.tsx";
import { language, words } from "./strings.ts";
import { Toolbar } from "./toolbar.tsx";
import { groups, usePlace, type Place } from "./use-place.ts";

/** The numbers of the desk, and the conversations behind each. */
export function Page() {
  const place = usePlace();
  const catalogue = useQuery(reportCatalogueQuery);
  return (
    <div lang={language} className="flex min-h-0 flex-1 flex-col">
      <PageFrame title={words.title} lead={words.lead} isWide>
        <Tabs place={place} />
        {catalogue.isPending && <SkeletonLines lines={8} className="" />}
        {catalogue.error && <Fault error={catalogue.error} retry={() => void catalogue.refetch()} />}
        {catalogue.data && (
          <>
            <Toolbar place={place} catalogue={catalogue.data} />
            <Content place={place} catalogue={catalogue.data} />
          </>
        )}
      </PageFrame>
    </div>
  );
}

/** Like TabLinks, but the days and filters go along. */
function Tabs({ place }: { place: Place }) {
  return (
    <nav aria-label={words.title} className="-mt-2 mb-4 flex flex-wrap gap-1 border-b border-line">
      {groups.map((group) => (
        <Link
          key={group}
          to={`/reports/${group}`}
          search={{ ...place.search, part: "", key: "", at_from: "", at_to: "" } as never}
          aria-current={group === place.group ? "page" : undefined}
          className={`-mb-px inline-flex min-h-9 items-center border-b-2 px-3 max-md:min-h-11 ${group === place.group ? "border-accent font-medium" : "border-transparent text-ink-2 hover:text-ink"}`}
        >
          {words.groups[group]}
        </Link>
      ))}
    </nav>
  );
}

function Content({ place, catalogue }: { place: Place; catalogue: WireReportCatalogue }) {
  const { data: me } = useQuery(meQuery);
  const { data: counts } = useQuery(countsQuery);
  const chosen = catalogue.numbers.find(({ name }) => name === place.number);
  if (chosen) return <BehindNumber number={chosen} catalogue={catalogue} place={place} />;
  const isNew = counts !== undefined && counts.open + counts.waiting + counts.snoozed + counts.closed === 0;
  if (isNew)
    return (
      <Empty icon={ChartColumn} title={words.groups[place.group]}>
        {words.emptyTeach[place.group]}
      </Empty>
    );
  return (
    <>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        {catalogue.numbers
          .filter(({ group }) => group === place.group)
          .map((number) => (
            <NumberCard key={number.name} number={number} catalogue={catalogue} place={place} canChange={me?.user.role === "admin"} />
          ))}
      </div>
      <p className="mt-6 text-[13px] text-ink-2">{`${words.hours} ${catalogue.zone}.`}</p>
    </>
  );
}
