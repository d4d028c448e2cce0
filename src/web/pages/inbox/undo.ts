/** Calling back what was sent, from wherever one is by then: the text comes back with its cursor, and its conversation is opened. */
import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { WireConversation } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { currentTongue } from "../../ui/tongue.ts";
import { say, sayFault, sayWith } from "../../ui/notices.tsx";
import { composeWords } from "./compose-words.ts";
import { keptTexts } from "./kept-store.ts";

type Undone = { conversation_id: string; slot: string; cursor: { start: number; end: number } };
/** Where the cursor belongs once the field is on screen again. */
export type CursorWish = Undone;

let wish: CursorWish | null = null;
const listeners = new Set<() => void>();
function setWish(next: CursorWish | null): void {
  wish = next;
  for (const listen of listeners) listen();
}
const subscribe = (listen: () => void) => (listeners.add(listen), () => void listeners.delete(listen));

/** The wish for this slot, and the way to say that it is fulfilled. */
export function useCursorWish(conversationId: string, slot: string): { wish: CursorWish | null; fulfil(): void } {
  const current = useSyncExternalStore(subscribe, () => wish);
  return { wish: current?.conversation_id === conversationId && current.slot === slot ? current : null, fulfil: () => setWish(null) };
}

export function useUndo(open: (conversationId: string) => void): (leavingId: string) => void {
  const queryClient = useQueryClient();
  return (leavingId) => {
    const undo = async (): Promise<void> => {
      const undone = await api<Undone>(`/api/v1/leaving/${leavingId}/undo`, { body: {} });
      await keptTexts.load(undone.conversation_id);
      void queryClient.invalidateQueries({ queryKey: ["conversation", undone.conversation_id] });
      open(undone.conversation_id);
      setWish(undone);
      say(composeWords[currentTongue()].undone);
    };
    undo().catch(sayFault);
  };
}

/** Says that it was sent, with the way to call it back for as long as there is one. */
export function saySent(conversation: WireConversation, myId: string | undefined, done: string, undo: (leavingId: string) => void): void {
  const mine = conversation.leaving.findLast(({ by, problem }) => by.id === myId && problem === null);
  if (!mine) return say(done);
  const lang = currentTongue();
  const words = composeWords[lang];
  // By the server's clock it may be a little later; then the answer says that it has left.
  const ms = Math.max(1_000, Math.min(60_000, Date.parse(mine.leaves_at) - Date.now()));
  sayWith(done, { label: words.undo, lang, run: () => undo(mine.id) }, ms);
}
