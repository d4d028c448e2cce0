import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { WireConnectionFault } from "../../../../domain/wire.ts";
import { api } from "../../../api.ts";
import { connectionsQuery, firstStepsQuery, languageModelsQuery, meQuery } from "../../../queries.ts";
import { say, sayFault } from "../../../ui/notices.tsx";

export type ConnectionChange = { path: string; method: "POST" | "PUT" | "DELETE"; body?: object; done?: string };
export type Tried = { fault: WireConnectionFault | null; can_check: boolean };

/** Sends a change under /api/v1/connections; every page that shows something of them follows. `onFault` in the place of a notice. */
export function useConnectionChange(options: { after?(): void; onFault?(error: unknown): void } = {}) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method, body }: ConnectionChange) =>
      api(`/api/v1/connections${path}`, { method, ...(body === undefined ? {} : { body }) }),
    onSuccess: async (_answer, { done }) => {
      await queryClient.invalidateQueries({ queryKey: connectionsQuery.queryKey });
      for (const { queryKey } of [languageModelsQuery, meQuery, firstStepsQuery]) void queryClient.invalidateQueries({ queryKey });
      if (done) say(done);
      options.after?.();
    },
    onError: options.onFault ?? sayFault,
  });
}

/** Asks a connection whether it works; how it does is read anew. */
export function useConnectionTest(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api<Tried>(`/api/v1/connections/${id}/test`, { method: "POST" }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: connectionsQuery.queryKey }),
  });
}
