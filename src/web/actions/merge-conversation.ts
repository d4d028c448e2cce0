import type { Action } from "./action.ts";

export const mergeConversation: Action = {
  id: "merge-conversation",
  label: "Merge with another conversation",
  group: "Conversation",
  key: "m",
  when: ({ inbox }) => inbox?.conversation != null,
  run: ({ inbox }) => inbox?.openMerge(),
};
