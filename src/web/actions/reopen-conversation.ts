import type { Action } from "./action.ts";

export const reopenConversation: Action = {
  id: "reopen-conversation",
  label: "Reopen",
  group: "Conversation",
  key: "o",
  when: ({ inbox }) => inbox?.conversation?.status === "closed",
  run: ({ inbox }) => inbox?.reopen(),
};
