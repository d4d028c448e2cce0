import { useEffect, useSyncExternalStore } from "react";
import { keptTexts } from "./kept-store.ts";
import type { Entry } from "./kept-store.ts";
import type { Kept } from "./kept-text.ts";

export type UsedKept = Entry & { change(next: Kept): void; keepMine(): void; takeTheirs(): void };

/** The text under way in this slot, as it is on every device. */
export function useKept(conversationId: string, slot: string): UsedKept {
  const entry = useSyncExternalStore(keptTexts.subscribe, () => keptTexts.get(conversationId, slot));
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Without a connection typing goes on; it is asked again what is there.
    const load = (): void => {
      keptTexts.load(conversationId).catch(() => {
        if (!isOver) timer = setTimeout(load, 3_000);
      });
    };
    load();
    const flush = (): void => void (document.visibilityState === "hidden" && keptTexts.settle(conversationId, slot).catch(() => undefined));
    document.addEventListener("visibilitychange", flush);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", flush);
      // Moving on: nobody has to wait for the save.
      keptTexts.settle(conversationId, slot).catch(() => undefined);
    };
  }, [conversationId, slot]);
  return {
    ...entry,
    change: (next) => keptTexts.change(conversationId, slot, next),
    keepMine: () => keptTexts.settleConflict(conversationId, slot, "mine"),
    takeTheirs: () => keptTexts.settleConflict(conversationId, slot, "theirs"),
  };
}
