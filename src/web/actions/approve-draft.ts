import type { Action } from "./action.ts";

export const approveDraft: Action = {
  id: "approve-draft",
  label: "Approve and send",
  group: "Draft",
  key: "a",
  when: ({ inbox }) => inbox?.draft != null,
  run: ({ inbox }) => inbox?.approveDraft(),
};
