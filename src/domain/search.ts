/**
 * What people type into the search: words, "phrases in quotes" and filters like from:ana, tag:vip, before:2026-01-31; a
 * minus before any of them means "not". The text is the whole search: it stands in the address, in saved views and in the API.
 */

/** What can be filtered by, and what else people may call it (the first of each list is German). */
export const filterNames = {
  from: ["von", "customer", "kunde"],
  to: ["an", "assignee", "zugewiesen"],
  tag: ["schlagwort"],
  category: ["kategorie", "about"],
  team: ["gruppe"],
  channel: ["kanal"],
  store: ["laden", "shop"],
  language: ["sprache", "lang"],
  priority: ["dringlichkeit"],
  order: ["bestellung"],
  is: ["ist", "status"],
  has: ["hat"],
  before: ["vor", "until"],
  after: ["nach", "since"],
} as const satisfies Record<string, readonly string[]>;
export type FilterName = keyof typeof filterNames;

export type SearchTerm =
  | { kind: "words"; text: string; not: boolean }
  | { kind: "phrase"; text: string; not: boolean }
  | { kind: "filter"; name: FilterName; value: string; not: boolean };

/** Longest search, in UTF-16 units. */
export const maxSearch = 500;
const maxTerms = 30;
const byAlias = new Map<string, FilterName>(
  (Object.keys(filterNames) as FilterName[]).flatMap((name) => [name, ...filterNames[name]].map((alias) => [alias, name] as const)),
);
const piece = /(-?)(?:([\p{L}]+):)?(?:"([^"]*)"?|(\S+))/gu;

/** Never fails: what is no filter we know ("https://…", "note:") is words. A filter without a value is not there yet. */
export function parseSearch(text: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  for (const [whole, minus = "", key, quoted, bare] of text.slice(0, maxSearch).matchAll(piece)) {
    const name = key === undefined ? undefined : byAlias.get(key.toLowerCase());
    const value = (quoted ?? bare ?? "").trim();
    const not = minus === "-";
    if (name !== undefined) {
      if (value !== "") terms.push({ kind: "filter", name, value, not });
    } else if (key !== undefined && quoted === undefined) terms.push({ kind: "words", text: not ? whole.slice(1) : whole, not });
    else if (quoted === undefined) {
      if (value !== "") terms.push({ kind: "words", text: value, not });
    } else if (value !== "") terms.push({ kind: "phrase", text: key === undefined ? value : `${key} ${value}`, not });
    else if (/^\p{L}+:$/u.test(whole)) continue;
    if (terms.length >= maxTerms) break;
  }
  // "tag:" while somebody is still typing the value.
  return terms.filter(
    (term) => term.kind !== "words" || !byAlias.has(term.text.replace(/:$/, "").toLowerCase()) || !term.text.endsWith(":"),
  );
}

const needsQuotes = /[\s"]/;
export function termText(term: SearchTerm): string {
  const minus = term.not ? "-" : "";
  if (term.kind === "words") return minus + term.text;
  if (term.kind === "phrase") return `${minus}"${term.text}"`;
  const value = term.value.replaceAll('"', "");
  return `${minus}${term.name}:${needsQuotes.test(value) ? `"${value}"` : value}`;
}

export const writeSearch = (terms: readonly SearchTerm[]): string => terms.map(termText).join(" ");

/** The search with this filter in the place of every other of its name; an empty value takes it away. */
export function withFilter(text: string, name: FilterName, value: string): string {
  const others = parseSearch(text).filter((term) => term.kind !== "filter" || term.name !== name);
  return writeSearch(value === "" ? others : [...others, { kind: "filter", name, value, not: false }]);
}

/** "2026-01-31", "31.1.2026", "2026-01", "2026" as the first moment of that day, month or year (UTC), ISO 8601; null for anything else. */
export function dateOf(text: string): string | null {
  const iso = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const [year, month, day] = iso ? [iso[1], iso[2] ?? "1", iso[3] ?? "1"] : german ? [german[3], german[2], german[1]] : [];
  if (!year || !month || !day) return null;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day) ? at.toISOString() : null;
}
