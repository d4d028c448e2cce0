import type { Action } from "./action.ts";

export const goToTemplates: Action = {
  id: "go-to-templates",
  label: "Templates",
  group: "Go to",
  when: () => true,
  run: ({ go }) => go("/templates"),
};
