import { useQuery } from "@tanstack/react-query";
import { ArrowUp, ListFilter, Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { starterCategories } from "../../../domain/understanding.ts";
import { countsQuery } from "../../queries.ts";
import type { View } from "../../shell/views.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { ChoiceMenu } from "../../ui/choice-menu.tsx";
import { inputClass } from "../../ui/field.tsx";
import { Empty, Fault } from "../../ui/states.tsx";
import { categoryName } from "../../ui/words.ts";
import { FirstStepsLine, useFirstSteps } from "./first-steps.tsx";
import { List, ListSkeleton } from "./list.tsx";
import type { Inbox } from "./use-inbox.ts";

export function ListPane({ inbox, view }: { inbox: Inbox; view: View }) {
  const { list, filter } = inbox;
  const { data: counts } = useQuery(countsQuery);
  const isFiltered = filter.q !== "" || filter.category !== "";
  const steps = useFirstSteps();
  return (
    <>
      {steps && <FirstStepsLine steps={steps} />}
      <div className="space-y-2 border-b border-line p-3">
        <div className="flex items-center justify-between gap-2">
          <h2 className="text-[15px] font-semibold">{view.label}</h2>
          <CategoryMenu inbox={inbox} />
        </div>
        <SearchBox inbox={inbox} />
        {isFiltered && <FilterChips inbox={inbox} />}
      </div>
      <div className="relative min-h-0 flex-1">
        <div aria-live="polite" className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
          {list.arrivals > 0 && (
            <Button look="primary" onClick={list.showArrivals} className="pointer-events-auto rounded-full! shadow-pop">
              <ArrowUp size={14} aria-hidden /> {list.arrivals} new
            </Button>
          )}
        </div>
        {list.query.isPending && <ListSkeleton />}
        {list.query.error && list.rows.length === 0 && <Fault error={list.query.error} retry={() => void list.query.refetch()} />}
        {list.query.isSuccess && list.rows.length === 0 && <EmptyList inbox={inbox} view={view} isFiltered={isFiltered} />}
        {list.rows.length > 0 && <List inbox={inbox} label={view.label} total={isFiltered ? undefined : counts?.[view.id]} />}
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
      <p>Search finds names, mail addresses, order numbers and words in this view.</p>
      <Button onClick={() => inbox.go({ q: "", category: "" })}>Clear the search</Button>
    </Empty>
  );
}

/** Typing searches after a short rest; Enter at once; Escape gives the keys back to the list. */
function SearchBox({ inbox }: { inbox: Inbox }) {
  const [typed, setTyped] = useState(inbox.filter.q);
  const { go } = inbox;
  useEffect(() => setTyped(inbox.filter.q), [inbox.filter.q]);
  useEffect(() => {
    if (typed.trim() === inbox.filter.q) return;
    const timer = setTimeout(() => go({ q: typed.trim().slice(0, 200) }, true), 250);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only typing starts a search
  }, [typed]);
  return (
    <div role="search" className="relative">
      <Search size={14} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-2" />
      <input
        id="inbox-search"
        type="search"
        aria-label="Search conversations"
        placeholder="Search name, order, words"
        className={`${inputClass} pl-8!`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
    </div>
  );
}

function CategoryMenu({ inbox }: { inbox: Inbox }) {
  const { category } = inbox.filter;
  const choice = (id: string, label: string) => ({ id, label, chosen: category === id, run: () => inbox.go({ category: id }) });
  return (
    <ChoiceMenu
      trigger={
        <IconButton label="Filter by category">
          <ListFilter size={16} />
        </IconButton>
      }
      groups={[
        {
          title: "Category",
          choices: [choice("", "All categories"), ...starterCategories.map((name) => choice(name, categoryName(name)))],
        },
      ]}
    />
  );
}

function FilterChips({ inbox }: { inbox: Inbox }) {
  const { q, category } = inbox.filter;
  return (
    <div className="flex flex-wrap gap-1.5">
      {q !== "" && <Chip text={`“${q}”`} drop={() => inbox.go({ q: "" })} />}
      {category !== "" && <Chip text={categoryName(category)} drop={() => inbox.go({ category: "" })} />}
    </div>
  );
}

function Chip({ text, drop }: { text: string; drop(): void }) {
  return (
    <button
      type="button"
      onClick={drop}
      aria-label={`Remove filter ${text}`}
      className="inline-flex max-w-full items-center gap-1 rounded-full bg-accent-soft px-2.5 py-0.5 text-[12px] font-medium text-accent-strong max-md:min-h-11"
    >
      <span className="truncate">{text}</span>
      <X size={12} aria-hidden />
    </button>
  );
}
