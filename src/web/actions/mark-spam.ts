import type { Action } from "./action.ts";

export const markSpam: Action = {
  id: "mark-spam",
  label: "Mark as spam",
  group: "Conversation",
  key: "!",
  when: ({ inbox }) => inbox !== null && (inbox.conversation !== null || inbox.selected > 0),
  run: ({ inbox }) => inbox?.markSpam(),
};
