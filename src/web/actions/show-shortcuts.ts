import type { Action } from "./action.ts";

export const showShortcuts: Action = {
  id: "show-shortcuts",
  label: "Keyboard shortcuts",
  group: "Desk",
  key: "?",
  when: () => true,
  run: ({ show }) => show("shortcuts"),
};
