import type { Action } from "./action.ts";

export const rejectDraft: Action = {
  id: "reject-draft",
  label: "Reject draft",
  group: "Draft",
  key: "d",
  when: ({ inbox }) => inbox?.draft != null,
  run: ({ inbox }) => inbox?.rejectDraft(),
};
