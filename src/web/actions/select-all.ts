import type { Action } from "./action.ts";

export const selectAll: Action = {
  id: "select-all",
  label: "Select everything in this list",
  group: "Move",
  key: "A",
  when: ({ inbox }) => inbox !== null,
  run: ({ inbox }) => inbox?.selectAll(),
};
