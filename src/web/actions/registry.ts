/** Holds the list of actions and what they may act on right now. Filled by main.tsx, the shell and the page on screen. */
import { useSyncExternalStore } from "react";
import type { Action, ActionContext, InboxControls } from "./action.ts";

type DeskContext = Omit<ActionContext, "inbox">;
let list: readonly Action[] = [];
let desk: DeskContext | null = null;
let inbox: InboxControls | null = null;
let context: ActionContext | null = null;
const listeners = new Set<() => void>();

function changed(): void {
  context = desk ? { ...desk, inbox } : null;
  for (const listen of listeners) listen();
}

export const setActions = (actions: readonly Action[]): void => void (list = actions);
export const actionList = (): readonly Action[] => list;
export const setDeskContext = (next: DeskContext | null): void => ((desk = next), changed());
export const setInboxControls = (next: InboxControls | null): void => ((inbox = next), changed());
/** What actions act on now; null before sign-in. */
export const actionContext = (): ActionContext | null => context;

const subscribe = (listen: () => void) => (listeners.add(listen), () => void listeners.delete(listen));
export function useActionContext(): ActionContext | null {
  return useSyncExternalStore(subscribe, actionContext);
}
