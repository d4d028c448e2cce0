import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api.ts";
import { languageModelsQuery, meQuery } from "../../../queries.ts";
import { say, sayFault } from "../../../ui/notices.tsx";

export type ModelChange = { path: string; method: "POST" | "PUT" | "DELETE"; body?: object; done?: string };

/** Sends a change under /api/v1/language-models; the page, and what the inbox offers, follow. `onFault` in the place of a notice. */
export function useModelChange(options: { after?(): void; onFault?(error: unknown): void } = {}) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method, body }: ModelChange) =>
      api(`/api/v1/language-models/${path}`, { method, ...(body === undefined ? {} : { body }) }),
    onSuccess: async (_answer, { done }) => {
      await queryClient.invalidateQueries({ queryKey: languageModelsQuery.queryKey });
      void queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
      if (done) say(done);
      options.after?.();
    },
    onError: options.onFault ?? sayFault,
  });
}
