import type { Action } from "./action.ts";

export const snoozeConversation: Action = {
  id: "snooze-conversation",
  label: "Snooze",
  group: "Conversation",
  key: "z",
  when: ({ inbox }) => inbox?.conversation != null,
  run: ({ inbox }) => inbox?.openSnooze(),
};
