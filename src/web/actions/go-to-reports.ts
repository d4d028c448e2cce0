import type { Action } from "./action.ts";

export const goToReports: Action = {
  id: "go-to-reports",
  label: "Reports",
  group: "Go to",
  when: () => true,
  run: ({ go }) => go("/reports"),
};
