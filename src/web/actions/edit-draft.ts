import type { Action } from "./action.ts";

export const editDraft: Action = {
  id: "edit-draft",
  label: "Edit draft",
  group: "Draft",
  key: "e",
  when: ({ inbox }) => inbox?.draft != null,
  run: ({ inbox }) => inbox?.editDraft(),
};
