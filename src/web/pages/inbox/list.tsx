import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef } from "react";
import type { KeyboardEvent } from "react";
import { conversationQuery, hoursQuery } from "../../queries.ts";
import { useNow } from "../../ui/use-now.ts";
import type { WirePresence } from "../../../domain/wire.ts";
import { useOthersHere } from "./presence.tsx";
import { ListRow, rowHeight } from "./list-row.tsx";
import type { Inbox } from "./use-inbox.ts";

type ListProps = { inbox: Inbox; label: string; /** How many there are in all, when known. */ total: number | undefined };

/** The same one each time: rows that nobody is in are not drawn anew. */
const nobody: readonly WirePresence[] = [];

/** Only the rows on screen exist; the listbox tells readers how many there are and where one stands. */
export function List({ inbox, label, total }: ListProps) {
  const { list, id, selection } = inbox;
  const { rows, query } = list;
  const { data: hours } = useQuery(hoursQuery);
  const latest = useRef(selection);
  useEffect(() => void (latest.current = selection));
  // The same function for every row, so that a row that has not changed is not drawn again.
  const toggle = useCallback((rowId: string, range: boolean) => (range ? latest.current.range(rowId) : latest.current.toggle(rowId)), []);
  const queryClient = useQueryClient();
  const now = useNow();
  const others = useOthersHere();
  const { scroller, virtual, at } = useVirtualRows(inbox);
  const items = virtual.getVirtualItems();
  const setSize = query.hasNextPage ? Math.max(total ?? -1, total === undefined ? -1 : rows.length) : rows.length;
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={label}
      aria-multiselectable={selection.isOn || undefined}
      tabIndex={0}
      aria-activedescendant={items.some((item) => item.index === at) ? `row-${id}` : undefined}
      onKeyDown={(event) => onKeyDown(event, inbox)}
      onScroll={(event) => (inbox.scrollTop.current = event.currentTarget.scrollTop)}
      className="absolute inset-0 overflow-y-auto overscroll-contain -outline-offset-2"
    >
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row ? (
            <div
              key={item.key}
              id={`row-${row.id}`}
              role="option"
              aria-selected={row.id === id}
              aria-posinset={item.index + 1}
              aria-setsize={setSize}
              className="absolute inset-x-0 top-0"
              style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              {...(selection.isOn ? { "aria-checked": selection.has(row.id) } : {})}
              onMouseDown={(event) => event.shiftKey && event.preventDefault()}
              onClick={(event) =>
                event.shiftKey
                  ? selection.range(row.id)
                  : event.ctrlKey || event.metaKey
                    ? selection.toggle(row.id)
                    : inbox.go({ id: row.id })
              }
              onPointerEnter={() => void queryClient.prefetchQuery(conversationQuery(row.id))}
            >
              <ListRow
                row={row}
                isChosen={row.id === id}
                now={now}
                isMarked={selection.has(row.id)}
                isMarking={selection.isOn}
                onMark={toggle}
                hours={hours}
                here={others.get(row.id) ?? nobody}
              />
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}

/** Which rows exist now; keeps the chosen one in sight and asks for the next page before the end is reached. */
function useVirtualRows({ list, id }: Inbox) {
  const { rows, query } = list;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const at = rows.findIndex((row) => row.id === id);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when another row is chosen
  }, [id]);
  const lastShown = virtual.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= rows.length - 10 && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- scrolling and new rows ask; a failed page is asked for again by the next scroll, not in a loop
  }, [lastShown, rows.length]);
  return { scroller, virtual, at };
}

function onKeyDown(event: KeyboardEvent, inbox: Inbox): void {
  if (event.key === "ArrowDown") inbox.move(1);
  else if (event.key === "ArrowUp") inbox.move(-1);
  else return;
  event.preventDefault();
}

export function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading conversations">
      {Array.from({ length: 8 }, (_, row) => (
        <div key={row} className="space-y-2.5 border-b border-line px-4 py-3.5" style={{ height: rowHeight }}>
          <div className="skeleton h-3.5 w-2/5" />
          <div className="skeleton h-3 w-4/5" />
          <div className="skeleton h-3 w-1/4" />
        </div>
      ))}
    </div>
  );
}
