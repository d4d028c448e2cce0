import type { Action } from "./action.ts";

export const rewriteShorter: Action = {
  id: "rewrite-shorter",
  label: "Make my reply shorter",
  group: "Write",
  when: ({ me, inbox }) => inbox?.conversation != null && me.desk.models.includes("rewrite"),
  run: ({ inbox }) => inbox?.useTool("shorter"),
};
