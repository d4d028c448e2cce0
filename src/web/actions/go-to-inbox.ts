import type { Action } from "./action.ts";

export const goToInbox: Action = {
  id: "go-to-inbox",
  label: "Inbox",
  group: "Go to",
  when: () => true,
  run: ({ go }) => go("/inbox/open"),
};
