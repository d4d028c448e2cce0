import type { Action } from "./action.ts";

export const lightTheme: Action = {
  id: "use-light-theme",
  label: "Light theme",
  group: "Desk",
  when: () => true,
  run: ({ setTheme }) => setTheme("light"),
};
