import type { Action } from "./action.ts";

export const rewriteFriendlier: Action = {
  id: "rewrite-friendlier",
  label: "Make my reply friendlier",
  group: "Write",
  when: ({ me, inbox }) => inbox?.conversation != null && me.desk.models.includes("rewrite"),
  run: ({ inbox }) => inbox?.useTool("friendlier"),
};
