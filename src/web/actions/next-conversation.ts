import type { Action } from "./action.ts";

export const nextConversation: Action = {
  id: "next-conversation",
  label: "Next conversation",
  group: "Move",
  key: "j",
  when: ({ inbox }) => inbox !== null,
  run: ({ inbox }) => inbox?.move(1),
};
