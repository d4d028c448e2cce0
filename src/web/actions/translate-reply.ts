import type { Action } from "./action.ts";

export const translateReply: Action = {
  id: "translate-reply",
  label: "Translate my reply into the customer's language",
  group: "Write",
  when: ({ me, inbox }) => inbox?.conversation != null && me.desk.models.includes("translate"),
  run: ({ inbox }) => inbox?.useTool("translate"),
};
