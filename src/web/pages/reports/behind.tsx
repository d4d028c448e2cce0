import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, Download, MessagesSquare } from "lucide-react";
import type { WireReportBehind, WireReportCatalogue, WireReportNumber } from "../../../domain/report.ts";
import { reportBehindQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import * as format from "./format.ts";
import { language, named, words } from "./strings.ts";
import { queryText, type Place } from "./use-place.ts";

type Props = { number: WireReportNumber; catalogue: WireReportCatalogue; place: Place };

/** The conversations behind a number, a part of it, a row of its table or a step of its course. */
export function BehindNumber({ number, catalogue, place }: Props) {
  const { part, key, at_from: from, at_to: to } = place.search;
  // Asked for a single step, a comparison would mean nothing; the row without a value is "" for the server.
  const query = queryText(place, catalogue.today, {
    compare: "none",
    ...(part ? { part } : {}),
    ...(key ? { key: key === "none" ? "" : key } : {}),
    ...(from && to ? { from, to } : {}),
  });
  const found = useInfiniteQuery(reportBehindQuery(number.name, query));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const total = found.data?.pages[0]?.total ?? 0;
  return (
    <>
      <div className="mb-4 flex flex-wrap gap-2">
        <Link
          {...(place.href({ part: "", key: "", at_from: "", at_to: "" }) as { to: string; search: never })}
          className={buttonClass("plain")}
        >
          <ArrowLeft size={14} aria-hidden /> {words.back}
        </Link>
        <a href={`/api/v1/reports/${number.name}/drill/csv?${query}`} download className={buttonClass("plain")}>
          <Download size={14} aria-hidden /> {words.download}
        </a>
      </div>
      <Part title={titleOf(number, catalogue, place)} lead={from && to ? format.span({ from, to }, true) : undefined}>
        {found.isPending && <SkeletonLines lines={8} className="" />}
        {found.error && <Fault error={found.error} retry={() => void found.refetch()} />}
        {found.isSuccess && items.length === 0 && <Empty icon={MessagesSquare} title={words.none_behind} />}
        {items.length > 0 && (
          <>
            <p role="status" className="mb-2 text-[13px] text-ink-2">
              {words.conversations}: {format.count(total)}
            </p>
            <ul className="divide-y divide-line rounded-2xl border border-line">
              {items.map((item, nth) => (
                <li key={`${item.conversation_id ?? "none"}-${nth}`}>
                  <Item item={item} number={number} />
                </li>
              ))}
            </ul>
          </>
        )}
        {found.hasNextPage && (
          <Button className="mt-3" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {words.more}
          </Button>
        )}
      </Part>
    </>
  );
}

function titleOf(number: WireReportNumber, catalogue: WireReportCatalogue, { search: { part, key } }: Place): string {
  const own = number.parts?.find(({ id }) => id === part)?.title[language] ?? (part ? named("category", part) : null);
  const row = key && number.split ? named(number.split, key, catalogue.filters[number.split].find(({ id }) => id === key)?.title) : null;
  return [`${words.behind}: ${number.title[language]}`, own, row].filter(Boolean).join(" · ");
}

function Item({ item, number }: { item: WireReportBehind; number: WireReportNumber }) {
  const { conversation_id: id, status } = item;
  const view = status && ["open", "waiting", "snoozed", "closed"].includes(status) ? status : null;
  const inside = <Lines item={item} number={number} />;
  if (id === null || view === null) return <div className="px-4 py-3">{inside}</div>;
  return (
    <Link to={`/inbox/${view}/${id}`} className="block px-4 py-3 hover:bg-hover">
      {inside}
    </Link>
  );
}

function Lines({ item, number }: { item: WireReportBehind; number: WireReportNumber }) {
  const { status } = item;
  const who = item.conversation_id === null ? words.no_conversation : status === "erased" ? words.erased : (item.customer ?? words.unknown);
  const parts = item.parts.map((id) => number.parts?.find((part) => part.id === id)?.title[language] ?? named("category", id));
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{who}</span>
        {parts.map((text) => (
          <Badge key={text}>{text}</Badge>
        ))}
        <span className="ml-auto text-[13px] text-ink-2">{format.moment(item.at)}</span>
      </span>
      {(item.subject ?? item.preview) && <span className="block truncate text-[13px] text-ink-2">{item.subject ?? item.preview}</span>}
      {item.note && <span className="mt-1 block break-words text-[13px]">“{item.note}”</span>}
      <span className="block text-[13px] text-ink-2">
        {[
          status && Object.hasOwn(words.status, status) ? words.status[status as keyof typeof words.status] : null,
          item.category ? named("category", item.category) : null,
          number.unit === "duration" && item.value !== null ? format.duration(item.value) : null,
          number.unit === "minutes" ? format.duration(item.n * 60) : null,
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </>
  );
}
