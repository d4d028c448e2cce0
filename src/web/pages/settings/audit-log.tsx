import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { auditQuery, keysQuery, usersQuery } from "../../queries.ts";
import type { AuditEntry } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { dayTime, fullTime } from "../../ui/time.ts";
import { actorWords, actWords, detailWords, targetWords } from "./audit-words.ts";
import type { Names } from "./audit-words.ts";

function columnsWith(names: Names) {
  return [
    {
      title: "When",
      cell: (entry: AuditEntry) => (
        <time dateTime={entry.at} title={fullTime(entry.at)} className="whitespace-nowrap">
          {dayTime(entry.at, true)}
        </time>
      ),
    },
    { title: "Who", cell: (entry: AuditEntry) => actorWords(entry.actor, names) },
    { title: "What", cell: (entry: AuditEntry) => <span title={entry.act}>{actWords(entry.act)}</span> },
    { title: "On", cell: (entry: AuditEntry) => <Target entry={entry} names={names} /> },
    { title: "Details", cell: (entry: AuditEntry) => <span className="text-ink-2">{detailWords(entry.data, names)}</span> },
  ];
}

function Target({ entry, names }: { entry: AuditEntry; names: Names }) {
  const { text, conversationId } = targetWords(entry.target, names);
  if (conversationId === undefined) return text;
  return (
    <Link to={`/inbox/open/${conversationId}`} className="underline underline-offset-2 hover:text-accent">
      {text}
    </Link>
  );
}

function useNames(): Names {
  const { data: users } = useQuery(usersQuery);
  const { data: keys } = useQuery(keysQuery);
  return useMemo(() => new Map([...(users ?? []), ...(keys ?? [])].map(({ id, name }) => [id, name])), [users, keys]);
}

export function AuditLog() {
  const names = useNames();
  const log = useInfiniteQuery(auditQuery);
  const entries = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Part title="Audit log" lead="Who changed what. Entries cannot be edited.">
      {log.isPending && <SkeletonLines lines={8} className="" />}
      {log.error && <Fault error={log.error} retry={() => void log.refetch()} />}
      {log.isSuccess && entries.length === 0 && <p className="text-ink-2">Nothing was changed yet.</p>}
      {entries.length > 0 && <Table label="Audit log" columns={columnsWith(names)} rows={entries} keyOf={(entry) => entry.id} />}
      {log.hasNextPage && (
        <Button className="mt-4" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          Show older entries
        </Button>
      )}
    </Part>
  );
}
