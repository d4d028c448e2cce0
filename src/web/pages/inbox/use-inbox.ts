import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ConversationSummary } from "../../../domain/wire.ts";
import { conversationQuery } from "../../queries.ts";
import { keptTexts } from "./kept-store.ts";
import { neighbour } from "./list-merge.ts";
import { useBulk } from "./use-bulk.ts";
import { useCommands } from "./use-commands.ts";
import { useList } from "./use-list.ts";
import { useSelection } from "./use-selection.ts";
import type { Tool } from "./writing-tools.tsx";

/** What is open around the thread. It belongs to one conversation and starts anew with the next. */
export type ThreadUi = {
  id: string | undefined;
  compose: { kind: "reply" | "note"; at: number } | null;
  isEditing: boolean;
  isRejecting: boolean;
  why: string | null;
  menu: "assign" | "snooze" | "category" | "tags" | "merge" | "split" | null;
  isContextOpen: boolean;
  /** What a language model was asked to do with the reply under way, and when. */
  tool: { tool: Tool; at: number } | null;
  summaryAt: number | null;
};
const closedUi: Omit<ThreadUi, "id"> = {
  compose: null,
  isEditing: false,
  isRejecting: false,
  why: null,
  menu: null,
  isContextOpen: false,
  tool: null,
  summaryAt: null,
};

export type Inbox = ReturnType<typeof useInbox>;

/** Where we are (view, filters, open conversation), the list, the thread, and what can be done. */
export function useInbox() {
  const { view = "open", id } = useParams({ strict: false }) as { view?: string; id?: string };
  const search = useSearch({ strict: false }) as { q?: string; category?: string };
  const filter = useMemo(() => ({ view, q: search.q ?? "", category: search.category ?? "" }), [view, search.q, search.category]);
  const navigate = useNavigate();
  const scrollTop = useRef(0);
  const list = useList(filter, () => id === undefined && scrollTop.current < 8);
  const thread = useQuery({ ...conversationQuery(id ?? ""), enabled: id !== undefined });
  const commands = useCommands(id);
  const ids = list.rows.map((row) => row.id);
  const selection = useSelection(JSON.stringify(filter), ids);
  const bulk = useBulk(selection, filter, list.showArrivals);
  const [dialog, openDialog] = useState<"assign" | "snooze" | "tags" | null>(null);
  const [state, setState] = useState<ThreadUi>({ id, ...closedUi });
  const ui = state.id === id ? state : { id, ...closedUi };
  usePrefetchedNeighbours(list.rows, id);

  const go = (next: { id?: string | null; q?: string; category?: string }, replace = false): void => {
    const target = next.id === undefined ? id : (next.id ?? undefined);
    const q = next.q ?? filter.q;
    const category = next.category ?? filter.category;
    // A new search looks everywhere; what it looks at stands in it, and so in the address.
    const place = filter.q === "" && q !== "" ? "all" : view;
    void navigate({ to: `/inbox/${place}${target ? `/${target}` : ""}`, search: { q, category } as never, replace });
  };
  const mergedInto = thread.data?.merged_into ?? null;
  useEffect(() => {
    if (mergedInto) go({ id: mergedInto }, true);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once per conversation that became part of another
  }, [mergedInto]);
  return {
    filter,
    id,
    list,
    thread,
    commands,
    ui,
    scrollTop,
    selection,
    bulk,
    /** What is open for all that is selected. */
    dialog,
    openDialog,
    go,
    conversation: thread.data ?? null,
    change: (part: Partial<ThreadUi>): void => setState({ ...ui, ...part }),
    move(by: 1 | -1): void {
      const next = neighbour(ids, id, by);
      if (next) go({ id: next }, id !== undefined);
    },
    /** Where to go when this conversation is done: the next one, at the end the one before, else the bare list. */
    nextId: (): string | null => neighbour(ids, id, 1) ?? (ids.length > 1 ? neighbour(ids, id, -1) : null),
  };
}

/** Both neighbours are fetched as soon as a thread is open, so that j and k show them at once. */
function usePrefetchedNeighbours(rows: readonly ConversationSummary[], id: string | undefined): void {
  const queryClient = useQueryClient();
  const ids = rows.map((row) => row.id);
  const near = id === undefined ? [] : [neighbour(ids, id, 1), neighbour(ids, id, -1)];
  const key = near.join();
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const other of near) {
        if (!other) continue;
        void queryClient.prefetchQuery(conversationQuery(other));
        keptTexts.load(other).catch(() => undefined);
      }
    }, 150);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for `near`
  }, [key, queryClient]);
}
