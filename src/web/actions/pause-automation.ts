import type { Action } from "./action.ts";
import { isStopped } from "./resume-automation.ts";

export const pauseAutomation: Action = {
  id: "pause-automation",
  label: "Pause automation here",
  group: "Conversation",
  key: "p",
  when: ({ inbox }) => inbox?.conversation != null && !isStopped(inbox.conversation),
  run: ({ inbox }) => inbox?.pause(true),
};
