import { useQuery } from "@tanstack/react-query";
import { Eye, PenLine } from "lucide-react";
import { useEffect, useRef } from "react";
import type { WirePresence } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { meQuery, presenceQuery } from "../../queries.ts";
import { useWords } from "../../ui/tongue.ts";
import { useNow } from "../../ui/use-now.ts";
import { composeWords } from "./compose-words.ts";

/** Well before it runs out at the server (25 s). */
const sayAgainMs = 10_000;
/** Who stops typing for so long only looks. */
const idleMs = 6_000;

/** Says that this agent looks at the conversation, and gives the function to call when they type. */
export function useSayPresence(conversationId: string): () => void {
  const typedAt = useRef(0);
  const said = useRef<string | null>(null);
  const say = (doing: "viewing" | "writing" | "left"): void => {
    said.current = doing;
    // Nobody is told when it fails: it is said again in a moment.
    api(`/api/v1/conversations/${conversationId}/presence`, { body: { doing } }).catch(() => undefined);
  };
  const now = (): "viewing" | "writing" | "left" =>
    document.visibilityState === "hidden" ? "left" : Date.now() - typedAt.current < idleMs ? "writing" : "viewing";
  useEffect(() => {
    let saidAt = 0;
    const look = (): void => {
      const doing = now();
      if (doing === said.current && (doing === "left" || Date.now() - saidAt < sayAgainMs)) return;
      saidAt = Date.now();
      say(doing);
    };
    look();
    const timer = setInterval(look, 1_000);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      typedAt.current = 0;
      say("left");
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- anew for each conversation
  }, [conversationId]);
  return () => {
    typedAt.current = Date.now();
    if (said.current !== "writing") say("writing");
  };
}

/** Everybody else, by conversation. */
export function useOthersHere(): ReadonlyMap<string, WirePresence[]> {
  const { data: me } = useQuery(meQuery);
  const { data = [] } = useQuery(presenceQuery);
  const now = useNow();
  const others = data.filter(({ user_id: id, until }) => id !== me?.user.id && Date.parse(until) > now.getTime() - sayAgainMs);
  return Map.groupBy(others, ({ conversation_id: id }) => id);
}

/** Who else is in this conversation, in words. Empty while nobody is, in the same place. */
export function PresenceLine({ conversationId }: { conversationId: string }) {
  const words = useWords(composeWords);
  const others = useOthersHere().get(conversationId) ?? [];
  const names = (doing: WirePresence["doing"]): string =>
    new Intl.ListFormat(words.lang, { type: "conjunction" }).format(others.filter((one) => one.doing === doing).map(({ name }) => name));
  const [writing, viewing] = [names("writing"), names("viewing")];
  return (
    <p role="status" lang={words.lang} className="flex min-h-5 min-w-0 flex-wrap items-center gap-x-3 text-[13px] text-ink-2 empty:hidden">
      {writing && (
        <span className="flex items-center gap-1.5 font-medium text-warn">
          <PenLine size={13} aria-hidden /> {words.writing(writing)}
        </span>
      )}
      {viewing && (
        <span className="flex items-center gap-1.5">
          <Eye size={13} aria-hidden /> {words.viewing(viewing)}
        </span>
      )}
    </p>
  );
}

/** The same in a row of the list: the first name and what they do. */
export function PresenceBadge({ here }: { here: readonly WirePresence[] }) {
  const words = useWords(composeWords);
  const [first] = here;
  if (!first) return null;
  const Icon = first.doing === "writing" ? PenLine : Eye;
  const text = first.doing === "writing" ? words.writing(first.name) : words.viewing(first.name);
  return (
    <span
      lang={words.lang}
      className={`inline-flex min-w-0 shrink items-center gap-1 text-[12px] font-medium ${first.doing === "writing" ? "text-warn" : "text-ink-2"}`}
    >
      <Icon size={12} aria-hidden className="shrink-0" />
      <span className="truncate">{text}</span>
    </span>
  );
}
