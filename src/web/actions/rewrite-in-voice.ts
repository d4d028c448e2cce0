import type { Action } from "./action.ts";

export const rewriteInVoice: Action = {
  id: "rewrite-in-voice",
  label: "Rewrite my reply in the brand's voice",
  group: "Write",
  when: ({ me, inbox }) => inbox?.conversation != null && me.desk.models.includes("rewrite"),
  run: ({ inbox }) => inbox?.useTool("voice"),
};
