import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import type { Me, WireConversation } from "../../../domain/wire.ts";
import { api, hasCode } from "../../api.ts";
import { meQuery } from "../../queries.ts";
import { say, sayFault } from "../../ui/notices.tsx";
import { belongsTo, mergeFresh, withoutRow } from "./list-merge.ts";
import type { ListData } from "./use-list.ts";

/** Something done to a conversation. `path` follows /api/v1/; `done` is said when it worked, `after` runs then. */
export type Command = {
  path: string;
  /** A function where something has to be waited for first. */
  body: object | (() => Promise<object>);
  done?: string;
  after?: (conversation: WireConversation) => void;
  onFault?: (error: unknown) => void;
};

/** Sends commands one at a time; the server's answer is the new conversation and goes straight to the screen. */
export function useCommands(id: string | undefined) {
  const queryClient = useQueryClient();
  const mutation = useMutation({
    mutationFn: async ({ path, body }: Command) =>
      api<WireConversation>(`/api/v1/${path}`, { body: typeof body === "function" ? await body() : body }),
    onSuccess: (conversation, { done, after }) => {
      take(queryClient, conversation);
      if (done) say(done);
      after?.(conversation);
    },
    onError: (error, { onFault }) => {
      // Someone was faster: show the conversation as it stands now before anything is tried again.
      if (id && hasCode(error, "conflict")) void queryClient.invalidateQueries({ queryKey: ["conversation", id] });
      if (onFault) onFault(error);
      else sayFault(error);
    },
  });
  return {
    isBusy: mutation.isPending,
    run(command: Command): void {
      if (!mutation.isPending) mutation.mutate(command);
    },
  };
}
export type Commands = ReturnType<typeof useCommands>;

/** Shows it everywhere, as the server has it now. */
function take(queryClient: QueryClient, conversation: WireConversation): void {
  queryClient.setQueryData(["conversation", conversation.id], conversation);
  void queryClient.invalidateQueries({ queryKey: ["counts"] });
  const myId = queryClient.getQueryData<Me>(meQuery.queryKey)?.user.id ?? "";
  for (const [key, data] of queryClient.getQueriesData<ListData>({ queryKey: ["list"] })) {
    if (!data) continue;
    const stays = belongsTo(String(key[1]), conversation, myId);
    const pages = stays ? mergeFresh(data.pages, [conversation]).pages : withoutRow(data.pages, conversation.id);
    queryClient.setQueryData<ListData>(key, { ...data, pages });
  }
}
