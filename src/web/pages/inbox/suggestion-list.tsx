import { Badge } from "../../ui/badge.tsx";
import { useWords } from "../../ui/tongue.ts";
import { composeWords } from "./compose-words.ts";
import type { Suggestions } from "./use-suggestions.ts";

export const suggestionListId = "composer-suggestions";
export const suggestionId = (id: string): string => `suggestion-${id}`;

/** Above the text, so that it never covers what is being written. */
export function SuggestionList({ suggestions, language }: { suggestions: Suggestions; language: string | null }) {
  const words = useWords(composeWords);
  const { items, at, sign, take } = suggestions;
  return (
    <>
      <p role="status" lang={words.lang} className="sr-only">
        {items.length > 0 ? words.suggestions(items.length) : ""}
      </p>
      {items.length > 0 && (
        <ul
          id={suggestionListId}
          role="listbox"
          lang={words.lang}
          aria-label={sign === "/" ? words.snippets : words.people}
          className="absolute inset-x-0 bottom-full z-30 mb-1 max-h-64 overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-pop"
        >
          {items.map((item, index) => (
            <li
              key={item.id}
              id={suggestionId(item.id)}
              role="option"
              aria-selected={index === at}
              // Before the field loses the focus, and with it the cursor.
              onPointerDown={(event) => (event.preventDefault(), take(item))}
              className={`flex min-h-8 cursor-pointer items-center gap-2 rounded-lg px-2 py-1 max-md:min-h-11 ${index === at ? "bg-selected" : "hover:bg-hover"}`}
            >
              <bdi className="shrink-0 font-medium">{item.name}</bdi>
              {"snippet" in item ? (
                <>
                  <span dir="auto" className="min-w-0 flex-1 truncate text-[13px] text-ink-2">
                    {textIn(item.snippet.texts, language)}
                  </span>
                  {Object.keys(item.snippet.texts).map((one) => (
                    <Badge key={one}>{one}</Badge>
                  ))}
                </>
              ) : (
                <span className="truncate text-[13px] text-ink-2">{item.user.email}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function textIn(texts: Record<string, string>, language: string | null): string {
  const of = (code: string | undefined) => Object.keys(texts).find((one) => one.slice(0, 2) === code);
  const key = of(language?.slice(0, 2)) ?? of("en") ?? Object.keys(texts)[0];
  return (texts[key ?? ""] ?? "").replace(/\s+/g, " ").slice(0, 120);
}
