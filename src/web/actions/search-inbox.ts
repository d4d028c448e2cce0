import type { Action } from "./action.ts";

export const searchInbox: Action = {
  id: "search-inbox",
  label: "Search conversations",
  group: "Move",
  key: "/",
  when: ({ inbox }) => inbox !== null,
  run: ({ inbox }) => inbox?.focusSearch(),
};
