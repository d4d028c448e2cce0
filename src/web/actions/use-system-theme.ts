import type { Action } from "./action.ts";

export const systemTheme: Action = {
  id: "use-system-theme",
  label: "Theme like the system",
  group: "Desk",
  when: () => true,
  run: ({ setTheme }) => setTheme("system"),
};
