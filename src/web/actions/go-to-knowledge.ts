import type { Action } from "./action.ts";

export const goToKnowledge: Action = {
  id: "go-to-knowledge",
  label: "Knowledge",
  group: "Go to",
  when: () => true,
  run: ({ go }) => go("/knowledge"),
};
