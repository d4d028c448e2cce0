/** Which days, comparison and filters are looked at: all of it in the address, so that it can be sent to a colleague. */
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { WireReportCatalogue, WireReportNumber } from "../../../domain/report.ts";

export type FilterName = keyof WireReportCatalogue["filters"];
export const filterNames: readonly FilterName[] = ["channel", "store", "team", "category", "language", "workflow", "agent"];
export type Search = Partial<
  Record<FilterName | "range" | "from" | "to" | "compare" | "grain" | "part" | "key" | "at_from" | "at_to", string>
>;
type Group = WireReportNumber["group"];
export const groups: readonly Group[] = ["automation", "service", "topics", "people"];
export const rangeIds = ["7d", "28d", "90d", "month", "last_month", "year", "custom"] as const;
export type RangeId = (typeof rangeIds)[number];

export type Place = {
  group: Group;
  /** The number whose conversations are shown; none: the reports themselves. */
  number: string | undefined;
  search: Search;
  range: RangeId;
  filters: Partial<Record<FilterName, string[]>>;
  /** Changes the address; "" takes a part of it away. */
  change(next: Search, to?: { number?: string | null }): void;
  href(search: Search, number?: string): { to: string; search: Search };
};

export function usePlace(): Place {
  const { group: given, number } = useParams({ strict: false }) as { group?: string; number?: string };
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const group = groups.find((one) => one === given) ?? "automation";
  const href = (next: Search, other?: string) => ({ to: `/reports/${group}${other ? `/${other}` : ""}`, search: { ...search, ...next } });
  return {
    group,
    number,
    search,
    range: rangeIds.find((one) => one === search.range) ?? (search.from || search.to ? "custom" : "28d"),
    filters: Object.fromEntries(
      filterNames.flatMap((name) => {
        const values = (search[name] ?? "").split(",").filter(Boolean);
        return values.length > 0 ? [[name, values]] : [];
      }),
    ),
    change(next, to) {
      const other = to?.number === undefined ? number : (to.number ?? undefined);
      void navigate({ ...(href(next, other) as { to: string; search: never }), replace: true });
    },
    href,
  };
}

/** First and last day of a range that moves with the calendar. `today` is the desk's. */
export function daysOf(range: RangeId, today: string, search: Search): { from: string; to: string } {
  const day = (offset: number): string => new Date(Date.parse(`${today}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10);
  const first = `${today.slice(0, 8)}01`;
  switch (range) {
    case "7d":
      return { from: day(-6), to: today };
    case "90d":
      return { from: day(-89), to: today };
    case "month":
      return { from: first, to: today };
    case "last_month": {
      const last = new Date(Date.parse(`${first}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
      return { from: `${last.slice(0, 8)}01`, to: last };
    }
    case "year":
      return { from: `${today.slice(0, 5)}01-01`, to: today };
    case "custom":
      return { from: search.from || day(-27), to: search.to || today };
    default:
      return { from: day(-27), to: today };
  }
}

/** What the server is asked, as the text of a query. */
export function queryText(place: Place, today: string, more: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams(daysOf(place.range, today, place.search));
  if (place.search.compare && place.search.compare !== "none") query.set("compare", place.search.compare);
  if (place.search.grain) query.set("grain", place.search.grain);
  for (const [name, values] of Object.entries(place.filters)) for (const one of values) query.append(name, one);
  for (const [name, text] of Object.entries(more)) if (text !== undefined) query.set(name, text);
  return query.toString();
}
