import type { Action } from "./action.ts";

export const selectRange: Action = {
  id: "select-range",
  label: "Select up to this conversation",
  group: "Move",
  key: "X",
  when: ({ inbox }) => inbox !== null,
  run: ({ inbox }) => inbox?.select(true),
};
