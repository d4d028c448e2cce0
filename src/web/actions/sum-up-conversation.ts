import type { Action } from "./action.ts";

export const sumUpConversation: Action = {
  id: "sum-up-conversation",
  label: "Sum up the conversation",
  group: "Conversation",
  when: ({ me, inbox }) => inbox?.conversation != null && me.desk.models.includes("summarise"),
  run: ({ inbox }) => inbox?.sumUp(),
};
