import type { Action } from "./action.ts";

export const correctCategory: Action = {
  id: "correct-category",
  label: "Correct the category",
  group: "Conversation",
  key: "t",
  when: ({ inbox }) => inbox?.conversation != null,
  run: ({ inbox }) => inbox?.openCategory(),
};
