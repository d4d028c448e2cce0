import type { Action } from "./action.ts";

export const closeConversation: Action = {
  id: "close-conversation",
  label: "Close",
  group: "Conversation",
  key: "c",
  when: ({ inbox }) =>
    inbox !== null &&
    (inbox.selected > 0 ||
      (inbox.conversation !== null && inbox.conversation.status !== "closed" && inbox.conversation.status !== "erased")),
  run: ({ inbox }) => inbox?.close(),
};
