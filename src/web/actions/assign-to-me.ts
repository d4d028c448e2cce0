import type { Action } from "./action.ts";

export const assignToMe: Action = {
  id: "assign-to-me",
  label: "Assign to me",
  group: "Conversation",
  key: "i",
  when: ({ inbox, me }) => inbox?.conversation != null && inbox.conversation.assignee?.id !== me.user.id,
  run: ({ inbox, me }) => inbox?.assign(me.user.id),
};
