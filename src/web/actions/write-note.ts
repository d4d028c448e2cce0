import type { Action } from "./action.ts";

export const writeNote: Action = {
  id: "write-note",
  label: "Write a note for the team",
  group: "Write",
  key: "n",
  when: ({ inbox }) => inbox?.conversation != null,
  run: ({ inbox }) => inbox?.compose("note"),
};
