import type { Action } from "./action.ts";

export const goToSettings: Action = {
  id: "go-to-settings",
  label: "Settings",
  group: "Go to",
  when: () => true,
  run: ({ go }) => go("/settings"),
};
