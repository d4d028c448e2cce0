import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import { startLive } from "../live/live.ts";
import type { Live } from "../live/live.ts";
import { keptTexts } from "../pages/inbox/kept-store.ts";

const LiveContext = createContext<Live | null>(null);
export const useLive = (): Live | null => useContext(LiveContext);

/** Kinds of events that change nothing of a conversation itself. */
export const besideConversation: ReadonlySet<string> = new Set(["presence", "nudge", "kept"]);

/** Opens the live stream while the desk is on screen and marks what changed as stale. */
export function LiveProvider({ userId, children }: { userId: string; children: ReactNode }) {
  const queryClient = useQueryClient();
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    const started = startLive();
    let countsTimer: ReturnType<typeof setTimeout> | null = null;
    const noteKept = (conversationId: string | null, { user_id: whose, slot, version }: Record<string, unknown>): void => {
      if (conversationId === null || whose !== userId || typeof slot !== "string") return;
      keptTexts.heard(conversationId, slot, typeof version === "string" ? version : null);
    };
    const stale = (...queryKey: string[]): void => void queryClient.invalidateQueries({ queryKey });
    started.onEvent(({ kind, conversationId, data }) => {
      if (kind === "presence") return stale("presence");
      if (kind === "nudge") return stale("nudges");
      if (kind === "kept") return noteKept(conversationId, data);
      if (kind === "resync") for (const key of ["conversation", "context", "run", "me", "presence", "nudges"]) stale(key);
      if (conversationId) stale("conversation", conversationId);
      if (conversationId && (kind === "message" || kind === "run")) stale("context", conversationId);
      // In a rush of messages the numbers beside the views are asked for once a second, not once a message.
      countsTimer ??= setTimeout(() => ((countsTimer = null), stale("counts"), stale("saved-views")), 1_000);
    });
    started.onStatus(() => void (started.status() === "signed_out" && stale("me")));
    setLive(started);
    return () => (started.stop(), void (countsTimer && clearTimeout(countsTimer)));
  }, [queryClient, userId]);
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}

/** A bar while the stream is down. Typing and reading go on. */
export function ConnectionBar() {
  const live = useLive();
  const status = useSyncExternalStore(
    (listen) => live?.onStatus(listen) ?? (() => undefined),
    () => live?.status() ?? "connecting",
  );
  return (
    <div role="status" aria-live="polite">
      {status === "offline" && (
        <p className="bg-warn-soft px-4 py-1.5 text-center text-[13px] text-warn">
          Connection lost, trying again. What you type is kept; new messages appear when it is back.
        </p>
      )}
    </div>
  );
}
