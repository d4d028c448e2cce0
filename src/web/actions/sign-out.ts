import type { Action } from "./action.ts";

export const signOut: Action = {
  id: "sign-out",
  label: "Sign out",
  group: "Desk",
  when: () => true,
  run: ({ signOut: leave }) => leave(),
};
