import type { Action } from "./action.ts";

export const resumeAutomation: Action = {
  id: "resume-automation",
  label: "Let automation continue here",
  group: "Conversation",
  key: "p",
  when: ({ inbox }) => inbox?.conversation?.paused === true,
  run: ({ inbox }) => inbox?.pause(false),
};
