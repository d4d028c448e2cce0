import type { Action } from "./action.ts";

export const goToWorkflows: Action = {
  id: "go-to-workflows",
  label: "Workflows",
  group: "Go to",
  when: () => true,
  run: ({ go }) => go("/workflows"),
};
