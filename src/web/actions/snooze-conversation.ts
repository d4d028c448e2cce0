import type { Action } from "./action.ts";

export const snoozeConversation: Action = {
  id: "snooze-conversation",
  label: "Snooze",
  group: "Conversation",
  key: "z",
  when: ({ inbox }) => inbox !== null && (inbox.conversation !== null || inbox.selected > 0),
  run: ({ inbox }) => inbox?.openSnooze(),
};
