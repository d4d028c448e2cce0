import type { Action } from "./action.ts";

export const openThread: Action = {
  id: "open-thread",
  label: "Open the conversation",
  group: "Move",
  key: "Enter",
  when: ({ inbox }) => inbox !== null,
  run: ({ inbox }) => inbox?.openThread(),
};
