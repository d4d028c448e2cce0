import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { Problem } from "../../../domain/errors.ts";
import { templateCheckQuery } from "../../queries.ts";
import { useDebounced } from "../../ui/use-debounced.ts";

const waitMs = 400;
const none: readonly Problem[] = [];

type Good = { id: string; source: string };

/** What is wrong in a text while it is typed, and the last of it in which nothing was. */
export function useChecked({ id, text, isOn }: { id: string; text: string; isOn: boolean }): {
  problems: readonly Problem[];
  good: Good | null;
} {
  // Together, so that the text of one language is never checked as that of another.
  const typed = useMemo(() => ({ id, source: text }), [id, text]);
  const settled = useDebounced(typed, waitMs);
  const isSettled = isOn && settled.id === id;
  const check = useQuery({
    ...templateCheckQuery(settled.id, settled.source),
    enabled: isSettled,
    placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
  });
  const [good, setGood] = useState<Good | null>(null);
  const isGood = isSettled && !check.isPlaceholderData && check.data?.length === 0;
  useEffect(() => {
    if (isGood) setGood(settled);
  }, [isGood, settled]);
  return { problems: (isSettled && check.data) || none, good: isOn && good?.id === id ? good : null };
}
