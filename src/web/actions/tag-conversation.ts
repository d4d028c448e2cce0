import type { Action } from "./action.ts";

export const tagConversation: Action = {
  id: "tag-conversation",
  label: "Tags",
  group: "Conversation",
  key: "l",
  when: ({ inbox }) => inbox !== null && (inbox.conversation !== null || inbox.selected > 0),
  run: ({ inbox }) => inbox?.openTags(),
};
