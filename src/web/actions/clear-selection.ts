import type { Action } from "./action.ts";

export const clearSelection: Action = {
  id: "clear-selection",
  label: "Clear the selection",
  group: "Move",
  key: "Escape",
  when: ({ inbox }) => inbox !== null && inbox.selected > 0,
  run: ({ inbox }) => inbox?.clearSelection(),
};
