import type { Action } from "./action.ts";

export const selectConversation: Action = {
  id: "select-conversation",
  label: "Select this conversation",
  group: "Move",
  key: "x",
  when: ({ inbox }) => inbox !== null,
  run: ({ inbox }) => inbox?.select(false),
};
