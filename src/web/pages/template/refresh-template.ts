import type { QueryClient } from "@tanstack/react-query";
import { templateQuery, templatesQuery } from "../../queries.ts";

/** After a text was saved: shows it as it is stored now, everywhere. */
export async function refreshTemplate(queryClient: QueryClient, id: string): Promise<void> {
  // Fetched first, so that a new text is there by the time the list knows of it.
  await queryClient.fetchQuery({ ...templateQuery(id), staleTime: 0 });
  await queryClient.invalidateQueries({ queryKey: templatesQuery.queryKey });
  for (const queryKey of [["template-preview"], ["template-check"]]) void queryClient.invalidateQueries({ queryKey });
}
