import type { Action } from "./action.ts";

export const assignTo: Action = {
  id: "assign-to",
  label: "Assign to someone",
  group: "Conversation",
  key: "s",
  when: ({ inbox }) => inbox !== null && (inbox.conversation !== null || inbox.selected > 0),
  run: ({ inbox }) => inbox?.openAssign(),
};
