import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { WireBulkDone } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import type { ListFilter } from "../../queries.ts";
import { say, sayFault } from "../../ui/notices.tsx";
import { useWords } from "../../ui/tongue.ts";
import { listWords } from "./list-words.ts";
import type { Selection } from "./use-selection.ts";

export type BulkWish =
  | { act: "assign"; user_id?: string | null; team?: string | null }
  | { act: "tag"; add: string[]; remove: string[] }
  | { act: "close" }
  | { act: "snooze"; until: string }
  | { act: "spam" };
export type Bulk = ReturnType<typeof useBulk>;

/** Does one thing to all that is selected: one request, one word of what became of it, and one way back. */
export function useBulk(selection: Selection, filter: ListFilter, refresh: () => void) {
  const queryClient = useQueryClient();
  const words = useWords(listWords);
  const settle = (): void => {
    refresh();
    for (const key of ["counts", "saved-views", "conversation", "tags"]) void queryClient.invalidateQueries({ queryKey: [key] });
  };
  const undo = (id: string): void =>
    void api<WireBulkDone>(`/api/v1/bulk/${id}/undo`, { method: "POST" })
      .then(({ done, failed }) => {
        say([words.undone(done), failed.length > 0 ? words.notUndone(failed.length) : ""].join(" ").trim());
        settle();
      })
      .catch(sayFault);
  const mutation = useMutation({
    mutationFn: ({ only, ...wish }: BulkWish & { only?: string }) =>
      api<WireBulkDone>("/api/v1/conversations/bulk", { body: { ...wish, ...(only ? { ids: [only] } : whichOnes(selection, filter)) } }),
    onSuccess: ({ id, done, failed }, { act }) => {
      const text = [words.done[act](done), failed.length > 0 ? words.failed(failed.length) : ""].join(" ").trim();
      say(text, id === null ? undefined : { label: words.undo, run: () => undo(id) });
      selection.clear();
      settle();
    },
    onError: sayFault,
  });
  return {
    isBusy: mutation.isPending,
    run: (wish: BulkWish): void => void (!mutation.isPending && mutation.mutate(wish)),
    /** The same for a single one, with the same way back. */
    one: (id: string, wish: BulkWish): void => void (!mutation.isPending && mutation.mutate({ ...wish, only: id })),
  };
}

function whichOnes(selection: Selection, filter: ListFilter): object {
  if (!selection.isAll) return { ids: [...selection.chosen] };
  return { all: { view: filter.view, ...(filter.q ? { q: filter.q } : {}), ...(filter.category ? { category: filter.category } : {}) } };
}
