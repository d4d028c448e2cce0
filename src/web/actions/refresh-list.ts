import type { Action } from "./action.ts";

export const refreshList: Action = {
  id: "refresh-list",
  label: "Show what is new in the list",
  group: "Move",
  when: ({ inbox }) => inbox !== null,
  run: ({ inbox }) => inbox?.refresh(),
};
