import type { Action } from "./action.ts";

export const writeReply: Action = {
  id: "write-reply",
  label: "Reply to the customer",
  group: "Write",
  key: "r",
  when: ({ inbox }) => inbox?.conversation != null,
  run: ({ inbox }) => inbox?.compose("reply"),
};
