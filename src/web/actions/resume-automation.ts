import type { WireConversation } from "../../domain/wire.ts";
import type { Action } from "./action.ts";

/** Paused by hand, or stopped because a person has answered here. A handover nobody has answered yet stays with people. */
export function isStopped(conversation: WireConversation): boolean {
  return conversation.paused || (conversation.needs_person && conversation.due_at === null);
}

export const resumeAutomation: Action = {
  id: "resume-automation",
  label: "Let automation continue here",
  group: "Conversation",
  key: "p",
  when: ({ inbox }) => inbox?.conversation != null && isStopped(inbox.conversation),
  run: ({ inbox }) => inbox?.pause(false),
};
