import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { WireConversation } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { Button } from "../../ui/button.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { useWords } from "../../ui/tongue.ts";
import { listWords } from "./list-words.ts";
import type { Inbox } from "./use-inbox.ts";

type Moved = { move_id: string; conversation_id: string };

/** Merges, splits and takes both back; shows where the messages are then. */
export function useMoves(inbox: Inbox) {
  const queryClient = useQueryClient();
  const words = useWords(listWords);
  const mutation = useMutation({
    mutationFn: ({ path, body }: { path: string; body?: object; done: string }) =>
      api<Moved>(`/api/v1/${path}`, { method: "POST", ...(body ? { body } : {}) }),
    onSuccess: ({ move_id: id, conversation_id: at }, { path, done }) => {
      say(done, path.endsWith("/undo") ? undefined : { label: words.undo, run: () => undo(id) });
      // What is remembered of the place we go to may still say that it leads elsewhere.
      queryClient.removeQueries({ queryKey: ["conversation", at] });
      for (const key of ["conversation", "counts", "context"]) void queryClient.invalidateQueries({ queryKey: [key] });
      inbox.list.showArrivals();
      inbox.go({ id: at }, true);
    },
    onError: sayFault,
  });
  const undo = (id: string): void => mutation.mutate({ path: `moves/${id}/undo`, done: words.takenBack });
  return { isBusy: mutation.isPending, run: mutation.mutate, undo };
}

/** What was moved here or away, as long as it can be taken back. */
export function MoveLines({ inbox, conversation }: { inbox: Inbox; conversation: WireConversation }) {
  const words = useWords(listWords);
  const moves = useMoves(inbox);
  return conversation.moves.map(({ id, kind, is_source: isSource, other, messages }) => (
    <p key={id} lang={words.lang} className="mt-1 flex flex-wrap items-center gap-x-2 px-1 text-[12px] text-ink-2">
      {kind === "merge" ? words.mergedHere(messages) : isSource ? words.splitFrom(messages) : words.splitTo}
      {kind === "split" && (
        <Button look="quiet" className="h-6! px-1! underline" onClick={() => inbox.go({ id: other })}>
          {words.open}
        </Button>
      )}
      <Button look="quiet" className="h-6! px-1! underline max-md:h-11!" disabled={moves.isBusy} onClick={() => moves.undo(id)}>
        {words.undo}
      </Button>
    </p>
  ));
}
