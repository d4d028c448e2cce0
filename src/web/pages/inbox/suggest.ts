/** What is offered while somebody types: snippets after "/", colleagues after "@" in a note. */
export type Trigger = { sign: "/" | "@"; query: string; start: number; end: number };

const maxQuery = 40;

/** What is being asked for at the cursor; null when nothing is. A sign counts at the beginning of a word: "and/or" asks for nothing. */
export function triggerAt(text: string, cursor: number, kind: "reply" | "note"): Trigger | null {
  const signs = kind === "note" ? ["@", "/"] : ["/"];
  const before = text.slice(Math.max(0, cursor - maxQuery - 1), cursor);
  const from = cursor - before.length;
  for (let at = before.length - 1; at >= 0; at--) {
    const sign = before[at]!;
    if (sign === "\n") return null;
    if (!signs.includes(sign)) continue;
    const isFirst = from + at === 0 || /[\s(]/.test(text[from + at - 1]!);
    const query = before.slice(at + 1);
    if (isFirst && !/^\s/.test(query)) return { sign: sign as Trigger["sign"], query, start: from + at, end: cursor };
  }
  return null;
}

/** Those whose name has every word that was typed, at the beginning of a word of its own first. */
export function matching<Item>(items: readonly Item[], nameOf: (item: Item) => string, query: string): Item[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return items
    .map((item) => ({ item, name: nameOf(item).toLocaleLowerCase() }))
    .filter(({ name }) => words.every((word) => name.includes(word)))
    .map(({ item, name }) => ({ item, rank: words.every((word) => name.split(/\s+/).some((part) => part.startsWith(word))) ? 0 : 1 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Those written in the customer's language first; the order is kept otherwise. */
export function theirLanguageFirst<Item extends { texts: Record<string, string> }>(
  items: readonly Item[],
  language: string | null,
): Item[] {
  const isTheirs = (item: Item): boolean =>
    language !== null && Object.keys(item.texts).some((one) => one.slice(0, 2) === language.slice(0, 2));
  return [...items].sort((a, b) => Number(isTheirs(b)) - Number(isTheirs(a)));
}

/** The text with the trigger replaced, and where the cursor stands then. */
export function insertAt(text: string, { start, end }: { start: number; end: number }, words: string): { text: string; cursor: number } {
  return { text: text.slice(0, start) + words + text.slice(end), cursor: start + words.length };
}
