import type { Action } from "./action.ts";

export const splitConversation: Action = {
  id: "split-conversation",
  label: "Split messages off",
  group: "Conversation",
  when: ({ inbox }) => inbox?.conversation != null,
  run: ({ inbox }) => inbox?.openSplit(),
};
