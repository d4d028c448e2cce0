/** How live updates enter a list that somebody is reading: rows change where they stand, new ones wait to be asked for. */
export type ListPage<Row> = { items: Row[]; next_cursor: string | null };

/** The rows of all pages in order; a row that moved between two fetches and so came twice is kept once. */
export function rowsOf<Row extends { id: string }>(pages: readonly ListPage<Row>[]): Row[] {
  const seen = new Set<string>();
  return pages.flatMap((page) => page.items).filter((row) => !seen.has(row.id) && seen.add(row.id));
}

/** The pages with every row of `fresh` that they already hold brought up to date, and how many they do not hold. */
export function mergeFresh<Row extends { id: string }>(
  pages: readonly ListPage<Row>[],
  fresh: readonly Row[],
): { pages: ListPage<Row>[]; arrivals: number } {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const known = new Set(rowsOf(pages).map((row) => row.id));
  return {
    pages: pages.map((page) => ({ ...page, items: page.items.map((row) => byId.get(row.id) ?? row) })),
    arrivals: fresh.filter((row) => !known.has(row.id)).length,
  };
}

export function withoutRow<Row extends { id: string }>(pages: readonly ListPage<Row>[], id: string): ListPage<Row>[] {
  return pages.map((page) => ({ ...page, items: page.items.filter((row) => row.id !== id) }));
}

type Standing = { status: string; assignee: { id: string } | null; has_draft: boolean; due_at?: string | null };

/** Whether a conversation still stands in a view, as the server counts it; used only after one's own action. */
export function belongsTo(view: string, row: Standing, myId: string): boolean {
  const isOpen = row.status === "open";
  if (view === "all") return true;
  if (view === "due") return isOpen && row.due_at != null;
  if (view === "mine") return (isOpen || row.status === "waiting") && row.assignee?.id === myId;
  if (view === "unassigned") return isOpen && row.assignee === null;
  if (view === "drafts") return row.has_draft;
  return row.status === view;
}

/** The id before or after `id`. Without a current row: the first or last. Null when there is nowhere to go. */
export function neighbour(ids: readonly string[], id: string | undefined, by: 1 | -1): string | null {
  const at = id === undefined ? -1 : ids.indexOf(id);
  if (at < 0) return (by === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[at + by] ?? null;
}

/** The ids from one row to another, both included, whichever stands above; an id that is gone gives the other alone. */
export function rangeOf(ids: readonly string[], from: string, to: string): string[] {
  const [first, last] = [ids.indexOf(from), ids.indexOf(to)].toSorted((a, b) => a - b) as [number, number];
  return first < 0 ? ids.filter((id) => id === from || id === to) : ids.slice(first, last + 1);
}
