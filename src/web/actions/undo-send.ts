import type { Action } from "./action.ts";

export const undoSend: Action = {
  id: "undo-send",
  label: "Call back what you sent",
  group: "Write",
  key: "u",
  when: ({ inbox, me }) => inbox?.conversation?.leaving.some(({ by }) => by.id === me.user.id) ?? false,
  run: ({ inbox }) => inbox?.undoSend(),
};
