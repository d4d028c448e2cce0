import type { Action } from "./action.ts";

export const showPalette: Action = {
  id: "show-palette",
  label: "Find an action",
  group: "Desk",
  key: "Mod+k",
  when: () => true,
  run: ({ show }) => show("palette"),
};
