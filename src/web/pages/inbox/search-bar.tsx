import { useQuery } from "@tanstack/react-query";
import { BookmarkPlus, ListFilter, Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { maxSearch, parseSearch, termText, withFilter, writeSearch, type FilterName } from "../../../domain/search.ts";
import { starterCategories } from "../../../domain/understanding.ts";
import { teamsQuery, usersQuery } from "../../queries.ts";
import { IconButton } from "../../ui/button.tsx";
import { ChoiceMenu } from "../../ui/choice-menu.tsx";
import { inputClass } from "../../ui/field.tsx";
import { useWords } from "../../ui/tongue.ts";
import { categoryName, inWords } from "../../ui/words.ts";
import { listWords } from "./list-words.ts";
import type { Inbox } from "./use-inbox.ts";

/** Typing searches everything after a short rest; Escape gives the keys back to the list. The text is the search. */
export function SearchBox({ inbox }: { inbox: Inbox }) {
  const words = useWords(listWords);
  const [typed, setTyped] = useState(inbox.filter.q);
  const { go } = inbox;
  useEffect(() => setTyped((now) => (now.trim() === inbox.filter.q ? now : inbox.filter.q)), [inbox.filter.q]);
  useEffect(() => {
    if (typed.trim() === inbox.filter.q) return;
    const timer = setTimeout(() => go({ q: typed.trim().slice(0, maxSearch) }, true), 250);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only typing starts a search
  }, [typed]);
  return (
    <div role="search" lang={words.lang} className="relative">
      <Search size={14} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-2" />
      <input
        id="inbox-search"
        type="search"
        aria-label={words.search}
        placeholder={words.searchHint}
        maxLength={maxSearch}
        className={`${inputClass} pl-8!`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
    </div>
  );
}

/** Filters put words into the search, so that they can be read, typed and sent to a colleague. */
export function FilterMenu({ inbox }: { inbox: Inbox }) {
  const words = useWords(listWords);
  const { q } = inbox.filter;
  const teams = useQuery(teamsQuery).data ?? [];
  const users = useQuery(usersQuery).data ?? [];
  const current = new Map(
    parseSearch(q).flatMap((term) => (term.kind === "filter" && !term.not ? [[term.name, term.value] as const] : [])),
  );
  const choice = (name: FilterName, value: string, label: string) => {
    const chosen = current.get(name) === value;
    return { id: `${name}:${value}`, label, chosen, run: () => inbox.go({ q: withFilter(q, name, chosen ? "" : value) }) };
  };
  return (
    <ChoiceMenu
      trigger={
        <IconButton label={words.addFilter}>
          <ListFilter size={16} />
        </IconButton>
      }
      groups={[
        { title: words.status, choices: ["open", "waiting", "snoozed", "closed"].map((status) => choice("is", status, inWords(status))) },
        {
          title: words.who,
          choices: [
            choice("to", "me", words.me),
            choice("to", "nobody", words.nobody),
            ...users
              .filter((user) => user.is_active)
              .slice(0, 20)
              .map((user) => choice("to", user.name, user.name)),
          ],
        },
        ...(teams.length > 0
          ? [{ title: words.teams, choices: teams.map((team) => choice("team", team.name, team.title || inWords(team.name))) }]
          : []),
        { title: words.category, choices: starterCategories.map((name) => choice("category", name, categoryName(name))) },
      ]}
    />
  );
}

export function FilterChips({ inbox, onSave }: { inbox: Inbox; onSave(): void }) {
  const words = useWords(listWords);
  const { q, category } = inbox.filter;
  const terms = parseSearch(q);
  const meant = inbox.list.query.data?.pages[0]?.meant ?? [];
  return (
    <div lang={words.lang} className="space-y-1.5">
      <div className="flex flex-wrap items-center gap-1.5">
        {terms.map((term, at) => (
          <Chip
            key={`${at} ${termText(term)}`}
            text={termText(term)}
            drop={() => inbox.go({ q: writeSearch(terms.filter((_, nth) => nth !== at)) })}
          />
        ))}
        {category !== "" && <Chip text={categoryName(category)} drop={() => inbox.go({ category: "" })} />}
        {terms.length > 0 && (
          <IconButton label={words.saveView} onClick={onSave}>
            <BookmarkPlus size={16} />
          </IconButton>
        )}
      </div>
      {meant.map(({ typed, meant: found }) => (
        <p key={typed} role="status" className="text-[12px] text-ink-2">
          {words.meant(typed, found.slice(0, 3).join(", "))}
        </p>
      ))}
    </div>
  );
}

function Chip({ text, drop }: { text: string; drop(): void }) {
  const words = useWords(listWords);
  return (
    <button
      type="button"
      onClick={drop}
      aria-label={words.removeFilter(text)}
      className="inline-flex max-w-full items-center gap-1 rounded-full bg-accent-soft px-2.5 py-0.5 text-[12px] font-medium text-accent-strong max-md:min-h-11"
    >
      <span className="truncate">{text}</span>
      <X size={12} aria-hidden />
    </button>
  );
}
