import { QueryCache, QueryClient } from "@tanstack/react-query";
import { AppError } from "../domain/errors.ts";
import { hasCode } from "./api.ts";

/** The cache of everything the server told us. A lost session anywhere asks again who we are, which leads to the sign-in page. */
export function newQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] !== "me" && hasCode(error, "unauthenticated")) void client.invalidateQueries({ queryKey: ["me"] });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        gcTime: 10 * 60_000,
        retry: (failures, error) => failures < 2 && error instanceof AppError && error.canRetry,
      },
    },
  });
  return client;
}
