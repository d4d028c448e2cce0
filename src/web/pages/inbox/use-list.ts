import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import type { InfiniteData } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ConversationSummary, WireConversation } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { fetchList, listQuery } from "../../queries.ts";
import type { ListFilter } from "../../queries.ts";
import { besideConversation, useLive } from "../../shell/live-context.tsx";
import { mergeFresh, rowsOf } from "./list-merge.ts";
import type { ListPage } from "./list-merge.ts";

export type ListData = InfiniteData<ListPage<ConversationSummary>, string | null>;
export type InboxList = ReturnType<typeof useList>;

/** Gathered this long before the list is asked for once; a rush of messages then costs one request a moment. */
const gatherMs = 400;
/** Rows outside the first page that are looked up one by one after an event. */
const maxLookups = 5;

/**
 * The rows of a view, kept up to date. `arrivals` conversations are new and wait for `showArrivals`, unless `isQuiet()`
 * says that nobody is reading: then they enter at once.
 */
export function useList(filter: ListFilter, isQuiet: () => boolean) {
  const queryClient = useQueryClient();
  const options = listQuery(filter);
  const query = useInfiniteQuery(options);
  const rows = useMemo(() => rowsOf(query.data?.pages ?? []), [query.data]);
  const [arrivals, setArrivals] = useState(0);
  const fresh = useRef<ListPage<ConversationSummary> | null>(null);
  const quiet = useRef(isQuiet);
  quiet.current = isQuiet;
  const key = options.queryKey.join("\n");

  const showArrivals = useCallback(() => {
    const page = fresh.current;
    if (page) queryClient.setQueryData<ListData>(options.queryKey, { pages: [page], pageParams: [null] });
    else void queryClient.invalidateQueries({ queryKey: options.queryKey });
    fresh.current = null;
    setArrivals(0);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says it all
  }, [queryClient, key]);

  useEffect(() => {
    fresh.current = null;
    setArrivals(0);
  }, [key]);

  const catchUp = useCallback(
    async (ids: ReadonlySet<string>): Promise<void> => {
      const page = await fetchList(filter, null);
      const data = queryClient.getQueryData<ListData>(options.queryKey);
      if (!data) return;
      const shown = rowsOf(data.pages);
      const lost = shown.filter((row) => ids.has(row.id) && !page.items.some((other) => other.id === row.id)).slice(0, maxLookups);
      const looked = await Promise.all(lost.map((row) => api<WireConversation>(`/api/v1/conversations/${row.id}`)));
      const merged = mergeFresh(data.pages, [...page.items, ...looked]);
      fresh.current = page;
      if (shown.length === 0 || quiet.current()) return showArrivals();
      queryClient.setQueryData<ListData>(options.queryKey, { ...data, pages: merged.pages });
      setArrivals(merged.arrivals);
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says it all
    [queryClient, key, showArrivals],
  );
  useGathered(catchUp);
  const isShort = rows.length === 0 && query.hasNextPage && !query.isFetching;
  const { fetchNextPage } = query;
  // A search may hand out a page before it has found anything, with the place to go on from.
  useEffect(() => void (isShort && fetchNextPage()), [isShort, fetchNextPage]);
  return { query, rows, arrivals, showArrivals };
}

/** Calls `react` with the ids of all conversations that changed, at most once per `gatherMs`. */
function useGathered(react: (ids: ReadonlySet<string>) => Promise<void>): void {
  const live = useLive();
  useEffect(() => {
    if (!live) return;
    let ids = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const flush = (): void => {
      const gathered = ids;
      ids = new Set();
      timer = null;
      // A failed catch-up is no news for the reader: the next event, or the bar, tells.
      react(gathered).catch(() => undefined);
    };
    const stop = live.onEvent((event) => {
      if (besideConversation.has(event.kind)) return;
      if (event.conversationId) ids.add(event.conversationId);
      timer ??= setTimeout(flush, gatherMs);
    });
    return () => (stop(), void (timer && clearTimeout(timer)));
  }, [live, react]);
}
