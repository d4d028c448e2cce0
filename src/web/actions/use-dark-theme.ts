import type { Action } from "./action.ts";

export const darkTheme: Action = {
  id: "use-dark-theme",
  label: "Dark theme",
  group: "Desk",
  when: () => true,
  run: ({ setTheme }) => setTheme("dark"),
};
