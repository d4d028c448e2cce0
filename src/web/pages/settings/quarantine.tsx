import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { api } from "../../api.ts";
import { quarantineQuery } from "../../queries.ts";
import type { Quarantined } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { dayTime } from "../../ui/time.ts";

/** Mails that could not be read: set aside so that the ones behind them get through, and never lost. */
export function Quarantine() {
  const held = useQuery(quarantineQuery);
  const decide = useDecide();
  const columns = [
    { title: "Since", cell: (item: Quarantined) => dayTime(item.created_at, true) },
    { title: "Why", cell: (item: Quarantined) => item.reason },
    { title: "Size", cell: (item: Quarantined) => `${Math.max(1, Math.round(item.size / 1000))} kB` },
    { title: "From", cell: (item: Quarantined) => item.connection_id },
    {
      title: "What now",
      cell: (item: Quarantined) =>
        item.state === "held" ? (
          <Decide item={item} isBusy={decide.isPending} decide={(act) => decide.mutate({ id: item.id, act })} />
        ) : (
          <Badge tone={item.state === "released" ? "ok" : "neutral"}>{item.state}</Badge>
        ),
    },
  ];
  return (
    <Part title="Set aside" lead="Messages that could not be read are kept here, so that they never block the ones behind them.">
      {held.isPending && <SkeletonLines lines={4} className="" />}
      {held.error && <Fault error={held.error} retry={() => void held.refetch()} />}
      {held.data?.length === 0 && (
        <Empty icon={ShieldCheck} title="Nothing is set aside">
          Every message that came in could be read.
        </Empty>
      )}
      {held.data && held.data.length > 0 && (
        <Table label="Messages set aside" columns={columns} rows={held.data} keyOf={(item) => item.id} />
      )}
    </Part>
  );
}

type Act = "retry" | "discard";

function Decide({ item, isBusy, decide }: { item: Quarantined; isBusy: boolean; decide(act: Act): void }) {
  return (
    <span className="flex flex-wrap gap-2">
      <Button disabled={isBusy} aria-label={`Try again: ${item.external_id}`} onClick={() => decide("retry")}>
        Try again
      </Button>
      <Button look="danger" disabled={isBusy} aria-label={`Discard ${item.external_id}`} onClick={() => decide("discard")}>
        Discard
      </Button>
    </span>
  );
}

function useDecide() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, act }: { id: string; act: Act }) => api(`/api/v1/quarantine/${id}/${act}`, { body: {} }),
    onSuccess: (_answer, { act }) => say(act === "retry" ? "It is read again." : "Discarded."),
    onError: sayFault,
    onSettled: () => queryClient.invalidateQueries({ queryKey: quarantineQuery.queryKey }),
  });
}
