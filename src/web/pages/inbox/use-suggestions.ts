import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { KeyboardEvent, RefObject } from "react";
import type { WireSnippet, WireUser } from "../../../domain/wire.ts";
import { meQuery, snippetsQuery, usersQuery } from "../../queries.ts";
import { matching, theirLanguageFirst, triggerAt } from "./suggest.ts";
import type { Trigger } from "./suggest.ts";

export type Suggestion = { id: string; name: string } & ({ snippet: WireSnippet } | { user: WireUser });
export type Suggestions = ReturnType<typeof useSuggestions>;

const shown = 8;

type Given = {
  field: RefObject<HTMLTextAreaElement | null>;
  kind: "reply" | "note";
  language: string | null;
  pick(suggestion: Suggestion, trigger: Trigger): void;
};

/** What is offered at the cursor, and which keys choose from it. The focus stays in the text. */
export function useSuggestions({ field, kind, language, pick }: Given) {
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [dismissedAt, setDismissedAt] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const isOpenFor = trigger !== null && trigger.start !== dismissedAt ? trigger : null;
  const { data: me } = useQuery(meQuery);
  const snippets = useQuery({ ...snippetsQuery, enabled: isOpenFor?.sign === "/", staleTime: 30_000 });
  const users = useQuery({ ...usersQuery, enabled: isOpenFor?.sign === "@", staleTime: 60_000 });
  const items = itemsFor(
    isOpenFor,
    snippets.data ?? [],
    (users.data ?? []).filter((user) => user.is_active && user.id !== me?.user.id),
    language,
  );
  const at = Math.min(chosen, items.length - 1);
  const close = (): void => setDismissedAt(trigger?.start ?? null);
  const take = (suggestion: Suggestion): void => {
    if (!isOpenFor) return;
    setTrigger(null);
    pick(suggestion, isOpenFor);
  };
  return {
    sign: isOpenFor?.sign ?? "/",
    items,
    at,
    take,
    close,
    /** The text or the cursor has changed. */
    look(): void {
      const { value, selectionStart, selectionEnd } = field.current ?? { value: "", selectionStart: 0, selectionEnd: 0 };
      const next = selectionStart === selectionEnd ? triggerAt(value, selectionStart, kind) : null;
      if (next?.start !== trigger?.start) setDismissedAt(null);
      if (next?.query !== trigger?.query) setChosen(0);
      setTrigger(next);
    },
    /** Whether the key was for the list. */
    onKeyDown(event: KeyboardEvent): boolean {
      if (items.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return false;
      if (event.key === "ArrowDown") setChosen((at + 1) % items.length);
      else if (event.key === "ArrowUp") setChosen((at - 1 + items.length) % items.length);
      else if (event.key === "Enter" || event.key === "Tab") take(items[at]!);
      else if (event.key === "Escape") close();
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

function itemsFor(
  trigger: Trigger | null,
  snippets: readonly WireSnippet[],
  users: readonly WireUser[],
  language: string | null,
): Suggestion[] {
  if (trigger === null) return [];
  const all: Suggestion[] =
    trigger.sign === "/"
      ? theirLanguageFirst(snippets, language).map((snippet) => ({ id: snippet.id, name: snippet.name, snippet }))
      : users.map((user) => ({ id: user.id, name: user.name, user }));
  return matching(all, ({ name }) => name, trigger.query).slice(0, shown);
}
