import { useQuery } from "@tanstack/react-query";
import { ArrowUp, ListChecks, Search } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { countsQuery } from "../../queries.ts";
import type { View } from "../../shell/views.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Empty, Fault } from "../../ui/states.tsx";
import { FirstStepsLine, useFirstSteps } from "./first-steps.tsx";
import { useWords } from "../../ui/tongue.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { listWords } from "./list-words.ts";
import { List, ListSkeleton } from "./list.tsx";
import { BulkDialogs } from "./thread-dialogs.tsx";
import { FilterChips, FilterMenu, SearchBox } from "./search-bar.tsx";
import type { Inbox } from "./use-inbox.ts";

const ViewDialog = lazy(() => import("../../shell/view-dialog.tsx").then((loaded) => ({ default: loaded.ViewDialog })));

export function ListPane({ inbox, view }: { inbox: Inbox; view: View }) {
  const { list, filter } = inbox;
  const { data: counts } = useQuery(countsQuery);
  const isFiltered = filter.q !== "" || filter.category !== "";
  const steps = useFirstSteps();
  const words = useWords(listWords);
  const [isSaving, setIsSaving] = useState(false);
  const known = isFiltered || view.id === "all" ? undefined : counts?.[view.id];
  // The server counts to ten thousand: from there on nobody knows.
  const total = known !== undefined && known < 10_000 ? known : undefined;
  return (
    <>
      {steps && <FirstStepsLine steps={steps} />}
      {inbox.selection.isOn ? (
        <>
          <BulkBar inbox={inbox} total={total} />
          <BulkDialogs inbox={inbox} />
        </>
      ) : (
        <div className="space-y-2 border-b border-line p-3">
          <div className="flex items-center gap-1">
            <h2 className="flex-1 text-[15px] font-semibold">{view.label}</h2>
            <IconButton label={words.select} lang={words.lang} onClick={inbox.selection.begin}>
              <ListChecks size={16} />
            </IconButton>
            <FilterMenu inbox={inbox} />
          </div>
          <SearchBox inbox={inbox} />
          {isFiltered && <FilterChips inbox={inbox} onSave={() => setIsSaving(true)} />}
        </div>
      )}
      {isSaving && (
        <Suspense fallback={null}>
          <ViewDialog view={null} query={filter.q} onClose={() => setIsSaving(false)} />
        </Suspense>
      )}
      <div className="relative min-h-0 flex-1">
        <div aria-live="polite" className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
          {list.arrivals > 0 && (
            <Button look="primary" onClick={list.showArrivals} className="pointer-events-auto rounded-full! shadow-pop">
              <ArrowUp size={14} aria-hidden /> {list.arrivals} new
            </Button>
          )}
        </div>
        {(list.query.isPending || (list.rows.length === 0 && list.query.hasNextPage)) && <ListSkeleton />}
        {list.query.error && list.rows.length === 0 && <Fault error={list.query.error} retry={() => void list.query.refetch()} />}
        {list.query.isSuccess && list.rows.length === 0 && !list.query.hasNextPage && (
          <EmptyList inbox={inbox} view={view} isFiltered={isFiltered} />
        )}
        {list.rows.length > 0 && <List inbox={inbox} label={view.label} total={total} />}
      </div>
    </>
  );
}

function EmptyList({ inbox, view, isFiltered }: { inbox: Inbox; view: View; isFiltered: boolean }) {
  if (!isFiltered)
    return (
      <Empty icon={view.icon} title={view.id === "open" ? "All clear" : "Nothing here"}>
        {view.empty}
      </Empty>
    );
  return (
    <Empty icon={Search} title="No match">
      <p>Search finds names, mail addresses, order numbers and words, in every conversation.</p>
      <Button onClick={() => inbox.go({ q: "", category: "" })}>Clear the search</Button>
    </Empty>
  );
}
