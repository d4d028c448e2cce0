import { useInfiniteQuery } from "@tanstack/react-query";
import { auditQuery } from "../../queries.ts";
import type { AuditEntry } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { dayTime, fullTime } from "../../ui/time.ts";
import { inWords, shortValue } from "../../ui/words.ts";

const columns = [
  {
    title: "When",
    cell: (entry: AuditEntry) => (
      <time dateTime={entry.at} title={fullTime(entry.at)} className="whitespace-nowrap">
        {dayTime(entry.at, true)}
      </time>
    ),
  },
  { title: "Who", cell: (entry: AuditEntry) => entry.actor },
  { title: "What", cell: (entry: AuditEntry) => inWords(entry.act) },
  { title: "On", cell: (entry: AuditEntry) => <span className="break-all">{entry.target ?? ""}</span> },
  {
    title: "Details",
    cell: (entry: AuditEntry) => (
      <span className="break-all text-ink-2">{Object.keys(entry.data).length > 0 ? shortValue(entry.data) : ""}</span>
    ),
  },
];

export function AuditLog() {
  const log = useInfiniteQuery(auditQuery);
  const entries = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Part title="Audit log" lead="Who changed what. Entries cannot be edited.">
      {log.isPending && <SkeletonLines lines={8} className="" />}
      {log.error && <Fault error={log.error} retry={() => void log.refetch()} />}
      {log.isSuccess && entries.length === 0 && <p className="text-ink-2">Nothing was changed yet.</p>}
      {entries.length > 0 && <Table label="Audit log" columns={columns} rows={entries} keyOf={(entry) => entry.id} />}
      {log.hasNextPage && (
        <Button className="mt-4" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          Show older entries
        </Button>
      )}
    </Part>
  );
}
