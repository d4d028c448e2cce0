import type { Action } from "./action.ts";

export const goToDrafts: Action = {
  id: "go-to-drafts",
  label: "Drafts to approve",
  group: "Go to",
  when: () => true,
  run: ({ go }) => go("/inbox/drafts"),
};
