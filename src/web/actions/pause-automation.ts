import type { Action } from "./action.ts";

export const pauseAutomation: Action = {
  id: "pause-automation",
  label: "Pause automation here",
  group: "Conversation",
  key: "p",
  when: ({ inbox }) => inbox?.conversation?.paused === false,
  run: ({ inbox }) => inbox?.pause(true),
};
