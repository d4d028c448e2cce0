import type { Action } from "./action.ts";

export const previousConversation: Action = {
  id: "previous-conversation",
  label: "Previous conversation",
  group: "Move",
  key: "k",
  when: ({ inbox }) => inbox !== null,
  run: ({ inbox }) => inbox?.move(-1),
};
