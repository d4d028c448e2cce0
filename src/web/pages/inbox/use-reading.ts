import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { WireConversation, WireTranslatedBatch } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { conversationQuery, meQuery } from "../../queries.ts";
import { currentTongue, onTongue } from "../../ui/tongue.ts";
import { isConnectedFor, readingOf, untranslated } from "./reading.ts";

/** What the reader reads, and of the messages that are not translated yet: they are asked for once per newest message. */
export function useReading(conversation: WireConversation) {
  const queryClient = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const tongue = useSyncExternalStore(onTongue, currentTongue);
  const reading = readingOf(me?.user.languages ?? [], tongue, conversation.language);
  const missing = untranslated(conversation, reading);
  const { id, messages } = conversation;
  const canTranslate = isConnectedFor(me, "translate") && conversation.status !== "erased";
  const asked = useQuery({
    queryKey: ["translations", id, reading.language, messages.at(-1)?.id ?? ""],
    queryFn: async () => {
      const batch = await api<WireTranslatedBatch>(`/api/v1/conversations/${id}/translations`, { body: { language: reading.language } });
      // Also when somebody else had them translated meanwhile.
      if (batch.say === null) await queryClient.invalidateQueries({ queryKey: conversationQuery(id).queryKey });
      return batch;
    },
    enabled: canTranslate && reading.isForeign && missing > 0,
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
  });
  return { reading, missing: canTranslate ? missing : 0, asked, me };
}
export type UsedReading = ReturnType<typeof useReading>;
